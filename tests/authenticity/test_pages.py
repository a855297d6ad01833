"""Standing pages are signed and recognised like articles, and say what became of them in their own words."""

import datetime

import pytest

from authenticity import sealing
from authenticity.models import Entry, Seal
from pages import actions as tree
from pages.models import Page
from publishing import actions, clock
from tests import factories
from tests.authenticity.signing import sealed

pytestmark = pytest.mark.django_db

WORDS = "Texts and photographs of this site may be used by anybody who names the source"
BODY = f"<p>{WORDS}.</p>"


def ask(client, words):
    return client.post("/en/verify/", {"words": words}).content.decode()


def test_a_page_is_signed_after_its_second_and_recognised_by_its_words_and_every_address(client):
    factories.published()
    sealed()
    opens = clock.now() + datetime.timedelta(hours=1)
    terms = factories.publish(factories.page("terms", title="Terms of use", body=BODY), at=opens)
    record = f"/en/verify/{terms.article_id}/1/"
    sealed()
    assert client.get(record).status_code == 404
    assert "We have published no such text." in ask(client, WORDS)
    assert not Seal.objects.filter(edition=terms).exists()
    with clock.moved_to(opens):
        assert record in client.get("/en/terms/").text
        assert "Published, being signed" in client.get(record).text
        sealed()
        assert "Signed by us" in client.get(record).text
        assert client.get(f"{record}seal.json").json()["statement"]["text"].startswith("Terms of use\n")
        assert "This text was published by us." in ask(client, WORDS)
        tree.move(Page.objects.get(), parent=None, slug="use", after=None, by=factories.press_secretary(), seen="terms")
        for address in ("/en/use/", "/en/terms/", f"/en/pages/{terms.article_id}/", record):
            assert "This page was published by us." in ask(client, address), address
    with clock.moved_to(opens + datetime.timedelta(minutes=1)):
        factories.publish(factories.correction(terms, body="<p>Ask us before you use anything of this site.</p>"))
        sealed()
        assert "This text was published by us, and no longer stands." in ask(client, WORDS)
        assert sorted(Entry.objects.order_by("-number").values_list("what", flat=True)[:2]) == ["issued", "replaced"]


def test_pages_that_were_public_before_pages_were_signed_are_signed_by_the_next_run():
    terms = factories.publish(factories.page("terms", body=BODY))
    factories.published()
    # As an earlier version left it: the article after the page has its entry, the page has none.
    earlier, sealing.KINDS = sealing.KINDS, ("news.edition",)
    try:
        sealed()
    finally:
        sealing.KINDS = earlier
    assert not Seal.objects.filter(edition=terms).exists()
    sealed()
    assert Seal.objects.filter(edition=terms).exists()
    assert sealing.seal() == 0


@pytest.mark.parametrize(
    ("kind", "status", "sentence"),
    [
        ("withdrawn", 200, "This page was withdrawn on"),
        ("gone", 410, "This page has been removed from the site"),
    ],
)
def test_after_a_page_was_taken_away_its_addresses_call_it_a_page(client, kind, status, sentence):
    terms = factories.publish(factories.page("terms", body=BODY))
    sealed()
    actions.withdraw(terms, by=factories.press_secretary(), reason="It was outdated.", kind=kind)
    addresses = ["/en/terms/"]
    if kind == "gone":
        addresses += [f"/en/pages/{terms.article_id}/editions/1/", f"/en/verify/{terms.article_id}/1/"]
    for address in addresses:
        answer = client.get(address)
        assert (answer.status_code, sentence in answer.text) == (status, True), address
        main = answer.text.partition("<main")[2].partition("</main>")[0]
        assert "It was outdated." in main
        assert "his article" not in main
        assert "Home page" in main


def test_in_a_language_that_it_lacks_it_is_a_page_too(client):
    factories.publish(factories.page("terms", body=BODY))
    answer = client.get("/ru/terms/")
    assert answer.status_code == 404
    assert "На этом языке страница не публиковалась." in answer.text

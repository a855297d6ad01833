"""How an article leaves the site, and what its readers meet then."""

import itertools
import json

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone, translation

from news import drafts
from news.models import Article, Attachment, Edition, Tombstone, Turn, Withdrawal
from news.models.exits import correction_entry
from publishing import actions, clock, timeline
from publishing.actions import NotAllowed, Refused
from publishing.visitors import as_visitor
from tests import factories

pytestmark = pytest.mark.django_db

Kind = Withdrawal.Kind
REASON = "The text was <sent> too early."


def address_of(edition):
    with translation.override(edition.language):
        return edition.get_absolute_url()


def withdraw(edition, kind=Kind.WITHDRAWN, reason=REASON, **how):
    actions.withdraw(edition, by=factories.press_secretary(), reason=reason, kind=kind, **how)


def corrected(edition, note="The name was wrong.", change="correction", **facts):
    """Publish the next edition of a public one, with a note."""
    draft = drafts.open_next(edition, by=factories.writer())
    for field, value in {"change": change, "change_note": note, **facts}.items():
        setattr(draft, field, value)
    drafts.save_changes(draft, by=factories.writer())
    return factories.publish(draft)


def illustrated():
    """A public article with a photograph in its text and one after it, a file, a question, and a correction."""
    photos = [factories.photo("ZVF_2142.JPG", rendered=True), factories.photo("ZVF_2150.JPG", rendered=True)]
    draft = factories.edition(
        title="Named the wrong body", body=f'<p>Words.</p><figure data-photo="{photos[0].pk}"></figure><p>More.</p>'
    )
    for position, photo in enumerate(photos):
        factories.show(photo, draft, position)
    Turn.objects.create(edition=draft, question="When?", answer="<p>Soon.</p>")
    paper = Attachment(edition=draft, label="Agenda of the meeting", file_name="agenda.pdf", size=8)
    paper.file.save("agenda.pdf", ContentFile(b"%PDF-1.7"))
    return factories.publish(draft)


# --- Withdrawn --------------------------------------------------------------------------------------------------------


def test_a_withdrawn_article_stays_below_its_reason(client):
    edition = illustrated()
    withdraw(edition)
    response = client.get(address_of(edition))
    page = response.content.decode()
    assert response.status_code == 200
    assert "The text was &lt;sent&gt; too early." in page
    assert f"{timezone.localdate():%Y}" in page
    assert "Named the wrong body" in page
    assert edition.standfirst in page
    assert "<p>More.</p>" in page
    assert "When?" in page
    assert page.index("too early") < page.index(edition.standfirst)


def test_a_withdrawn_article_keeps_no_photograph_file_or_kit_and_is_in_no_list(client):
    edition = illustrated()
    photo = edition.photos.first().photo
    paper = edition.attachments.get()
    withdraw(edition)
    page = client.get(address_of(edition)).content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page
    for trace in ["ZVF_2142", photo.key, paper.key, "agenda.pdf", "press-kit.zip"]:
        assert trace not in page
    files = [
        paper.get_absolute_url(),
        photo.renditions.first().get_absolute_url(),
        f"{address_of(edition)}press-kit.zip",
    ]
    assert [client.get(file).status_code for file in files] == [404, 404, 404]
    for listing in ["/en/", "/en/news/", "/en/news/permanent-council/"]:
        assert edition.title not in client.get(listing).content.decode()


@pytest.mark.parametrize("address", ["/en/news/{id}/", "/en/news/{id}-other-words/"])
def test_a_withdrawn_article_has_one_address(client, address):
    edition = factories.published(title="Right words")
    withdraw(edition)
    response = client.get(address.format(id=edition.article_id))
    assert (response.status_code, response["Location"]) == (301, f"/en/news/{edition.article_id}-right-words/")


def test_a_withdrawn_article_can_come_back(client):
    edition = factories.published()
    withdraw(edition)
    again = factories.publish(drafts.open_next(edition, by=factories.writer()))
    page = client.get(address_of(again)).content.decode()
    assert again.title in page
    assert "too early" not in page


# --- Superseded -------------------------------------------------------------------------------------------------------


def test_a_superseded_article_leads_to_its_successor_in_each_language(client):
    old, new = factories.published(title="Old"), factories.published(title="New")
    withdraw(old, Kind.SUPERSEDED, successor=new.article)
    for address in [address_of(old), f"/en/news/{old.article_id}/", f"{address_of(old)}editions/1/"]:
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, address_of(new))
    assert "Old" not in client.get("/en/news/").content.decode()


def test_a_chain_of_successors_is_followed_to_its_end(client):
    editions = [factories.published(title=f"Text {number}") for number in range(3)]
    for old, new in itertools.pairwise(editions):
        withdraw(old, Kind.SUPERSEDED, successor=new.article)
    assert client.get(address_of(editions[0]))["Location"] == address_of(editions[2])


def test_a_successor_that_has_left_is_not_given_away(client):
    old, new = factories.published(title="Old"), factories.published(title="Secret address")
    withdraw(old, Kind.SUPERSEDED, successor=new.article)
    withdraw(new, Kind.VANISHED)
    response = client.get(address_of(old))
    assert response.status_code == 410
    assert "Secret address" not in response.content.decode()


def test_the_successor_must_be_public_in_that_language_and_another_article():
    old = factories.published()
    draft, foreign = factories.edition(), factories.published("ru")
    for successor in [None, old.article, draft.article, foreign.article]:
        with pytest.raises(Refused):
            withdraw(old, Kind.SUPERSEDED, successor=successor)
    old.refresh_from_db()
    assert old.is_public()
    assert not Withdrawal.objects.exists()


# --- Gone -------------------------------------------------------------------------------------------------------------


def test_what_is_gone_leaves_its_reason_and_nothing_else(client):
    edition = factories.published(title="Named the wrong body")
    second = corrected(edition)
    withdraw(second, Kind.GONE)
    here = address_of(second)
    for address in [here, f"/en/news/{edition.article_id}/", f"{here}editions/1/", f"{here}editions/1/2/"]:
        response = client.get(address)
        page = response.content.decode()
        assert response.status_code == 410
        assert "The text was &lt;sent&gt; too early." in page
        assert "Named the wrong body" not in page
        assert edition.standfirst not in page


def test_what_came_back_after_it_was_gone_does_not_bring_its_past(client):
    first = factories.published(title="With the secret")
    withdraw(first, Kind.GONE)
    second = drafts.open_next(first, by=factories.writer())
    second.title = "Without it"
    drafts.save_changes(second, by=factories.writer())
    factories.publish(second)
    third = corrected(second)
    assert "With the secret" not in client.get(address_of(third)).content.decode()
    assert client.get(f"{address_of(third)}editions/1/").status_code == 404
    assert client.get(f"{address_of(third)}editions/2/").status_code == 200


# --- Vanished ---------------------------------------------------------------------------------------------------------


def bare(response, id):
    """Return status, headers and page of a response without the number that was asked for."""
    page = response.content.decode().replace(f"/news/{id}", "/news/N")
    headers = {
        name: value for name, value in response.headers.items() if name not in ("Content-Length", "X-Request-ID")
    }
    return response.status_code, headers, page


@pytest.mark.parametrize(
    "address",
    [
        "/en/news/{id}-a-telling-address/",
        "/en/news/{id}/",
        "/en/news/{id}-a-telling-address/editions/1/",
        "/en/news/{id}-a-telling-address/editions/1/2/",
        "/en/news/{id}-a-telling-address/press-kit.zip",
        "/ru/news/{id}-a-telling-address/",
    ],
)
def test_what_vanished_is_as_if_it_never_was(address):
    edition = factories.published(title="A telling address")
    withdraw(corrected(edition), Kind.VANISHED)
    known, unknown = edition.article_id, edition.article_id + 1000
    answers = [bare(Client().get(address.format(id=article)), article) for article in (known, unknown)]
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_what_was_withdrawn_first_and_vanished_then_has_vanished(client):
    edition = factories.published(title="A telling address")
    withdraw(edition)
    Withdrawal.objects.create(article=edition.article, language="en", reason="Away.", kind=Kind.VANISHED)
    assert client.get(address_of(edition)).status_code == 404


def test_of_what_vanished_the_other_language_does_not_speak(client):
    english = factories.published(title="A telling address")
    russian = factories.published("ru", article=english.article)
    withdraw(english, Kind.VANISHED)
    assert "telling" not in client.get(address_of(russian)).content.decode()
    page = client.get(address_of(english))
    assert page.status_code == 404
    assert "has not been published in this language" in page.content.decode()


def test_visitors_cannot_read_in_the_database_that_anything_vanished():
    edition = factories.published()
    withdraw(edition, Kind.VANISHED)
    with as_visitor():
        assert not Withdrawal.objects.exists()
        assert not Article.objects.exists()


def test_only_an_administrator_brings_back_what_vanished():
    edition = factories.published()
    withdraw(edition, Kind.VANISHED)
    draft = factories.approve(drafts.open_next(edition, by=factories.writer()))
    with pytest.raises(NotAllowed, match="administrator"):
        actions.publish(draft, by=factories.press_secretary())
    actions.publish(draft, by=factories.administrator())
    assert draft.is_public()


# --- What is kept -----------------------------------------------------------------------------------------------------


def test_an_exit_says_who_did_what_and_why():
    edition = factories.published()
    withdraw(edition, Kind.GONE)
    exit = Withdrawal.objects.get()
    assert (exit.kind, exit.by, exit.reason, exit.at) == (
        "gone",
        factories.press_secretary(),
        REASON,
        edition.live_until,
    )
    assert timeline.of(edition).first().note == REASON


@pytest.mark.parametrize(
    "sql",
    ["UPDATE news_withdrawal SET reason = 'x'", "DELETE FROM news_withdrawal", "TRUNCATE news_withdrawal CASCADE"],
)
def test_an_exit_is_never_rewritten(sql):
    withdraw(factories.published())
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        connection.cursor().execute(f"SET CONSTRAINTS ALL IMMEDIATE; {sql}")


@pytest.mark.parametrize(
    ("kind", "buried"),
    [("withdrawn", {"news"}), ("gone", {"news", "corrections"}), ("vanished", {"news", "corrections"})],
)
def test_feeds_get_tombstones_for_what_they_no_longer_hold(kind, buried):
    edition = corrected(factories.published())
    withdraw(edition, kind)
    assert set(Tombstone.objects.values_list("feed", flat=True)) == buried
    told = Tombstone.objects.filter(feed="corrections").values_list("entry", flat=True)
    assert set(told) <= {correction_entry(edition)}


def test_a_feed_for_programs_names_the_deleted_entry(client):
    edition = corrected(factories.published())
    assert len(json.loads(client.get("/en/news/corrections/feed.json").content)["items"]) == 1
    withdraw(edition, Kind.GONE)
    feed = json.loads(client.get("/en/news/corrections/feed.json").content)
    assert feed["items"] == []
    assert feed["_corrections"]["deleted"][0]["id"].endswith(f":{correction_entry(edition)}/en")
    atom = client.get("/en/news/corrections/atom.xml").content.decode()
    assert f':{correction_entry(edition)}/en" when="' in atom


def test_an_exit_counts_from_its_second_on(client):
    edition = factories.published()
    before = clock.now()
    withdraw(edition, Kind.GONE)
    with clock.moved_to(before):
        assert client.get(address_of(edition)).status_code == 200
    assert client.get(address_of(edition)).status_code == 410
    assert Edition.objects.count() == 1

"""The language of a page is that of its address, from the moment the language is switched on, until it is off."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from csto_site import interface_words
from news.models import Article
from publishing import languages
from publishing.models import Language
from syndication import sitemaps
from tests import factories
from tests.csto_site.test_query_budgets import _addresses, newsroom  # noqa: F401
from tests.written import switch_off, switch_on

pytestmark = pytest.mark.django_db


def test_before_it_is_switched_on_a_language_has_no_addresses(client):
    assert client.get("/kk/").status_code == 404
    assert client.get("/kk/news/").status_code == 404


def test_from_then_on_every_part_of_the_site_stands_below_it(client):
    switch_on("kk")
    for part in ("", "news/", "photos/", "press/", "search/?q=a", "feeds/", "follow/", "alerts/"):
        answer = client.get(f"/kk/{part}")
        assert answer.status_code == 200, part
        assert answer.headers["Content-Language"] == "kk"
        assert '<html lang="kk">' in answer.text, part


def test_a_text_in_kazakh_stands_at_its_address_in_lists_feeds_and_sitemap(client):
    switch_on("kk")
    edition = factories.published("kk", title="Кеңестің отырысы")
    address = edition.get_absolute_url("kk")
    assert address.startswith("/kk/news/")
    assert address.endswith("kenestin-otyrysy/")
    assert "Кеңестің отырысы" in client.get(address).text
    assert "Кеңестің отырысы" in client.get("/kk/news/").text
    assert "Кеңестің отырысы" in client.get("/kk/").text
    assert "Кеңестің отырысы" in client.get("/kk/feeds/news.atom").text
    assert "Кеңестің отырысы" not in client.get("/ru/news/").text


def test_pages_name_each_other_in_every_language_in_which_they_exist(client):
    switch_on("kk", "hy")
    edition = factories.published("ru", title="Заседание")
    factories.publish(factories.edition("kk", article=edition.article, title="Отырыс"))
    page = client.get(edition.get_absolute_url("ru")).text
    named = re.findall('rel="alternate" hreflang="([a-z-]+)"', page)
    assert {"ru", "kk"} <= set(named)
    assert not {"en", "hy"} & set(named)


@pytest.mark.parametrize("accepted", ["kk", "en-GB,en;q=0.9", "fa"])
def test_the_address_alone_decides(client, accepted):
    switch_on("kk")
    client.cookies["language"] = "en"
    for code in ("kk", "ru", "en"):
        assert f'<html lang="{code}">' in client.get(f"/{code}/", headers={"accept-language": accepted}).text


@pytest.mark.parametrize(
    ("accepted", "leads"),
    [
        ("kk-KZ,ru;q=0.5", "/kk/"),
        ("hy,en;q=0.5", "/en/"),
        ("de", "/ru/"),
        ("", "/ru/"),
        ("en", "/en/"),
        ("*", "/ru/"),
    ],
)
def test_an_address_without_a_language_leads_to_one_of_the_offices(client, accepted, leads):
    switch_on("kk")
    answer = client.get("/", headers={"accept-language": accepted})
    assert answer.headers["Location"] == leads
    assert "Accept-Language" in answer.headers["Vary"]


def test_the_desk_stays_in_the_languages_of_the_interface():
    from tests.desk.screens import signed_in

    switch_on("kk")
    client = signed_in(factories.administrator())
    page = client.get("/desk/", headers={"accept-language": "kk,en;q=0.5"}, follow=True).text
    assert '<html lang="en' in page


# Switched off


def test_switched_off_its_addresses_lead_to_the_original_with_a_note(client):
    switch_on("kk")
    original = factories.published("ru", title="Заседание")
    translated = factories.edition("kk", article=original.article, title="Отырыс")
    factories.publish(translated)
    address = translated.get_absolute_url("kk")
    assert client.get(address).status_code == 200
    switch_off("kk")
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{original.get_absolute_url('ru')}?asked-in=kk")
    page = client.get(answer.headers["Location"]).text
    assert "Заседание" in page
    assert "Қазақ" in page.split("<main")[1].split("</p>")[0]
    for part in ("", "news/", "press/"):
        assert client.get(f"/kk/{part}?page=2").headers["Location"] == f"/ru/{part}?page=2&asked-in=kk"
    assert "Қазақ" not in client.get("/ru/").text


def test_the_original_is_looked_for_along_the_chain(client):
    switch_on("hy")
    Language.objects.filter(code="hy").update(falls_back_to="en")
    languages.forget()
    english = factories.published("en", title="A meeting")
    factories.publish(factories.edition("ru", article=english.article, title="Заседание"))
    armenian = factories.edition("hy", article=english.article, title="Նիստ")
    factories.publish(armenian)
    switch_off("hy")
    assert client.get(armenian.get_absolute_url("hy")).headers["Location"].startswith(english.get_absolute_url("en"))


def test_nothing_is_said_of_a_language_that_is_on_or_was_never_there(client):
    switch_on("kk")
    for code in ("kk", "de", "<script>"):
        assert "_asked_in" not in client.get("/ru/", {"asked-in": code}).text
        assert 'role="status"' not in client.get("/ru/", {"asked-in": code}).text.split("<main")[1]


def test_switched_on_again_it_is_as_it_was(client):
    switch_on("kk")
    edition = factories.published("kk", title="Отырыс")
    switch_off("kk")
    assert client.get("/kk/").status_code == 302
    switch_on("kk")
    assert client.get(edition.get_absolute_url("kk")).status_code == 200


# Words of the interface


def test_words_without_a_translation_come_along_the_chain_and_never_are_empty(client):
    switch_on("uz", "fa")  # neither has a catalogue of ours
    Language.objects.filter(code="fa").update(falls_back_to="en")
    languages.forget()
    assert "Пресс-служба" in client.get("/uz/").text
    page = client.get("/fa/").text
    assert "Press" in page
    assert "News and photographs" in page
    assert "News and photographs" not in client.get("/uz/").text
    with override("ru"):  # and nothing of it sticks to the languages of the interface
        interface_words.activate("en")
        assert "News and photographs" in client.get("/en/").text


@pytest.mark.usefixtures("put_together_in_public")
@pytest.mark.parametrize("code", ["kk", "hy", "fa"])
def test_every_public_page_is_there_in_a_language_of_which_the_code_knows_nothing(client, newsroom, code):  # noqa: F811
    """Words are kept by language in several places; no page may fall over one that is in none of them."""
    names, add = newsroom
    for number in range(1, 3):
        add(number)
    switch_on(code)
    for name in ("article", "corrected"):
        edition = factories.published(code, article=Article.objects.get(pk=names[name]), title="Ա", slug=names["slug"])
    factories.publish(factories.correction(edition))
    names["corrected_slug"] = names["slug"]
    faults = {}
    for name, address in _addresses(names, code).items():
        if name.startswith("pages:"):  # there is a text in English alone
            continue
        answer = client.get(address)
        if answer.status_code != 200:
            faults[name] = (address, answer.status_code)
        elif address.startswith(f"/{code}/") and "<html" in answer.text:
            assert f'<html lang="{code}"' in answer.text, address
    assert faults == {}


def test_persian_pages_are_written_from_the_right(client):
    switch_on("fa")
    assert '<html lang="fa" dir="rtl">' in client.get("/fa/").text


def test_lists_that_were_asked_before_name_the_new_language_too(client):
    """Queries are compiled once in the life of a process; the languages must not be part of them."""
    meeting = factories.meeting()
    russian = factories.published("ru", title="Заседание", meeting=meeting)
    part = reverse("robots:sitemap", args=["articles", russian.article_id // sitemaps.ENTRIES_PER_PART])
    asked = [part, f"/wires/articles/{russian.article_id}/ru", "/api/v1/openapi.json"]
    assert not any("/kk/" in client.get(address).text for address in asked)
    switch_on("kk")
    kazakh = factories.published("kk", title="Отырыс", article=russian.article)
    only_kazakh = factories.published("kk", title="Хабарлама", meeting=meeting)
    for address in asked[:2]:
        assert kazakh.get_absolute_url("kk") in client.get(address).text, address
    assert '"kk"' in client.get("/api/v1/openapi.json").text
    with override("kk"):
        about_meeting = meeting.get_absolute_url()
    assert only_kazakh.title in client.get(about_meeting).text
    switch_off("kk")
    for address in asked[:2]:
        assert "/kk/" not in client.get(address).text, address


def test_lists_name_no_text_in_a_language_that_is_switched_off(client):
    switch_on("kk")
    meeting = factories.meeting()
    russian = factories.published("ru", title="Заседание", meeting=meeting)
    kazakh = factories.published("kk", title="Отырыс", article=russian.article, meeting=meeting)
    factories.published("kk", title="Хабарлама", meeting=meeting)
    pages = [
        russian.get_absolute_url("ru"), "/ru/", "/ru/news/", f"/api/v1/articles/{russian.article_id}",
        "/ru/feeds/news.json", meeting.get_absolute_url(), "/sitemap.xml", "/ru/search/?q=Заседание",
    ]  # fmt: skip
    switch_off("kk")
    for address in pages:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        assert kazakh.get_absolute_url("kk") not in answer.text, address

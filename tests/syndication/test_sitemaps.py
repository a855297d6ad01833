"""Sitemaps and robots.txt: all that is public now, nothing else, and when it was last changed for readers."""

import datetime
import urllib.robotparser
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from lxml import etree

from news import drafts, emergency
from news.models import Edition, Withdrawal
from photos.models import Album, AlbumPhoto
from publishing import actions, amendments, clock
from syndication import sitemaps
from tests import factories

pytestmark = pytest.mark.django_db

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "sitemap.xsd"))
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
SITE = "http://127.0.0.1:8000"
NOON = datetime.datetime(2026, 12, 1, 9, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 12, 1)
HOUR, DAY, SECOND = datetime.timedelta(hours=1), datetime.timedelta(days=1), datetime.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _one_part(monkeypatch):
    """Numbers rise from test to test, and are to stand in the first part here."""
    monkeypatch.setattr(sitemaps, "ENTRIES_PER_PART", 10_000_000)


@pytest.fixture(autouse=True)
def noon():
    with clock.moved_to(NOON):
        yield


def read(client, address, valid=True):
    answer = client.get(address)
    assert answer.status_code == 200, address
    document = etree.fromstring(answer.content)
    if valid:
        SCHEMA.assertValid(document)
    return document


def elements(document, path):
    return document.xpath(path, namespaces=NAMES)


def page_of(thing):
    """The address of a thing's page in English, whatever language the last answer was in."""
    with translation.override("en"):
        return f"{SITE}{thing.get_absolute_url()}"


def maps(client):
    return [address.removeprefix(SITE) for address in elements(read(client, "/sitemap.xml"), "//s:loc/text()")]


def addresses(client):
    return {address for one in maps(client) for address in elements(read(client, one), "//s:loc/text()")}


def lastmod(client, edition, part="/sitemaps/articles-0.xml"):
    path = f"//s:url[s:loc='{page_of(edition)}']/s:lastmod/text()"
    return [datetime.datetime.fromisoformat(text) for text in elements(read(client, part), path)]


def next_edition(edition, change, note=""):
    draft = drafts.open_next(edition, by=factories.writer())
    draft.change, draft.change_note = change, note
    draft.save()
    return draft


@pytest.fixture
def newsroom():
    """Something of every kind, as visitors find it."""
    secretary, state, chair = factories.press_secretary(), factories.state(), factories.person()
    factories.term(chair, factories.office(state=state))
    meeting = factories.meeting(chair=chair, chair_state=state)
    document = factories.document()
    photo = factories.photo(rendered=True)
    album = Album.objects.create(title={"en": "A day", "ru": "День"}, held_on=TODAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    actions.publish(album, by=secretary)
    draft = factories.edition(shown_on=TODAY, meeting=meeting)
    factories.show(photo, draft)
    edition = factories.publish(draft)
    return [edition, meeting, document, photo, album, chair]


def test_every_public_page_of_every_kind_stands_in_one_of_the_parts(client, newsroom):
    listed = addresses(client)
    for thing in newsroom:
        assert page_of(thing) in listed, thing
    for address in listed:
        assert client.get(address.removeprefix(SITE)).status_code == 200, address


def test_what_is_not_public_stands_nowhere(client):
    hidden = [factories.edition(), factories.meeting(public=False), factories.document(public=False), factories.photo()]
    listed = addresses(client)
    assert not any(page_of(thing) in listed for thing in hidden)
    assert maps(client) == ["/sitemaps/pages-0.xml"]


def test_an_article_is_listed_from_its_second_until_it_leaves(client):
    lift = NOON + HOUR
    edition = factories.published(at=lift, shown_on=TODAY)
    address = page_of(edition)
    with clock.moved_to(lift - SECOND):
        assert address not in addresses(client)
        assert client.get("/sitemaps/articles-0.xml").status_code == 404
    with clock.moved_to(lift):
        assert address in addresses(client)
    with clock.moved_to(lift + HOUR):
        actions.withdraw(edition, reason="Wrong.", by=factories.press_secretary(), kind=Withdrawal.Kind.GONE)
        assert address not in addresses(client)


def test_languages_are_those_of_now(client):
    english = factories.published(shown_on=TODAY)
    russian = factories.edition("ru", article=english.article, title="Отчёт", shown_on=TODAY)
    languages = "//x:link/@hreflang"
    assert elements(read(client, "/sitemaps/articles-0.xml"), languages) == ["en"]
    factories.publish(russian, at=NOON + HOUR)
    assert elements(read(client, "/sitemaps/articles-0.xml"), languages) == ["en"]
    with clock.moved_to(NOON + HOUR):
        part = read(client, "/sitemaps/articles-0.xml")
        assert elements(part, languages) == ["en", "ru", "x-default"] * 2
        hrefs = elements(part, "//x:link[@hreflang!='x-default']/@href")
        assert set(hrefs) == set(elements(part, "//s:loc/text()"))


def test_the_languages_of_a_page_are_those_its_head_names(client, newsroom):
    for one in maps(client):
        for url in elements(read(client, one), "//s:url"):
            named = {link.get("hreflang"): link.get("href") for link in elements(url, "x:link")}
            address = elements(url, "s:loc/text()")[0]
            page = etree.HTML(client.get(address.removeprefix(SITE)).content)
            assert page.xpath("//link[@rel='canonical']/@href") == [address]
            head = page.xpath("//link[@rel='alternate'][@hreflang]")
            assert {link.get("hreflang"): link.get("href") for link in head} == named, address


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/en/news/?page=2", "/en/news/?page=2"),
        ("/en/council/documents/?after=_9999", "/en/council/documents/?after=_9999"),
        ("/en/council/representatives/?on=2018-11-27", "/en/council/representatives/"),
        ("/en/news/", "/en/news/"),
    ],
)
def test_a_choice_in_an_address_is_no_page_of_its_own(client, address, canonical):
    for _number in range(21):
        factories.published()
    factories.document(dated=None)
    page = etree.HTML(client.get(address).content)
    assert page.xpath("//link[@rel='canonical']/@href") == [SITE + canonical]
    assert len(page.xpath("//link[@hreflang]")) == (0 if "?" in address else 3)


def test_the_last_change_is_the_last_that_readers_were_told_of(client):
    draft = factories.edition(shown_on=datetime.date(2018, 11, 27))  # whatever date it bears
    with clock.moved_to(NOON - DAY):
        factories.approve(draft)
    edition = factories.publish(draft)
    assert lastmod(client, edition) == [NOON]
    with clock.moved_to(NOON + DAY):
        edition = factories.publish(next_edition(edition, Edition.Change.MINOR))
        assert lastmod(client, edition) == [NOON]
    with clock.moved_to(NOON + 2 * DAY):
        edition = factories.publish(next_edition(edition, Edition.Change.CORRECTION, "A date was wrong."))
        next_edition(edition, Edition.Change.UPDATE, "More to come.")  # a draft is nobody's business
        assert lastmod(client, edition) == [NOON + 2 * DAY]
        assert elements(read(client, "/sitemap.xml"), "//s:lastmod/text()") == ["2026-12-03T09:00:00+00:00"]


def test_a_note_on_a_meeting_moves_its_last_change(client):
    meeting = factories.meeting()
    path = "//s:url[1]/s:lastmod/text()"
    assert elements(read(client, "/sitemaps/meetings-0.xml"), path) == ["2026-12-01T09:00:00+00:00"]
    note = {"en": "The place was wrong.", "ru": "Место было указано неверно."}
    with clock.moved_to(NOON + DAY):
        with amendments.amending(by=factories.press_secretary(), kind=amendments.Kind.CORRECTION, note=note):
            meeting.place = {"en": "Minsk", "ru": "Минск"}
            meeting.save()
        assert elements(read(client, "/sitemaps/meetings-0.xml"), path) == ["2026-12-02T09:00:00+00:00"]


def test_pictures_come_with_caption_and_licence_and_a_stopped_one_does_not_come(client, newsroom):
    part = read(client, "/sitemaps/articles-0.xml")
    assert elements(part, "//image:caption/text()") == ["The Council in session."]
    assert elements(part, "//image:license/text()") == [f"{SITE}/en/press/#terms"]
    (file,) = elements(part, "//image:loc/text()")
    assert client.get(file.removeprefix(SITE)).headers["Content-Type"] == "image/jpeg"
    photo = newsroom[3]
    photo.refresh_from_db()
    emergency.stop_photo(photo, by=factories.press_secretary(), reason="Not to be seen.")
    assert elements(read(client, "/sitemaps/articles-0.xml"), "//image:loc") == []
    assert "/sitemaps/photos-0.xml" not in maps(client)


def test_parts_are_stretches_of_numbers_and_empty_ones_are_not_listed(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "ENTRIES_PER_PART", 2)
    made = [factories.published(shown_on=TODAY) for _number in range(3)]
    drafts_between = [factories.edition() for _number in range(5)]
    made += [factories.published(shown_on=TODAY) for _number in range(2)]
    numbers = sorted({edition.article_id // 2 for edition in made})
    parts = [map for map in maps(client) if "articles" in map]
    assert parts == [f"/sitemaps/articles-{number}.xml" for number in numbers]
    assert sum(len(elements(read(client, piece), "//s:loc")) for piece in parts) == 5
    assert client.get(f"/sitemaps/articles-{drafts_between[2].article_id // 2}.xml").status_code == 404


@pytest.mark.parametrize("part", ["articles-9", "pages-1", "poems-0", "articles-99999999999999999999999"])
def test_a_part_that_does_not_exist_is_not_found(client, part):
    assert client.get(f"/sitemaps/{part}.xml").status_code == 404


def questions(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_map_costs_the_same_number_of_questions_whatever_it_holds(client, newsroom):
    asked = [*maps(client), "/sitemap.xml"]
    before = {address: questions(client, address) for address in asked}
    assert max(before.values()) < 15
    for _number in range(3):
        photo, draft = factories.photo(rendered=True), factories.edition(shown_on=TODAY)
        factories.show(photo, draft)
        factories.publish(draft)
        factories.meeting(chair=factories.person())
        factories.document()
    assert {address: questions(client, address) for address in asked} == before


# --- News of the last days -----------------------------------------------------------------------------------------


def test_the_news_sitemap_holds_the_last_two_days_of_all_languages(client, monkeypatch):
    with clock.moved_to(NOON - 2 * DAY - HOUR):
        old = factories.published(shown_on=TODAY - 2 * DAY)
    with clock.moved_to(NOON - DAY):
        new = factories.published(shown_on=TODAY - DAY, title="Talks & <results>")
        russian = factories.published("ru", title="Отчёт", shown_on=TODAY - DAY)
    backdated = factories.published(shown_on=datetime.date(2018, 11, 27))
    factories.published(shown_on=TODAY, at=NOON + HOUR)
    factories.publish(next_edition(old, Edition.Change.MINOR))
    document = read(client, "/news-sitemap.xml")
    assert elements(document, "//news:title/text()") == ["Отчёт", "Talks & <results>"]
    assert elements(document, "//news:language/text()") == ["ru", "en"]
    assert elements(document, "//news:publication_date/text()") == ["2026-11-30T09:00:00+00:00"] * 2
    assert set(elements(document, "//s:loc/text()")) == {
        page_of(new),
        f"{SITE}/ru/news/{russian.article_id}-{russian.address_part}/",
    }
    assert backdated.title not in etree.tostring(document, encoding="unicode")
    monkeypatch.setattr(sitemaps, "MAX_NEWS", 1)
    assert len(elements(read(client, "/news-sitemap.xml"), "//s:url")) == 1


# --- Robots ----------------------------------------------------------------------------------------------------------


def test_robots_find_the_sitemaps_and_are_kept_out_of_desk_and_previews(client):
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    rules = urllib.robotparser.RobotFileParser()
    rules.parse(answer.content.decode().splitlines())
    assert rules.site_maps() == [f"{SITE}/sitemap.xml", f"{SITE}/news-sitemap.xml"]
    for address in rules.site_maps():
        assert client.get(address.removeprefix(SITE)).status_code == 200
    for path, allowed in [
        ("/", True),
        ("/en/news/", True),
        ("/en/feeds/news.atom", True),
        ("/static/css/site.css", True),
        ("/photos/x/y.jpg", True),
        ("/desk/", False),
        ("/desk/news/article/1/", False),
        ("/preview/abc/", False),
        ("/en/search/?q=x", False),
    ]:
        assert rules.can_fetch("Googlebot", SITE + path) == allowed, path


@pytest.mark.parametrize("address", ["/sitemap.xml", "/sitemaps/articles-0.xml", "/news-sitemap.xml", "/robots.txt"])
def test_robots_that_come_again_are_told_that_nothing_has_changed(client, address):
    factories.published(shown_on=TODAY)
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert first.status_code == 200
    assert again.status_code == 304
    assert not again.content

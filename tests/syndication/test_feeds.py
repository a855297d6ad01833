"""Feeds: what they hold and when, how entries are named and dated, what is said of those that left."""

import datetime
import html
import json
import re

import feedparser
import jsonschema
import pytest
from django.core.files.base import ContentFile
from lxml import etree

from council.models import PersonShown
from news import drafts, emergency
from news.models import Attachment, Edition, Withdrawal
from publishing import actions, clock
from search import refreshing
from syndication import entries, feeds, ids
from tests import factories
from tests.syndication.feed_schema import JSON_FEED

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 12, 1, 9, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 12, 1)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "media": "http://search.yahoo.com/mrss/",
}


@pytest.fixture(autouse=True)
def noon():
    with clock.moved_to(NOON):
        yield


def read(client, address):
    """Return what an independent reader makes of a feed of any format: [(id, title)] and the whole of it."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    if address.split("?")[0].endswith("json"):
        document = json.loads(answer.content)
        jsonschema.validate(document, JSON_FEED)
        return document
    found = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["Content-Type"]})
    assert not found.bozo, found.get("bozo_exception")
    return found


def entries_in(client, address):
    found = read(client, address)
    return found["items"] if ".json" in address else found.entries


def ids_in(client, address):
    return [entry["id"] for entry in entries_in(client, address)]


def tag(edition):
    return ids.tag_uri(ids.ARTICLES, edition.article_id, edition.language)


def read_titles(client, address):
    return [entry["title"] for entry in entries_in(client, address)]


def xpath(client, address, path):
    return etree.fromstring(client.get(address).content).xpath(path, namespaces=NAMES)


def next_edition(edition, change, note="", **facts):
    draft = drafts.open_next(edition, by=factories.writer())
    for name, value in {"change": change, "change_note": note, **facts}.items():
        setattr(draft, name, value)
    draft.save()
    return draft


def attach(draft, label="Agenda", name="agenda.pdf"):
    made = Attachment(edition=draft, label=label, file_name=name, size=4)
    made.file.save(name, ContentFile(b"%PDF"), save=True)
    return made


# --- What stands where ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", feeds.FORMATS)
def test_every_format_holds_the_news_of_its_language_newest_first(client, format):
    older = factories.published(shown_on=TODAY - DAY)
    newer = factories.published(shown_on=TODAY)
    russian = factories.published("ru", title="Отчёт", shown_on=TODAY)
    assert ids_in(client, f"/en/feeds/news.{format}") == [tag(newer), tag(older)]
    assert ids_in(client, f"/ru/feeds/news.{format}") == [tag(russian)]


@pytest.mark.parametrize("format", feeds.FORMATS)
def test_an_embargo_opens_the_feeds_to_the_second_and_an_ending_closes_them(client, format):
    lift = NOON + HOUR
    edition = factories.published(at=lift, shown_on=TODAY)
    address = f"/en/feeds/news.{format}"
    for at, visible in [(lift - datetime.timedelta(seconds=1), False), (lift, True)]:
        with clock.moved_to(at):
            assert (tag(edition) in ids_in(client, address)) == visible
    with clock.moved_to(lift + HOUR):
        actions.withdraw(edition, reason="Not true.", by=factories.administrator(), kind=Withdrawal.Kind.VANISHED)
    with clock.moved_to(lift + HOUR - datetime.timedelta(seconds=1)):
        assert tag(edition) in ids_in(client, address)
    with clock.moved_to(lift + HOUR):
        assert tag(edition) not in ids_in(client, address)


def test_a_section_a_genre_and_a_meeting_have_feeds_of_their_own(client):
    meeting = factories.meeting(held_on=TODAY)
    other = factories.section("summits", "Summits", "Саммиты")
    one = factories.published(shown_on=TODAY, meeting=meeting, genre="statement")
    two = factories.published(shown_on=TODAY, section=other)
    assert ids_in(client, "/en/feeds/news.atom") == [tag(two), tag(one)]
    assert ids_in(client, "/en/feeds/sections/summits.atom") == [tag(two)]
    assert ids_in(client, "/en/feeds/genres/statement.rss") == [tag(one)]
    assert ids_in(client, f"/en/feeds/meetings/{meeting.pk}.json") == [tag(one)]


def test_people_states_and_searches_have_what_the_search_finds(client):
    state, chair = factories.state(), factories.person()
    factories.term(chair, factories.office(state=state))
    meeting = factories.meeting(held_on=TODAY, chair=chair, chair_state=state)
    older = factories.published(shown_on=TODAY - DAY, meeting=meeting, title="Exercises begin")
    newer = factories.published(shown_on=TODAY, meeting=meeting)
    factories.published(shown_on=TODAY)
    for address in (f"people/{chair.pk}", "states/kg"):
        for format in feeds.FORMATS:
            assert ids_in(client, f"/en/feeds/{address}.{format}") == [tag(newer), tag(older)], address
    assert ids_in(client, "/en/feeds/search.atom?q=exercise&kind=article") == [tag(older)]
    found = read(client, f"/en/feeds/search.atom?meeting={meeting.pk}")
    assert {entry.id for entry in found.entries} >= {tag(newer), tag(older)}
    with clock.moved_to(NOON + HOUR):
        actions.withdraw(older, reason="Not true.", by=factories.press_secretary())
        assert ids_in(client, "/en/feeds/search.json?q=exercise&kind=article") == []


def test_whoever_is_in_a_photograph_is_what_the_article_is_about(client):
    person, photo = factories.person(), factories.photo()
    factories.term(person, factories.office(state=factories.state()))
    PersonShown.objects.create(photo=photo, person=person)
    draft = factories.edition(shown_on=TODAY)
    factories.show(photo, draft)
    edition = factories.publish(draft)
    factories.published(shown_on=TODAY)
    assert ids_in(client, f"/en/feeds/people/{person.pk}.atom") == [tag(edition)]
    assert ids_in(client, "/en/feeds/states/kg.atom") == []


def test_the_feed_of_a_search_holds_meetings_and_documents_as_well(client):
    meeting = factories.meeting(held_on=TODAY, place={"en": "Bishkek", "ru": "Бишкек"})
    refreshing.refresh()
    for format in feeds.FORMATS:
        page = read(client, f"/en/feeds/search.{format}?q=Bishkek")
        (entry,) = page["items"] if format == "json" else page.entries
        assert entry["id"] == ids.tag_uri(ids.MEETINGS, meeting.pk, "en")
        assert (entry["url"] if format == "json" else entry.link).endswith(f"/en/council/meetings/{meeting.pk}/")


@pytest.mark.usefixtures("put_together_in_public")
def test_every_entry_of_a_search_has_words(client):
    """A program that shows entries without a click shows more than a title."""
    bare = factories.meeting(held_on=TODAY, place={})
    full = factories.meeting(
        held_on=TODAY - DAY, chair=factories.person(), summary={"en": "The plan was agreed.", "ru": "План согласован."}
    )
    full.agenda.create(text={"en": "On the plan", "ru": "О плане"})
    paper = factories.document(en="On exercises", kind="decision", body=factories.body(), dated=TODAY, number=7)
    refreshing.refresh()
    said = {
        ids.tag_uri("meetings", bare.pk, "en"): ["1 December 2026"],
        ids.tag_uri("meetings", full.pk, "en"): ["The plan was agreed.", "30 November 2026, Moscow", "On the plan"],
        ids.tag_uri("documents", paper.pk, "en"): ["Decision, No. 7 of 2026, Permanent Council, 1 December 2026"],
    }
    for format in feeds.FORMATS:
        found = entries_in(client, f"/en/feeds/search.{format}?kind=meeting&kind=document&q=Council")
        assert {entry["id"] for entry in found} == set(said)
        for entry in found:
            content = entry["content_html"] if format == "json" else entry.content[0].value
            assert entry["summary"] == said[entry["id"]][0]
            assert all(words in content for words in said[entry["id"]]), (format, content)


def test_photographs_take_no_place_of_an_article_in_the_feed_of_a_search(client, monkeypatch):
    monkeypatch.setattr(feeds, "MAX_ENTRIES", 2)
    edition = factories.published(shown_on=TODAY - 2 * DAY, title="Bishkek hosts the Council")
    for number in range(3):
        factories.publish(factories.photo(f"B_{number}.JPG", caption={"en": "Bishkek today.", "ru": "Бишкек."}))
    assert ids_in(client, "/en/feeds/search.atom?q=Bishkek") == [tag(edition)]
    assert ids_in(client, "/en/feeds/search.atom?q=Bishkek&kind=photo") == []


@pytest.mark.parametrize(
    "query", ["q=" + "x" * 10_000, "q=%00%E2%80%AE%25'\"", "q=OR AND -", "section=a&" * 50, "q=*", "q=a%0B%EF%BF%BE"]
)
def test_a_search_that_makes_no_sense_has_a_feed_all_the_same(client, query):
    assert client.get(f"/en/feeds/search.atom?{query}").status_code in (200, 302)


def test_what_nobody_may_see_has_no_feed(client):
    hidden = factories.meeting(public=False)
    unknown = factories.person()
    for address in [
        f"/en/feeds/meetings/{hidden.pk}.atom",
        f"/en/feeds/people/{unknown.pk}.atom",
        "/en/feeds/states/xx.atom",
        "/en/feeds/sections/none.atom",
        "/en/feeds/genres/poem.atom",
        "/en/feeds/news.xml",
        "/en/feeds/meetings/99999999999999999999999.atom",
    ]:
        assert client.get(address).status_code == 404, address


@pytest.mark.parametrize("format", feeds.FORMATS)
def test_a_long_feed_leads_to_the_entries_before(client, format, monkeypatch):
    monkeypatch.setattr(feeds, "MAX_ENTRIES", 2)
    made = [factories.published(shown_on=TODAY - DAY * (number // 2)) for number in range(5)]
    expected = [tag(made[number]) for number in (1, 0, 3, 2, 4)]
    address, found = f"/en/feeds/news.{format}", []
    while address:
        found += ids_in(client, address)
        page = read(client, address)
        links = (
            page.get("next_url") if format == "json" else [link.href for link in page.feed.links if link.rel == "next"]
        )
        address = (links if format == "json" else links[0]).removeprefix("http://127.0.0.1:8000") if links else None
    assert found == expected


@pytest.mark.parametrize("cursor", ["1", "20261301-1", "20261201-", "x" * 10_000, "00000000-0", "20261201-1;--"])
def test_a_cursor_that_was_never_given_has_no_page(client, cursor):
    assert client.get("/en/feeds/news.atom", {"before": cursor}).status_code == 404


# --- Names and instants ----------------------------------------------------------------------------------------------


def test_the_name_of_an_entry_outlives_its_title_the_host_and_the_scheme(client, settings):
    edition = factories.published(shown_on=TODAY)
    before = ids_in(client, "/en/feeds/news.atom")
    settings.SITE_URL = "https://news.example"
    with clock.moved_to(NOON + HOUR):
        factories.publish(next_edition(edition, Edition.Change.MINOR, title="Another title", slug="another-address"))
        assert ids_in(client, "/en/feeds/news.atom") == before
    assert before == [f"tag:odkb-csto.org,2026:articles/{edition.article_id}/en"]


@pytest.mark.parametrize(
    ("authority", "is_one"),
    [
        ("odkb-csto.org,2026", True),
        ("press@example.org,2026-01", True),
        ("example.org", False),
        ("https://example.org,2026", False),
        ("example.org,soon", False),
        ("", False),
    ],
)
def test_the_site_does_not_start_with_an_authority_by_which_nothing_can_be_named(settings, authority, is_one):
    settings.FEED_AUTHORITY = authority
    assert (ids.check_authority(None) == []) == is_one


@pytest.mark.parametrize(
    ("change", "note", "moves"),
    [(Edition.Change.MINOR, "", False), (Edition.Change.CORRECTION, "The date was wrong.", True)],
)
def test_updated_moves_for_what_readers_are_told_of_alone(client, change, note, moves):
    edition = factories.published(shown_on=TODAY)
    with clock.moved_to(NOON + DAY):
        factories.publish(next_edition(edition, change, note))
        (atom,) = read(client, "/en/feeds/news.atom").entries
        (item,) = read(client, "/en/feeds/news.json")["items"]
    assert atom.published_parsed[:5] == (2026, 12, 1, 9, 0)
    assert atom.updated_parsed[:5] == ((2026, 12, 2, 9, 0) if moves else (2026, 12, 1, 9, 0))
    assert (item["date_modified"] != item["date_published"]) == moves
    assert note in atom.content[0].value
    assert not moves or "Correction" in atom.content[0].value


def test_updated_of_a_minor_change_after_a_correction_stays_that_of_the_correction(client):
    edition = factories.published(shown_on=TODAY)
    with clock.moved_to(NOON + DAY):
        corrected = factories.publish(next_edition(edition, Edition.Change.CORRECTION, "The date was wrong."))
    with clock.moved_to(NOON + 2 * DAY):
        factories.publish(next_edition(corrected, Edition.Change.MINOR))
        (entry,) = read(client, "/en/feeds/news.atom").entries
    assert entry.updated_parsed[:3] == (2026, 12, 2)


@pytest.mark.parametrize(
    ("shown_on", "precision", "day"),
    [
        ("2018-11-27", "day", (2018, 11, 27)),
        ("2018-11-01", "month", (2018, 11, 1)),
        ("2018-01-01", "year", (2018, 1, 1)),
        ("2026-11-30", "day", (2026, 12, 1)),  # dated yesterday: it did come out today
        ("2026-12-24", "day", (2026, 12, 1)),  # and nothing comes out later than it does
    ],
)
def test_what_bears_an_earlier_date_never_looks_new(client, shown_on, precision, day):
    factories.published(shown_on=datetime.date.fromisoformat(shown_on), shown_precision=precision)
    (atom,) = read(client, "/en/feeds/news.atom").entries
    (rss,) = read(client, "/en/feeds/news.rss").entries
    (item,) = read(client, "/en/feeds/news.json")["items"]
    assert atom.published_parsed[:3] == atom.updated_parsed[:3] == rss.published_parsed[:3] == day
    assert item["date_published"].startswith("{:04}-{:02}-{:02}".format(*day))
    assert item["_newsroom"]["first_public_at"].startswith("2026-12-01")


# --- The whole text --------------------------------------------------------------------------------------------------


@pytest.fixture
def full(db):
    """An interview with a photograph above, one in the text, one below, and a file."""
    photos = [factories.photo(f"ZVF_{number}.JPG", rendered=True) for number in range(3)]
    draft = factories.edition(
        shown_on=TODAY,
        title="Talks & <results>",
        standfirst="Who met whom & why.",
        body='<p>See <a href="/en/press/">the centre</a>.</p>'
        f'<figure data-photo="{photos[1].pk}"></figure><p>End.\x07</p>',
        genre="interview",
    )
    for position, photo in enumerate(photos):
        factories.show(photo, draft, position)
    draft.turns.create(question="Why?", answer='<p>Because of <a href="#x">this</a>.</p>')
    attach(draft)
    return factories.publish(draft)


def test_an_entry_is_the_whole_article_and_stands_by_itself(client, full):
    (atom,) = read(client, "/en/feeds/news.atom").entries
    (rss,) = read(client, "/en/feeds/news.rss").entries
    (item,) = read(client, "/en/feeds/news.json")["items"]
    raw = xpath(client, "/en/feeds/news.atom", "string(//atom:content)")
    assert raw == item["content_html"] == xpath(client, "/en/feeds/news.rss", "string(//*[local-name()='encoded'])")
    assert "data-photo" not in raw
    assert raw.count("<img") == 3
    assert 'alt="Delegates at a round table."' in raw
    assert "<small>Press Office</small>" in raw
    assert "The Council in session." in raw
    assert "Why?" in raw
    assert "End." in raw
    addresses = re.findall(r'(?:href|src)="([^"]*)"', raw)
    assert addresses
    assert all(address.startswith("http://127.0.0.1:8000/") for address in addresses)
    for entry in (atom, rss):
        assert html.unescape(entry.title) == "Talks & <results>"
        assert entry.link.endswith(full.get_absolute_url())
        (enclosure,) = entry.enclosures
        assert enclosure.href.endswith("agenda.pdf")
        assert enclosure.type == "application/pdf"
        assert enclosure.length == "4"
        assert [medium["medium"] for medium in entry.media_content] == ["image"] * 3
        assert "Permanent Council" in [tag.term for tag in entry.tags]
    assert [attachment["mime_type"] for attachment in item["attachments"]] == ["image/jpeg"] * 3 + ["application/pdf"]
    assert {photograph["credit"] for photograph in item["_newsroom"]["photographs"]} == {"Press Office"}


def test_addresses_of_an_entry_lead_to_what_visitors_get(client, full):
    (item,) = read(client, "/en/feeds/news.json")["items"]
    for address in [item["url"], item["image"], *(attachment["url"] for attachment in item["attachments"])]:
        assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200, address


def test_a_stopped_photograph_leaves_the_feeds_at_once(client, full):
    use = full.photos.order_by("position").first()
    emergency.stop_photo(use.photo, by=factories.press_secretary(), reason="Not to be seen.")
    (item,) = read(client, "/en/feeds/news.json")["items"]
    assert item["content_html"].count("<img") == 2
    assert use.photo.key not in json.dumps(item)
    (entry,) = entries.of([full])  # and what is made of it with the newsroom's own rights
    assert len(entry.pictures) == 2


def test_languages_are_named_that_are_public_now_and_no_others(client):
    english = factories.published(shown_on=TODAY)
    russian = factories.edition("ru", article=english.article, title="Отчёт", slug="otchet", shown_on=TODAY)
    path = "//atom:entry/atom:link[@hreflang]/@href"
    assert xpath(client, "/en/feeds/news.atom", path) == []
    factories.publish(russian, at=NOON + HOUR)
    assert xpath(client, "/en/feeds/news.atom", path) == []
    with clock.moved_to(NOON + HOUR):
        (address,) = xpath(client, "/en/feeds/news.atom", path)
        assert address.endswith(f"/ru/news/{english.article_id}-otchet/")
        assert ids_in(client, "/ru/feeds/news.atom") != ids_in(client, "/en/feeds/news.atom")


# --- What has left ---------------------------------------------------------------------------------------------------


def leave(edition, kind, **how):
    with clock.moved_to(NOON + HOUR):
        actions.withdraw(edition, reason="The numbers were wrong.", by=factories.administrator(), kind=kind, **how)


def deleted(client, address="/en/feeds/news.atom"):
    return xpath(client, address, "//at:deleted-entry/@ref")


def test_a_withdrawn_article_leaves_a_tombstone_with_its_reason_and_tells_readers_in_its_place(client):
    edition = factories.published(shown_on=TODAY, title="A report")
    factories.section("summits", "Summits", "Саммиты")
    leave(edition, Withdrawal.Kind.WITHDRAWN)
    with clock.moved_to(NOON + DAY):
        assert read_titles(client, "/en/feeds/sections/summits.rss") == []
        assert deleted(client) == [tag(edition)]
        assert xpath(client, "/en/feeds/news.atom", "string(//at:comment)") == "The numbers were wrong."
        assert xpath(client, "/en/feeds/news.atom", "//atom:entry") == []
        for found in (
            read(client, "/en/feeds/news.rss").entries,
            read(client, "/en/feeds/sections/permanent-council.json")["items"],
        ):
            (item,) = found
            assert item["id"] == tag(edition)
            assert item["title"] == "Withdrawn: A report"
        assert "The numbers were wrong." in client.get("/en/feeds/news.rss").content.decode()
        link = read(client, "/en/feeds/news.rss").entries[0].link
        assert client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True).status_code == 200


def test_of_a_replaced_article_the_reason_is_told_and_its_address_leads_on(client):
    edition, successor = factories.published(shown_on=TODAY, title="Secret words"), factories.published(shown_on=TODAY)
    leave(edition, Withdrawal.Kind.SUPERSEDED, successor=successor.article)
    with clock.moved_to(NOON + DAY):
        assert deleted(client) == [tag(edition)]
        notice, _other = read(client, "/en/feeds/news.rss").entries
        assert notice.id == tag(edition)
        assert notice.title == "An article was replaced by another one"
        link = notice.link.removeprefix("http://127.0.0.1:8000")
        assert client.get(link, follow=True).redirect_chain[-1][0] == successor.get_absolute_url()
        assert "Secret words" not in client.get("/en/feeds/news.rss").content.decode()


@pytest.mark.parametrize("format", feeds.FORMATS)
def test_of_what_is_gone_the_reason_is_told_and_no_word_of_its_own(client, format):
    edition = factories.published(shown_on=TODAY, title="Secret words")
    leave(edition, Withdrawal.Kind.GONE)
    with clock.moved_to(NOON + DAY):
        text = client.get(f"/en/feeds/news.{format}").content.decode()
        # Where it stood nobody may know any more.
        assert read_titles(client, f"/en/feeds/sections/permanent-council.{format}") == []
    assert "Secret words" not in text
    assert "The numbers were wrong." in text
    assert tag(edition) in text


@pytest.mark.parametrize("format", feeds.FORMATS)
def test_of_what_vanished_nothing_is_told_but_a_name_and_not_for_long(client, format):
    edition = factories.published(shown_on=TODAY, title="Secret words")
    leave(edition, Withdrawal.Kind.VANISHED)
    address = f"/en/feeds/news.{format}"
    with clock.moved_to(NOON + DAY):
        text = client.get(address).content.decode()
        assert "Secret words" not in text
        assert "The numbers were wrong." not in text
        assert f"/news/{edition.article_id}" not in text
        assert (tag(edition) in text) == (format != "rss")
    with clock.moved_to(NOON + 31 * DAY):
        assert tag(edition) not in client.get(address).content.decode()


def test_what_comes_back_is_an_entry_again_and_newer_than_its_tombstone(client):
    edition = factories.published(shown_on=TODAY)
    leave(edition, Withdrawal.Kind.WITHDRAWN)
    with clock.moved_to(NOON + DAY):
        factories.publish(next_edition(edition, Edition.Change.MINOR))
    with clock.moved_to(NOON + 2 * DAY):
        assert deleted(client) == []
        (entry,) = read(client, "/en/feeds/news.atom").entries
        assert entry.id == tag(edition)
        assert entry.updated_parsed[:5] == (2026, 12, 2, 9, 0)


def test_an_end_to_come_is_not_told_before(client):
    edition = factories.published(shown_on=TODAY)
    leave(edition, Withdrawal.Kind.WITHDRAWN)
    assert deleted(client) == []
    assert ids_in(client, "/en/feeds/news.rss") == [tag(edition)]


# --- Being asked again and again -----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head"])
def test_what_has_not_changed_is_not_sent_again(client, method):
    edition = factories.published(shown_on=TODAY)
    address = "/en/feeds/news.atom"
    first = client.get(address)
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in first.headers.get("Vary", "")
    ask = getattr(client, method)
    for header in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        again = ask(address, headers=header)
        assert (again.status_code, again.content) == (304, b""), header
        assert again.headers["ETag"] == first.headers["ETag"]
    with clock.moved_to(NOON + HOUR):
        factories.publish(next_edition(edition, Edition.Change.MINOR, title="Better"))
        for header in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
            assert ask(address, headers=header).status_code == 200, header


def test_an_empty_feed_bears_the_year_since_which_there_are_feeds_and_no_validator_of_a_date(client):
    answer = client.get("/en/feeds/news.atom")
    assert "<updated>2026-01-01T00:00:00+00:00</updated>" in answer.content.decode()
    assert "1970" not in answer.content.decode() + client.get("/en/feeds/news.rss").content.decode()
    assert "Last-Modified" not in answer.headers
    assert "1970" not in client.get("/en/news/corrections.atom").content.decode()


@pytest.mark.parametrize("format", feeds.FORMATS)
def test_the_number_of_questions_does_not_grow_with_the_entries(client, django_assert_num_queries, full, format):
    address = f"/en/feeds/news.{format}"
    client.get(address)
    with django_assert_num_queries(QUESTIONS):
        client.get(address)
    for _number in range(5):
        draft = factories.edition(shown_on=TODAY)
        factories.show(factories.photo(rendered=True), draft)
        draft.turns.create(question="Why?", answer="<p>Because.</p>")
        attach(draft)
        factories.publish(draft)
    with django_assert_num_queries(QUESTIONS):
        client.get(address)


QUESTIONS = 13  # two of them for the identity and the languages, which the pages of a generation share


def test_in_a_rehearsal_feeds_tell_what_will_be_and_nobody_keeps_them(client):
    lift = NOON + DAY
    edition = factories.published(at=lift, shown_on=TODAY)
    client.force_login(factories.press_secretary())
    session = client.session
    session["rehearsal"] = lift.isoformat()
    session.save()
    answer = client.get("/en/feeds/news.atom")
    assert tag(edition) in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers


# --- The page --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_page_explains_the_feeds_and_leads_to_each(client, language):
    factories.section()
    factories.state()
    page = client.get(f"/{language}/feeds/").content.decode()
    addresses = set(re.findall(rf'href="(/{language}/feeds/[^"]+)"', page))
    assert len(addresses) >= 3 * (1 + 1 + 5)
    for address in addresses:
        if "states" not in address:
            assert client.get(address).status_code == 200, address


def test_lists_tell_programs_of_their_feeds(client):
    factories.published(shown_on=TODAY)
    kinds = ["application/atom+xml", "application/rss+xml", "application/feed+json"]
    for page, names in [("/en/", ["news"]), ("/en/news/permanent-council/", ["news", "sections/permanent-council"])]:
        text = client.get(page).content.decode()
        for kind, ending in zip(kinds, feeds.FORMATS):
            found = re.findall(rf'<link rel="alternate" type="{re.escape(kind)}" title="[^"]+" href="([^"]+)">', text)
            assert set(found) == {f"/en/feeds/{name}.{ending}" for name in names}

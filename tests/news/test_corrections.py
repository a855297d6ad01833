"""The corrections register, for people and for programs."""

import datetime
import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import IntegrityError, transaction

from news import corrections, drafts
from news.models import Edition
from publishing import actions, amendments, clock
from tests import factories

pytestmark = pytest.mark.django_db

PAGE, ATOM, JSON = "/en/news/corrections/", "/en/news/corrections/atom.xml", "/en/news/corrections/feed.json"
NAMES = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}


def corrected(edition, note="There were seven.", change="correction", **facts):
    draft = drafts.open_next(edition, by=factories.writer())
    for field, value in {"change": change, "change_note": note, **facts}.items():
        setattr(draft, field, value)
    drafts.save_changes(draft, by=factories.writer())
    return factories.publish(draft)


def entries(client, address=ATOM):
    return ElementTree.fromstring(client.get(address).content).findall("a:entry", NAMES)


@pytest.mark.parametrize("change", ["update", "correction", "clarification", "retraction"])
def test_every_kind_that_readers_are_told_of_is_listed(client, change):
    edition = corrected(factories.published(title="Council meets"), "Why it <was> changed.", change)
    page = client.get(PAGE).content.decode()
    own = f"/en/news/{edition.article_id}-council-meets/"
    assert str(Edition.Change(change).label) in page
    assert "Why it &lt;was&gt; changed." in page
    for address in [own, f"{own}editions/1/", f"{own}editions/1/2/"]:
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_first_publications_minor_changes_drafts_and_what_is_scheduled_are_not(client):
    first = factories.published(title="Council meets")
    corrected(first, "", "minor")
    draft = drafts.open_next(factories.published(), by=factories.writer())
    draft.change, draft.change_note = "correction", "Not to be read yet."
    drafts.save_changes(draft, by=factories.writer())
    assert "No text has been corrected so far." in client.get(PAGE).content.decode()
    factories.publish(draft, at=clock.now() + timedelta(hours=1))
    assert "No text has been corrected so far." in client.get(PAGE).content.decode()
    assert entries(client) == []
    with clock.moved_to(clock.now() + timedelta(hours=2)):
        assert "Not to be read yet." in client.get(PAGE).content.decode()


def test_a_correction_of_a_correction_leaves_both_in_the_register(client):
    second = corrected(factories.published(), "First note.")
    corrected(second, "Second note.")
    page = client.get(PAGE).content.decode()
    assert page.index("Second note.") < page.index("First note.")
    assert len(entries(client)) == 2


def test_each_language_has_its_own(client):
    english = factories.published("en")
    corrected(factories.published("ru", article=english.article), "Опечатка в имени.")
    assert "Опечатка" not in client.get(PAGE).content.decode()
    assert "Опечатка" in client.get("/ru/news/corrections/").content.decode()
    assert entries(client) == []


def test_what_was_taken_away_is_not_listed_and_what_was_withdrawn_is(client):
    for kind in ("withdrawn", "gone", "vanished"):
        edition = corrected(factories.published(), f"Note of what was {kind}.")
        actions.withdraw(edition, by=factories.press_secretary(), reason="Because.", kind=kind)
    page = client.get(PAGE).content.decode()
    assert "Note of what was withdrawn." in page
    assert "Note of what was gone." not in page
    assert "Note of what was vanished." not in page


def test_the_register_goes_by_month_on_the_clock_of_moscow(client):
    last_minute = datetime.datetime(2050, 10, 31, 20, 59, tzinfo=datetime.UTC)
    edition = factories.published()
    for instant, note in [(last_minute, "In October."), (last_minute + timedelta(minutes=2), "In November.")]:
        with clock.moved_to(instant):
            edition = corrected(edition, note)
    with clock.moved_to(last_minute + timedelta(days=1)):
        page = client.get(PAGE).content.decode()
    places = [page.index(name) for name in ("November 2050", "In November.", "October 2050", "In October.")]
    assert places == sorted(places)


def test_a_long_register_is_turned_page_by_page_without_loss(client, monkeypatch):
    monkeypatch.setattr(corrections, "CORRECTIONS_PER_PAGE", 2)
    edition = factories.published()
    for number in range(5):
        edition = corrected(edition, f"Note {number}.")
    seen, before = [], None
    while True:
        page = corrections.page("en", before, 2)
        seen += [correction.edition.change_note for correction in page.corrections]
        before = page.next
        if before is None:
            break
    assert seen == [f"Note {number}." for number in (4, 3, 2, 1, 0)]


def test_pages_are_linked_and_do_not_move_when_something_new_comes(client):
    edition = factories.published()
    for number in range(corrections.CORRECTIONS_PER_PAGE + 1):
        edition = corrected(edition, f"Note {number:02}.")
    page = client.get(PAGE).content.decode()
    link = page.split('href="?before=')[1].split('"')[0]
    assert "Note 00." not in page
    corrected(edition, "Came meanwhile.")
    older = client.get(f"{PAGE}?before={link}").content.decode()
    assert "Note 00." in older
    assert "Note 01." not in older
    assert "Came meanwhile." not in older


@pytest.mark.parametrize("before", ["x", "1", "1-", "-1", "99999999999999999999-1", "1-1'--"])
def test_a_page_that_was_never_given_is_not_found(client, before):
    for address in (PAGE, ATOM, JSON):
        assert client.get(address, {"before": before}).status_code == 404


def test_the_register_takes_few_queries_however_long_it_is(client, django_assert_max_num_queries):
    for _ in range(4):
        corrected(corrected(factories.published()))
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        client.get(PAGE)


# --- For programs -----------------------------------------------------------------------------------------------------


def test_the_atom_feed_is_whole(client, settings):
    edition = corrected(factories.published(title="A & B <meet>"), "Note\x0b with & and <.", "clarification")
    response = client.get(ATOM)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    find = lambda element, name: element.find(f"a:{name}", NAMES)  # noqa: E731
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert find(feed, "id").text == "tag:odkb-csto.org,2026:corrections/en"
    assert find(feed, "author/a:name").text
    assert find(feed, "title").text
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", NAMES)}
    assert links["self"] == f"{settings.SITE_URL}{ATOM}"
    assert links["alternate"] == f"{settings.SITE_URL}{PAGE}"
    (entry,) = feed.findall("a:entry", NAMES)
    assert find(entry, "id").text == f"tag:odkb-csto.org,2026:corrections/{edition.article_id}/2/en"
    assert find(entry, "title").text == "Clarification: A & B <meet>"
    assert find(entry, "summary").text == "Note with &amp; and &lt;."  # it is HTML
    assert find(entry, "category").get("term") == "clarification"
    updated = datetime.datetime.fromisoformat(find(entry, "updated").text)
    assert updated == edition.live_from
    assert find(feed, "updated").text == find(entry, "updated").text
    links = {link.get("rel"): link.get("href") for link in entry.findall("a:link", NAMES)}
    assert links["alternate"].endswith("/editions/2/")
    assert links["predecessor-version"].endswith("/editions/1/")


def test_the_feeds_tell_of_the_record_as_well(client):
    meeting = factories.meeting()
    note = {"en": "The place was wrong & is right now.", "ru": "Место было указано неверно."}
    with amendments.amending(by=factories.press_secretary(), kind=amendments.Kind.CORRECTION, note=note):
        meeting.place = {"en": "Minsk", "ru": "Минск"}
        meeting.save()
    corrected(factories.published())
    feed = ElementTree.fromstring(client.get(ATOM).content)
    text, record = feed.findall("a:entry", NAMES)
    assert "corrections/" in text.find("a:id", NAMES).text
    assert record.find("a:id", NAMES).text.startswith(
        f"tag:odkb-csto.org,2026:amendments/council.meeting/{meeting.pk}/"
    )
    assert record.find("a:title", NAMES).text == f"Correction: {meeting}"
    assert record.find("a:link", NAMES).get("href").endswith(meeting.get_absolute_url())
    items = json.loads(client.get(JSON).content)["items"]
    assert items[1]["id"] == record.find("a:id", NAMES).text
    assert items[1]["content_text"] == note["en"]
    assert items[1]["_corrections"] == {"kind": "correction", "subject": "council.meeting", "number": meeting.pk}


def test_an_empty_feed_is_a_feed(client):
    feed = ElementTree.fromstring(client.get(ATOM).content)
    assert feed.find("a:updated", NAMES).text == "2026-01-01T00:00:00+00:00"
    assert json.loads(client.get(JSON).content)["items"] == []


def test_the_json_feed_says_the_same(client, settings):
    edition = corrected(factories.published(title="Council meets"), "There were seven.")
    response = client.get(JSON)
    feed = json.loads(response.content)
    (item,) = feed["items"]
    own = f"{settings.SITE_URL}/en/news/{edition.article_id}-council-meets/"
    assert response["Content-Type"] == "application/feed+json"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{settings.SITE_URL}{JSON}"
    assert item["id"] == f"tag:odkb-csto.org,2026:corrections/{edition.article_id}/2/en"
    assert item["content_text"] == "There were seven."
    assert item["_corrections"] == {
        "kind": "correction",
        "article": own,
        "edition": 2,
        "earlier_edition": f"{own}editions/1/",
        "comparison": f"{own}editions/1/2/",
    }


@pytest.mark.parametrize("address", [ATOM, JSON])
def test_who_has_the_feed_already_is_not_sent_it_again(client, address):
    edition = corrected(factories.published())
    first = client.get(address)
    for header in [{"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}]:
        answer = client.get(address, headers=header)
        assert (answer.status_code, answer.content) == (304, b"")
    corrected(edition, "Another one.")
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_feeds_are_found_from_the_page_and_the_page_from_everywhere(client):
    page = client.get(PAGE).content.decode()
    assert f'<link rel="alternate" type="application/atom+xml" title="Corrections" href="{ATOM}">' in page
    for address in ("/en/", "/en/news/", "/en/press/"):
        assert f'href="{PAGE}"' in client.get(address).content.decode()


def test_a_feed_goes_on_where_its_page_ends(client):
    edition = factories.published()
    for number in range(corrections.CORRECTIONS_IN_FEED + 1):
        edition = corrected(edition, f"Note {number:02}.")
    feed = ElementTree.fromstring(client.get(ATOM).content)
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", NAMES)}
    (rest,) = entries(client, links["next"].partition("8000")[2])
    assert rest.find("a:summary", NAMES).text == "Note 00."


# --- The notes that an edition repeats -------------------------------------------------------------------------------


def corrected_later(note="The name was wrong."):
    """Return a correction on the schedule, and the draft of the edition after it."""
    second = factories.publish(factories.correction(factories.published(), note), at=clock.now() + timedelta(hours=1))
    return second, drafts.open_next(second, by=factories.writer())


def told_of(edition):
    edition.refresh_from_db()
    return [(note["text"], note["at"]) for note in edition.notes]


def test_a_moved_correction_takes_the_notes_after_it_along():
    second, draft = corrected_later()
    factories.approve(draft)
    earlier, later = clock.now() + timedelta(minutes=30), clock.now() + timedelta(hours=3)
    for moment in (earlier, later):
        actions.reschedule(second, by=factories.press_secretary(), at=moment)
        assert told_of(draft) == [("The name was wrong.", moment.isoformat())]
    assert draft.is_approved, "nobody wrote anything else into it"
    factories.publish(draft, at=later + timedelta(hours=1))
    moment = later + timedelta(minutes=5)
    actions.reschedule(second, by=factories.press_secretary(), at=moment)
    assert told_of(draft) == [("The name was wrong.", moment.isoformat())], "on the schedule as well"


def test_a_correction_that_leaves_the_schedule_is_repeated_by_nobody():
    second, draft = corrected_later()
    factories.publish(draft, at=clock.now() + timedelta(hours=3))
    actions.unschedule(second, by=factories.press_secretary())
    assert told_of(draft) == []
    factories.publish(second, at=clock.now() + timedelta(hours=2))
    assert told_of(draft) == [("The name was wrong.", second.live_from.isoformat())]


def test_the_notes_of_what_is_public_are_never_told_otherwise():
    second, draft = corrected_later()
    with clock.moved_to(second.live_from + timedelta(hours=1)):
        factories.publish(draft)
        for change in ({"change_note": "Otherwise."}, {"live_from": clock.now()}, {"change": Edition.Change.MINOR}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Edition.objects.filter(pk=second.pk).update(**change)

"""A cancelled, a postponed or a moved meeting says so wherever it is shown, and a planned one says nothing."""

import datetime
import io
import re
import zipfile
from html import unescape

import pytest
from django.template.loader import render_to_string

from alerts import items
from alerts.models import Event
from council import albums
from council.models import Consideration, Meeting, Participation, fetch_moves
from news import front_page
from press.models import Advisory
from publishing import actions, clock
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

DAY = datetime.date(2030, 1, 17)
A_WEEK = datetime.timedelta(days=7)
STANDINGS = {
    "cancelled": ("Cancelled", "Отменено"),
    "postponed": ("Postponed, the new date is not known", "Перенесено, новая дата неизвестна"),
    "moved": ("Moved from 17 January 2030", "Перенесено с 17 января 2030"),
}
CASES = [(standing, *words) for standing, words in STANDINGS.items()]


def everything_about(standing):
    """Return a public meeting in that standing, and a dict of what shows it."""
    state, chair = factories.state(), factories.person()
    factories.term(chair, factories.office(state=state))
    meeting = factories.meeting(held_on=DAY, chair=chair, chair_state=state)
    paper = factories.document(en="On the budget", ru="О бюджете")
    Consideration.objects.create(meeting=meeting, document=paper, verb="reviewed")
    Participation.objects.create(meeting=meeting, state=state, person=chair)
    photo = factories.photo(rendered=True)
    albums.put_in(meeting, [photo], by=factories.press_secretary())
    meeting.photo_uses.create(photo=photo)
    factories.publish(albums.album_of(meeting))
    edition = factories.edition(meeting=meeting)
    factories.show(photo, edition)
    factories.publish(edition)
    factories.published("ru", meeting=meeting)
    advisory = Advisory.objects.create(
        title={"en": "Briefing", "ru": "Брифинг"}, place={"en": "Moscow", "ru": "Москва"}, meeting=meeting,
        held_on=DAY, starts_at=datetime.time(10), requests_until=clock.now() + A_WEEK,
        contact=factories.contact(),
    )  # fmt: skip
    actions.publish(advisory, by=factories.press_secretary())
    change(meeting, standing)
    things = {"chair": chair, "state": state, "paper": paper, "photo": photo, "edition": edition, "advisory": advisory}
    return meeting, things


def change(meeting, standing):
    if standing == "moved":
        meeting.held_on = DAY + A_WEEK
    else:
        meeting.course, meeting.reason = standing, {"en": "The chair fell ill.", "ru": "Болезнь."}
    meeting.save()


def pages_about(meeting, things):
    """Return the paths, without the language, of every page for readers that shows the meeting."""
    return [
        "/",
        things["edition"].get_absolute_url()[3:],
        "/council/",
        f"/council/{meeting.held_on.year}/",
        f"/council/meetings/{meeting.pk}/",
        f"/council/bodies/{meeting.bodies.get().slug}/",
        things["chair"].get_absolute_url()[3:],
        things["state"].get_absolute_url()[3:],
        things["paper"].get_absolute_url()[3:],
        things["photo"].get_absolute_url()[3:],
        albums.album_of(meeting).get_absolute_url()[3:],
        things["advisory"].get_absolute_url()[3:],
        "/search/?kind=meeting",
        f"/follow/?meeting={meeting.pk}",
    ]


@pytest.mark.parametrize(("standing", "en", "ru"), CASES)
def test_every_page_that_shows_a_meeting_says_what_became_of_it(client, standing, en, ru):
    meeting, things = everything_about(standing)
    silent = [
        f"/{language}{path}"
        for language, told in (("en", en), ("ru", ru))
        for path in pages_about(meeting, things)
        if "/news/" not in path or language == "en"
        if told not in words_of(client, f"/{language}{path}")
    ]
    assert silent == []


def words_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.mark.parametrize("standing", ["cancelled", "postponed"])
def test_what_does_not_take_place_is_neither_the_next_nor_the_last_meeting(client, standing):
    held = factories.meeting(held_on=datetime.date(2018, 11, 27))
    for day in (datetime.date(2018, 12, 4), DAY):
        change(factories.meeting(held_on=day), standing)
    planned = factories.meeting(held_on=DAY + A_WEEK)
    for path in ("/en/", "/en/council/", f"/en/council/bodies/{held.bodies.get().slug}/"):
        page = words_of(client, path)
        assert re.search(r"Last meeting 27 November 2018 .*Next meeting 24 January 2030", page), path
    assert planned.standing == ""


def test_nothing_is_said_of_a_meeting_that_stands_as_it_was_announced(client):
    meeting, things = everything_about("as_planned")
    for path in pages_about(meeting, things):
        assert 'class="standing"' not in client.get(f"/en{path}").content.decode(), path


def test_a_date_that_is_put_right_after_its_day_was_no_move():
    meeting = factories.meeting(held_on=datetime.date(2018, 11, 26))
    meeting.held_on = datetime.date(2018, 11, 27)
    meeting.save()
    assert Meeting.objects.get().standing == ""


def test_a_postponed_meeting_that_has_a_new_date_says_which_day_it_was_moved_from():
    meeting = factories.meeting(held_on=DAY)
    change(meeting, "postponed")
    meeting.course, meeting.held_on = "as_planned", DAY + A_WEEK
    meeting.save()
    assert Meeting.objects.get().standing == "Moved from 17 January 2030"


@pytest.mark.parametrize(("standing", "en"), [(standing, en) for standing, (en, _ru) in STANDINGS.items()])
def test_machines_are_told_too(client, standing, en):
    meeting, things = everything_about(standing)
    course = "as_planned" if standing == "moved" else standing
    moved_from = DAY.isoformat() if standing == "moved" else None

    item = client.get(f"/wires/articles/{things['edition'].article_id}/en").json()
    assert item["events"][0]["name"] == f"Meeting of the Permanent Council ({en})"
    assert item["events"][0]["literal"] == course
    assert f"– {en}" in item["edNote"]

    articles = client.get("/api/v1/articles", {"language": "en"}).json()
    [told] = [item["meeting"] for item in articles["items"] if item["id"] == things["edition"].article_id]
    assert (told["course"], told["moved_from"]) == (course, moved_from)
    whole = client.get(f"/api/v1/meetings/{meeting.pk}", {"language": "en"}).json()
    assert (whole["course"], whole["standing"], whole["moved_from"]) == (course, en, moved_from)

    schema = {"cancelled": "EventCancelled", "postponed": "EventPostponed", "moved": "EventRescheduled"}[standing]
    for path in (f"/en/council/meetings/{meeting.pk}/", f"/en{things['edition'].get_absolute_url()[3:]}"):
        assert f'"eventStatus":"https://schema.org/{schema}"' in client.get(path).content.decode(), path

    page = client.get(f"/en/council/meetings/{meeting.pk}/").content.decode()
    assert f'<meta property="og:title" content="{en}: Meeting of the Permanent Council' in page

    calendar = client.get(f"/en/council/meetings/{meeting.pk}/meeting.ics").content.decode().replace("\r\n ", "")
    status = {"cancelled": "CANCELLED", "postponed": "TENTATIVE", "moved": "CONFIRMED"}[standing]
    assert f"STATUS:{status}" in calendar
    assert en.replace(",", "\\,") in calendar


@pytest.mark.parametrize(("standing", "en"), [(standing, en) for standing, (en, _ru) in STANDINGS.items()])
def test_paper_feeds_and_kits_say_it_too(client, standing, en):
    meeting, _things = everything_about(standing)
    assert en in client.get(f"/en/news/meetings/{meeting.pk}/meeting.txt").content.decode()
    assert en in client.get("/en/feeds/search.atom?kind=meeting").content.decode()
    kit = zipfile.ZipFile(io.BytesIO(client.get(f"/en/news/meetings/{meeting.pk}/press-kit.zip").getvalue()))
    assert any(en in kit.read(name).decode() for name in kit.namelist() if "README" in name)


@pytest.mark.parametrize(("standing", "en"), [(each, STANDINGS[each][0]) for each in ("cancelled", "postponed")])
def test_an_announcement_says_it_in_every_list_feed_and_letter_and_leads_no_more(client, standing, en):
    meeting = factories.meeting(held_on=DAY)
    section = factories.section()
    news = factories.published(section=section, shown_on=clock.today() - A_WEEK)
    facts = {"title": "Council meets in January", "genre": "announcement", "meeting": meeting, "section": section}
    told = factories.published(shown_on=clock.today(), **facts)
    advisory = Advisory.objects.create(
        title={"en": "Briefing", "ru": "Брифинг"}, place={"en": "Moscow", "ru": "Москва"}, meeting=meeting,
        held_on=DAY, starts_at=datetime.time(10), requests_until=clock.now() + A_WEEK, contact=factories.contact(),
    )  # fmt: skip
    actions.publish(advisory, by=factories.press_secretary())
    event = Event(kind="news", article_id=told.article_id, language="en", edition=told, pk=1)

    def lead():
        page = client.get("/en/").content.decode()
        return page[page.index("story lead") : page.index("</article>")]

    assert told.title in lead()
    lists = ["/en/", "/en/news/", f"{section.get_absolute_url()}", "/en/search/?q=january", "/en/press/"]
    lists += ["/en/press/advisories/", *(f"/en/feeds/news.{form}" for form in ("atom", "rss", "json"))]
    assert [address for address in lists if en in words_of(client, address)] == []
    assert items.of([event])[1].called_off == ""
    change(meeting, standing)
    assert news.title in lead()
    assert [address for address in lists if en not in words_of(client, address)] == []
    assert en in render_to_string("alerts/mail/_item.html", {"item": items.of([event])[1]})
    front_page.put([told.article], by=factories.press_secretary(), until=clock.now() + A_WEEK)
    assert en in lead(), "chosen by hand it leads, and says so"


def test_what_is_said_of_many_moved_meetings_is_asked_for_at_once(client, django_assert_num_queries):
    for number in range(6):
        meeting = factories.meeting(held_on=DAY - number * A_WEEK)
        change(meeting, "moved")
    meetings = list(Meeting.objects.public())
    with django_assert_num_queries(1):
        fetch_moves(meetings)
        assert all(meeting.standing for meeting in meetings)

"""Following without an account: the feed, the calendar and the alert of a thing on one page."""

import datetime
import re

import pytest
from lxml import etree

from tests import factories
from tests.browser import faults_of_every_look

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def newsroom(db):
    """What can be followed: {parameters of the address: (the feed's address, what is written as the title)}."""
    state, chair = factories.state(), factories.person()
    factories.term(chair, factories.office(state=state))
    meeting = factories.meeting(chair=chair, chair_state=state)
    factories.published(meeting=meeting)
    return {
        "": ("news", "News"),
        "section=permanent-council": ("sections/permanent-council", "Permanent Council"),
        "genre=report": ("genres/report", "Reports"),
        f"meeting={meeting.pk}": (f"meetings/{meeting.pk}", "Meeting of the Permanent Council, 27 November 2018"),
        f"person={chair.pk}": (f"people/{chair.pk}", "Aman Mambetseitov"),
        "state=kg": ("states/kg", "Kyrgyz Republic"),
        "q=summit&section=permanent-council": ("search", "“summit” in: Permanent Council"),
    }


def links(page):
    return etree.HTML(page.content).xpath("//main//a/@href")


def test_whatever_is_followed_has_reader_calendar_and_mail_on_one_page(client, newsroom):
    for parameters, (feed, title) in newsroom.items():
        page = client.get(f"/en/follow/?{parameters}")
        assert page.status_code == 200, parameters
        assert etree.HTML(page.content).xpath("string(//h1)").strip() == title
        found = links(page)
        for ending in ("atom", "rss", "json"):
            assert any(address.startswith(f"{SITE}/en/feeds/{feed}.{ending}") for address in found), (
                parameters,
                ending,
            )
        assert "webcal://127.0.0.1:8000/en/council/meetings.ics" in found
        assert any(address.startswith("/en/alerts/") for address in found)
        if parameters:
            assert f"/en/alerts/?{parameters}" in found or "q=summit" in parameters


def test_the_addresses_offered_lead_to_what_they_say(client, newsroom):
    for parameters in newsroom:
        if parameters.startswith(("person", "state", "q=")):
            continue  # what the search finds is the search's own affair
        for address in links(client.get(f"/en/follow/?{parameters}")):
            path = re.sub(r"^(http|webcal)://127\.0\.0\.1:8000", "", address)
            if "/alerts/" not in path:
                assert client.get(path).status_code == 200, address


def test_a_meeting_is_offered_with_its_own_calendar_first(client, newsroom):
    (parameters,) = [name for name in newsroom if name.startswith("meeting")]
    number = parameters.removeprefix("meeting=")
    calendars = [link for link in links(client.get(f"/en/follow/?{parameters}")) if link.startswith("webcal:")]
    assert [calendar.removeprefix("webcal://127.0.0.1:8000/en/council/") for calendar in calendars] == [
        f"meetings/{number}/meeting.ics",
        "bodies/permanent-council/meetings.ics",
        "meetings.ics",
    ]


@pytest.mark.django_db
def test_nobody_follows_what_nobody_sees(client):
    hidden = factories.meeting(public=False)
    unknown = factories.person()
    for parameters in (f"meeting={hidden.pk}", f"person={unknown.pk}", "state=xx", "section=none"):
        assert client.get(f"/en/follow/?{parameters}").status_code == 404, parameters


@pytest.mark.django_db
@pytest.mark.parametrize(
    "parameters",
    ["q=" + "x" * 10_000, "q=%00%E2%80%AE", "meeting=-1", "meeting=1'--", "state=%25", "genre=poem", "q=*&q=("],
)
def test_bad_input_is_answered_calmly(client, parameters):
    assert client.get(f"/en/follow/?{parameters}").status_code in (200, 404)


def test_pages_lead_to_following_them(client, newsroom):
    meeting, person = (next(feed for feed in newsroom if feed.startswith(name)) for name in ("meeting", "person"))
    number = person.removeprefix("person=")
    article = re.search(r'href="(/en/news/\d+-[^"]+/)"', client.get("/en/news/").content.decode())[1]
    for page, parameters in [
        ("/en/news/permanent-council/", "section=permanent-council"),
        (article, "section=permanent-council"),
        (f"/en/council/meetings/{meeting.removeprefix('meeting=')}/", meeting),
        (f"/en/council/people/{number}-aman-mambetseitov/", person),
        ("/en/council/states/kg/", "state=kg"),
    ]:
        ways = [link.partition("&back=")[0] for link in links(client.get(page))]
        assert f"/en/follow/?{parameters}" in ways, page
    assert "/en/feeds/" in etree.HTML(client.get("/en/").content).xpath("//footer//a/@href")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/ru/follow/?meeting={meeting}", "/en/feeds/"])
def test_nothing_stands_in_anybodys_way(new_page, live_server, path):
    factories.state()
    address = live_server.url + path.format(meeting=factories.meeting(held_on=datetime.date(2018, 11, 27)).pk)
    page = new_page()
    page.goto(address)
    assert faults_of_every_look(page) == {}

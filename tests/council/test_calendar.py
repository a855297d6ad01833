"""The calendar as another program reads it."""

import datetime

import icalendar
import pytest
from django.utils.timezone import get_fixed_timezone

from council.models import Meeting
from publishing import actions
from tests import factories

DAY, HOUR = datetime.date, datetime.time
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]
ALL = "/en/council/meetings.ics"


def entries(client, address=ALL):
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def test_a_meeting_of_a_known_hour_stands_there_with_its_zone(client):
    meeting = factories.meeting(held_on=DAY(2026, 3, 30), starts_at=HOUR(10), ends_at=HOUR(12), zone="Europe/Brussels")
    [entry] = entries(client)
    assert entry["DTSTART"].dt == datetime.datetime(2026, 3, 30, 10, tzinfo=get_fixed_timezone(120))
    assert entry["DTEND"].dt - entry["DTSTART"].dt == datetime.timedelta(hours=2)
    assert entry["DTSTART"].params["TZID"] == "Europe/Brussels"
    calendar = icalendar.Calendar.from_ical(client.get(ALL).content)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Brussels"]
    assert entry["SUMMARY"] == "Meeting of the Permanent Council"
    assert entry["LOCATION"] == "Moscow"
    assert entry["URL"] == f"http://testserver/en/council/meetings/{meeting.pk}/"
    assert entry["STATUS"] == "CONFIRMED"


def test_a_meeting_without_an_hour_takes_the_day(client):
    factories.meeting(held_on=DAY(2030, 1, 10))
    [entry] = entries(client)
    assert entry["DTSTART"].dt == DAY(2030, 1, 10)
    assert "DTEND" not in entry


def test_a_change_raises_the_sequence_and_keeps_the_identity(client):
    meeting = factories.meeting(held_on=DAY(2030, 1, 10))
    [before] = entries(client)
    Meeting.objects.filter(pk=meeting.pk).update(held_on=DAY(2030, 1, 17))
    [after] = entries(client)
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt


def test_a_cancelled_meeting_stays_as_cancelled_with_the_reason(client):
    factories.meeting(held_on=DAY(2030, 1, 10), course="cancelled", reason={"en": "Illness.", "ru": "Болезнь."})
    [entry] = entries(client)
    assert entry["STATUS"] == "CANCELLED"
    assert "Cancelled: Illness." in entry["DESCRIPTION"]


def test_only_what_is_public_is_in_it(client):
    factories.meeting(public=False)
    withdrawn = factories.meeting(held_on=DAY(2019, 1, 1))
    actions.withdraw(withdrawn, by=factories.press_secretary(), reason="An error.")
    announced = factories.meeting(public=False, held_on=DAY(2030, 1, 1))
    opens = announced.changed_at + datetime.timedelta(hours=1)
    factories.publish(announced, at=opens)
    assert entries(client) == []


def test_each_language_and_body_has_its_own(client):
    factories.meeting()
    factories.meeting(bodies=[factories.body("ministers", "Ministers", "Министры")], held_on=DAY(2019, 1, 1))
    assert len(entries(client)) == 2
    [ours] = entries(client, "/en/council/bodies/permanent-council/meetings.ics")
    [russian] = entries(client, "/ru/council/bodies/permanent-council/meetings.ics")
    assert russian["SUMMARY"] == "Заседание Постоянного совета"
    assert russian["UID"] != ours["UID"]
    assert client.get("/en/council/bodies/nobody/meetings.ics").status_code == 404


def test_one_meeting_can_be_added_by_hand(client):
    meeting = factories.meeting(held_on=DAY(2030, 1, 10))
    address = f"/en/council/meetings/{meeting.pk}/meeting.ics"
    assert address in client.get(meeting.get_absolute_url()).content.decode()
    [entry] = entries(client, address)
    assert entry["DTSTART"].dt == DAY(2030, 1, 10)


def test_a_program_that_has_it_is_told_so(client):
    factories.meeting()
    etag = client.get(ALL).headers["ETag"]
    assert client.get(ALL, headers={"If-None-Match": etag}).status_code == 304
    factories.meeting(held_on=DAY(2019, 1, 1))
    assert client.get(ALL, headers={"If-None-Match": etag}).status_code == 200


def test_words_break_no_line_and_start_no_property(client):
    Meeting.objects.filter(pk=factories.meeting().pk).update(
        place={"en": "Moscow\r\nBEGIN:VALARM\r\nX:1; , \\ " + "ж" * 300, "ru": "Москва"}
    )
    content = client.get(ALL).content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    [entry] = entries(client)
    assert entry["LOCATION"].startswith("Moscow\nBEGIN:VALARM")
    assert not icalendar.Calendar.from_ical(content).walk("VALARM")


def test_more_meetings_are_no_more_queries(client, django_assert_max_num_queries):
    for day in range(1, 21):
        factories.meeting(held_on=DAY(2019, 1, day))
    with django_assert_max_num_queries(5):
        client.get(ALL)

"""The calendar as another program reads it."""

import datetime
import re

import icalendar
import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.timezone import get_fixed_timezone

from council.models import Meeting, WithdrawnEntry
from news import releases
from publishing import actions, clock
from tests import factories

DAY, HOUR = datetime.date, datetime.time
SECOND = datetime.timedelta(seconds=1)
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


def withdraw(meeting):
    actions.withdraw(meeting, by=factories.press_secretary(), reason="Entered by mistake.")


def test_what_never_was_public_leaves_no_trace(client):
    draft = factories.meeting(public=False, held_on=DAY(2030, 1, 1))
    announced = factories.meeting(public=False, held_on=DAY(2030, 1, 1))
    factories.publish(announced, at=clock.now() + datetime.timedelta(hours=1))
    never = factories.meeting(public=False, held_on=DAY(2030, 1, 1))
    factories.publish(never, at=clock.now() + datetime.timedelta(hours=1))
    actions.unschedule(never, by=factories.press_secretary())
    assert entries(client) == []
    for meeting in (draft, announced, never):
        assert client.get(f"/en/council/meetings/{meeting.pk}/meeting.ics").status_code == 404


@pytest.mark.parametrize("starts_at", [None, HOUR(10)])
def test_a_withdrawn_meeting_stays_as_cancelled_and_says_no_more_than_identifies_it(client, starts_at):
    meeting = factories.meeting(
        held_on=DAY(2030, 1, 10),
        starts_at=starts_at,
        ordinal={"en": "XXI"},
        summary={"en": "What nobody is to read."},
        place={"en": "A place"},
    )
    address = f"/en/council/meetings/{meeting.pk}/meeting.ics"
    body = "/en/council/bodies/permanent-council/meetings.ics"
    [before] = entries(client)
    withdraw(meeting)
    for calendar in (ALL, body, address):
        [after] = entries(client, calendar)
        assert (after["UID"], after["DTSTART"].dt) == (before["UID"], before["DTSTART"].dt)
        assert after["SEQUENCE"] > before["SEQUENCE"]
        assert after["DTSTAMP"].dt >= before["DTSTAMP"].dt
        assert after["STATUS"] == "CANCELLED"
        assert after["SUMMARY"] == "Meeting of the Permanent Council"
        assert set(after) == set(before) - {"LOCATION", "URL"}
        assert "taken this entry out" in after["DESCRIPTION"]
        assert not {"What", "XXI", "place", "mistake"} & set(re.findall(r"\w+", client.get(calendar).content.decode()))
    [russian] = entries(client, ALL.replace("/en/", "/ru/"))
    assert russian["UID"] != after["UID"]
    assert russian["SUMMARY"] == "Заседание Постоянного совета"


def test_what_the_desk_makes_of_a_withdrawn_meeting_is_not_told(client):
    meeting = factories.meeting(held_on=DAY(2030, 1, 10))
    withdraw(meeting)
    before = client.get(ALL).content
    Meeting.objects.update(held_on=DAY(2030, 2, 2), course="postponed", reason={"en": "Secret"}, zone="UTC")
    meeting.bodies.set([factories.body("ministers", "Ministers", "Министры")])
    assert client.get(ALL).content == before


def test_a_meeting_that_comes_back_is_newer_than_its_withdrawal_and_not_a_second_earlier(client):
    meeting = factories.meeting(held_on=DAY(2030, 1, 10))
    withdraw(meeting)
    [gone] = entries(client)
    lift = clock.now() + datetime.timedelta(hours=1)
    factories.publish(meeting, at=lift)
    with clock.moved_to(lift - SECOND):
        assert [entry["STATUS"] for entry in entries(client)] == ["CANCELLED"]
        assert entries(client)[0]["SEQUENCE"] == gone["SEQUENCE"]
    with clock.moved_to(lift):
        [back] = entries(client)
    assert back["UID"] == gone["UID"]
    assert back["STATUS"] == "CONFIRMED"
    assert back["SEQUENCE"] > gone["SEQUENCE"]
    assert back["LAST-MODIFIED"].dt == lift.replace(microsecond=0)


def test_the_last_withdrawal_is_the_one_that_is_told(client):
    meeting = factories.meeting(held_on=DAY(2030, 1, 10))
    withdraw(meeting)
    factories.publish(meeting)
    Meeting.objects.update(held_on=DAY(2030, 1, 17))
    [back] = entries(client)
    meeting.refresh_from_db()
    withdraw(meeting)
    [gone] = entries(client)
    assert gone["DTSTART"].dt == DAY(2030, 1, 17)
    assert gone["SEQUENCE"] > back["SEQUENCE"]


@pytest.mark.parametrize("attempt", [lambda kept: kept.update(sequence=0), lambda kept: kept.delete()])
def test_what_is_kept_of_a_withdrawn_meeting_stays(attempt):
    withdraw(factories.meeting())
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        attempt(WithdrawnEntry.objects.all())


def test_a_meeting_moved_across_a_change_of_clocks_is_told_by_rules_a_program_can_follow(client):
    meeting = factories.meeting(held_on=DAY(2026, 3, 27), starts_at=HOUR(10), zone="Europe/Brussels")
    for day, offset, sequence in [(DAY(2026, 3, 27), 1, 0), (DAY(2026, 3, 30), 2, 1), (DAY(2026, 10, 26), 1, 2)]:
        Meeting.objects.filter(pk=meeting.pk).exclude(held_on=day).update(held_on=day)
        [entry] = entries(client)
        assert entry["SEQUENCE"] == sequence
        assert entry["DTSTART"].to_ical() == day.strftime("%Y%m%dT100000").encode()
        assert entry["DTSTART"].dt.utcoffset() == datetime.timedelta(hours=offset)
        [zone] = icalendar.Calendar.from_ical(client.get(ALL).content).walk("VTIMEZONE")
        # The clock as the calendar itself describes it, not as this machine knows it.
        told = datetime.datetime.combine(day, HOUR(10)).replace(tzinfo=zone.to_tz(lookup_tzid=False))
        assert told.utcoffset() == datetime.timedelta(hours=offset)


def test_a_meeting_told_by_another_clock_is_a_change(client):
    meeting = factories.meeting(held_on=DAY(2030, 7, 10), starts_at=HOUR(10), zone="Europe/Brussels")
    Meeting.objects.filter(pk=meeting.pk).update(zone="Asia/Bishkek")
    [entry] = entries(client)
    assert entry["SEQUENCE"] == 1
    assert entry["DTSTART"].params["TZID"] == "Asia/Bishkek"
    calendar = icalendar.Calendar.from_ical(client.get(ALL).content)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Bishkek"]


def test_each_language_and_body_has_its_own(client):
    factories.meeting(held_on=DAY(2030, 1, 10))
    factories.meeting(bodies=[factories.body("ministers", "Ministers", "Министры")], held_on=DAY(2030, 1, 1))
    assert len(entries(client)) == 2
    [ours] = entries(client, "/en/council/bodies/permanent-council/meetings.ics")
    [russian] = entries(client, "/ru/council/bodies/permanent-council/meetings.ics")
    assert russian["SUMMARY"] == "Заседание Постоянного совета"
    assert russian["UID"] != ours["UID"]
    assert client.get("/en/council/bodies/nobody/meetings.ics").status_code == 404


def test_a_calendar_holds_this_year_the_one_before_and_all_to_come(client):
    first = DAY(clock.today().year - 1, 1, 1)
    for day in (first - datetime.timedelta(days=1), first, DAY(2126, 1, 1)):
        factories.meeting(held_on=day)
    old = Meeting.objects.earliest("held_on")
    assert [entry["DTSTART"].dt for entry in entries(client)] == [DAY(2126, 1, 1), first]
    assert len(entries(client, f"/en/council/meetings/{old.pk}/meeting.ics")) == 1
    withdraw(old)
    assert len(entries(client)) == 2


def test_one_meeting_can_be_added_by_hand(client):
    meeting = factories.meeting(held_on=DAY(2030, 1, 10))
    address = f"/en/council/meetings/{meeting.pk}/meeting.ics"
    assert address in client.get(meeting.get_absolute_url()).content.decode()
    [entry] = entries(client, address)
    assert entry["DTSTART"].dt == DAY(2030, 1, 10)


def test_a_program_that_has_it_is_told_so(client):
    factories.meeting(held_on=DAY(2030, 1, 10))
    etag = client.get(ALL).headers["ETag"]
    assert client.get(ALL, headers={"If-None-Match": etag}).status_code == 304
    factories.meeting(held_on=DAY(2031, 1, 1))
    assert client.get(ALL, headers={"If-None-Match": etag}).status_code == 200


def test_words_break_no_line_and_start_no_property(client):
    Meeting.objects.filter(pk=factories.meeting(held_on=DAY(2030, 1, 10)).pk).update(
        place={"en": "Moscow\r\nBEGIN:VALARM\r\nX:1; , \\ " + "ж" * 300, "ru": "Москва"}
    )
    content = client.get(ALL).content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    [entry] = entries(client)
    assert entry["LOCATION"].startswith("Moscow\nBEGIN:VALARM")
    assert not icalendar.Calendar.from_ical(content).walk("VALARM")


def report(meeting, language, **facts):
    return factories.approve(factories.edition(language, meeting=meeting, **facts))


def test_an_entry_leads_to_the_report_from_its_second_on_and_is_newer_then(client):
    meeting = factories.meeting(held_on=DAY(2030, 1, 10))
    russian = report(meeting, "ru")
    english = report(meeting, "en", article=russian.article, title="The Council has met")
    release = releases.start("The meeting", by=factories.press_secretary())
    releases.add(release, russian, english, by=factories.press_secretary())
    lift = clock.now() + datetime.timedelta(hours=2)
    releases.release(release, by=factories.press_secretary(), at=lift - datetime.timedelta(hours=1))
    releases.reschedule(release, by=factories.press_secretary(), at=lift)
    [now] = entries(client)
    with clock.moved_to(lift - SECOND):
        assert entries(client) == [now]
    with clock.moved_to(lift):
        [then] = entries(client)
    assert (now["SEQUENCE"], then["SEQUENCE"]) == (0, 1)
    assert f"The Council has met: http://testserver{address_in('en', english)}" in then["DESCRIPTION"]
    assert then["LAST-MODIFIED"].dt == lift.replace(microsecond=0)
    releases.unschedule(release, by=factories.press_secretary())
    with clock.moved_to(lift):
        assert entries(client) == [now]


def address_in(language, edition):
    with translation.override(language):
        return edition.get_absolute_url()


def test_programs_are_told_in_icalendars_own_words_how_often_to_ask(client):
    factories.meeting()
    lines = client.get("/en/council/meetings.ics").content.decode().split("\r\n")
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert "X-PUBLISHED-TTL:PT1H" in lines

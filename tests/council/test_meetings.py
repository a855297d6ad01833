"""What is on record of a meeting beside its day: bodies, number, hours, and what became of the plan."""

import datetime
import re
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from council.models import DateChange, Meeting, Office, Participation
from publishing import clock
from tests import factories

DAY, HOUR = datetime.date, datetime.time
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]


def ministers():
    return factories.body("ministers", "Council of Foreign Ministers", "Совет министров иностранных дел", "СМИД")


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.mark.parametrize(
    ("facts", "en", "ru"),
    [
        ({}, "Meeting of the Permanent Council", "Заседание Постоянного совета"),
        (
            {"ordinal": {"en": "XXI", "ru": "XXI"}},
            "XXI meeting of the Permanent Council",
            "XXI заседание Постоянного совета",
        ),
        ({"kind": "extraordinary"}, "Extraordinary meeting of the Permanent Council", None),
    ],
)
def test_a_meeting_is_called_by_its_body_number_and_kind(facts, en, ru):
    meeting = factories.meeting(**facts)
    assert meeting.name == en
    if ru:
        with translation.override("ru"):
            assert meeting.name == ru


def test_a_joint_meeting_names_all_its_bodies():
    meeting = factories.meeting(bodies=[factories.body(), ministers()])
    assert meeting.name == "Joint meeting of the Permanent Council and the Council of Foreign Ministers"


def test_the_page_tells_hours_zone_format_and_who_was_there(client):
    general = factories.office(Office.Kind.SECRETARY_GENERAL, en="Secretary General", ru="Генеральный секретарь")
    factories.term(factories.person("Valery Semerikov"), general)
    meeting = factories.meeting(
        starts_at=HOUR(10, 30),
        ends_at=HOUR(12),
        zone="Asia/Bishkek",
        format="videoconference",
        kind="off_site",
        with_secretary_general=True,
    )
    capacity = {"en": "Secretary General of the OSCE", "ru": "Генеральный секретарь ОБСЕ"}
    guest = factories.person("Thomas Greminger")
    Participation.objects.create(meeting=meeting, person=guest, role="guest", capacity=capacity, position=0)
    Participation.objects.create(meeting=meeting, state=factories.state(), position=1)
    text = text_of(client, f"/en/council/meetings/{meeting.pk}/")
    assert "10:30–12:00 (Bishkek)" in text
    assert "Off-site, by videoconference" in text
    assert "Valery Semerikov , Secretary General" in text
    participants = text[text.index("Participants") :]
    assert participants.index("Kyrgyz Republic") < participants.index("Thomas Greminger")
    assert "Secretary General of the OSCE Guest" in participants


def test_a_body_has_a_page_with_its_meetings_alone(client):
    ours = factories.meeting()
    theirs = factories.meeting(held_on=DAY(2019, 5, 22), bodies=[ministers()])
    page = client.get("/en/council/bodies/ministers/").content.decode()
    assert theirs.get_absolute_url() in page
    assert ours.get_absolute_url() not in page
    assert "Council of Foreign Ministers" in page


def test_a_cancelled_meeting_keeps_its_page_and_tells_why(client):
    meeting = factories.meeting(
        held_on=DAY(2030, 1, 1), course="cancelled", reason={"en": "The chair fell ill.", "ru": "Болезнь."}
    )
    text = text_of(client, f"/en/council/meetings/{meeting.pk}/")
    assert "Cancelled. The chair fell ill." in text
    assert "Date to be announced" in text_of(client, "/en/council/")


@pytest.mark.parametrize("course", ["postponed", "cancelled"])
def test_whoever_postpones_or_cancels_says_why(course):
    with pytest.raises(ValidationError) as refusal:
        Meeting(held_on=DAY(2030, 1, 1), course=course).clean()
    assert "Tell readers why" in str(refusal.value)


@pytest.mark.parametrize(
    ("day", "hour", "zone", "is_there"),
    [
        (DAY(2026, 3, 29), HOUR(2, 30), "Europe/Brussels", False),
        (DAY(2026, 3, 29), HOUR(3, 30), "Europe/Brussels", True),
        (DAY(2026, 10, 25), HOUR(2, 30), "Europe/Brussels", True),  # twice: the first is meant
        (DAY(2026, 3, 29), HOUR(2, 30), "Europe/Moscow", True),
    ],
)
def test_an_hour_that_summer_time_leaves_out_is_refused(day, hour, zone, is_there):
    meeting = Meeting(held_on=day, starts_at=hour, zone=zone)
    if is_there:
        meeting.clean()
    else:
        with pytest.raises(ValidationError, match="left out"):
            meeting.clean()


def test_a_meeting_moved_across_a_change_of_clocks_keeps_its_hour_on_the_wall():
    meeting = factories.meeting(held_on=DAY(2026, 3, 27), starts_at=HOUR(10), zone="Europe/Brussels")
    before = meeting.begins
    meeting.held_on = DAY(2026, 3, 30)
    assert meeting.begins.hour == 10
    assert meeting.begins.astimezone(datetime.UTC).hour == before.astimezone(datetime.UTC).hour - 1


def test_a_meeting_over_midnight_ends_on_the_next_day():
    meeting = factories.meeting(starts_at=HOUR(22), ends_at=HOUR(1, 30))
    assert meeting.ends - meeting.begins == datetime.timedelta(hours=3, minutes=30)


def move(meeting, **facts):
    for field, value in facts.items():
        setattr(meeting, field, value)
    meeting.save()


def test_every_move_of_a_public_meeting_is_logged_whoever_moves_it(client):
    meeting = factories.meeting(held_on=DAY(2030, 1, 10))
    move(meeting, held_on=DAY(2030, 1, 17))
    Meeting.objects.update(held_on=DAY(2030, 1, 24))
    assert [change.held_on for change in meeting.date_changes.all()] == [DAY(2030, 1, 17), DAY(2030, 1, 10)]
    text = text_of(client, f"/en/council/meetings/{meeting.pk}/")
    assert "Changes of the date" in text
    assert "10 January 2030 17 January 2030" in text
    assert "17 January 2030 24 January 2030" in text


def test_a_draft_is_moved_without_a_log():
    meeting = factories.meeting(public=False)
    move(meeting, held_on=DAY(2030, 1, 17))
    assert not meeting.date_changes.exists()


@pytest.mark.parametrize("attempt", [lambda log: log.update(held_on=DAY(2031, 1, 1)), lambda log: log.delete()])
def test_the_log_is_only_ever_added_to(attempt):
    meeting = factories.meeting(held_on=DAY(2030, 1, 10))
    move(meeting, held_on=DAY(2030, 1, 17))
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        attempt(DateChange.objects.all())


def test_a_chair_from_another_state_than_the_chairmanships_is_asked_about_not_forbidden():
    factories.chairmanship(factories.state("RU", "Russian Federation", "Российская Федерация"), DAY(2018, 1, 1))
    chair = factories.person()
    factories.term(chair, factories.office(state=factories.state()))
    meeting = factories.meeting(chair=chair, chair_state=factories.state(), public=False)
    [problem] = meeting.problems()
    assert "the chairmanship is that of Russian Federation. Is that right?" in str(problem.sentence)
    assert not problem.blocks


def test_changes_are_counted_by_the_database():
    with clock.moved_to(datetime.datetime(2029, 1, 1, 12, tzinfo=datetime.UTC)):
        meeting = factories.meeting(held_on=DAY(2030, 1, 10))
        move(meeting, summary={"en": "Words alone."})
        meeting.refresh_from_db()
        assert meeting.sequence == 0
        move(meeting, starts_at=HOUR(11))
    meeting.refresh_from_db()
    assert meeting.sequence == 1
    assert meeting.changed_at.year == 2029

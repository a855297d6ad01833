"""The clock of an enquiry, and the warnings before it runs out."""

import datetime

import pytest

from accounts.models import ToldChoices
from mailing.models import Letter
from press import deadlines, enquiries, escalation
from press.models import Enquiry, Shift
from publishing import clock
from tests import factories
from tests.press.enquiring import ASKER, HOUR, MINUTE, QUESTION, enquiry, secretary

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 25, 9, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _at_nine():
    factories.contact()
    with clock.moved_to(NOW):
        yield


def letters():
    found = Letter.objects.filter(key__contains="deadline").order_by("pk")
    return [(letter.to, letter.key.split()[3]) for letter in found]


@pytest.mark.parametrize(
    ("left", "sentence", "look"),
    [
        (None, "No deadline", ""),
        (HOUR * 60, "2 days left", ""),
        (HOUR * 5, "5 h 0 min left", ""),
        (HOUR + 12 * MINUTE, "Soon: 1 h 12 min left", "review"),
        (20 * MINUTE, "Now: 20 min left", "late"),
        (-HOUR * 3, "Overdue by 3 h 0 min", "late"),
    ],
)
def test_urgency_is_said_in_words(left, sentence, look):
    asking = enquiry(deadline=left and NOW + left)
    assert deadlines.left(asking, NOW) == deadlines.TimeLeft(sentence, look)


def test_an_answered_enquiry_is_not_overdue():
    asking = enquiry(deadline=NOW + HOUR)
    enquiries.answer(asking, "Yes", by=secretary())
    assert deadlines.left(asking, NOW + 5 * HOUR).sentence == "Answered"


def test_the_deadline_stands_on_both_clocks():
    asking = enquiry(deadline=NOW + HOUR, deadline_zone="Asia/Almaty")
    assert deadlines.on_clocks(asking) == "25.11.2026, 13:00 Moscow; 25.11.2026, 15:00 Astana"
    asking.zone = "Europe/Moscow"
    assert deadlines.on_clocks(asking) == "25.11.2026, 13:00 Moscow"


def test_each_level_is_told_once_to_those_who_have_to_answer():
    secretary("chief", "chief@example.org")
    mine = secretary("mine", "Mine@example.org")
    asking = enquiry(deadline=NOW + 10 * HOUR)
    enquiries.assign(asking, mine, by=secretary())
    for after, reached, told in [
        (7 * HOUR, 0, []),
        (8 * HOUR, 1, ["mine@example.org"]),
        (9 * HOUR, 1, []),
        (9 * HOUR + 30 * MINUTE, 2, ["mine@example.org", "chief@example.org"]),
        (10 * HOUR, 3, ["mine@example.org", "chief@example.org"]),
        (20 * HOUR, 3, []),
    ]:
        before = len(letters())
        with clock.moved_to(NOW + after):
            escalation.warn()
            escalation.warn()
        assert {to for to, _level in letters()[before:]} == set(told), after
        assert Enquiry.objects.get().escalated == reached


def test_without_anybody_on_it_the_one_on_duty_is_told_or_else_the_press_secretaries():
    secretary("chief", "chief@example.org")
    enquiry(deadline=NOW + HOUR * 8)
    duty = factories.contact(en="Duty", ru="Дежурный")
    duty.email = "duty@example.org"
    duty.save()
    with clock.moved_to(NOW + HOUR * 6 + MINUTE):
        Shift.objects.create(contact=duty, starts=NOW, ends=NOW + HOUR * 12)
        escalation.warn()
        assert letters() == [("duty@example.org", "1")]
        Shift.objects.all().delete()
        enquiry(deadline=NOW + HOUR * 6 + 40 * MINUTE, email="b@newsroom.example")
    with clock.moved_to(NOW + HOUR * 6 + 35 * MINUTE):
        escalation.warn()
    assert letters()[1:] == [("chief@example.org", "2")]


def test_only_the_latest_level_that_has_come_is_told():
    secretary("chief", "chief@example.org")
    enquiry(deadline=NOW + 10 * MINUTE)
    with clock.moved_to(NOW + 11 * MINUTE):
        assert escalation.warn() == 1
    assert letters() == [("chief@example.org", "3")]


def test_a_short_deadline_is_not_an_alarm_from_its_first_minute():
    enquiry(deadline=NOW + HOUR + 40 * MINUTE)
    assert deadlines.pressing(NOW + MINUTE) == []
    assert len(deadlines.pressing(NOW + 80 * MINUTE)) == 1


def test_answered_closed_and_undated_enquiries_warn_nobody():
    by = secretary("chief", "chief@example.org")
    enquiry()
    enquiries.answer(enquiry(deadline=NOW + HOUR, email="b@newsroom.example"), "Yes", by=by)
    enquiries.close(enquiry(deadline=NOW + HOUR, email="c@newsroom.example"), by=by, reason="Spam")
    with clock.moved_to(NOW + 2 * HOUR):
        assert escalation.warn() == 0
    assert letters() == []


def test_a_warning_names_number_and_place_and_nothing_of_the_asker():
    secretary("chief", "chief@example.org")
    asking = enquiry(deadline=NOW + 20 * MINUTE)
    escalation.warn()
    letter = Letter.objects.get(key__contains="deadline")
    assert asking.number in letter.subject
    assert f"/desk/press/enquiry/{asking.pk}/change/" in letter.text
    for words in (ASKER["name"], ASKER["email"], ASKER["outlet"], QUESTION):
        assert words not in letter.text + letter.html + letter.subject


def test_whoever_wants_no_letters_of_enquiries_gets_none_even_on_duty():
    mine = secretary("mine", "mine@example.org")
    chief = secretary("chief", "chief@example.org")
    ToldChoices.objects.create(user=mine, by_letter={"enquiry": False})
    ToldChoices.objects.create(user=chief, language="en")
    asking = enquiry(deadline=NOW + 10 * HOUR)
    enquiries.assign(asking, mine, by=chief)
    with clock.moved_to(NOW + 10 * HOUR - 10 * MINUTE):
        escalation.warn()
    [letter] = Letter.objects.filter(key__contains="deadline")
    assert (letter.to, letter.language) == ("chief@example.org", "en")

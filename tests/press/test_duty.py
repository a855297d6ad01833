"""Who is on duty: what visitors are told, and the rota of the desk."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from press import duty
from press.models import Contact, Shift
from publishing import clock, moments, timeline
from publishing.actions import Refused, Stale
from publishing.visitors import as_visitor
from tests import factories

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def office():
    return factories.contact(en="Press Office", ru="Пресс-служба")


@pytest.fixture
def officer():
    made = factories.contact(en="Duty Officer", ru="Дежурный")
    Contact.objects.filter(pk=made.pk).update(position=1)
    made.phones.update(number="+7495-000-00-01")
    return made


def at(day, hour, minute=0):
    """Return the instant of a time in Moscow on the day `day` of the week."""
    return moments.first_at(MONDAY + day * DAY, datetime.time(hour, minute), moments.OURS)


def row(contact, day, begins, ends, ends_day=None, **more):
    return duty.Row(contact, at(day, begins), at(day if ends_day is None else ends_day, ends), **more)


def shift(contact, day, begins, ends, ends_day=None, note=""):
    wanted = row(contact, day, begins, ends, ends_day)
    return Shift.objects.create(contact=contact, starts=wanted.starts, ends=wanted.ends, note=note)


def test_every_page_says_who_is_on_duty_and_who_comes_next(client, office, officer):
    shift(officer, 0, 9, 21)
    shift(office, 1, 9, 21)
    with clock.moved_to(at(0, 12)):
        for address in ("/en/press/", "/en/"):
            text = client.get(address).content.decode()
            assert "On duty now, until 23 November 2026, 21:00 Moscow time" in text
            assert 'href="tel:+74950000001"' in text
            assert "Next on duty, from 24 November 2026, 09:00 Moscow time: Press Office" in text
    with clock.moved_to(at(0, 21)):
        text = client.get("/en/press/").content.decode()
        assert "On duty now" not in text
        assert "Nobody is on duty now; write, or call in office hours." in text
        assert 'href="tel:+74957952710"' in text, "the office is still there"


def test_a_shift_of_somebody_who_has_left_is_not_told(client, office, officer):
    shift(officer, 0, 9, 21)
    Contact.objects.filter(pk=officer.pk).update(until=MONDAY - DAY)
    with clock.moved_to(at(0, 12)):
        assert duty.now() == duty.Duty(None, None)


def test_two_on_duty_at_once_are_refused_by_the_database_itself(office, officer):
    shift(officer, 0, 9, 21)
    shift(office, 0, 21, 9, ends_day=1)
    with pytest.raises(IntegrityError, match="press_shift_one_at_a_time"), transaction.atomic():
        shift(office, 0, 20, 22)


def test_visitors_see_the_near_rota_without_its_notes(office):
    shift(office, 0, 9, 21, note="By mobile only")
    shift(office, 20, 9, 21)
    with clock.moved_to(at(0, 12)), as_visitor(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM press_shift")
        assert cursor.fetchone() == (1,)
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT note FROM press_shift")


def test_a_week_is_set_as_a_whole_and_leaves_entries(office, officer):
    first, second = shift(office, 0, 9, 21), shift(officer, 1, 9, 21)
    by = factories.press_secretary()
    swapped = [row(officer, 0, 9, 21, shift=first), row(office, 1, 9, 21, shift=second), row(office, 5, 18, 9, 7)]
    duty.set_week(MONDAY, swapped, by=by)
    assert [shift.contact for shift in Shift.objects.all()] == [officer, office, office]
    notes = " ".join(timeline.of(office).values_list("note", flat=True))
    assert "On duty: 28 November 2026, 18:00 – 30 November 2026, 09:00" in notes
    duty.set_week(MONDAY, [row(None, 0, 9, 21, shift=first)], by=by)
    assert Shift.objects.count() == 2


def test_shifts_may_change_places_within_a_week(office):
    first, second = shift(office, 0, 9, 12), shift(office, 0, 12, 18)
    rows = [row(office, 0, 9, 15, shift=first), row(office, 0, 15, 18, shift=second)]
    duty.set_week(MONDAY, rows, by=factories.press_secretary())
    assert [shift.ends for shift in Shift.objects.all()] == [at(0, 15), at(0, 18)]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([(0, 9, 21), (0, 20, 23)], "at the same time: Press Office, 23 November 2026, 09:00"),
        ([(0, 9, 9)], "ends after it begins"),
        ([(0, 21, 9)], "ends after it begins"),
        ([(0, 9, 10, 9)], "lasts a week at most"),
    ],
)
def test_an_impossible_week_is_refused_with_a_sentence_and_changes_nothing(office, rows, sentence):
    with pytest.raises(Refused, match=sentence):
        duty.set_week(MONDAY, [row(office, *values) for values in rows], by=factories.press_secretary())
    assert not Shift.objects.exists()


def test_an_overlap_with_the_week_before_is_refused(office, officer):
    shift(officer, -1, 18, 9, ends_day=0)
    with pytest.raises(Refused, match="Look at the days beside this week"):
        duty.set_week(MONDAY, [row(office, 0, 8, 12)], by=factories.press_secretary())


def test_a_week_that_somebody_changed_meanwhile_is_not_overwritten(office):
    seen = duty.seen(MONDAY)
    shift(office, 2, 9, 21)
    with pytest.raises(Stale):
        duty.set_week(MONDAY, [row(office, 0, 9, 21)], by=factories.press_secretary(), seen_before=seen)
    assert Shift.objects.count() == 1


def test_copying_the_week_before_fills_the_gaps_and_keeps_what_stands_there(office, officer):
    shift(office, 0, 9, 21, note="from home")
    shift(office, 1, 9, 21)
    shift(officer, 8, 10, 12)
    assert duty.copy_week(MONDAY + 7 * DAY, by=factories.press_secretary()) == (1, 1)
    copied = Shift.objects.get(starts=at(7, 9))
    assert (copied.ends, copied.note) == (at(7, 21), "from home")


def test_gaps_are_what_no_shift_covers(office):
    shift(office, 0, 9, 21)
    shift(office, 0, 21, 9, ends_day=1)
    shift(office, 2, 9, 21)
    assert duty.gaps(at(0, 0), at(3, 0)) == [
        (at(0, 0), at(0, 9)),
        (at(1, 9), at(2, 9)),
        (at(2, 21), at(3, 0)),
    ]


def test_pages_are_old_at_the_next_beginning_or_end(office):
    assert duty.next_change(at(0, 0)) is None
    shift(office, 0, 9, 21)
    assert duty.next_change(at(0, 0)) == at(0, 9)
    assert duty.next_change(at(0, 12)) == at(0, 21)


@pytest.mark.parametrize(("role", "may"), [("writer", False), ("translator", False), ("administrator", True)])
def test_who_may_change_the_rota(office, role, may):
    by = getattr(factories, role)()
    for act in (lambda: duty.set_week(MONDAY, [row(office, 0, 9, 21)], by=by), lambda: duty.copy_week(MONDAY, by=by)):
        if may:
            act()
        else:
            with pytest.raises(PermissionDenied):
                act()

"""Two holders of one office: what the database refuses, and what the form says."""

import datetime
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from council.models import Office, Term
from tests import factories

DAY = datetime.date


@pytest.fixture
def office(db):
    return factories.office(state=factories.state())


def held(office, start, end=None, start_precision="day", end_precision="day"):
    return Term.objects.create(
        person=factories.person(),
        office=office,
        start=start,
        end=end,
        start_precision=start_precision,
        end_precision=end_precision,
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((DAY(2018, 1, 1), None), (DAY(2019, 1, 1), None)),
        ((DAY(2018, 1, 1), DAY(2019, 1, 1)), (DAY(2018, 12, 31), None)),
        ((DAY(2018, 1, 1), DAY(2019, 1, 1)), (DAY(2017, 1, 1), DAY(2020, 1, 1))),
        ((DAY(2018, 1, 1), None, "year"), (DAY(2018, 6, 1), DAY(2019, 1, 15))),
        ((DAY(2018, 1, 1), DAY(2019, 3, 31), "day", "month"), (DAY(2019, 2, 28), None)),
    ],
)
def test_the_database_refuses_two_holders_at_one_time(office, first, second):
    held(office, *first)
    with pytest.raises(IntegrityError, match="overlaps"), transaction.atomic():
        held(office, *second)
    assert Term.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # On the day of a handover both hold.
        ((DAY(2017, 5, 2), DAY(2018, 11, 2)), (DAY(2018, 11, 2), None)),
        # Limits known to the month or year may meet within it.
        ((DAY(2018, 1, 1), DAY(2019, 12, 31), "day", "year"), (DAY(2019, 6, 1), None)),
        ((DAY(2018, 1, 1), DAY(2018, 11, 30), "day", "month"), (DAY(2018, 11, 2), None)),
        # Of an end that is not known nothing follows.
        ((DAY(2018, 1, 1), None, "day", "unknown"), (DAY(2019, 1, 1), None)),
        ((DAY(2018, 1, 1), DAY(2018, 6, 1)), (DAY(2019, 1, 1), None)),
    ],
)
def test_one_after_the_other_is_allowed_as_precisely_as_it_is_known(office, first, second):
    held(office, *first)
    held(office, *second)
    assert Term.objects.count() == 2


def test_a_term_moved_onto_another_is_refused_too(office):
    held(office, DAY(2017, 1, 1), DAY(2018, 1, 1))
    later = held(office, DAY(2018, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.filter(pk=later.pk).update(start=DAY(2017, 6, 1))
    later.refresh_from_db()
    assert later.start == DAY(2018, 1, 1)


def test_deputies_hold_one_office_together_until_it_is_made_an_office_of_one(db):
    deputies = factories.office(kind=Office.Kind.DEPUTY)
    Office.objects.update(single_holder=False)
    held(deputies, DAY(2018, 1, 1))
    held(deputies, DAY(2018, 6, 1))
    with pytest.raises(IntegrityError, match="overlap"), transaction.atomic():
        Office.objects.update(single_holder=True)


def test_the_form_names_the_other_holder(office):
    held(office, DAY(2018, 1, 1))
    second = Term(person=factories.person("Valery Semerikov"), office=office, start=DAY(2019, 1, 1))
    with pytest.raises(ValidationError) as refusal:
        second.full_clean()
    [sentence] = refusal.value.messages
    assert "Aman Mambetseitov is already listed: since 1 January 2018" in sentence


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_at_once_one_is_refused():
    office = factories.office(state=factories.state())
    people = [factories.person(), factories.person()]
    ready, results = threading.Barrier(2), []

    def write(person):
        try:
            with transaction.atomic():
                ready.wait()
                Term.objects.create(person=person, office=office, start=DAY(2018, 1, 1))
            results.append("written")
        except IntegrityError:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["refused", "written"]


def test_python_and_the_database_agree_on_the_days_on_which_a_term_holds(db):
    spans = [(DAY(2018, 1, 1), None), (DAY(2018, 1, 1), DAY(2019, 1, 1)), (None, None)]
    for start, end in spans:
        seen = None if start else DAY(2018, 5, 1)
        Term.objects.create(person=factories.person(), office=factories.office(), start=start, end=end, seen=seen)
    for day in (DAY(2017, 12, 31), DAY(2018, 1, 1), DAY(2018, 5, 1), DAY(2019, 1, 1), DAY(2019, 1, 2)):
        assert {term for term in Term.objects.all() if term.holds_on(day)} == set(Term.objects.holding(day))

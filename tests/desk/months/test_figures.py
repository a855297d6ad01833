"""The month in numbers is what one counts by hand, from its first midnight to its last."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from alerts import composing, following
from desk import jobs
from desk.models import MonthReport
from desk.months import figures, keeping, lines
from desk.months.months import Month
from identity.models import Identity
from mailing.models import Letter
from publishing import clock
from readership.models import Reading
from tests import factories
from tests.alerts import readers
from tests.desk.months import planted
from tests.desk.months.planted import at

pytestmark = pytest.mark.django_db
NOVEMBER = Month(2018, 11)


def counted(month=NOVEMBER):
    return figures.count(month)


def test_a_month_is_what_was_counted_by_hand_and_stands_beside_two_others(django_assert_max_num_queries):
    planted.plant()
    with at(12, 1, 0, 35), django_assert_max_num_queries(18):
        found = counted()
    own, before, a_year_before = found["months"]
    assert own == planted.NOVEMBER
    assert (before["texts"], before["by_genre"], before["missing"]) == (1, {"comment": 1}, {"ru": 1, "en": 0})
    assert (a_year_before["texts"], a_year_before["by_language"], a_year_before["reports"]) == (1, {"en": 1}, 0)
    assert [(day, number) for day, number in enumerate(found["days"], start=1) if number] == [
        (1, 1), (27, 1), (28, 1), (30, 1)
    ]  # fmt: skip
    assert len(found["days"]) == 30
    assert found["languages"] == ["ru", "en"]
    assert found["sections"]["press-office"] == {"en": "Press office", "ru": "Пресс-служба"}
    with at(12, 2):
        assert counted()["months"][0]["enquiries_due"] == 3, "its deadline has passed without an answer"


def test_emails_with_alerts_are_told_by_what_became_of_them():
    with at(11, 30, 22):
        readers.reader()
    planted.publish(11, 30, 22, 30, shown_on=datetime.date(2018, 11, 30))
    with at(11, 30, *planted.NIGHT):
        following.follow()
        composing.compose()
    letter = Letter.objects.get(key__startswith=figures.OF_AN_ALERT)
    for state, name in [("sent", "emails_sent"), ("failed", "emails_rejected"), ("waiting", "none")]:
        Letter.objects.filter(pk=letter.pk).update(state=state)
        own, *_rest = counted()["months"]
        assert own["alerts"] == 1
        assert {key for key in ("emails_sent", "emails_rejected") if own[key]} == {name} - {"none"}


def test_what_people_read_is_told_from_programs_and_unknown_before_it_was_counted():
    for day, kind, is_program, times in [
        ((2018, 10, 31), "page", False, 5), ((2018, 11, 1), "page", False, 7), ((2018, 11, 30), "page", False, 20),
        ((2018, 11, 30), "page", True, 900), ((2018, 11, 30), "pdf", False, 2), ((2018, 12, 1), "page", False, 3),
    ]:  # fmt: skip
        Reading.objects.create(day=datetime.date(*day), hour=9, kind=kind, is_program=is_program, times=times)
    own, before, a_year_before = counted()["months"]
    assert (own["readings"], before["readings"]) == ({"page": 27, "pdf": 2}, {"page": 5})
    assert "readings" not in a_year_before
    pages = next(line for table in lines.report(NOVEMBER, counted(), clock.now()).tables for line in table.lines)
    assert (pages.name, [cell.text for cell in pages.cells]) == ("Pages", ["27", "5", "–"])


def test_a_part_that_is_switched_off_has_no_figures():
    with_parts = counted()["months"][0]
    Identity.objects.update(switched_off=["council", "enquiries", "accreditation", "alerts"])
    left = counted()["months"][0]
    assert set(with_parts) - set(left) == {
        "reports", "report_seconds", "enquiries", "enquiries_due", "enquiries_in_time", "answer_seconds",
        "accreditation", "accredited", "declined", "alerts", "emails_sent", "emails_rejected", "emails_returned",
    }  # fmt: skip


def test_the_worker_keeps_each_month_once_and_nothing_changes_it():
    planted.publish(11, 30, *planted.NIGHT)
    with at(12, 1, 0, 35):
        jobs.keep_month(timestamp=0)
    with at(12, 3):
        jobs.keep_month(timestamp=0)
        kept = MonthReport.objects.get()
        assert (kept.month, kept.by, kept.figures["months"][0]["texts"]) == (datetime.date(2018, 11, 1), None, 1)
        assert kept.figures == counted(), "what comes back from the database is what was counted"
        assert keeping.keep(NOVEMBER, by=factories.press_secretary()) == kept, "there is nothing new to keep"
    planted.publish(11, 30, 12)
    with at(12, 4):
        again = keeping.keep(NOVEMBER, by=factories.press_secretary())
        assert [report.figures["months"][0]["texts"] for report in keeping.of(NOVEMBER)] == [2, 1]
        assert (again.at, again.by) == (clock.now(), factories.press_secretary())
    for change in (lambda: MonthReport.objects.update(figures={}), lambda: kept.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_months_follow_each_other_over_the_end_of_a_year():
    january = Month(2019, 1)
    assert january.compared == (january, Month(2018, 12), Month(2018, 1))
    assert (Month(2018, 12).after, len(Month(2020, 2).days)) == (january, 29)
    assert january.begins.isoformat() == "2019-01-01T00:00:00+03:00"
    assert [Month.named(*numbers) for numbers in [(2018, 13), (2018, 0), (1, 1), (9999, 12)]] == [None] * 4
    with at(12, 31, *planted.NIGHT):
        assert Month.last_finished() == NOVEMBER
        assert not Month(2018, 12).is_over

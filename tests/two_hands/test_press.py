"""What the staff does with enquiries, requests and the rota: two at once lose nothing, and nobody sees a deadlock."""

import contextlib
import datetime

import pytest
from django.db import connection

from mailing.models import Letter
from press import accreditation, approved_lines, duty, enquiries, erasing
from press.models import AccreditationRequest, ApprovedLine, Enquiry, Shift
from publishing.actions import Refused
from publishing.models import TimelineEntry
from tests import factories
from tests.press.enquiring import enquiry, secretary
from tests.press.test_advisories import advisory, request_for
from tests.press.test_duty import MONDAY, row, shift

WEEK = datetime.timedelta(days=7)
NEXT_YEAR = datetime.date.today() + datetime.timedelta(days=365)


# --- Every verb is begun anew ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def ended_once(table):
    """Have PostgreSQL end the first transaction that writes to `table`, as it ends one of two in a deadlock."""
    with connection.cursor() as cursor:
        cursor.execute(f"""
            CREATE SEQUENCE tries;  -- no rollback takes back what it has given out
            CREATE FUNCTION end_the_first() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF nextval('tries') = 1 THEN
                    RAISE 'deadlock detected' USING ERRCODE = '40P01';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER ends_the_first AFTER INSERT OR UPDATE OR DELETE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION end_the_first();
        """)
        try:
            yield
            cursor.execute("SELECT last_value FROM tries")
            assert cursor.fetchone()[0] > 1, "nothing was ended"
        finally:
            cursor.execute("DROP FUNCTION end_the_first CASCADE; DROP SEQUENCE tries")


def closed_enquiry(by):
    made = enquiry()
    enquiries.close(made, by=by, reason="Spam.")
    return made


def new_line(*_by):
    return ApprovedLine(title="The events", text={"en": "We know of them.", "ru": "Нам о них известно."})


def written_line(_by):
    made = new_line()
    approved_lines.save(made, by=factories.writer(), is_new=True)
    return made


RECORD, REQUESTS = "publishing_timelineentry", "press_accreditationrequest"
# (verb, what makes ready for it, the table at whose writing it is ended, how many entries it leaves in the timeline)
VERBS = {
    "assign": (lambda made, by: enquiries.assign(made, by, by=by), lambda _by: enquiry(), RECORD, 1),
    "note": (lambda made, by: enquiries.note(made, "Called.", by=by), lambda _by: enquiry(), RECORD, 1),
    "answer": (lambda made, by: enquiries.answer(made, "Yes.", by=by), lambda _by: enquiry(), RECORD, 1),
    "close": (lambda made, by: enquiries.close(made, by=by, reason="Spam."), lambda _by: enquiry(), RECORD, 1),
    "reopen": (lambda made, by: enquiries.reopen(made, by=by), closed_enquiry, RECORD, 1),
    "erase an enquiry": (lambda made, _by: erasing.erase(made.pk), closed_enquiry, "press_enquiry", 0),
    "ask": (lambda made, _by: request_for(made), lambda _by: advisory(), "mailing_letter", 0),
    "approve": (lambda made, by: accreditation.approve(made, by=by), lambda _by: request_for(), RECORD, 1),
    "refuse": (lambda made, by: accreditation.refuse(made, by=by, reason="No."), lambda _by: request_for(), RECORD, 1),
    "withdraw": (lambda made, _by: accreditation.withdraw(made), lambda _by: request_for(), REQUESTS, 0),
    "erase requests": (lambda _made, _by: accreditation.erase(NEXT_YEAR), lambda _by: request_for(), REQUESTS, 0),
    "save a line": (lambda made, by: approved_lines.save(made, by=by, is_new=True), new_line, RECORD, 1),
    "approve a line": (lambda made, by: approved_lines.approve(made, by=by), written_line, RECORD, 1),
    "set a week": (
        lambda made, by: duty.set_week(MONDAY, [row(made, 0, 9, 21)], by=by),
        lambda _by: factories.contact(), RECORD, 1,
    ),
    "copy a week": (
        lambda _made, by: duty.copy_week(MONDAY + WEEK, by=by),
        lambda _by: shift(factories.contact(), 0, 9, 21), RECORD, 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", VERBS)
def test_what_postgresql_ends_for_the_sake_of_another_is_begun_anew_and_done_once(transactional_db, name):
    verb, make_ready, table, entries = VERBS[name]
    by = factories.press_secretary()
    factories.contact()
    made = make_ready(by)
    before = TimelineEntry.objects.count()
    with ended_once(table):
        verb(made, by)
    assert TimelineEntry.objects.count() == before + entries


# --- Two at once -----------------------------------------------------------------------------------------------------


def read(thing):
    """Return a thing as somebody has read it before they act."""
    return type(thing).objects.get(pk=thing.pk)


def test_of_two_who_answer_or_close_what_they_have_both_seen_one_does_and_the_other_is_told(every_order):
    asked, one, other = enquiry(), factories.press_secretary(), secretary()
    letters = Letter.objects.count()
    answer = lambda: enquiries.answer(read(asked), "Yes.", by=one, seen=asked.version)  # noqa: E731
    close = lambda: enquiries.close(read(asked), by=other, seen=asked.version, reason="Spam.")  # noqa: E731
    for order in every_order(answer, close):
        assert sorted(order.outcomes) == ["Stale", "done"]
        is_answered = order.outcomes[0] == "done"
        assert read(asked).state == (Enquiry.State.ANSWERED if is_answered else Enquiry.State.CLOSED)
        assert Letter.objects.count() == letters + is_answered


def test_of_two_decisions_on_a_request_the_later_one_stands_and_each_is_told(every_order):
    asked, one, other = request_for(), factories.press_secretary(), secretary()
    letters = Letter.objects.count()
    approve = lambda: accreditation.approve(read(asked), by=one)  # noqa: E731
    refuse = lambda: accreditation.refuse(read(asked), by=other, reason="Full.")  # noqa: E731
    for order in every_order(approve, refuse):
        assert order.outcomes == ["done", "done"]
        assert Letter.objects.count() == letters + 2
        newest = Letter.objects.latest("pk")
        assert f" {read(asked).state} " in newest.key


def test_a_request_that_is_withdrawn_meanwhile_is_not_approved_afterwards(every_order):
    asked, by = request_for(), factories.press_secretary()
    approve = lambda: accreditation.approve(read(asked), by=by)  # noqa: E731
    withdraw = lambda: accreditation.withdraw(read(asked))  # noqa: E731
    for order in every_order(approve, withdraw, allowed=(Refused,)):
        assert order.outcomes[1] == "done"
        assert read(asked).state == AccreditationRequest.State.WITHDRAWN


def test_two_rotas_of_one_week_never_overlap(every_order):
    contact, one, other = factories.contact(), factories.press_secretary(), secretary()
    seen = duty.seen(MONDAY)

    def save(by, begins, ends):
        return lambda: duty.set_week(MONDAY, [row(contact, 0, begins, ends)], by=by, seen_before=seen)

    for order in every_order(save(one, 9, 21), save(other, 12, 23)):
        assert sorted(order.outcomes) == ["Stale", "done"]
        assert Shift.objects.count() == 1

"""A server that dies, two people at the same instant, a clock that goes back: the old state or the new, never half."""

import datetime
import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from news import drafts
from news.models import Edition, Withdrawal
from publishing import actions
from publishing.actions import Refused
from publishing.models import TimelineEntry
from tests import clocks, factories

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = datetime.timedelta(hours=1)
NOON = datetime.datetime(2026, 12, 1, 9, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def order(django_db_setup):
    """A function that has an action done elsewhere, by a process that may die of it; it returns “died” or “done”."""
    command = [sys.executable, "-m", "tests.publishing.killed", connection.settings_dict["NAME"]]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=settings.BASE
    ) as process:

        def give(action, edition, **facts):
            order = {"action": action, "edition": edition.pk, "by": factories.press_secretary().pk, "answers": {}}
            process.stdin.write(json.dumps(order | facts) + "\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        yield give
        process.stdin.close()


def approved():
    with clocks.moved_to(NOON - HOUR):
        return factories.approve(factories.edition())


def successor():
    """Return an approved edition that is to take the place of a public one."""
    with clocks.moved_to(NOON - HOUR):
        return factories.approve(drafts.open_next(factories.published(), by=factories.writer()))


def scheduled_successor():
    edition = successor()
    with clocks.moved_to(NOON - HOUR):
        return factories.publish(edition, at=NOON + HOUR)


def public():
    with clocks.moved_to(NOON - HOUR):
        return factories.published()


LATER = {"at": (NOON + 2 * HOUR).isoformat()}
# Each action, what it is done to, and what it leaves: (opens, ends) of every edition, in hours from noon, and the
# entries it writes.
DONE = [
    ("publish", approved, {}, [(0, None)], ["published"]),
    ("publish", approved, LATER, [(2, None)], ["scheduled"]),
    ("publish", successor, {}, [(-1, 0), (0, None)], ["replaced", "published"]),
    ("publish", successor, LATER, [(-1, 2), (2, None)], ["replaced", "scheduled"]),
    ("reschedule", scheduled_successor, LATER, [(-1, 2), (2, None)], ["replaced", "rescheduled"]),
    ("unschedule", scheduled_successor, {}, [(-1, None), (None, None)], ["unscheduled"]),
    ("withdraw", public, {"reason": "The date was wrong."}, [(-1, 0)], ["withdrawn"]),
]


@pytest.mark.parametrize("dies", ["process", "database"])
@pytest.mark.parametrize(("action", "prepare", "answers", "ranges", "verbs"), DONE)
def test_whoever_dies_at_whatever_step_leaves_the_old_state_or_the_new(
    order, action, prepare, answers, ranges, verbs, dies
):
    edition = prepare()
    old, told = state(), TimelineEntry.objects.count()
    for step in range(1, 200):
        ended = order(action, edition, now=NOON.isoformat(), step=step, dies=dies, answers=answers)
        if state() != old:
            break
        assert ended == "died"
    assert step > 4
    assert [
        tuple(map(in_hours, times)) for times in Edition.objects.order_by("pk").values_list("live_from", "live_until")
    ] == ranges
    assert sorted(TimelineEntry.objects.order_by("id").values_list("verb", flat=True)[told:]) == sorted(verbs)
    assert Withdrawal.objects.count() == (action == "withdraw")


def state():
    """Return all that an action may write."""
    edition = Edition.objects.order_by("pk").values_list("live_from", "live_until", "stage", "first_published_at")
    return [*edition], TimelineEntry.objects.count(), Withdrawal.objects.count()


def in_hours(instant):
    return instant and (instant - NOON) / HOUR


def test_a_clock_that_goes_back_is_answered_with_a_sentence():
    with clocks.moved_to(NOON):
        first = factories.published()
        second = factories.approve(drafts.open_next(first, by=factories.writer()))
    with clocks.moved_to(NOON - HOUR):
        with pytest.raises(Refused, match="which comes before this, is scheduled for"):
            actions.publish(second, by=factories.press_secretary())
        with pytest.raises(Refused, match="Only something public can be withdrawn"):
            actions.withdraw(first, by=factories.press_secretary(), reason="The date was wrong.")
    with clocks.moved_to(NOON + HOUR):
        actions.publish(second, by=factories.press_secretary())
    ranges = Edition.objects.order_by("pk").values_list("live_from", "live_until")
    assert list(ranges) == [(NOON, NOON + HOUR), (NOON + HOUR, None)]

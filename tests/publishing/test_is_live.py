"""The rule of what is public when is written once, and costs no more than if it were written out."""

import datetime
import re

import pytest
from django.db import connection

from csto_site.places import BASE
from news.models import Edition
from publishing import clock
from publishing.models import IsLive
from tests.reaches import sources

FIRST, LAST = (datetime.datetime(2026, 11, day, 12, tzinfo=datetime.UTC) for day in (27, 28))
A_MICROSECOND = datetime.timedelta(microseconds=1)

# The beginning and the end of a range, compared with one instant.
WRITTEN_OUT = re.compile(
    r"live_until IS NULL OR \w*\.?live_until > \(?\w|Q\(live_until__isnull=True\) \| Q\(live_until__gt=.*live_from__lte"
)
# Search asks the clock once for thousands of rows, which a function that is put in place cannot do.
ALLOWED = {"publishing/sql/is_live.sql", "search/sql/2_found.sql"}
# Asks what stands after a withdrawal, scheduled editions among it.
ANOTHER_QUESTION = {
    "news/sql/withdrawals.sql",
    "desk/ripple/finding.py",  # what is public or will be, for the desk
}


def test_the_rule_is_written_out_nowhere_else():
    found = {str(path.relative_to(BASE)) for _layer, path in sources() if WRITTEN_OUT.search(path.read_text())}
    assert found == ALLOWED | ANOTHER_QUESTION


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("live_from", "live_until", "instant", "expected"),
    [
        (None, None, FIRST, None),
        (FIRST, None, FIRST - A_MICROSECOND, False),
        (FIRST, None, FIRST, True),
        (FIRST, LAST, LAST - A_MICROSECOND, True),
        (FIRST, LAST, LAST, False),
    ],
)
def test_the_first_instant_is_in_the_range_and_the_last_is_not(live_from, live_until, instant, expected):
    with connection.cursor() as cursor, clock.moved_to(instant):
        cursor.execute("SELECT is_live(%s, %s), is_live(%s, %s, %s)", [live_from, live_until] * 2 + [instant])
        assert cursor.fetchone() == (expected, expected)
    assert Edition(live_from=live_from, live_until=live_until).is_public(instant) is bool(expected)


@pytest.mark.django_db
def test_the_planner_puts_the_comparisons_in_the_place_of_the_call_and_uses_the_index():
    english = Edition.objects.filter(language="en").order_by("-shown_on", "-article")
    called = english.filter(IsLive("live_from", "live_until"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    plan = called.explain()
    assert "is_live" not in plan
    assert "Index Scan using news_edition_list" in plan

"""Boundaries: the instants at which pages change by themselves, because a range opens or ends or a day begins.

An application whose pages depend on the clock in another way registers a function. It takes an instant and returns the
next one at which these pages change, or None:

    boundaries.register(next_change_of_duty)
"""

import datetime
import zoneinfo
from collections.abc import Callable

import psycopg
from django.conf import settings

NextChange = Callable[[datetime.datetime], datetime.datetime | None]

_registered: list[NextChange] = []

# The next opening or ending of anything (publishing.models.Boundary), and the next ending alone.
NEXT = "SELECT min(at), min(at) FILTER (WHERE what = 'closed') FROM publishing_boundary WHERE at > %(now)s"
MAX_AGE = datetime.timedelta(hours=1)  # of a page, in case a boundary was forgotten


def register(next_change: NextChange) -> None:
    """Have following() call `next_change` too."""
    _registered.append(next_change)


def following(cursor: psycopg.Cursor, now: datetime.datetime) -> tuple[datetime.datetime, datetime.datetime | None]:
    """Return the next instant after `now` at which anything changes, and the next at which anything ends or None."""
    cursor.execute(NEXT, {"now": now})
    ((any_range, ending),) = cursor.fetchall()
    instants = [any_range, next_day(now), now + MAX_AGE, *(next_change(now) for next_change in _registered)]
    return min(filter(None, instants)), ending


def next_day(now: datetime.datetime) -> datetime.datetime:
    """Return the next midnight at the press office."""
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    tomorrow = now.astimezone(zone).date() + datetime.timedelta(days=1)
    return datetime.datetime.combine(tomorrow, datetime.time(), zone)

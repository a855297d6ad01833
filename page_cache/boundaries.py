"""Boundaries: the instants at which pages change by themselves, because a range opens or ends or a day begins.

An application whose pages depend on the clock in another way registers a function. It takes an instant and returns the
next one at which these pages change, or None:

    boundaries.register(next_change_of_duty)

The listener calls it in its own thread, where Django's connection is the listener's own (page_cache.listener). If it
raises an exception, that is logged and counted, and pages are good for FAULT_SECONDS until it works again.
"""

import collections
import datetime
import logging
import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

log = logging.getLogger(__name__)

NextChange = Callable[[datetime.datetime], datetime.datetime | None]

_registered: list[NextChange] = []
faults: dict[str, int] = collections.defaultdict(int)  # {the module of a registered function: how often it failed}

# The next opening or ending of anything (publishing.models.Boundary), and the next ending alone.
NEXT = "SELECT min(at), min(at) FILTER (WHERE what = 'closed') FROM publishing_boundary WHERE at > %s"
MAX_AGE = datetime.timedelta(hours=1)  # of a page, in case a boundary was forgotten
FAULT_SECONDS = 1  # for which a page is good while a boundary cannot be asked for


def register(next_change: NextChange) -> None:
    """Have following() call `next_change` too."""
    _registered.append(next_change)


def following(
    connection: BaseDatabaseWrapper, now: datetime.datetime
) -> tuple[datetime.datetime, datetime.datetime | None]:
    """Return the next instant after `now` at which anything changes, and the next at which anything ends or None."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [now])
        any_range, ending = cursor.fetchone()
    registered = [_ask(next_change, connection, now) for next_change in _registered]
    return min(filter(None, [any_range, next_day(now), now + MAX_AGE, *registered])), ending


def next_day(now: datetime.datetime) -> datetime.datetime:
    """Return the next midnight at the press office."""
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    tomorrow = now.astimezone(zone).date() + datetime.timedelta(days=1)
    return datetime.datetime.combine(tomorrow, datetime.time(), zone)


def _ask(next_change, connection, now):
    try:
        return next_change(now)
    except Exception:
        if not connection.is_usable():
            raise  # the fault is the connection's
        if not faults[next_change.__module__]:
            log.exception("A boundary cannot be asked for, so pages are good for %s s.", FAULT_SECONDS)
        faults[next_change.__module__] += 1
        return now + datetime.timedelta(seconds=FAULT_SECONDS)

"""The newsroom's only clock: the SQL function site_now().

Querysets, row-level policies and actions all use it, so moving it moves a whole request: to rehearse a release, to look
back, and to test an embargo without waiting. It is moved inside a transaction, and not beyond its end.
"""

import contextlib
import datetime
from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import DateTimeField, Func
from django.utils import timezone

from publishing.transactions import parameter


class SiteNow(Func):
    """The instant that counts as now, as a database expression."""

    function = "site_now"
    arity = 0
    output_field = DateTimeField()


def now() -> datetime.datetime:
    """Return the instant that counts as now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT site_now()")
        return cursor.fetchone()[0]


def today() -> datetime.date:
    """Return today's date at the press office."""
    return timezone.localdate(now())


@contextlib.contextmanager
def moved_to(instant: datetime.datetime) -> Iterator[None]:
    """Let `instant` (an aware datetime) be now for the length of the block, which must stand in a transaction."""
    with parameter("newsroom.now", instant.isoformat()):
        yield


@contextlib.contextmanager
def standing_still() -> Iterator[datetime.datetime]:
    """Stop the clock for the block, so that everything in it happens at one instant; yield that instant.

    The block is a transaction, or part of one.
    """
    with transaction.atomic():
        instant = now()
        with moved_to(instant):
            yield instant


@contextlib.contextmanager
def rehearsed() -> Iterator[None]:
    """Tell the database that the clock was moved for a rehearsal, so that no change is numbered as having happened.

    The block must stand in a transaction.
    """
    with parameter("newsroom.rehearsal", "on"):
        yield

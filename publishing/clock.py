"""The newsroom's only clock: the SQL function site_now().

Querysets, row-level policies and actions all use it, so moving it moves a whole request: to rehearse a release, to look
back, and to test an embargo without waiting.
"""

import contextlib
import datetime
from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import DateTimeField, Func
from django.utils import timezone


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
    """Let `instant` (an aware datetime) be now for this connection, for the length of the block."""
    before = _set(instant.isoformat())
    try:
        yield
    finally:
        _set_back(before)


@contextlib.contextmanager
def standing_still() -> Iterator[datetime.datetime]:
    """Stop the clock for the block, so that everything in it happens at one instant; yield that instant."""
    # The savepoint is rolled back before the clock is set going again: a failed transaction accepts no command.
    with moved_to(now()), transaction.atomic():
        yield now()


@contextlib.contextmanager
def rehearsed() -> Iterator[None]:
    """Tell the database that the clock was moved for a rehearsal, so that no change is numbered as having happened."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('newsroom.rehearsal', 'on', false)")
    try:
        yield
    finally:
        with contextlib.suppress(Exception), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('newsroom.rehearsal', '', false)")


def _set_back(before):
    try:
        _set(before)
    except Exception:
        # We do not know how the connection's clock is set now, so it must not return to the pool. Inside a failed
        # transaction the rollback resets it; everywhere else we close the connection.
        if not connection.in_atomic_block and connection.connection is not None:
            connection.connection.close()


def _set(value):
    """Set the moved clock and return what it was set to before; '' is the real time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('newsroom.now', true), '')")
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('newsroom.now', %s, false)", [value])
        return before

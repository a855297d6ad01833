"""The newsroom's only clock: the database's, through its function site_now().

Querysets, row-level policies and actions all ask it, so that moving it moves a whole request: to rehearse a release,
to look back, and to reach an embargo's second in a test without waiting.
"""

import contextlib

from django.db import connection, transaction
from django.db.models import DateTimeField, Func
from django.utils import timezone


class SiteNow(Func):
    """The instant that counts as now, as a database expression."""

    function = "site_now"
    arity = 0
    output_field = DateTimeField()


def now():
    """Return the instant that counts as now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT site_now()")
        return cursor.fetchone()[0]


def today():
    """Return the date at the press office."""
    return timezone.localdate(now())


@contextlib.contextmanager
def moved_to(instant):
    """Let `instant` (an aware datetime) be now for this connection, for the length of the block."""
    before = _set(instant.isoformat())
    try:
        yield
    finally:
        _set_back(before)


@contextlib.contextmanager
def standing_still():
    """Let the clock stand still for the block, so that all of it happens at one instant, which is returned."""
    # The savepoint is undone before the clock is set going again: a failed transaction would refuse to.
    with moved_to(now()), transaction.atomic():
        yield now()


@contextlib.contextmanager
def rehearsed():
    """Let the database know that the moved clock is a rehearsal's, so that nothing is entered as having happened."""
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
        # A connection whose clock is in doubt must not return to the pool as it is. Inside a failed transaction the
        # rollback undoes the move; everywhere else a closed connection is thrown away.
        if not connection.in_atomic_block and connection.connection is not None:
            connection.connection.close()


def _set(value):
    """Set the moved clock and return what it was set to before; '' lets it run."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('newsroom.now', true), '')")
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('newsroom.now', %s, false)", [value])
        return before

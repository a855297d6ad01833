"""The newsroom's clock moved for a whole session, for tests whose requests and jobs have transactions of their own.

The newsroom itself moves it inside a transaction only: publishing.clock.moved_to().
"""

import contextlib

from django.db import DatabaseError, connection


@contextlib.contextmanager
def moved_to(instant):
    """Let `instant` be now in all transactions of this thread's connection, for the length of the block."""
    before = _set(instant.isoformat())
    try:
        yield
    finally:
        # In a transaction that has failed this fails, too, and the rollback sets the clock back.
        with contextlib.suppress(DatabaseError):
            _set(before)


def _set(value):
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('newsroom.now', true), '')")
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('newsroom.now', %s, false)", [value])
        return before

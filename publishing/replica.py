"""Visitors' pages read from a replica: a server that follows the database, named by DATABASE_REPLICA_URL.

A page is read there only if the replica has replayed everything that this process has heard of
(page_cache.listener.Promise), and goes by the clock of the database, not by its own. Else the page is made at the
database, and its reader sees nothing of that: if the replica is behind, does not answer within a second, fails a query,
is another server than it should be, or if the page has something to store. A replica that was lost is left alone for
RESTS_SECONDS.
"""

import collections
import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections

from page_cache.listener import Generation, Promise
from publishing.reading import PrimaryNeeded, Reading

log = logging.getLogger(__name__)

ALIAS = "replica"  # in settings.DATABASES
RESTS_SECONDS = 5.0  # for which a replica that was lost is not asked

# Whether this is a replica of the server that gave the promise, and has kept it. The timeline is that of the last
# checkpoint, so after a failover a replica is trusted again when it has seen one.
KEEPS = """
SELECT pg_is_in_recovery() AND s.system_identifier::text = %s AND c.timeline_id = %s
    AND coalesce(pg_last_wal_replay_lsn() >= %s::pg_lsn, false)
FROM pg_control_system() s, pg_control_checkpoint() c
"""

# How many pages were read from the replica, were not because it was behind, or were broken off there (PrimaryNeeded);
# monitoring reads it.
counts: dict[str, int] = collections.defaultdict(int)

_rests_until = float("-inf")

T = TypeVar("T")


def may_be_asked(generation: Generation) -> bool:
    """Tell whether there is a replica that a page of this generation may be read from."""
    is_there = generation.promise is not None and ALIAS in settings.DATABASES
    return is_there and generation.is_believed and time.monotonic() >= _rests_until


def read(generation: Generation, preamble: str, make_page: Callable[[], T]) -> T | None:
    """Return what `make_page()` returns while it reads from the replica; None if it is to be read from the database.

    `preamble` is that of a Reading. `make_page` may be broken off anywhere.
    """
    made = None
    try:
        with _in_the_place_of_the_database():
            if _keeps(generation.promise):
                with Reading(preamble, is_of_replica=True).going_on():
                    made = make_page()
                outcome = "read"
            else:
                outcome = "behind"
    except PrimaryNeeded as need:
        outcome, fault = need.reason, need.__cause__
    except (Error, psycopg.Error) as lost:
        outcome, fault = "lost", lost
    if outcome == "lost":
        _leave_alone(fault)
    counts[outcome] += 1
    return made


@contextlib.contextmanager
def _in_the_place_of_the_database() -> Iterator[None]:
    """Have everything that this thread asks of the database asked of the replica, for the length of the block."""
    database, replica = connections[DEFAULT_DB_ALIAS], connections[ALIAS]
    connections[DEFAULT_DB_ALIAS] = replica
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = database
        replica.close()  # it returns to the pool


def _keeps(promise: Promise | None) -> bool:
    if promise is None:
        return False
    with connections[ALIAS].cursor() as cursor:
        # Before the page's own snapshot is taken, which then has all that was replayed by now.
        cursor.execute(KEEPS, [promise.system, promise.timeline, promise.position])
        return bool(cursor.fetchone()[0])


def _leave_alone(fault: object) -> None:
    """Do not ask the replica for a while, and forget the connections to it."""
    global _rests_until
    if time.monotonic() >= _rests_until:
        log.warning("The replica is not asked for %s s: %s", RESTS_SECONDS, fault)
    _rests_until = time.monotonic() + RESTS_SECONDS
    connections[ALIAS].pool.drain()  # type: ignore[attr-defined]  # of Django's backend for PostgreSQL

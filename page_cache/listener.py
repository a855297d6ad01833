"""Keeps track of the generation of public content, by listening to the database.

Every process has one thread and one connection for this, which is not of the pool: whatever the listener asks, it
waits for no request. page_cache.layer reads `generation` and decides with it.
"""

import dataclasses
import datetime
import logging
import threading
import time

import psycopg
from django.conf import settings
from django.db import DatabaseError, connections

from page_cache import boundaries
from page_cache.triggers import CHANNEL

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 1.0  # between queries that show whether the database is still there
MAX_SILENCE_SECONDS = 2.5  # after which a Generation is not believed any more
RECONNECT_SECONDS = 0.5  # between attempts to connect
STATEMENT_TIMEOUT_SECONDS = 1  # of what the listener asks: it must not go deaf because a table is locked
# A clock that goes back further was set, and not only corrected.
CLOCK_STEP = datetime.timedelta(seconds=0.1)
OPTIONS = {
    "connect_timeout": 3,
    "application_name": "page_cache",
    # If the database's machine is gone, we must notice within seconds.
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
    "tcp_user_timeout": 3000,
}


# The time, and what changes when a table is emptied by TRUNCATE, which calls no trigger of a row: its file.
HEARTBEAT = """
SELECT clock_timestamp(), sum(relfilenode::bigint)::bigint FROM pg_class
WHERE relkind = 'r' AND relpersistence = 'p' AND relnamespace = current_schema()::regnamespace
"""


# How far the database's log reaches, and of which server it is; a database that is itself a replica promises nothing.
PROMISE = """
SELECT system_identifier::text, ('x' || left(pg_walfile_name(position), 8))::bit(32)::integer, position::text
FROM pg_control_system(),
    (SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_insert_lsn() END AS position) AS log
WHERE position IS NOT NULL
"""

GENERATION = "page_cache.generation"  # in the environment of a request; no client can write there


@dataclasses.dataclass(frozen=True)
class Promise:
    """What a replica must have replayed to show a generation: everything up to a position in the database's log."""

    system: str  # the identifier of the cluster
    timeline: int
    position: str  # a pg_lsn


@dataclasses.dataclass(frozen=True, eq=False)
class Generation:
    """What was last heard about the state of public content; replaced at every heartbeat, never changed.

    `changed` counts every change and every boundary, `closed` those after which no older page may be shown.
    `changed_at`, `heard_at` and `good_until` are readings of time.monotonic(); until `good_until` this is believed.
    `now_then` was the time of the database's clock at `heard_at`, or later by at most `answer_seconds`. `files` is a
    number that changes when a table is emptied. `promise` is asked for after every change, if there is a replica.
    """

    changed: int = 0
    closed: int = 0
    changed_at: float = float("-inf")
    heard_at: float = float("-inf")
    now_then: datetime.datetime | None = None
    fresh_until: datetime.datetime | None = None  # the next instant at which anything changes by itself
    closes_at: datetime.datetime | None = None  # the next at which anything ends
    answer_seconds: float = 0.0
    files: int | None = None
    promise: Promise | None = None
    is_connected: bool = False
    is_away: bool = False  # nothing answers at the database's address
    good_until: float = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        good_for = float("-inf")
        if self.is_connected and self.now_then is not None and self.fresh_until is not None:
            good_for = min(MAX_SILENCE_SECONDS, (self.fresh_until - self.now_then).total_seconds())
        object.__setattr__(self, "good_until", self.heard_at + good_for)

    def now(self, at: float | None = None) -> datetime.datetime:
        """Return the time of the database's clock, also while the database is away.

        It is that of the instant `at`, a reading of time.monotonic(), if one is given.
        """
        since_then = datetime.timedelta(seconds=(at or time.monotonic()) - self.heard_at)
        return self.now_then + since_then  # type: ignore[operator, return-value]  # asked only of what was heard

    def certain_now(self) -> datetime.datetime:
        """Return an instant that the database's clock has reached for certain, and all that was heard has happened."""
        at_least = self.now() - datetime.timedelta(seconds=self.answer_seconds)
        return max(at_least, self.now_then)  # type: ignore[type-var, return-value]  # asked only of what was heard

    @property
    def is_believed(self) -> bool:
        return self.is_connected and time.monotonic() - self.heard_at < MAX_SILENCE_SECONDS


class Listener:
    """Keeps `generation` up to date from the first `start()` on, and reconnects when the database is lost."""

    def __init__(self, using: str = "default") -> None:
        self.using = using
        self.generation = Generation()
        self.has_changed = threading.Event()  # whoever waits for changes clears it
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    @property
    def has_begun(self) -> bool:
        return self._thread is not None

    def start(self) -> None:
        """Start to listen unless this process does already; to be called in the process that serves, after any fork."""
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="page-cache-listener", daemon=True)
                    self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread:
            self._thread.join(HEARTBEAT_SECONDS * 3)

    def _run(self):
        while not self._stopped.is_set():
            try:
                self._listen()
            except Exception as fault:
                if not isinstance(fault, psycopg.Error | DatabaseError):
                    log.exception("The listener failed, and begins again.")
                elif self.generation.is_connected:
                    log.warning("The database cannot be heard: %s", fault)
                # Both at once: between them, requests for pages that may be shown would wait for the database.
                is_away = self._is_away()
                self.generation = dataclasses.replace(self.generation, is_connected=False, is_away=is_away)
            self._stopped.wait(RECONNECT_SECONDS)

    def _listen(self):
        connection = self._own_connection()
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SET statement_timeout = '{STATEMENT_TIMEOUT_SECONDS}s'")
                cursor.execute(f"LISTEN {CHANNEL}")
            self._hear(connection, "closed")  # anything may have happened while nobody listened
            while not self._stopped.is_set():
                wait = self._seconds_to_wait()
                notifies = connection.connection.notifies
                payloads = {notice.payload for notice in notifies(timeout=wait, stop_after=1)}
                payloads |= {notice.payload for notice in notifies(timeout=0)}
                self._hear(connection, *payloads)
        finally:
            connection.close()

    def _own_connection(self):
        """Return a connection outside the pool, and make it the one that Django uses in this thread."""
        connection = connections[self.using].copy()
        connection.settings_dict |= settings.DIRECT_DATABASE  # a pooler passes on no notices
        options = connection.settings_dict["OPTIONS"]
        connection.settings_dict["OPTIONS"] = {key: options[key] for key in options if key != "pool"} | OPTIONS
        connections[self.using] = connection
        return connection

    def _is_away(self):
        """Tell whether no database answers, in contrast to one that only refuses this connection."""
        parameters = connections[self.using].get_connection_params()
        named = {key: parameters[key] for key in ("host", "port", "user", "dbname") if key in parameters}
        address = psycopg.conninfo.make_conninfo(**named, connect_timeout=OPTIONS["connect_timeout"])
        return psycopg.pq.PGconn.ping(address.encode()) != psycopg.pq.Ping.OK

    def _seconds_to_wait(self):
        """Return for how long to wait for a notice: a heartbeat, or until the next boundary."""
        if self.generation.fresh_until is None:
            return HEARTBEAT_SECONDS
        left = (self.generation.fresh_until - self.generation.now()).total_seconds()
        return min(HEARTBEAT_SECONDS, max(left, 0.001))

    def _hear(self, connection, *payloads):
        """Make the next Generation from the payloads of notices, the clock and the next boundaries."""
        before, at = self.generation, time.monotonic()  # read before the query, so that our clock is never behind
        is_told_of_an_ending = any(payload != "changed" for payload in payloads)
        if payloads and before.is_connected:
            # It counts before anything is asked: on a busy machine an answer takes long.
            self.generation = dataclasses.replace(
                before,
                changed=before.changed + 1,
                closed=before.closed + is_told_of_an_ending,
                changed_at=at,
                fresh_until=before.now_then,
                closes_at=before.now_then,
                promise=None,
            )
        with connection.cursor() as cursor:
            cursor.execute(HEARTBEAT)
            now, files = cursor.fetchone()
        answer_seconds = time.monotonic() - at
        # If the clock was set back, what had opened is not public any more, which is an ending too.
        is_set_back = before.now_then is not None and now < before.now(at - before.answer_seconds) - CLOCK_STEP
        has_ended = is_set_back or files != before.files or (before.closes_at is not None and before.closes_at <= now)
        has_closed = has_ended or is_told_of_an_ending
        has_changed = bool(payloads) or has_ended or before.fresh_until is None or before.fresh_until <= now
        heard = dataclasses.replace(
            before,
            changed=before.changed + has_changed,
            closed=before.closed + has_closed,
            changed_at=at if has_changed else before.changed_at,
            heard_at=at,
            answer_seconds=answer_seconds,
            now_then=now,
            files=files,
            is_connected=True,
            is_away=False,
        )
        if has_changed:
            # Until it is known what comes next, no page is fresh.
            unknown = {"fresh_until": now, "closes_at": now, "is_connected": before.is_connected, "promise": None}
            self.generation = dataclasses.replace(heard, **unknown)
            promise = self._promise(connection)
            fresh_until, closes_at = boundaries.following(connection, now)
            heard = dataclasses.replace(heard, fresh_until=fresh_until, closes_at=closes_at, promise=promise)
        self.generation = heard
        if has_changed:
            self.has_changed.set()

    def _promise(self, connection):
        if "replica" not in settings.DATABASES:
            return None
        try:
            with connection.cursor() as cursor:
                cursor.execute(PROMISE)
                found = cursor.fetchone()
        except DatabaseError:
            if not connection.is_usable():
                raise  # the fault is the connection's
            log.exception("How far the database has come cannot be asked, so no page is read from the replica.")
            return None
        return Promise(*found) if found else None

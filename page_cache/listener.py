"""Listens to the database: how often public content changed, when it changes next by itself, whether it can be heard.

One thread and one connection of its own in every process. It decides nothing; page_cache.layer reads `generation`.
"""

import dataclasses
import datetime
import logging
import threading
import time

import psycopg
from django.db import DatabaseError, connections

from page_cache import boundaries
from page_cache.triggers import CHANNEL

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 1.0  # between questions to the database whether it is still there
MAX_SILENCE_SECONDS = 2.5  # after which what we know is not trusted any more
RECONNECT_SECONDS = 0.5  # between attempts to connect
CLOCK_STEP = datetime.timedelta(seconds=1)  # by which a clock that goes back was set, and not only corrected


@dataclasses.dataclass(frozen=True)
class Generation:
    """What is known at one moment of the state of public content; replaced as a whole, never changed.

    `changed` rises with every change and every boundary, `closed` with those after which nothing older may be shown.
    `heard_at`, `changed_at` and `good_until` are readings of time.monotonic(); until `good_until` this is believed.
    `now_then` is the database's clock at `heard_at`.
    """

    changed: int = 0
    closed: int = 0
    changed_at: float = float("-inf")
    heard_at: float = float("-inf")
    now_then: datetime.datetime | None = None
    fresh_until: datetime.datetime | None = None  # the next instant at which anything changes by itself
    closes_at: datetime.datetime | None = None  # the next at which anything ends
    is_connected: bool = False
    good_until: float = dataclasses.field(init=False)

    def __post_init__(self):
        good_for = float("-inf")
        if self.is_connected and self.fresh_until is not None:
            good_for = min(MAX_SILENCE_SECONDS, (self.fresh_until - self.now_then).total_seconds())
        object.__setattr__(self, "good_until", self.heard_at + good_for)

    def now(self):
        """Return the time of the database's clock, which goes on while the database is away."""
        return self.now_then + datetime.timedelta(seconds=time.monotonic() - self.heard_at)

    @property
    def is_believed(self):
        return self.is_connected and time.monotonic() - self.heard_at < MAX_SILENCE_SECONDS


class Listener:
    """Keeps `generation` true from the first `start()` on, through every loss of the database."""

    def __init__(self, using="default"):
        self.using = using
        self.generation = Generation()
        self._starting = threading.Lock()
        self._thread = None
        self._stopped = threading.Event()

    @property
    def has_begun(self):
        return self._thread is not None

    def start(self):
        """Listen, if this process does not yet; called in the process that serves, never before it was forked."""
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="page-cache-listener", daemon=True)
                    self._thread.start()

    def stop(self):
        self._stopped.set()
        if self._thread:
            self._thread.join(HEARTBEAT_SECONDS * 3)

    def _run(self):
        while not self._stopped.is_set():
            try:
                self._listen()
            except (psycopg.Error, DatabaseError) as lost:
                if self.generation.is_connected:
                    log.warning("The database cannot be heard: %s", lost)
                self.generation = dataclasses.replace(self.generation, is_connected=False)
            self._stopped.wait(RECONNECT_SECONDS)

    def _listen(self):
        with psycopg.connect(**self._parameters(), autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            self._hear(connection, "closed")  # whatever was said while nobody listened
            while not self._stopped.is_set():
                said = {notice.payload for notice in connection.notifies(timeout=self._patience(), stop_after=1)}
                said |= {notice.payload for notice in connection.notifies(timeout=0)}
                self._hear(connection, *said)

    def _parameters(self):
        parameters = connections[self.using].get_connection_params()
        return {
            **{name: value for name, value in parameters.items() if name not in ("cursor_factory", "context")},
            "connect_timeout": 3,
            "application_name": "page_cache",
            # A database whose machine has vanished must be noticed in seconds.
            "keepalives_idle": 2,
            "keepalives_interval": 1,
            "keepalives_count": 2,
            "tcp_user_timeout": 3000,
        }

    def _patience(self):
        """Return for how long to wait for a word: a heartbeat, or until the next boundary."""
        if self.generation.fresh_until is None:
            return HEARTBEAT_SECONDS
        left = (self.generation.fresh_until - self.generation.now()).total_seconds()
        return min(HEARTBEAT_SECONDS, max(left, 0.001))

    def _hear(self, connection, *said):
        """Take in what was said, and ask what comes next."""
        before, at = self.generation, time.monotonic()  # read before the question, so that our clock is never behind
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            (now,) = cursor.fetchone()
            # A clock that was set back makes unseen again what had opened, which is an ending too.
            is_set_back = before.now_then is not None and now < before.now() - CLOCK_STEP
            has_ended = is_set_back or (before.closes_at is not None and before.closes_at <= now)
            closed = has_ended or any(word != "changed" for word in said)
            is_news = bool(said) or has_ended or before.fresh_until is None or before.fresh_until <= now
            if is_news:
                fresh_until, closes_at = boundaries.following(cursor, now)
                connections[self.using].close()  # what the applications asked through, in this thread
            else:
                fresh_until, closes_at = before.fresh_until, before.closes_at
        self.generation = Generation(
            changed=before.changed + is_news,
            closed=before.closed + closed,
            changed_at=at if is_news else before.changed_at,
            heard_at=at,
            now_then=now,
            fresh_until=fresh_until,
            closes_at=closes_at,
            is_connected=True,
        )

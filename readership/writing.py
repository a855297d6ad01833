"""Writes what this process has counted into the database: each minute, at every full hour, and when it stops.

Several processes on several machines add to the same sums. What cannot be written waits for the next time, MAX_WAITING
sums of it; what is beyond that is dropped, and monitoring is told. A process that is killed loses what it counted in
its last minute. If the connection breaks while the database commits, that minute may count twice.
"""

import datetime
import logging
import threading
from multiprocessing.util import Finalize

import psycopg
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from readership.counts import MAX_TAKEN, MAX_WORDS, counts

log = logging.getLogger(__name__)

WRITE_SECONDS = 60
MAX_WAITING = 100_000  # sums that could not be written, in the memory of a process
ASKED_AT_LEAST = 3  # times on a day before the words of a search are written down, so that they are not one person's
MAX_WORDS_A_DAY = 200  # in the table
MAX_TAKEN_A_DAY = 1000  # rows of who took up what, of links and of programs each

ADD = """
INSERT INTO readership_reading (day, hour, kind, about, number, language, is_program, times)
SELECT * FROM unnest(
    %s::date[], %s::smallint[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::boolean[], %s::bigint[]
)
ON CONFLICT (day, hour, kind, about, number, language, is_program)
DO UPDATE SET times = readership_reading.times + EXCLUDED.times
"""
ADD_WORDS = """
INSERT INTO readership_unfound (day, language, words, times)
SELECT * FROM unnest(%s::date[], %s::text[], %s::text[], %s::int[])
ON CONFLICT (day, language, words) DO UPDATE SET times = readership_unfound.times + EXCLUDED.times
"""
KEEP_THE_MOST = """
DELETE FROM readership_unfound WHERE id IN (
    SELECT id FROM readership_unfound WHERE day = %s ORDER BY times DESC, id OFFSET %s
)
"""


ADD_TAKEN = """
INSERT INTO readership_takenup (day, kind, about, number, by, times)
SELECT * FROM unnest(%s::date[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::bigint[])
ON CONFLICT (day, kind, about, number, by) DO UPDATE SET times = readership_takenup.times + EXCLUDED.times
"""
KEEP_MOST_TAKEN = """
DELETE FROM readership_takenup WHERE id IN (
    SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY kind = 'page' ORDER BY times DESC, id) AS place
        FROM readership_takenup WHERE day = %s
    ) AS of_the_day WHERE place > %s
)
"""


class Writer:
    """Takes what `source` has counted, and adds it to the sums of the hour in which it was counted."""

    def __init__(self, source=counts):
        self.source = source
        self.dropped = 0  # answers that were counted and will not be written
        self._since = timezone.localtime()
        self._waiting = {}  # {the columns of a row but the last: how often}
        self._words = _Words()
        self._taken = {}  # {the columns of a row but the last: how often}
        self._writing = threading.Lock()

    def write_down(self):
        """Write all that waits, in one transaction. What fails, waits on."""
        with self._writing:
            at, self._since = self._since, timezone.localtime()
            people, programs = self.source.take()
            self._words.add(at.date(), people)
            self._let_wait(at, people, is_program=False)
            self._let_wait(at, programs, is_program=True)
            for taken, times in self.source.take_taken().items():
                key = at.date(), *taken
                if key in self._taken or len(self._taken) < MAX_TAKEN:
                    self._taken[key] = self._taken.get(key, 0) + times
            if self._waiting:
                rows = sorted(self._waiting.items())  # in one order for all, so that no two writers block each other
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(ADD, [list(column) for column in zip(*[(*key, times) for key, times in rows])])
                    written = self._words.write(cursor)
                    self._write_taken(cursor)
                self._waiting.clear()
                self._taken.clear()
                self._words.have_been_written(written)

    def _let_wait(self, at, counted, is_program):
        for (kind, about, number, language, _words), times in counted.items():
            key = at.date(), at.hour, kind, about, number, language, is_program
            if key in self._waiting or len(self._waiting) < MAX_WAITING:
                self._waiting[key] = self._waiting.get(key, 0) + times
            else:
                self.dropped += times

    def _write_taken(self, cursor):
        if self._taken:
            rows = [(*key, times) for key, times in sorted(self._taken.items())]
            cursor.execute(ADD_TAKEN, [list(column) for column in zip(*rows)])
            for day in {row[0] for row in rows}:
                cursor.execute(KEEP_MOST_TAKEN, [day, MAX_TAKEN_A_DAY])


class _Words:
    """Searches of this day that found nothing: {(language, words): [how often, of that written]}."""

    def __init__(self):
        self._day = None
        self._asked = {}

    def add(self, day, people):
        if day != self._day:
            self._day, self._asked = day, {}
        for thing, times in people.items():
            if not thing.words:
                continue
            asked = thing.language, thing.words
            if asked not in self._asked and len(self._asked) >= MAX_WORDS:
                self._asked = {words: found for words, found in self._asked.items() if found[0] > 1}
            if asked in self._asked or len(self._asked) < MAX_WORDS:
                self._asked.setdefault(asked, [0, 0])[0] += times

    def write(self, cursor):
        """Add to the table what was asked often enough; return {(language, words): how often it is there then}."""
        due = {words: found for words, found in self._asked.items() if found[0] >= max(ASKED_AT_LEAST, found[1] + 1)}
        if due:
            rows = [(self._day, *words, asked - written) for words, (asked, written) in sorted(due.items())]
            cursor.execute(ADD_WORDS, [list(column) for column in zip(*rows)])
            cursor.execute(KEEP_THE_MOST, [self._day, MAX_WORDS_A_DAY])
        return {words: found[0] for words, found in due.items()}

    def have_been_written(self, written):
        for words, asked in written.items():
            self._asked[words][1] = asked


writer = Writer()


class _Thread:
    def __init__(self):
        self.may_start = False  # only a process that serves counts
        self.thread = None
        self.starting = threading.Lock()


_this = _Thread()


def begin():
    """Say that this process serves the site; called by csto_site.wsgi alone."""
    _this.may_start = True


def start():
    """Start to write each minute, if this process serves and has not; called with each answer that Django makes."""
    if _this.may_start and _this.thread is None:
        with _this.starting:
            if _this.thread is None:
                _this.thread = threading.Thread(target=_run, name="readership", daemon=True)
                _this.thread.start()
                # The server's workers are processes of multiprocessing, which calls this when one of them stops.
                Finalize(None, _write_once, exitpriority=100)


def _run():
    wait = threading.Event()  # nobody sets it
    while True:
        wait.wait(seconds_to_wait(timezone.localtime()))
        _write_once()


def seconds_to_wait(now):
    """Return for how many seconds to count: a minute, or up to the next full hour."""
    into_the_hour = datetime.timedelta(minutes=now.minute, seconds=now.second, microseconds=now.microsecond)
    left = (datetime.timedelta(hours=1) - into_the_hour).total_seconds()
    return min(WRITE_SECONDS, left + 0.05)


def _write_once():
    try:
        writer.write_down()
    except (DatabaseError, psycopg.Error) as reason:
        log.info("What was read cannot be written down, and waits: %s", reason)
    except Exception:
        log.exception("What was read was not written down, and waits.")
    finally:
        connection.close()

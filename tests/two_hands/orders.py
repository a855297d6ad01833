"""Has several people act at the same time, in every order that matters, as PostgreSQL's isolation tester does.

An act is a function. Each person runs theirs in a thread, on a connection of their own, with real commits. One of them
is stopped before a statement that writes or locks, or before a commit. Then the others act, one after the other, each
to the end or until they wait for a lock. Then the first goes on. This is done for every such statement of every person,
and the rows are set back before each time.

Not every stop makes a difference. If the others had written nothing when they began to wait, they wait at the same
place whatever the first one writes meanwhile, up to its next commit. So those stops are left out.
"""

import queue
import re
import threading
import time

from django.db import connection, connections
from django.utils import translation

from publishing.actions import Refused
from tests import kept_rows

WRITES_OR_LOCKS = re.compile(
    r"^\s*(INSERT|UPDATE|DELETE|WITH|MERGE)\b|\bFOR (NO KEY )?(UPDATE|SHARE)\b|advisory"
    r"|^\s*SELECT (publishing|search|news|syndication)_\w+\(",
    re.IGNORECASE,
)
EVERY_STATEMENT = re.compile("")
POLL_SECONDS = 0.001
MAX_SECONDS = 30
DEADLOCK_TIMEOUT = "20ms"  # instead of a second


class Order:
    """One order that was tried: who was stopped before what, and what each act returned or raised.

    `before` is None if the act was not stopped but done before the others began.
    """

    def __init__(self, first, before, results):
        self.first, self.before, self.results = first, before, results

    def __str__(self):
        statement = " ".join(self.before.split())[:100] if self.before else "nothing"
        return f"number {self.first + 1} stops before {statement}: {self.outcomes}"

    @property
    def is_in_turn(self):
        """Whether the first one was done before the others began, so that they knew of it."""
        return self.before is None

    @property
    def outcomes(self):
        """For each act “done”, or the name of what it raised."""
        return [type(result).__name__ if isinstance(result, Exception) else "done" for result in self.results]


class Stage:
    """The people, and the rows as they are when it is made."""

    def __init__(self):
        self.people = []
        kept_rows.keep()

    def every_order(self, *acts, allowed=(Refused,), first=None, stops=WRITES_OR_LOCKS):
        """Yield each Order of `acts` when it has been tried. What an act raises is raised, except `allowed`.

        `first` are the numbers of those who are stopped, counted from 0: everybody, unless they are given. `stops` is
        the pattern of the statements before which they are. EVERY_STATEMENT is for pages, which only read.
        """
        self.people = [Person(stops) for _ in acts]
        for stopped in range(len(acts)) if first is None else first:
            order, stop_at = None, 1
            while order is None or not order.is_in_turn:
                kept_rows.set_back()
                order, stop_at = self._try(acts, stopped, stop_at)
                print(order)
                for result in order.results:
                    if isinstance(result, Exception) and not isinstance(result, allowed):
                        raise result
                yield order

    def _try(self, acts, first, stop_at):
        """Return the Order with this stop, and where to stop next. An act that ends before it is the last Order."""
        stopped = self.people[first]
        stopped.begin(acts[first], stop_at)
        self._settle(stopped)
        unseen = True
        for person, act in zip(self.people, acts):
            if person is not stopped:
                person.begin(act)
                has_ended = self._settle(person)
                unseen = unseen and not has_ended and len(person.steps) == 1
        if stopped.stopped_before:
            stopped.go_on()
        for person in self.people:
            assert person.rests.wait(MAX_SECONDS), "somebody waits for ever"
        order = Order(first, stopped.stopped_before, [person.result for person in self.people])
        return order, stopped.step_after_commit(stop_at) if unseen else stop_at + 1

    def _settle(self, person):
        """Wait until `person` is stopped or has ended; return False if they wait for a lock of another person."""
        end = time.monotonic() + MAX_SECONDS
        with connection.cursor() as cursor:
            while not person.rests.wait(POLL_SECONDS):
                backends = [other.backend for other in self.people]
                cursor.execute("SELECT pg_blocking_pids(%s) && %s::int[]", [person.backend, backends])
                if cursor.fetchone()[0]:
                    return False
                assert time.monotonic() < end, "it neither ends nor waits for a lock"
        return True

    def close(self):
        for person in self.people:
            person.leave()
        kept_rows.forget()


class Person:
    """Somebody who acts in a thread, and can be stopped on the way."""

    def __init__(self, stops):
        self.stops = stops
        self.acts = queue.SimpleQueue()
        self.backend = None
        self.rests = threading.Event()  # stopped or ended
        self.may_go_on = threading.Event()
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()

    def begin(self, act, stop_at=None):
        """Begin `act`, and stop before its step number `stop_at`, counted from 1."""
        self.stop_at, self.stopped_before, self.result = stop_at, None, None
        self.steps = []  # for each, whether it commits
        self.rests.clear()
        self.may_go_on.clear()
        self.acts.put(act)

    def go_on(self):
        self.rests.clear()
        self.may_go_on.set()

    def leave(self):
        self.acts.put(None)
        self.thread.join(MAX_SECONDS)

    def step_after_commit(self, step):
        """Return the number of the step after the first commit from `step` on; after the end, if there is none."""
        later = range(step, len(self.steps))
        return next((number for number in later if self.steps[number - 1]), len(self.steps)) + 1

    def _work(self):
        commit = connection._commit
        connection._commit = lambda: (self._step("COMMIT"), commit())
        with translation.override("en"):
            while act := self.acts.get():
                self._connect()
                try:
                    with connection.execute_wrapper(self._execute):
                        self.result = act()
                except Exception as error:
                    self.result = error
                self.rests.set()
        connections.close_all()

    def _connect(self):
        # For each act anew: a view that sends a long file gives its connection back.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), set_config('deadlock_timeout', %s, false)", [DEADLOCK_TIMEOUT])
            self.backend = cursor.fetchone()[0]

    def _execute(self, execute, sql, params, many, context):
        if self.stops.search(sql):
            self._step(sql)
        return execute(sql, params, many, context)

    def _step(self, sql):
        self.steps.append(sql == "COMMIT" or not connection.in_atomic_block)
        if len(self.steps) == self.stop_at:
            self.stopped_before = sql
            self.rests.set()
            assert self.may_go_on.wait(MAX_SECONDS), "nobody let it go on"

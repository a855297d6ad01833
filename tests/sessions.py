"""Somebody else at work at the same time, on a connection of their own."""

import threading

import psycopg
import pytest
from django.db import connection, connections


class Session:
    """A person who does `act` in a thread; what becomes of it is told by outcome()."""

    def __init__(self, act):
        self.backend, self.error = None, None
        self.started = threading.Event()
        self.thread = threading.Thread(target=self._run, args=[act])
        self.thread.start()
        self.started.wait(10)

    def _run(self, act):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.backend = cursor.fetchone()[0]
            self.started.set()
            act()
        except Exception as error:
            self.error = error
        finally:
            connections.close_all()

    def waits_for_a_lock(self):
        with psycopg.connect(**database(), autocommit=True) as watcher:
            while self.thread.is_alive():
                waiting = "SELECT FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock'"
                if watcher.execute(waiting, [self.backend]).fetchone() is not None:
                    return
        pytest.fail("It does not wait.")

    def outcome(self):
        """Return “done”, or the name of the error it ended with."""
        self.thread.join(60)
        return type(self.error).__name__ if self.error else "done"


def at_once(*acts):
    """Have different people do all of these at the same time; return their outcomes."""
    return [session.outcome() for session in [Session(act) for act in acts]]


def database():
    """Return how psycopg reaches the database of the tests."""
    return {
        key: value for key, value in connection.get_connection_params().items() if key in ("host", "user", "dbname")
    }

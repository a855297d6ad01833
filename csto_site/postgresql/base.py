"""Django's backend for PostgreSQL, with a pool that recovers from a restart of the server at once.

A restart breaks every connection of the pool. psycopg's own check finds them one by one and waits for seconds in
between, longer than a visitor does. So a connection is checked here, and the first broken one has all of them replaced.

How many may wait for a connection is counted here as well (MAX_WAITING in settings.DATABASES). psycopg counts those who
have waited in vain and gone, too, until it has a connection again, and it connects only for whom it lets wait: after an
outage in which so many gave up it would refuse everybody for ever.

A replica's pool has ImpatientConnections, which are not checked: whoever uses them asks the database if they fail
(publishing/replica.py).
"""

import threading
from typing import Any, ClassVar

import psycopg
import psycopg_pool
from django.db import NotSupportedError
from django.db.backends.postgresql import base

from csto_site.postgresql.features import DatabaseFeatures
from csto_site.postgresql.impatient import ImpatientConnection

MAX_LOOKS = 5  # for a connection that works, while the server restarts


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL. settings.DATABASES names this package as its engine."""

    features_class = DatabaseFeatures
    _waiting_rooms: ClassVar[dict[str, threading.BoundedSemaphore]] = {}  # {alias: who waits for a connection}

    def check_database_version_supported(self) -> None:
        """Raise NotSupportedError if the server is too old, each time: somebody may take the first for an outage."""
        try:
            super().check_database_version_supported()
        except NotSupportedError:
            self.close()
            raise

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection:
        """Return a connection of the pool that works.

        Raises psycopg.OperationalError if the server is away, or if too many wait for a connection already.
        """
        for _look in range(MAX_LOOKS):
            connection = self._next_connection(conn_params)
            if not self.pool or isinstance(connection, ImpatientConnection):
                break
            try:
                # One that came back in the middle of a transaction must not begin another one by this.
                self.pool.check_connection(connection)
                break
            except psycopg.OperationalError:
                self.pool.putconn(connection)
                self.pool.check()
        return connection

    def _next_connection(self, conn_params):
        if not self.pool:
            return super().get_new_connection(conn_params)
        places = self.settings_dict["MAX_WAITING"]
        room = self._waiting_rooms.setdefault(self.alias, threading.BoundedSemaphore(places))
        if not room.acquire(blocking=False):
            raise psycopg_pool.TooManyRequests(f"{places} wait for a connection already")
        try:
            return super().get_new_connection(conn_params)
        finally:
            room.release()

"""Django's backend for PostgreSQL, with a pool that recovers from a restart of the server at once.

A restart breaks every connection of the pool. psycopg's own check finds them one by one and waits for seconds in
between, longer than a visitor does. So a connection is checked here, and the first broken one has all of them replaced.
A replica's pool has ImpatientConnections, which are not checked: whoever uses them asks the database if they fail
(publishing/replica.py).
"""

from typing import Any

import psycopg
from django.db.backends.postgresql import base

from csto_site.postgresql.impatient import ImpatientConnection

MAX_LOOKS = 5  # for a connection that works, while the server restarts


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL. settings.DATABASES names this package as its engine."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection:
        """Return a connection of the pool that works; psycopg.OperationalError if the server is away."""
        for _look in range(MAX_LOOKS):
            connection = super().get_new_connection(conn_params)
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

"""Connections to a replica, which nobody waits for."""

from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

ANSWERS_WITHIN_SECONDS = 1.0  # for each statement


class ImpatientConnection(psycopg.Connection):
    """A connection that breaks off with OperationalError when the server has not answered in time.

    A server that is stopped, or whose disk hangs, keeps its connections open; no setting of PostgreSQL ends them.
    """

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        if timeout is not None:
            return super().wait(gen, interval, timeout)  # the driver itself says for how long
        try:
            return super().wait(gen, interval, ANSWERS_WITHIN_SECONDS)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:  # the answer is still to come
                self.close()
            raise

"""A visitor's page as one transaction. publishing.visitors says with what rights, and as of what instant."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections, transaction
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from psycopg.pq import TransactionStatus

BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

T = TypeVar("T")


class PrimaryNeeded(BaseException):
    """A page that is read from a replica is to be made anew at the database itself (publishing.replica).

    It is no Exception, so that no view takes it for an error of its own. `reason` is “wrote” if something is to be
    stored, “failed” if a query did, or “lost” if the connection is.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Reading:
    """A transaction that only reads, and sees everything as of one instant.

    It begins with the first query and in the same round trip, so it costs nothing where nothing is asked. `preamble` is
    a SELECT that sets its parameters. When a query has failed, the next one begins another transaction, so that a page
    that says so can be made; at a replica the page is broken off by PrimaryNeeded.
    """

    def __init__(self, preamble: str, *, is_of_replica: bool = False) -> None:
        self._preamble = preamble
        self._is_of_replica = is_of_replica
        self._connection = connections[DEFAULT_DB_ALIAS]
        self._transaction = contextlib.ExitStack()
        self._is_interrupted = False

    @staticmethod
    def current() -> "Reading | None":
        """Return the Reading that goes on, or None."""
        readings = (wrapper for wrapper in connection.execute_wrappers if isinstance(wrapper, Reading))
        return next((reading for reading in readings if not reading._is_interrupted), None)

    @contextlib.contextmanager
    def going_on(self) -> Iterator[None]:
        """Make all queries of the block part of this."""
        with self._connection.execute_wrapper(self):
            try:
                self.enter()
                yield
            finally:
                self._leave()

    @contextlib.contextmanager
    def interrupted(self) -> Iterator[None]:
        """End the transaction for the length of the block; the first query after it begins another one."""
        if self._is_of_replica:
            raise PrimaryNeeded("wrote")
        self._leave()
        self._is_interrupted = True
        try:
            yield
        finally:
            self._is_interrupted = False
            self.enter()

    def enter(self) -> None:
        """Tell Django that a transaction is open, if there is a connection. The first query tells PostgreSQL."""
        if self._connection.connection is not None and not self._is_interrupted:
            self._transaction.enter_context(transaction.atomic())
            self._connection.connection.autocommit = True  # or the driver would send a BEGIN of its own

    def _leave(self):
        driver = self._connection.connection
        status = driver.pgconn.transaction_status if driver is not None else None
        with contextlib.suppress(Error):  # nobody waits for the end: everything has been read
            if status == TransactionStatus.UNKNOWN:
                self._connection.close()  # it was lost
            elif status == TransactionStatus.INERROR:
                self._connection.set_rollback(True)
        with contextlib.suppress(Error):
            self._transaction.close()

    def __call__(self, execute: Callable[..., T], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> T:
        """Execute a query: Django calls this for each."""
        if not self._is_of_replica:
            return self._execute(execute, sql, params, many, context)
        try:
            return self._execute(execute, sql, params, many, context)
        except Error as fault:
            driver = self._connection.connection
            raise PrimaryNeeded("lost" if driver is None or driver.closed else "failed") from fault

    def _execute(self, execute, sql, params, many, context):
        if self._is_interrupted:
            return execute(sql, params, many, context)
        driver = self._connection.connection
        status = driver.pgconn.transaction_status
        if (status == TransactionStatus.INERROR or self._connection.needs_rollback) and not self._is_rolled_back(sql):
            self._leave()
            self.enter()
            status = driver.pgconn.transaction_status
        if status != TransactionStatus.IDLE:
            return execute(sql, params, many, context)
        # An atomic() of the view that opened the connection believes that it has found a transaction begun by hand.
        self._connection.in_atomic_block = self._connection.commit_on_exit = True
        # The driver cannot declare a cursor of the server in a pipeline.
        is_plain = not isinstance(context["cursor"].cursor, psycopg.ServerCursor)
        with self._connection.wrap_database_errors, driver.pipeline() if is_plain else contextlib.nullcontext():
            for statement in (BEGIN, self._preamble):
                # driver.execute() would send each by itself, and wake the server three times instead of once.
                driver.wait(driver._exec_command(statement))
            return execute(sql, params, many, context)

    def _is_rolled_back(self, sql):
        """Tell whether a view's own atomic() has the failed query, and goes back to where it began."""
        return self._connection.savepoint_ids or str(sql).startswith("ROLLBACK TO SAVEPOINT")


@receiver(connection_created)
def _enter(sender, connection, **kwargs):
    for wrapper in connection.execute_wrappers:
        if isinstance(wrapper, Reading):
            wrapper.enter()

"""Parameters that end with a transaction, and the one place where a transaction is begun anew.

A session keeps no state of ours, so a connection may come from any pool, a PgBouncer's in transaction mode too.

Of transactions that wait for each other PostgreSQL ends one (a deadlock, 40P01); under REPEATABLE READ it also ends one
that would change a row which another has changed since (a serialization failure, 40001). Nothing of it was done, so it
is done again, and nobody sees it. The same goes for an action during which a scheduled thing has opened or ended: our
triggers refuse to change the past (23000), and begun anew the action sees what has happened, and says so.
"""

import contextlib
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

from django.contrib.messages.storage.base import Message
from django.db import DatabaseError, connection, models, transaction
from django.http import HttpRequest
from psycopg import errors

P = ParamSpec("P")
R = TypeVar("R")

MAX_TRIES = 10


@contextlib.contextmanager
def parameter(name: str, value: str) -> Iterator[None]:
    """Set a parameter of the database for the length of the block, which must stand in a transaction."""
    with connection.cursor() as cursor:
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError(f"{name} is set only inside a transaction.")
        cursor.execute("SELECT current_setting(%s, true), set_config(%s, %s, true)", [name, name, value])
        before = cursor.fetchone()[0]
    try:
        yield
    finally:
        # If this fails, the transaction has failed, and its rollback sets the parameter back.
        with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [name, before or ""])


def retried(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` in one transaction, up to MAX_TRIES times while PostgreSQL ends it for the sake of another.

    Model instances among its arguments are given back the values that they were called with, and messages that it has
    added to a request are forgotten. In a transaction that is open already it runs once, as a part of that one; whoever
    opened it begins anew.
    """

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            with transaction.atomic():
                return function(*args, **kwargs)
        for tries_left in reversed(range(MAX_TRIES)):
            given = _given(args, kwargs)
            values = [(item, item.__getstate__()) for item in given if isinstance(item, models.Model)]
            messages = [(item, _messages(item)[:]) for item in given if isinstance(item, HttpRequest)]
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except DatabaseError as error:
                if not (tries_left and is_passing(error)):
                    raise
                for instance, before in values:
                    vars(instance).clear()
                    vars(instance).update(before)
                for request, waiting in messages:
                    _messages(request)[:] = waiting
        raise AssertionError("unreachable")

    return wrapper


def is_passing(error: Exception) -> bool:
    """Tell whether a database error means that the same transaction may succeed when it is begun anew."""
    passing = (errors.DeadlockDetected, errors.SerializationFailure, errors.IntegrityConstraintViolation)
    return isinstance(error.__cause__, passing)


def _given(args: Sequence[Any], kwargs: Mapping[str, Any]) -> list[Any]:
    given = [*args, *kwargs.values()]
    return given + [item for some in given if isinstance(some, (list, tuple)) for item in some]


def _messages(request: HttpRequest) -> list[Message]:
    """Return the messages that wait for the next page of whoever sent the request."""
    storage = getattr(request, "_messages", None)
    return [] if storage is None else storage._queued_messages

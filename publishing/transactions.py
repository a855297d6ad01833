"""The one place where a transaction is begun anew that PostgreSQL ended for the sake of another.

Of transactions that wait for each other it ends one (a deadlock, 40P01); under REPEATABLE READ it also ends one that
would change a row which another has changed since (a serialization failure, 40001). Nothing of it was done, so it is
done again, and nobody sees it.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

from django.db import OperationalError, connection, models, transaction
from psycopg import errors

P = ParamSpec("P")
R = TypeVar("R")

MAX_TRIES = 10


def retried(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` in one transaction, up to MAX_TRIES times while PostgreSQL ends it for the sake of another.

    Model instances among its arguments are given back the values that they were called with. In a transaction that is
    open already it runs once, as a part of that one; whoever opened it begins anew.
    """

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            with transaction.atomic():
                return function(*args, **kwargs)
        for tries_left in reversed(range(MAX_TRIES)):
            before = _values(args, kwargs)
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except OperationalError as error:
                if not (tries_left and is_passing(error)):
                    raise
                _set_back(before)
        raise AssertionError("unreachable")

    return wrapper


def is_passing(error: Exception) -> bool:
    """Tell whether a database error means that the same transaction may succeed when it is begun anew."""
    return isinstance(error.__cause__, (errors.DeadlockDetected, errors.SerializationFailure))


def _values(args: Sequence[Any], kwargs: Mapping[str, Any]) -> list[tuple[models.Model, dict[str, Any]]]:
    given = [*args, *kwargs.values()]
    given += [item for some in given if isinstance(some, (list, tuple)) for item in some]
    return [(item, item.__getstate__()) for item in given if isinstance(item, models.Model)]


def _set_back(before: list[tuple[models.Model, dict[str, Any]]]) -> None:
    for instance, values in before:
        vars(instance).clear()
        vars(instance).update(values)

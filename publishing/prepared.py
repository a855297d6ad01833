"""Prepared queries: querysets that Django compiles once in each process and PostgreSQL plans once on each connection.

Otherwise Django compiles a queryset for each request, and PostgreSQL plans it, together with all policies of row-level
security. For our longer queries both take more time than fetching the rows:

    of_article = PreparedQuery(lambda: Edition.objects.public().filter(article=Param("article")))
    editions = of_article.fetch(article=12)

This needs private parts of Django, so it is used only for pages of which it saves a tenth or more (see
docs/performance.md). tests/publishing/test_prepared.py says what to do when one of them changes.
"""

import copy
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import BigIntegerField, BooleanField, Expression, Func, Model, QuerySet, Value

NEVER_BY_ITSELF = 2**31  # executions after which psycopg would prepare a statement that it was not told to prepare
MAX_PREPARED = 500  # statements that each connection keeps
NUMBERS = ArrayField(BigIntegerField())


class Param(Expression):
    """A value in a PreparedQuery's queryset that is passed to fetch(); never None."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class AnyOf(Func):
    """Whether a column equals one of the values of a list: AnyOf(F("photo"), Param("photos"))."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def as_array(numbers: Sequence[int]) -> Value:
    """Return `numbers` as one value, for AnyOf() in a query that is not prepared; `__in` has one for each number."""
    return Value(list(numbers), NUMBERS)


class PreparedQuery:
    """The queryset that the function `make_queryset` returns; the first fetch() calls it.

    With `in_parts`, fetch() also takes `length`, how many rows are wanted, and `skipped`, how many come before them.
    With `planned_anew` PostgreSQL plans it each time, knowing the values: for queries whose best plan depends on them.
    There a list of numbers needs its type, Cast(Param("meetings"), NUMBERS), to be compared before policies are asked.
    """

    def __init__(
        self, make_queryset: Callable[[], QuerySet], *, in_parts: bool = False, planned_anew: bool = False
    ) -> None:
        self._make_queryset = make_queryset
        self._in_parts = in_parts
        self._planned_anew = planned_anew
        self._compiled: tuple[Any, ...] | None = None

    def fetch(self, **params: Any) -> list[Any]:
        """Return the rows as a list, since another filter would need other SQL."""
        if self._compiled is None:
            self._compiled = self._compile()
        queryset, compiler, sql, places = self._compiled
        connection = connections[queryset.db]
        values = [_value(place, params) for place in places]
        rows = _execute(connection, sql, values, planned_anew=self._planned_anew)
        queryset = queryset.all()
        queryset.query.get_compiler = lambda *args, **kwargs: _with_rows(compiler, connection, rows)
        return list(queryset)

    def _compile(self):
        queryset = self._make_queryset()
        compiler = queryset.query.get_compiler(queryset.db)
        sql, places = compiler.as_sql()
        if self._in_parts:
            sql, places = f"{sql} LIMIT %s OFFSET %s", [*places, Param("length"), Param("skipped")]
        return queryset, compiler, sql, places


class PreparedSQL:
    """SQL without parameters that no queryset can say; the first fetch() calls `make_sql`, which returns the text."""

    def __init__(self, make_sql: Callable[[], str]) -> None:
        self._make_sql = make_sql
        self._compiled: str | None = None

    def fetch(self) -> list[tuple[Any, ...]]:
        if self._compiled is None:
            self._compiled = self._make_sql()
        return _execute(connections[DEFAULT_DB_ALIAS], self._compiled)


def _value(place, params):
    return params[place.name] if isinstance(place, Param) else place


def _with_rows(compiler, connection, rows):
    """Return a copy of `compiler` that does not ask the database, but has these rows already."""
    compiler = copy.copy(compiler)
    compiler.connection = connection  # each thread has its own
    compiler.execute_sql = lambda *args, **kwargs: [rows]
    return compiler


def _execute(connection, sql, params=None, *, planned_anew=False):
    """Execute SQL that the server shall prepare, unless it is `planned_anew`, and return the rows."""
    with connection.cursor() as cursor:
        if not planned_anew and not connection.queries_logged:  # a test's log of queries would not show a prepared one
            driver = connection.connection
            driver.prepare_threshold, driver.prepared_max = NEVER_BY_ITSELF, MAX_PREPARED
            cursor.cursor = _PreparedCursor(driver)
        cursor.execute(sql, params)
        return cursor.fetchall()


class _PreparedCursor(ServerBindingCursor):
    def execute(self, query, params=None):
        return super().execute(query, params, prepare=settings.PREPARED_STATEMENTS)


def attach_prefetched(things: Sequence[Model], relation: str, parts: Iterable[Model], owner: str) -> None:
    """Give each thing, as its prefetched `relation`, those of the `parts` whose foreign key `owner` names it."""
    parts_of: dict[Any, list[Model]] = {thing.pk: [] for thing in things}
    for part in parts:
        parts_of[getattr(part, f"{owner}_id")].append(part)
    for thing in things:
        thing.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = parts_of[thing.pk]
        for part in parts_of[thing.pk]:
            setattr(part, owner, thing)

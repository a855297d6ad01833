"""Querysets that are compiled to SQL once in each process and planned once on each connection.

Usually Django compiles a queryset anew for each request, and PostgreSQL plans it anew, with all row-level policies.
Both take longer than fetching the rows:

    of_article = PreparedQuery(lambda: Edition.objects.public().filter(article=Param("article")))
    editions = of_article.fetch(article=12)
"""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import BooleanField, Expression, Func, prefetch_related_objects
from django.db.models.query import get_related_populators

# psycopg prepares only what it is told to, never a statement because it was repeated.
NEVER_BY_ITSELF = 2**31  # executions
MAX_PREPARED = 500  # plans kept by each connection


class Param(Expression):
    """A value in a PreparedQuery's queryset that is given to fetch(); never None."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class AnyOf(Func):
    """Whether a column equals one of the values of a list: AnyOf(F("photo"), Param("photos"))."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


class PreparedQuery:
    """The queryset that `queryset`, a function without arguments, returns; compiled by the first fetch().

    With `in_parts`, fetch() also takes `length`, how many rows are wanted, and `skipped`, how many come before them.
    """

    def __init__(self, queryset, *, in_parts=False):
        self._queryset = queryset
        self._in_parts = in_parts
        self._compiled = None

    def fetch(self, **params):
        """Return the rows as a list; not as a queryset, for to narrow it down would take other SQL."""
        if self._compiled is None:
            self._compiled = self._compile()
        return self._rows_for(params)

    def _compile(self):
        return _Compiled(self._queryset(), self._in_parts)

    def _rows_for(self, params):
        return self._compiled.fetch(params)


class PreparedSQL(PreparedQuery):
    """SQL without parameters that no queryset can say; `queryset` is a function that returns the text."""

    def _compile(self):
        return self._queryset()

    def _rows_for(self, params):
        return _execute(connections[DEFAULT_DB_ALIAS], self._compiled)


class _Compiled:
    """The SQL of a queryset, and all that Django else finds out anew each time to make instances of the rows."""

    def __init__(self, queryset, in_parts):
        self.database = queryset.db
        compiler = queryset.query.get_compiler(queryset.db)
        self.sql, self.params = compiler.as_sql()
        if in_parts:
            self.sql, self.params = f"{self.sql} LIMIT %s OFFSET %s", [*self.params, Param("length"), Param("skipped")]
        select, self.along = compiler.select, queryset._prefetch_related_lookups
        self.converters = [
            (position, convert, expression)
            for position, (functions, expression) in compiler.get_converters([it[0] for it in select]).items()
            for convert in functions
        ]
        self.model = None  # of values_list(): the rows are the answer
        if queryset._fields is None:
            own = compiler.klass_info["select_fields"]
            self.model, self.own = compiler.klass_info["model"], slice(own[0], own[-1] + 1)
            self.names = [column.target.attname for column, _sql, _alias in select[self.own]]
            self.related = get_related_populators(compiler.klass_info, select, queryset.db)
            self.annotations = list(compiler.annotation_col_map.items())

    def fetch(self, params):
        connection = connections[self.database]
        filled = [params[param.name] if isinstance(param, Param) else param for param in self.params]
        found = [self._instance(list(row), connection) for row in _execute(connection, self.sql, filled)]
        if found and self.along:
            prefetch_related_objects(found, *self.along)
        return found

    def _instance(self, row, connection):
        for position, convert, expression in self.converters:
            row[position] = convert(row[position], expression, connection)
        if self.model is None:
            return tuple(row)
        instance = self.model.from_db(self.database, self.names, row[self.own])
        for relation in self.related:
            relation.populate(row, instance)
        for name, position in self.annotations:
            setattr(instance, name, row[position])
        return instance


def _execute(connection, sql, params=None):
    """Execute SQL whose plan the server keeps, and return the rows."""
    with connection.cursor() as cursor:
        if not connection.queries_logged:  # the log of a test would not hold what is prepared
            driver = connection.connection
            driver.prepare_threshold, driver.prepared_max = NEVER_BY_ITSELF, MAX_PREPARED
            cursor.cursor = _PreparedCursor(driver)
        cursor.execute(sql, params)
        return cursor.fetchall()


class _PreparedCursor(ServerBindingCursor):
    def execute(self, query, params=None):
        return super().execute(query, params, prepare=True)


def attach_prefetched(things, relation, parts, owner):
    """Let `relation` of each thing hold those of the `parts` whose foreign key `owner` names it, as if prefetched."""
    by_number = {}
    for thing in things:
        by_number.setdefault(thing.pk, ([], []))[0].append(thing)
    for part in parts:
        owners, mine = by_number[getattr(part, f"{owner}_id")]
        setattr(part, owner, owners[0])
        mine.append(part)
    for owners, mine in by_number.values():
        for thing in owners:
            thing.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = mine

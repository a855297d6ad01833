"""Questions to the database that are put into SQL once, and asked many times.

Django composes the SQL of a queryset anew each time, and PostgreSQL then plans it anew, with all the policies that say
what visitors may see; both take longer than the answer. What every page asks is composed once in each process and
planned once on each connection:

    of_article = Question(lambda: Edition.objects.public().filter(article=Given("article")))
    editions = of_article.ask(article=12)
"""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import BooleanField, Expression, Func, prefetch_related_objects
from django.db.models.query import get_related_populators

# Django forbids the driver to prepare anything. It may, but only what it is told to, however often others are repeated.
ONLY_WHEN_ASKED = 2**31
MOST = 500  # plans that a connection keeps


class Given(Expression):
    """A value in a Question's queryset that is only known when it is asked; it is never None."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class AnyOf(Func):
    """Whether a column has one of the values of a list that is given: AnyOf(F("photo"), Given("photos"))."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


class Question:
    """What `queryset`, a function without arguments, asks; made when it is asked first.

    `in_parts` adds two places, for how many rows are wanted, `length`, after how many that are `skipped`.
    """

    def __init__(self, queryset, *, in_parts=False):
        self._asked = queryset
        self._in_parts = in_parts
        self._composed = None

    def ask(self, **given):
        """Return the answer as a list; not as a queryset, for a narrower question would have other SQL."""
        if self._composed is None:
            self._composed = self._compose()
        return self._answer(given)

    def _compose(self):
        return _Composed(self._asked(), self._in_parts)

    def _answer(self, given):
        return self._composed.answer(given)


class Rows(Question):
    """The same of what no queryset says: of the text, without places for values, that a function returns as SQL."""

    def _compose(self):
        return self._asked()

    def _answer(self, given):
        return _rows(connections[DEFAULT_DB_ALIAS], self._composed)


class _Composed:
    """The SQL of a queryset, and all that Django else finds out anew each time to make instances of the rows."""

    def __init__(self, queryset, in_parts):
        self.database = queryset.db
        compiler = queryset.query.get_compiler(queryset.db)
        self.sql, self.params = compiler.as_sql()
        if in_parts:
            self.sql, self.params = f"{self.sql} LIMIT %s OFFSET %s", [*self.params, Given("length"), Given("skipped")]
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

    def answer(self, given):
        connection = connections[self.database]
        filled = [given[it.name] if isinstance(it, Given) else it for it in self.params]
        found = [self._instance(list(row), connection) for row in _rows(connection, self.sql, filled)]
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


def _rows(connection, sql, params=None):
    """Execute SQL whose plan the server keeps, and return the rows."""
    with connection.cursor() as cursor:
        if not connection.queries_logged:  # the log of a test would not hold what is prepared
            told = connection.connection
            told.prepare_threshold, told.prepared_max = ONLY_WHEN_ASKED, MOST
            cursor.cursor = _PreparedCursor(told)
        cursor.execute(sql, params)
        return cursor.fetchall()


class _PreparedCursor(ServerBindingCursor):
    def execute(self, query, params=None):
        return super().execute(query, params, prepare=True)


def found_along(things, relation, parts, owner):
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

"""Questions to the database that are put into SQL once, and asked many times.

Django composes the SQL of a queryset anew each time, and PostgreSQL then plans it anew, with all the policies that say
what visitors may see; both take longer than the answer. What every page asks is composed once in each process and
planned once on each connection:

    of_article = Question(lambda: Edition.objects.public().filter(article=Given("article")))
    editions = of_article.ask(article=12)
"""

import copy

from django.db import connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import BooleanField, Expression, Func


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
    """What `queryset`, a function without arguments, asks; made when it is asked first."""

    def __init__(self, queryset):
        self._queryset = queryset
        self._composed = None

    def ask(self, **given):
        """Return the answer as a list; not as a queryset, for a narrower question would have other SQL."""
        if self._composed is None:
            self._composed = self._compose()
        queryset, compiler, sql, params = self._composed
        ready = copy.copy(compiler)
        ready.connection = _Preparing(connections[queryset.db])
        filled = tuple(given[it.name] if isinstance(it, Given) else it for it in params)
        ready.as_sql = lambda *args, **kwargs: (sql, filled)
        asked = queryset.all()
        asked.query.get_compiler = lambda *args, **kwargs: ready
        return list(asked)

    def _compose(self):
        queryset = self._queryset()
        compiler = queryset.query.get_compiler(queryset.db)
        return queryset, compiler, *compiler.as_sql()


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


class _Preparing:
    """A database connection as it is, but that the server keeps the plan of what is asked through its cursors."""

    def __init__(self, connection):
        self._connection = connection

    def __getattr__(self, name):
        return getattr(self._connection, name)

    def cursor(self):
        cursor = self._connection.cursor()
        cursor.cursor = _PreparedCursor(self._connection.connection)
        return cursor


class _PreparedCursor(ServerBindingCursor):
    def execute(self, query, params=None):
        return super().execute(query, params, prepare=True)

"""Keyset pagination: a page begins after the last row of the previous one, whatever was added meanwhile."""

import datetime
import functools
import operator
from dataclasses import dataclass

from django.db.models import Q

from publishing.prepared import Param, PreparedQuery
from syndication import cursors
from syndication.api.problems import wrong


@dataclass(frozen=True)
class Order:
    """The order of a list: fields, the last of them unique, all ascending or all descending."""

    fields: tuple
    descending: bool = True

    def of(self, things):
        """Return the queryset in this order."""
        return things.order_by(*(f"-{field}" if self.descending else field for field in self.fields))

    def behind(self, things, place):
        """Keep the rows after `place`, the values of the fields of the last row seen."""
        *equal, last = zip(self.fields, place)
        side = "lt" if self.descending else "gt"
        cases = [Q(**dict(equal), **{f"{last[0]}__{side}": last[1]})]
        for number, (field, value) in enumerate(equal):
            cases.append(Q(**dict(equal[:number]), **{f"{field}__{side}": value}))
        # The condition on the first field alone lets PostgreSQL start at the right place of an index.
        entered = Q(**{f"{self.fields[0]}__{side}e": place[0]})
        return things.filter(entered & functools.reduce(operator.or_, cases))

    def place(self, thing):
        return [_plain(getattr(thing, field)) for field in self.fields]


def page(kind, asked, usual, purpose):
    """Return (rows of one page of a Resource, the cursor of the next page or None).

    Programs mostly read unfiltered lists in pages of the `usual` length; for these the query is prepared once.
    """
    limit, cursor = asked["limit"], asked["after"]
    place = _place(cursor, purpose, kind.order) if cursor else ()
    if limit == usual and kind.is_whole(asked):
        values = {f"place{number}": value for number, value in enumerate(place)}
        found = _composed(kind, len(place), limit).fetch(language=asked["language"], **values)
    else:
        found = list(_stretch(kind, asked, place, limit))
    rest = cursors.write(purpose, *kind.order.place(found[limit - 1])) if len(found) > limit else None
    return found[:limit], rest


@functools.cache
def _composed(kind, places, limit):
    place = [Param(f"place{number}") for number in range(places)]
    return PreparedQuery(lambda: _stretch(kind, {"language": Param("language")}, place, limit))


def _stretch(kind, asked, place, limit):
    """Return the rows after a place, one more than a page holds."""
    things = kind.order.of(kind.queryset(asked)).defer(*kind.only_alone)
    return (kind.order.behind(things, place) if place else things)[: limit + 1]


def _place(cursor, purpose, order):
    try:
        place = cursors.read(purpose, cursor)
    except cursors.Altered:
        raise wrong(
            "The cursor in “after” was not given by this list, or was changed on its way. Take it from “cursor” of the "
            "page before, or follow “next”; without “after” the list begins at the beginning."
        ) from None
    return place[: len(order.fields)]


def _plain(value):
    return value.isoformat() if isinstance(value, datetime.date) else value

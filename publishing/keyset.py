"""Keyset pagination of long lists, the newest first.

The address of a page says `?after=2018-11-27_34`: the date and the number of the item above it; or `before` and those
of the item below it. So a page far down costs no more than the first one, and its address shows the same items when
newer ones have come. The item itself is not looked up: the address still works when it has been withdrawn.
"""

import datetime
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from publishing import numbers


@dataclass
class KeysetPage:
    """One page of a list; `before` and `after` are the parameters of the pages above and below, '' if there is none.

    `own` is the query string of this page itself; '' at the beginning of the list.
    """

    things: list
    before: str = ""
    after: str = ""
    own: str = ""

    def __iter__(self) -> Iterator[Any]:
        return iter(self.things)

    def __len__(self) -> int:
        return len(self.things)

    @property
    def is_whole(self) -> bool:
        return not self.before and not self.after


def keyset_page(
    request: HttpRequest, things: QuerySet, length: int, by: str, *, some_undated: bool = False, number: str = "pk"
) -> KeysetPage:
    """Return the KeysetPage of the queryset `things` that the address names, at most `length` of them; or Http404.

    They are ordered by the field `by`, a date or an instant, the latest first, then by `number`, their primary key or
    another number that each has for itself. With `some_undated`, the field `by` may be null: those come last.
    """
    order = _Order(by, some_undated, number)
    things = order.newest_first(things)
    if "before" in request.GET:
        above = _first_rows(order.above(things, *_read_edge(request.GET["before"])), length + 1)
        if len(above) > length:
            return _page(above[:length][::-1], order, {"before": request.GET["before"]}, has_below=True)
        edge = None  # less than a page is above: show the first page
    else:
        edge = _read_edge(request.GET["after"]) if "after" in request.GET else None
    rows = _first_rows(order.below(things, *edge) if edge else [things], length + 1)
    if edge and not rows:
        raise Http404("Nothing stands below.")
    place = {"after": request.GET["after"]} if edge else {}
    return _page(rows[:length], order, place, has_below=len(rows) > length)


def redirect_page_numbers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Redirect `?page=3`, from the time when the list had numbered pages, to the beginning of the list."""

    @functools.wraps(view)
    def view_without_page_numbers(request, *args, **kwargs):
        if "page" not in request.GET:
            return view(request, *args, **kwargs)
        query = request.GET.copy()
        del query["page"]
        return redirect(f"{request.path}?{query.urlencode()}".rstrip("?"), permanent=True)

    return view_without_page_numbers


def _first_rows(querysets, number):
    """Return the first `number` rows of several querysets, one after another; later ones run only if needed."""
    rows = []
    for queryset in querysets:
        rows += queryset[: number - len(rows)]
        if len(rows) == number:
            break
    return rows


def _page(things, order, place, *, has_below):
    before = order.edge(things[0]) if place else ""
    return KeysetPage(things, before, order.edge(things[-1]) if has_below else "", urlencode(place))


@dataclass
class _Order:
    by: str
    some_undated: bool
    number: str

    def newest_first(self, things: QuerySet) -> QuerySet:
        return things.order_by(
            F(self.by).desc(nulls_last=True) if self.some_undated else f"-{self.by}", f"-{self.number}"
        )

    def below(self, things: QuerySet, day: datetime.datetime | None, number: int) -> list[QuerySet]:
        """Return the one or two querysets of what is below."""
        if day is None:
            return [self._undated(things).filter(**{f"{self.number}__lt": number})]
        return [things.filter(*self._past(day, number, "lt")), *([self._undated(things)] if self.some_undated else [])]

    def above(self, things: QuerySet, day: datetime.datetime | None, number: int) -> list[QuerySet]:
        """Return the querysets of what is above, the nearest first."""
        things = things.reverse()
        if day is None:
            return [
                self._undated(things).filter(**{f"{self.number}__gt": number}),
                things.filter(**{f"{self.by}__isnull": False}),
            ]
        return [things.filter(*self._past(day, number, "gt"))]

    def _past(self, day, number, way):
        # The condition on the date alone lets PostgreSQL enter the index at this place, not at the end of the list.
        yield Q(**{f"{self.by}__{way}e": day})
        yield Q(**{f"{self.by}__{way}": day}) | Q(**{f"{self.number}__{way}": number})

    def _undated(self, things):
        return things.filter(**{f"{self.by}__isnull": True})

    def edge(self, thing: Model) -> str:
        day = getattr(thing, self.by)
        if isinstance(day, datetime.datetime):
            day = timezone.make_naive(day, datetime.UTC)
        return f"{day.isoformat() if day else ''}_{getattr(thing, self.number)}"


def _read_edge(edge):
    """Return (instant or None, number) of the parameter `edge`; a date counts as its first instant."""
    day, _line, number = edge.partition("_")
    if numbers.parse(number) is None:
        raise Http404("No thing has such a number.")
    try:
        at = datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC) if day else None
    except ValueError as error:
        raise Http404("No thing has such a date.") from error
    if at and not datetime.MINYEAR < at.year < datetime.MAXYEAR:
        raise Http404("At its ends time knows no zones.")
    return at, numbers.parse(number)

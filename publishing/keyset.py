"""Long lists in parts, the newest first: each is entered at a thing of the list, so a part far down costs what the
first one does, and its address still means the same when newer things have come.

The address says `?after=2018-11-27_34`, the date and the number of the thing above the part, or `before` and those of
the thing below it. Nothing is looked up for that, so it stays good when that very thing is withdrawn.
"""

import datetime
import functools
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F, Q
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from publishing import numbers


@dataclass
class KeysetPage:
    """Neighbours of a list; `before` and `after` stand in the addresses of what is above and below, if anything is.

    `own` is what the address says of this one; nothing at the beginning of the list.
    """

    things: list
    before: str = ""
    after: str = ""
    own: str = ""

    def __iter__(self):
        return iter(self.things)

    def __len__(self):
        return len(self.things)

    @property
    def is_whole(self):
        return not self.before and not self.after


def keyset_page(request, things, length, by, *, some_undated=False):
    """Return the Part of `things`, at most `length` of them, that the address asks for; Http404 if it is none.

    They are listed by the field `by`, a date or an instant, the latest first, then by their number. Where
    `some_undated`, those without a date stand at the end.
    """
    order = _Order(by, some_undated)
    things = order.newest_first(things)
    if "before" in request.GET:
        above = _some(order.above(things, *_read(request.GET["before"])), length + 1)
        if len(above) > length:
            return _part(above[:length][::-1], order, {"before": request.GET["before"]}, has_below=True)
        edge = None  # so near to the beginning, the list is shown from there
    else:
        edge = _read(request.GET["after"]) if "after" in request.GET else None
    found = _some(order.below(things, *edge) if edge else [things], length + 1)
    if edge and not found:
        raise Http404("Nothing stands below.")
    place = {"after": request.GET["after"]} if edge else {}
    return _part(found[:length], order, place, has_below=len(found) > length)


def redirect_page_numbers(view):
    """Lead the addresses of a list from the time when it had numbered pages, `?page=3`, to the list as it is now."""

    @functools.wraps(view)
    def answer(request, *args, **kwargs):
        if "page" not in request.GET:
            return view(request, *args, **kwargs)
        query = request.GET.copy()
        del query["page"]
        return redirect(f"{request.path}?{query.urlencode()}".rstrip("?"), permanent=True)

    return answer


def _some(sources, number):
    """Return the first `number` of what the `sources` hold one after another, asking no more of them than it takes."""
    found = []
    for source in sources:
        found += source[: number - len(found)]
        if len(found) == number:
            break
    return found


def _part(things, order, place, *, has_below):
    before = order.edge(things[0]) if place else ""
    return KeysetPage(things, before, order.edge(things[-1]) if has_below else "", urlencode(place))


@dataclass
class _Order:
    by: str
    some_undated: bool

    def newest_first(self, things):
        return things.order_by(F(self.by).desc(nulls_last=True) if self.some_undated else f"-{self.by}", "-pk")

    def below(self, things, day, number):
        """Return what stands below, in one or two querysets."""
        if day is None:
            return [self._undated(things).filter(pk__lt=number)]
        return [things.filter(*self._past(day, number, "lt")), *([self._undated(things)] if self.some_undated else [])]

    def above(self, things, day, number):
        """Return what stands above, the nearest first."""
        things = things.reverse()
        if day is None:
            return [self._undated(things).filter(pk__gt=number), things.filter(**{f"{self.by}__isnull": False})]
        return [things.filter(*self._past(day, number, "gt"))]

    def _past(self, day, number, way):
        # The date alone stands first: with it the index is entered at the place, not at the end of the list.
        yield Q(**{f"{self.by}__{way}e": day})
        yield Q(**{f"{self.by}__{way}": day}) | Q(**{f"pk__{way}": number})

    def _undated(self, things):
        return things.filter(**{f"{self.by}__isnull": True})

    def edge(self, thing):
        day = getattr(thing, self.by)
        if isinstance(day, datetime.datetime):
            day = timezone.make_naive(day, datetime.timezone.utc)
        return f"{day.isoformat() if day else ''}_{thing.pk}"


def _read(edge):
    """Return (instant or None, number) of what stands in an address; a date is its first instant."""
    day, _line, number = edge.partition("_")
    if numbers.parse(number) is None:
        raise Http404("No thing has such a number.")
    try:
        at = datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.timezone.utc) if day else None
    except ValueError as error:
        raise Http404("No thing has such a date.") from error
    if at and not datetime.MINYEAR < at.year < datetime.MAXYEAR:
        raise Http404("At its ends time knows no zones.")
    return at, numbers.parse(number)

"""What was read, in sums for the desk. “People” are those whom nobody takes for a program (readership/programs.py)."""

import datetime
from typing import NamedTuple

from django.db.models import Max, Min, Q, Sum
from django.utils import timezone

from readership.models import About, Cutting, Kind, Reading, TakenUp, Unfound


class Readers(NamedTuple):
    """How often something was read, by people and by programs."""

    people: int
    programs: int


NOBODY = Readers(0, 0)
_BY_PEOPLE = Sum("times", filter=Q(is_program=False), default=0)
_BY_PROGRAMS = Sum("times", filter=Q(is_program=True), default=0)


def _summed(rows, *by):
    """Return {value of the column `by`, or a tuple of them: Readers}."""
    summed = rows.order_by().values_list(*by).annotate(people=_BY_PEOPLE, programs=_BY_PROGRAMS)
    return {row[0] if len(by) == 1 else row[:-2]: Readers(*row[-2:]) for row in summed}


def pages(first: datetime.date, last: datetime.date):
    """Return the readings of pages from day to day, both included."""
    return between(first, last).filter(kind=Kind.PAGE)


def of_article(number):
    """Return the readings of one article, in all forms and languages."""
    return Reading.objects.filter(about=About.ARTICLE, number=number)


def pages_of_article(number):
    return of_article(number).filter(kind=Kind.PAGE)


def by_day(rows):
    """Return {day: Readers} of those days on which anything was read."""
    return _summed(rows, "day")


def by_hour_of_day(rows):
    """Return {hour: Readers} of those days whose hours are still known."""
    return _summed(rows.filter(hour__isnull=False), "hour")


def by_hour(rows):
    """Return {(day, hour): Readers} of those days whose hours are still known."""
    return _summed(rows.filter(hour__isnull=False), "day", "hour")


def by_language(rows):
    return _summed(rows.exclude(language=""), "language")


def by_kind_of_record(rows):
    return _summed(rows, "about")


def by_form(rows):
    """Return [(words, Readers)] of what was taken in other forms than as a page, in the order of Kind."""
    found = _summed(rows.exclude(kind=Kind.PAGE), "kind")
    return [(form.label, found[form]) for form in Kind if form in found]


def between(first, last):
    """Return all readings from day to day, both included."""
    return Reading.objects.filter(day__range=(first, last))


def in_all(rows):
    """Return the Readers of all rows together."""
    return Readers(**rows.aggregate(people=_BY_PEOPLE, programs=_BY_PROGRAMS))


def first_day():
    """Return the first day of which anything is known, None where nothing is."""
    return Reading.objects.aggregate(first=Min("day"))["first"]


def counted_since(began):
    """Return the day from which on something is counted that became public at the instant `began`.

    It may be later than that, because nothing was counted then; it is None where nothing is counted yet.
    """
    known = first_day()
    return known and max(known, timezone.localdate(began))


def most_read_articles(rows, number):
    """Return [(article's number, {language: Readers})] of those that people read most, the first first."""
    articles = rows.filter(about=About.ARTICLE)
    most = articles.order_by().values("number").annotate(people=_BY_PEOPLE).filter(people__gt=0)
    numbers = list(most.order_by("-people", "-number").values_list("number", flat=True)[:number])
    found = _summed(articles.filter(number__in=numbers), "number", "language")
    return [
        (one, {language: readers for (of, language), readers in found.items() if of == one and readers.people})
        for one in numbers
    ]


def unfound(first, last, number):
    """Return [{words, language, asked, last}] of the searches that found nothing, the most often asked first."""
    rows = Unfound.objects.filter(day__range=(first, last)).order_by().values("words", "language")
    return list(rows.annotate(asked=Sum("times"), last=Max("day")).order_by("-asked", "words")[:number])


def taken_up(first, last):
    """Return who took up what from day to day, both included."""
    return TakenUp.objects.filter(day__range=(first, last))


def taken_up_of_article(number):
    return TakenUp.objects.filter(about=About.ARTICLE, number=number)


def links(rows, number):
    """Return [(host, times)] of the other sites from whose links most was read."""
    return _most(rows.filter(kind=Kind.PAGE), number)


def fetched(rows, number):
    """Return [(name of a program, times)] of those that fetched most wires, feeds and press kits."""
    return _most(rows.exclude(kind=Kind.PAGE), number)


def _most(rows, number):
    by = rows.order_by().values_list("by").annotate(most=Sum("times")).order_by("-most", "by")
    return [(shown_host(name), times) for name, times in by[:number]]


def shown_host(host):
    """Return a host as people write it: “пример.рф” for “xn--e1afmkfd.xn--p1ai”."""
    try:
        return host.encode("ascii").decode("idna") if "xn--" in host else host
    except UnicodeError:
        return host


def cuttings_of(spans):
    """Return the press cuttings published in any of the spans of days (first, last), the earliest first."""
    days = Q()
    for span in spans:
        days |= Q(published_on__range=span)
    return Cutting.objects.filter(days).order_by("published_on", "pk")

"""Lists of news: which there are, how long they are, and on which page of them an article stands."""

import calendar
import collections
import dataclasses
import datetime
import functools
import itertools

from django.core.paginator import Paginator
from django.db.models import F, Q, Sum

from news.models import ArchiveMonth, Edition, EditionPhoto, Section
from photos.showing import with_renditions
from publishing.addresses import cached_reverse
from publishing.dates import Precision
from publishing.prepared import AnyOf, Param, PreparedQuery

ARTICLES_PER_PAGE = 20


@dataclasses.dataclass(frozen=True)
class Listing:
    """A list of news in one language: all of it, or a section of it, or of either a year or a month."""

    language: str
    section: Section | None = None
    year: int | None = None
    month: int | None = None

    def narrowed(self, **changes):
        """Return the list with some of its limits changed."""
        return dataclasses.replace(self, **changes)

    @property
    def first_day(self):
        return datetime.date(self.year, self.month or 1, 1)

    @property
    def last_day(self):
        month = self.month or 12
        return datetime.date(self.year, month, calendar.monthrange(self.year, month)[1])

    def editions(self):
        """Return what is public and belongs here, the newest first."""
        return _editions(self.limits(), self.month)

    def limits(self):
        """Return by what the list is narrowed, as _editions takes it."""
        limits = {"language": self.language}
        if self.section:
            limits["section"] = self.section.pk
        if self.year:
            limits |= {"first_day": self.first_day, "last_day": self.last_day}
        return limits

    def page(self, number, archive):
        """Return page `number` (as it came in the address) of this list; InvalidPage if there is none."""
        paginator = Paginator(_ByMonth(self, archive), ARTICLES_PER_PAGE)
        paginator.count = archive.number(self)
        return paginator.page(number)

    def get_absolute_url(self):
        """Return the address of the first page."""
        place = "section" if self.section else "archive"
        time = "month" if self.month else "year"
        name = f"{place}-{time}" if self.year else "section" if self.section else "list"
        limits = [self.section and self.section.slug, self.year, self.month]
        return cached_reverse(f"news:{name}", *(limit for limit in limits if limit), language=self.language)

    def address_of(self, edition):
        """Return the address that leads to `edition` in this list, on whatever page of it that stands by then."""
        return f"{self.get_absolute_url()}?at={edition.article_id}#article-{edition.article_id}"

    def page_of(self, edition, archive):
        """Return the number of the page of this list that `edition` stands on."""
        later = sum(number for month, number in archive.by_month(self) if month > edition.shown_on)
        until = self.editions().filter(shown_on__lte=_last_day(edition.shown_on))
        return (later + until.filter(above(edition.shown_on, edition.article_id)).count()) // ARTICLES_PER_PAGE + 1


def _editions(limits, of_month):
    editions = Edition.objects.public().in_language(limits["language"]).newest_first()
    if "section" in limits:
        editions = editions.filter(section=limits["section"])
    if "first_day" in limits:
        editions = editions.filter(shown_on__range=(limits["first_day"], limits["last_day"]))
    return editions.exclude(shown_precision=Precision.YEAR) if of_month else editions


@functools.cache
def _listed(names, of_month, steps_over):
    """Return the PreparedQuery for a page of the lists that are narrowed by what has these names, up to a day."""

    def listed():
        editions = _editions({name: Param(name) for name in names}, of_month)
        return editions.filter(shown_on__lte=Param("until")).in_short()

    return PreparedQuery(listed, in_parts=True) if steps_over else PreparedQuery(lambda: listed()[:ARTICLES_PER_PAGE])


class _ByMonth:
    """A list of news as a Paginator slices it: entered at the month in which the slice begins.

    So a page far down costs what the first one does: what is stepped over lies within one month.
    """

    def __init__(self, listing, archive):
        self.listing = listing
        self.archive = archive

    def __getitem__(self, wanted):
        limits, skipped = self.listing.limits(), wanted.start
        for month, number in self.archive.by_month(self.listing):
            if skipped < number:
                listed = _listed(tuple(limits), bool(self.listing.month), skipped > 0)
                part = {"until": _last_day(month), "length": ARTICLES_PER_PAGE, "skipped": skipped}
                return with_pictures(listed.fetch(**limits, **part))
            skipped -= number
        return []


# What is printed of a photo in a list, or above one.
PRINTED = ("key", "file_name", "format", "width", "height", "credit")
_FIRST_PHOTOS = PreparedQuery(
    lambda: (
        EditionPhoto.objects.filter(AnyOf(F("edition"), Param("editions")))
        .first_ones()
        .only("edition_id", "caption", "alt", *(f"photo__{it}" for it in PRINTED))
    )
)


def with_pictures(editions):
    """Return `editions`, fetched in_short(), as a list; each with its first photo and that one's files."""
    editions = list(editions)
    first = (
        {use.edition_id: use for use in _FIRST_PHOTOS.fetch(editions=[edition.pk for edition in editions])}
        if editions
        else {}
    )
    with_renditions(use.photo for use in first.values())
    for it in editions:
        it.lead_photos = [first[it.pk]] if it.pk in first else []
    return editions


def _last_day(date):
    return date.replace(day=calendar.monthrange(date.year, date.month)[1])


# The date alone stands first in both: with it the index is entered at the edition's place, not at the end of the list.


def above(day, article):
    """Return the condition of what stands above an article with this date and number in every list."""
    return Q(shown_on__gte=day) & (Q(shown_on__gt=day) | Q(article_id__gt=article))


def below(day, article):
    return Q(shown_on__lte=day) & (Q(shown_on__lt=day) | Q(article_id__lt=article))


def by_day(editions):
    """Return the editions in groups of one printed date each, in the order given."""
    return [list(group) for _date, group in itertools.groupby(editions, lambda it: (it.shown_on, it.shown_precision))]


@functools.cache
def _tally(names):
    """Return the PreparedQuery for the numbers by month of what is narrowed by these; a year alone comes last."""
    whole = ArchiveMonth.objects.filter(**{name: Param(name) for name in names})
    by_month = whole.values_list("month", "of_year").annotate(total=Sum("number"))
    return PreparedQuery(lambda: by_month.order_by("-month", "of_year"))


_HOLDING = ArchiveMonth.objects.order_by().values_list("language", "section").distinct()
_FILLED = PreparedQuery(lambda: _HOLDING.filter(language=Param("language")))
_FILLED_THEN = PreparedQuery(
    lambda: _HOLDING.filter(AnyOf(F("of_year"), Param("of_year")), month__range=(Param("first_day"), Param("last_day")))
)


class Archive:
    """How many articles the lists beside `listing` hold: asked of the database's own tally, not counted.

    An article of which only the year is known counts in its year and in no month.
    """

    def __init__(self, listing):
        self.listing = listing
        limits = {name: it for name, it in listing.limits().items() if name in ("language", "section")}
        self._months = _tally(tuple(limits)).fetch(**limits)
        self._years = collections.Counter()
        for month, _of_year, number in self._months:
            self._years[month.year] += number

    def by_month(self, listing):
        """Return (first day of a month, how many of its articles stand in `listing`), the latest first."""
        of_year_too = not listing.month
        return [(month, number) for month, of_year, number in self._within(listing) if of_year_too or not of_year]

    def number(self, listing):
        """Return how many articles `listing`, the list in view or a narrower one, holds."""
        if not listing.year:
            return self._years.total()
        return sum(number for _month, number in self.by_month(listing))

    def years(self):
        """Return (list, number) for the years of what the list in view is of, the latest first."""
        return [(self.listing.narrowed(year=year, month=None), number) for year, number in self._years.items()]

    def months(self):
        """Return {year: ((month, number), …)}, the latest first."""
        found = collections.defaultdict(list)
        for month, of_year, number in self._months:
            if not of_year:
                found[month.year].append((month.month, number))
        return {year: tuple(months) for year, months in found.items()}

    def filled(self):
        """Return {(language, section's number or None)} of what holds something in the time of the list in view."""
        if self.listing.year:
            of_year_too = [False] if self.listing.month else [False, True]
            days = {"first_day": self.listing.first_day, "last_day": self.listing.last_day}
            found = set(_FILLED_THEN.fetch(**days, of_year=of_year_too))
        else:  # a list of all times is there in every language, empty or not
            found = set(_FILLED.fetch(language=self.listing.language))
        return found | {(language, None) for language, _section in found}

    def _within(self, listing):
        if not listing.year:
            return self._months
        return [month for month in self._months if listing.first_day <= month[0] <= listing.last_day]

"""Lists of news: which ones there are, how long they are, and on which of their pages an article is."""

import calendar
import collections
import dataclasses
import datetime
import functools
import itertools

from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Q, Subquery, Sum

from news.models import ArchiveMonth, Edition, EditionPhoto, Section
from page_cache import fragments
from photos.showing import with_renditions
from publishing.addresses import cached_reverse
from publishing.dates import Precision
from publishing.prepared import AnyOf, Param, PreparedQuery

ARTICLES_PER_PAGE = 20


@dataclasses.dataclass(frozen=True)
class Listing:
    """A list of news in one language: all news or a section, all years or one year or month."""

    language: str
    section: Section | None = None
    year: int | None = None
    month: int | None = None

    def narrowed(self, **changes):
        """Return this list with other limits."""
        return dataclasses.replace(self, **changes)

    @property
    def first_day(self):
        return datetime.date(self.year, self.month or 1, 1)

    @property
    def last_day(self):
        month = self.month or 12
        return datetime.date(self.year, month, calendar.monthrange(self.year, month)[1])

    def editions(self):
        """Return the public editions of this list, the newest first."""
        return _editions(self.limits(), self.month)

    def limits(self):
        """Return the limits of the list, as _editions takes them."""
        limits = {"language": self.language}
        if self.section:
            limits["section"] = self.section.pk
        if self.year:
            limits |= {"first_day": self.first_day, "last_day": self.last_day}
        return limits

    def page(self, number, archive):
        """Return page `number`, a text from the address, of this list; raises InvalidPage if there is none."""
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
        """Return the address that redirects to the page of this list on which `edition` is at that time."""
        return f"{self.get_absolute_url()}?at={edition.article_id}#article-{edition.article_id}"

    def page_of(self, edition, archive):
        """Return the number of the page of this list on which `edition` is."""
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
    """A list of news for a Paginator. A slice begins at its month, and only rows of that month are skipped.

    So a page far down costs no more than the first one.
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


# The fields of a photo that a list prints.
PRINTED = ("key", "file_name", "format", "width", "height", "credit")
_FIRST_PHOTOS = PreparedQuery(
    lambda: (
        EditionPhoto.objects.filter(AnyOf(F("edition"), Param("editions")))
        .first_ones()
        .only("edition_id", "caption", "alt", *(f"photo__{field}" for field in PRINTED))
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
    for edition in editions:
        edition.lead_photos = [first[edition.pk]] if edition.pk in first else []
    return editions


def _last_day(date):
    return date.replace(day=calendar.monthrange(date.year, date.month)[1])


# The condition on the date alone lets PostgreSQL enter the index at the edition's place, not at the end of the list.


def above(day, article):
    """Return the condition for editions above an article with this date and number, in any list."""
    return Q(shown_on__gte=day) & (Q(shown_on__gt=day) | Q(article_id__gt=article))


def below(day, article):
    return Q(shown_on__lte=day) & (Q(shown_on__lt=day) | Q(article_id__lt=article))


def by_day(editions):
    """Return the editions in groups of one printed date each, in their order."""
    return [
        list(group)
        for _date, group in itertools.groupby(editions, lambda edition: (edition.shown_on, edition.shown_precision))
    ]


@functools.cache
def _tally(names):
    """Return the PreparedQuery for the numbers by month of what is narrowed by these; a year alone comes last."""
    whole = ArchiveMonth.objects.filter(**{name: Param(name) for name in names})
    by_month = whole.values_list("month", "of_year").annotate(total=Sum("number")).filter(total__gt=0)
    return PreparedQuery(lambda: by_month.order_by("-month", "of_year"))


def _sections_with_news():
    """Return the sections in which there are public articles in a language: one look into the index for each."""
    newest = Edition.objects.public().filter(language=Param("language"), section=OuterRef("pk")).newest_first()
    return Section.objects.filter(pk=Subquery(newest.values("section")[:1])).order_by()


_SECTIONS_WITH_NEWS = PreparedQuery(_sections_with_news)


class Archive:
    """How many articles `listing` and its sections, years and months have, from a table that triggers keep up to date.

    An article of which only the year is known counts in its year and in no month. All lists of a section, or of all
    news, share the numbers until something changes.
    """

    def __init__(self, listing, request):
        self.listing = listing
        self._request = request
        limits = {name: value for name, value in listing.limits().items() if name in ("language", "section")}
        key = ("tally of news", *limits.values())
        self._months = fragments.shared(request, key, lambda: _tally(tuple(limits)).fetch(**limits))
        self._years = collections.Counter()
        for month, _of_year, number in self._months:
            self._years[month.year] += number

    def by_month(self, listing):
        """Return (first day of a month, how many of its articles are in `listing`), the latest first."""
        of_year_too = not listing.month
        return [(month, number) for month, of_year, number in self._within(listing) if of_year_too or not of_year]

    def number(self, listing):
        """Return how many articles are in `listing`: this list or a narrower one."""
        if not listing.year:
            return self._years.total()
        return sum(number for _month, number in self.by_month(listing))

    def years(self):
        """Return (list, number of articles) for each year, the latest first."""
        return [(self.listing.narrowed(year=year, month=None), number) for year, number in self._years.items()]

    def months(self):
        """Return {year: ((month, number), …)}, the latest first."""
        by_year = collections.defaultdict(list)
        for month, of_year, number in self._months:
            if not of_year:
                by_year[month.year].append((month.month, number))
        return {year: tuple(months) for year, months in by_year.items()}

    def filled(self):
        """Return {(language, section's number or None)} of the lists that have an article in this year or month."""
        language = self.listing.language
        if not self.listing.year:  # a list of all times is there in every language, empty or not
            key = ("sections with news", language)
            rows = fragments.shared(self._request, key, lambda: _SECTIONS_WITH_NEWS.fetch(language=language))
            return {(language, None), *((language, row.pk) for row in rows)}
        months = ArchiveMonth.objects.filter(month__range=(self.listing.first_day, self.listing.last_day))
        if self.listing.month:
            months = months.filter(of_year=False)
        numbers = months.order_by().values_list("language", "section").annotate(total=Sum("number"))
        found = set(numbers.filter(total__gt=0).values_list("language", "section"))
        return found | {(language, None) for language, _section in found}

    def _within(self, listing):
        if not listing.year:
            return self._months
        return [month for month in self._months if listing.first_day <= month[0] <= listing.last_day]

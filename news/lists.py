"""Lists of news: which there are, how long they are, and on which page of them an article stands."""

import calendar
import collections
import dataclasses
import datetime
import itertools

from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, Value, When
from django.db.models.functions import ExtractMonth, ExtractYear
from django.urls import reverse
from django.utils.translation import override

from news.models import Edition, Section
from publishing.dates import Precision

PAGE_LENGTH = 20


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
        editions = Edition.objects.public().in_language(self.language).newest_first()
        if self.section:
            editions = editions.filter(section=self.section)
        if self.year:
            editions = editions.filter(shown_on__range=(self.first_day, self.last_day))
        if self.month:
            editions = editions.exclude(shown_precision=Precision.YEAR)
        return editions

    def page(self, number, length):
        """Return page `number` (as it came in the address) of a list of `length`; InvalidPage if there is none."""
        paginator = Paginator(self.editions().listed(), PAGE_LENGTH)
        paginator.count = length  # the archive has counted already
        return paginator.page(number)

    def get_absolute_url(self):
        """Return the address of the first page."""
        place = "section" if self.section else "archive"
        time = "month" if self.month else "year"
        name = f"{place}-{time}" if self.year else "section" if self.section else "list"
        limits = [self.section and self.section.slug, self.year, self.month]
        with override(self.language):
            return reverse(f"news:{name}", args=[limit for limit in limits if limit])

    def address_of(self, edition):
        """Return the address of `edition` in this list: of the page it stands on, and of its place there."""
        page = self.editions().filter(_above(edition)).count() // PAGE_LENGTH + 1
        query = f"?page={page}" if page > 1 else ""
        return f"{self.get_absolute_url()}{query}#article-{edition.article_id}"

    def neighbours(self, edition):
        """Return the next older and the next newer edition of this list, None at its ends."""
        others = self.editions().defer("body")
        newer = others.filter(_above(edition)).order_by("shown_on", "article_id")
        return others.filter(_below(edition)).first(), newer.first()


# The date alone stands first in both: with it the index is entered at the edition's place, not at the end of the list.


def _above(edition):
    day = edition.shown_on
    return Q(shown_on__gte=day) & (Q(shown_on__gt=day) | Q(article_id__gt=edition.article_id))


def _below(edition):
    day = edition.shown_on
    return Q(shown_on__lte=day) & (Q(shown_on__lt=day) | Q(article_id__lt=edition.article_id))


def by_day(editions):
    """Return the editions in groups of one printed date each, in the order given."""
    return [list(group) for _date, group in itertools.groupby(editions, lambda it: (it.shown_on, it.shown_precision))]


class Archive:
    """How many articles each list holds: one question to the database, answered for all lists and languages.

    An article of which only the year is known counts in its year and in no month.
    """

    def __init__(self):
        self._numbers = collections.Counter()
        month = Case(When(shown_precision=Precision.YEAR, then=Value(None)), default=ExtractMonth("shown_on"))
        rows = (
            Edition.objects.public()
            .order_by()
            .values_list("language", "section", ExtractYear("shown_on"), month)
            .annotate(number=Count("id"))
        )
        for language, section, year, month, number in rows:
            for place in (None, section):
                self._numbers[language, place, None, None] += number
                self._numbers[language, place, year, None] += number
                if month:
                    self._numbers[language, place, year, month] += number

    def number(self, listing):
        """Return how many articles `listing` holds."""
        return self._numbers[listing.language, listing.section and listing.section.pk, listing.year, listing.month]

    def filled(self, listings):
        """Return (list, number) for those of the lists that hold something."""
        numbered = ((listing, self.number(listing)) for listing in listings)
        return [(listing, number) for listing, number in numbered if number]

    def years(self, listing):
        """Return (list, number) for the years of what `listing` is of, the latest first."""
        years = sorted({key[2] for key in self._numbers if key[2]}, reverse=True)
        return self.filled(listing.narrowed(year=year, month=None) for year in years)

    def months(self, listing):
        """Return (list, number) for the months of the year of `listing`, the latest first."""
        return self.filled(listing.narrowed(month=month) for month in range(12, 0, -1))

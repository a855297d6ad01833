"""The columns and filters of the lists of articles.

Lists stay quick with a hundred thousand articles: they are ordered by an index, and counted only up to a cap.
"""

import datetime
import re

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.postgres.search import SearchQuery
from django.core.paginator import Paginator
from django.db.models import Exists, Max, Min, OuterRef, Prefetch, Q
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from desk.base import article_status, wording
from news import access, translations
from news.models import Article, Edition, EditionPhoto, Section
from news.models.articles import TitleWords
from publishing import clock, dates, numbers

EDITIONS = Prefetch(
    "editions", Edition.objects.defer("body", "standfirst").select_related("section", "edited_by").order_by("number")
)


MAX_ARTICLES = 2000
WORD = re.compile(r"\w+")


class CappedPaginator(Paginator):
    """Pages of the first rows only; what lies behind is found with a filter, not by paging."""

    @cached_property
    def count(self):
        return capped(self.object_list, MAX_ARTICLES)

    @property
    def is_capped(self):
        return self.count == MAX_ARTICLES


def capped(things, cap):
    """Return how many rows a queryset has, counted no further than `cap`."""
    return things.order_by()[:cap].count()


def with_words(articles, text):
    """Keep the articles with a title, in whatever language, that has words beginning with all those in `text`."""
    words = WORD.findall(text)
    if not words:
        return articles
    query = SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")
    editions = Edition.objects.annotate(words=TitleWords("title")).filter(words=query)
    return articles.filter(pk__in=editions.values("article"))


def newest(article):
    """Return the edition whose title a list shows: the newest, in the user's language if there is one."""
    by_language = {edition.language: edition for edition in article.editions.all()}
    wanted = [get_language(), *(code for code, _name in settings.LANGUAGES)]
    editions = [by_language[code] for code in wanted if code in by_language]
    return next((edition for edition in editions if edition.title), editions[0])


def title(article):
    return str(newest(article))


def shown(article):
    edition = newest(article)
    return dates.in_figures(edition.shown_on, edition.shown_precision)


def saved(article):
    edition = max(article.editions.all(), key=lambda edition: edition.edited_at)
    moment = date_format(localtime(edition.edited_at), "SHORT_DATETIME_FORMAT")
    return f"{moment}, {wording.person_name(edition.edited_by)}"


def languages(article, now):
    """Return a label for each language: whether it exists, and its status at the instant `now`."""
    marks = [
        {"code": status.language.upper(), "name": status.name, "words": article_status.language_in_short(status, now)}
        for status in article_status.of(article, now)
    ]
    return render_to_string("desk/articles/_languages.html", {"marks": marks})


class EditionFilter(admin.SimpleListFilter):
    """A filter whose values each say which editions an article must have."""

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(Exists(self.editions(self.value()).filter(article=OuterRef("pk"))))

    def editions(self, value):
        raise NotImplementedError


def asked_once(editions):
    """Return the newest articles that `editions` belong to, for queries too slow to run twice for one page."""
    articles = editions.order_by("-shown_on", "-article").values_list("article", flat=True)
    return list(dict.fromkeys(articles[: MAX_ARTICLES * len(settings.LANGUAGES)]))


class StateFilter(EditionFilter):
    title = pgettext_lazy("publication", "state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        unlisted = (Edition.State.UNPUBLISHED, Edition.State.SET_ASIDE)
        states = [choice for choice in Edition.State.choices if choice[0] not in unlisted]
        return [*Edition.Stage.choices, *states, *self.OTHERS]

    OTHERS = [
        ("unreviewed", pgettext_lazy("publication", "Without review")),
        ("planned", pgettext_lazy("publication", "Planned")),
        ("stale", pgettext_lazy("publication", "Translation older than its source")),
        ("limited", pgettext_lazy("publication", "Only for some")),
    ]

    def queryset(self, request, queryset):
        if self.value() == "limited":
            return queryset.filter(pk__in=access.Readers.objects.values("article"))
        if self.value() in ("stale", Edition.State.ENDED):
            return queryset.filter(pk__in=asked_once(self.editions(self.value())))
        return super().queryset(request, queryset)

    def editions(self, value):
        if value == "unreviewed":
            return unreviewed()
        if value == "stale":
            return translations.stale()
        if value == "planned":
            return Edition.objects.unpublished().filter(planned_for__isnull=False)
        if value in Edition.Stage.values:
            return Edition.objects.unpublished().filter(stage=value)
        if value == Edition.State.SCHEDULED:
            return Edition.objects.scheduled()
        live = Edition.objects.public()
        if value == Edition.State.LIVE:
            return live
        others = live.filter(article=OuterRef("article"), language=OuterRef("language"))
        return Edition.objects.filter(~Exists(others), live_until__lte=clock.SiteNow())


class SectionFilter(EditionFilter):
    title = _("section")
    parameter_name = "section"

    def lookups(self, request, model_admin):
        return [(section.slug, str(section)) for section in Section.objects.all()]

    def editions(self, value):
        return Edition.objects.filter(section__slug=value)


class GenreFilter(EditionFilter):
    title = _("genre")
    parameter_name = "genre"

    def lookups(self, request, model_admin):
        return Edition.Genre.choices

    def editions(self, value):
        return Edition.objects.filter(genre=value)


def unreviewed():
    """Return the editions that are live or scheduled without anybody's approval."""
    went_out = Edition.objects.exclude(unreviewed_reason="").exclude(stage=Edition.Stage.APPROVED)
    return went_out.filter(Q(live_until__isnull=True) | Q(live_until__gt=clock.SiteNow()), live_from__isnull=False)


class WithoutLanguageFilter(EditionFilter):
    title = _("missing language")
    parameter_name = "without"

    def lookups(self, request, model_admin):
        return [(code, wording.language_name(code)) for code, _name in settings.LANGUAGES]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.exclude(languages__contains=[self.value()])


class AuthorFilter(EditionFilter):
    title = pgettext_lazy("article", "author")
    parameter_name = "author"

    def lookups(self, request, model_admin):
        people = get_user_model().objects.filter(is_staff=True).order_by("last_name", "username")
        return [(str(person.pk), wording.person_name(person)) for person in people[:50]]

    def editions(self, value):
        return Edition.objects.filter(created_by=numbers.parse(value))


class PeriodFilter(admin.SimpleListFilter):
    """By the date of the article: the last days, or a year."""

    title = _("period")
    parameter_name = "period"
    RECENT = {"7": _("The last 7 days"), "30": _("The last 30 days")}

    def lookups(self, request, model_admin):
        years = Article.objects.aggregate(first=Min("shown_on"), last=Max("shown_on"))
        if years["first"] is None:
            return []
        return [
            *self.RECENT.items(),
            *[(str(number), str(number)) for number in range(years["last"].year, years["first"].year - 1, -1)],
        ]

    def queryset(self, request, queryset):
        value = self.value()
        if value in self.RECENT:
            return queryset.filter(shown_on__gt=clock.today() - datetime.timedelta(days=int(value)))
        if value and YEAR.fullmatch(value):
            year = int(value)
            return queryset.filter(shown_on__gte=datetime.date(year, 1, 1), shown_on__lte=datetime.date(year, 12, 31))
        return queryset


YEAR = re.compile(r"[12][0-9]{3}")


class PhotoFilter(admin.SimpleListFilter):
    title = _("photographs")
    parameter_name = "photos"

    def lookups(self, request, model_admin):
        return [("none", _("None in any language"))]

    def queryset(self, request, queryset):
        if self.value() != "none":
            return queryset
        return queryset.exclude(Exists(EditionPhoto.objects.filter(edition__article=OuterRef("pk"))))


FILTERS = [
    StateFilter, SectionFilter, GenreFilter, PeriodFilter, AuthorFilter, WithoutLanguageFilter, PhotoFilter,
]  # fmt: skip

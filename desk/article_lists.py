"""What lists of articles show of each, and what they can be narrowed to."""

from django.conf import settings
from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from desk import standing
from news.models import Edition, Section
from publishing import clock, dates

EDITIONS = Prefetch(
    "editions", Edition.objects.defer("body", "standfirst").select_related("section", "edited_by").order_by("number")
)


def newest(article):
    """Return the edition a list names an article by: the newest, in the reader's language if there is one."""
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
    return f"{moment}, {standing.person(edition.edited_by)}"


def languages(article, now):
    """Return the marks of all languages: which are there, and where each stands at the instant `now`."""
    marks = [
        {"code": it.language.upper(), "name": it.name, "words": it.edition and standing.in_short(it.edition, now)}
        for it in standing.of(article, now)
    ]
    return render_to_string("desk/_languages.html", {"marks": marks})


class EditionFilter(admin.SimpleListFilter):
    """A filter whose values each say which editions an article must have."""

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(Exists(self.editions(self.value()).filter(article=OuterRef("pk"))))

    def editions(self, value):
        raise NotImplementedError


class StateFilter(EditionFilter):
    title = pgettext_lazy("publication", "state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [*Edition.Stage.choices, *[it for it in Edition.State.choices if it[0] != Edition.State.UNPUBLISHED]]

    def editions(self, value):
        if value in Edition.Stage.values:
            return Edition.objects.filter(live_from__isnull=True, stage=value)
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


class WithoutLanguageFilter(EditionFilter):
    title = _("missing language")
    parameter_name = "without"

    def lookups(self, request, model_admin):
        return [(code, standing.language_name(code)) for code, _name in settings.LANGUAGES]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.exclude(Exists(self.editions(self.value()).filter(article=OuterRef("pk"))))

    def editions(self, value):
        return Edition.objects.filter(language=value)


FILTERS = [StateFilter, SectionFilter, GenreFilter, WithoutLanguageFilter]

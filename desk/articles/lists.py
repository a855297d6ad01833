"""The columns and filters of the lists of articles.

Lists stay quick with a hundred thousand articles: they are ordered by an index, and counted only up to a cap.
"""

import dataclasses
import datetime
import re
from html import unescape

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.postgres.search import SearchQuery
from django.core.paginator import Paginator
from django.db.models import BooleanField, Count, Exists, Max, Min, OuterRef, Prefetch, Q, Subquery
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import escape, strip_tags
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from desk.base import article_status, index, wording
from desk.coediting import presence
from news import access, translations
from news.models import Article, Edition, EditionPhoto, SavedVersion, Section, Withdrawal
from news.models.articles import TitleWords
from publishing import clock, dates, numbers, roles
from publishing.languages import language_codes
from search.models import Entry, Unpublished

EDITIONS = Prefetch(
    "editions", Edition.objects.defer("body", "standfirst").select_related("section", "edited_by").order_by("number")
)


MAX_ARTICLES = 2000
MAX_FOUND = 400  # articles of a search, the newest of them
WORD = re.compile(r"\w+")
MAX_COUNTED = 200  # counted no further: “200+”
CHARACTERS_AROUND = 80  # of a word that was found


class CappedPaginator(Paginator):
    """Pages of the first rows only; what lies behind is found with a filter, not by paging."""

    @property
    def cap(self):
        return MAX_ARTICLES

    @cached_property
    def count(self):
        return capped(self.object_list, self.cap)

    @property
    def is_capped(self):
        return self.count == self.cap


class FoundPaginator(CappedPaginator):
    """Pages of what a search has found."""

    @property
    def cap(self):
        return MAX_FOUND


def capped(things, cap):
    """Return how many rows a queryset has, counted no further than `cap`."""
    return things.order_by()[:cap].count()


def with_words(articles, text, user):
    """Keep the articles in whose texts, in whatever language, all words of `text` stand: those that `user` may read.

    Titles are found by the beginnings of words, too.
    """
    if not WORD.search(text):
        return articles
    in_title = Q(pk__in=_with_title(text).values("article"))
    question = index.Question.of(text)
    if question is None:
        return articles.filter(in_title)
    few = index.few_articles(question, user)
    if few is not None:
        return articles.filter(in_title | Q(pk__in=few))
    in_text = _in_text(Entry, question) | _in_text(Unpublished, question)
    newest_first = articles.filter(in_title | in_text).order_by("-shown_on", "-pk").values_list("pk", flat=True)
    return articles.filter(pk__in=list(newest_first[:MAX_FOUND]))  # asked once, not for the count and for the page


def _with_title(text):
    query = SearchQuery(" & ".join(f"{word}:*" for word in WORD.findall(text)), config="simple", search_type="raw")
    return Edition.objects.annotate(words=TitleWords("title")).filter(words=query)


def _in_text(model, question):
    rows = model.objects.filter(kind="article", object_id=OuterRef("pk"))
    asked = RawSQL(f"words @@ ({question.sql})", question.values, BooleanField())  # noqa: S611 values as parameters
    return Q(Exists(rows.filter(asked)))


def newest(article):
    """Return the edition whose title a list shows: the newest, in the user's language if there is one."""
    by_language = {edition.language: edition for edition in article.editions.all()}
    wanted = [get_language(), *language_codes()]
    editions = [by_language[code] for code in wanted if code in by_language]
    return next((edition for edition in editions if edition.title), editions[0])


def saved(article):
    edition = max(article.editions.all(), key=lambda edition: edition.edited_at)
    moment = date_format(localtime(edition.edited_at), "SHORT_DATETIME_FORMAT")
    return f"{moment}, {wording.person_name(edition.edited_by)}"


@dataclasses.dataclass(frozen=True)
class State:
    """Where a text stands in one language: the class of its phase of the moon, and words.

    `way_back` is the address that puts a withdrawn text back on the site, empty where that would be refused.
    """

    code: str
    language: str
    phase: str
    words: str
    way_back: str = ""


@dataclasses.dataclass(frozen=True)
class Row:
    """An article as the list shows it, with `hit`, HTML of the place in its text that was found."""

    number: int
    title: str
    lang: str
    shown: str
    time: str
    section: str
    photos: int
    saved: str
    is_limited: bool
    states: list[State]
    hit_lang: str = ""
    hit: str = ""


def rows(articles, user, now, words=""):
    """Return a Row for each of the articles of one page; they are prefetched with EDITIONS and presence.IN_LIST."""
    newest_ones = {article.pk: newest(article) for article in articles}
    photos = _photos(newest_ones.values())
    hits = _hits(articles, words) if WORD.search(words) else {}
    may_put_back = _putting_back(articles, user)
    limited = set(access.Readers.objects.filter(article__in=newest_ones).values_list("article", flat=True))
    return [
        Row(
            article.pk,
            str(edition),
            edition.language,
            dates.in_figures(edition.shown_on, edition.shown_precision),
            _time(article),
            edition.section_name,
            photos.get(edition.pk, 0),
            presence.below(saved(article), article),
            article.pk in limited,
            [_state(article, status, may_put_back) for status in article_status.of(article, now)],
            *hits.get(article.pk, ("", "")),
        )
        for article in articles
        for edition in [newest_ones[article.pk]]
    ]


def _photos(editions):
    """Return {number of an edition: how many photographs it has}."""
    uses = EditionPhoto.objects.filter(edition__in=[edition.pk for edition in editions]).order_by()
    return dict(uses.values_list("edition").annotate(Count("pk")))


def _time(article):
    """Return when the article went out or goes out first, if that is on the day it is dated: “17:40”."""
    moments = [edition.live_from for edition in article.editions.all() if edition.live_from]
    if not moments or localtime(min(moments)).date() != article.shown_on:
        return ""
    return date_format(localtime(min(moments)), "H:i")


def _state(article, status, may_put_back):
    phase, words = _phase(status)
    way_back = ""
    if phase == "withdrawn" and may_put_back(article.pk, status.language):
        address = reverse("admin:news_article_act", args=[article.pk, "put-back"])
        way_back = f"{address}?languages={status.language}"
    return State(status.language.upper(), status.name, phase, words, way_back)


def _putting_back(articles, user):
    """Return the function that tells of an article and a language whether `user` may put the text back.

    What was taken away as if it never was only administrators publish again.
    """
    if not roles.may(user, "publish"):
        return lambda article, language: False
    vanished = Withdrawal.objects.filter(
        article__in=[article.pk for article in articles], kind=Withdrawal.Kind.VANISHED
    )
    closed = set() if roles.is_administrator(user) else set(vanished.values_list("article", "language"))
    return lambda article, language: (article, language) not in closed


def _phase(status):
    """Return the class and the words of one language. What readers see comes before what is being written."""
    if status.edition is None:
        return "none", pgettext("texts", "No text yet")
    if status.schedules:
        moments = "; ".join(date_format(localtime(edition.live_from), "d.m, H:i") for edition in status.schedules)
        return "planned", moments
    if status.live and status.draft:
        return "live", pgettext("texts", "On the site, a new edition is being written")
    if status.live:
        return "live", pgettext("texts", "On the site")
    if status.draft:
        stage = status.draft.stage
        return {"draft": "draft", "review": "review", "approved": "approved"}[stage], status.draft.get_stage_display()
    return "withdrawn", pgettext("texts", "Withdrawn")


def _hits(articles, words):
    """Return {number of an article: language and HTML of the first place in its texts with one of the words}."""
    wanted = re.compile("|".join(rf"\b{re.escape(word)}" for word in WORD.findall(words)), re.IGNORECASE)
    editions = Edition.objects.filter(article__in=[article.pk for article in articles]).order_by("article", "-number")
    found = {}
    for edition in editions.only("article", "language", "standfirst", "body"):
        if edition.article_id not in found and (hit := _hit(f"{edition.standfirst} {edition.body}", wanted)):
            found[edition.article_id] = edition.language, hit
    return found


def _hit(html, wanted):
    text = " ".join(unescape(strip_tags(html.replace("<", " <"))).split())
    place = wanted.search(text)
    if place is None:
        return ""
    begins = max(0, text.rfind(" ", 0, max(0, place.start() - CHARACTERS_AROUND)))
    ends = text.find(" ", min(len(text), place.end() + CHARACTERS_AROUND))
    part = text[begins : ends if ends > 0 else len(text)]
    marked = wanted.sub(lambda match: f"\0{match[0]}\1", part)
    html = escape(marked).replace("\0", "<mark>").replace("\1", "</mark>")
    return mark_safe(f"{'…' if begins else ''}{html.strip()}{'…' if ends > 0 else ''}")  # noqa: S308 escaped above


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
    return list(dict.fromkeys(articles[: MAX_ARTICLES * len(language_codes())]))


def lacking(others, things):
    """Keep the `things` for which there are no `others`, by a look at one thing after the other.

    So a list ends as soon as it is full; with NOT EXISTS the database reads all of both tables first.
    """
    return things.alias(other=Subquery(others.order_by().values("pk")[:1])).filter(other=None)


class StateFilter(EditionFilter):
    """The states of a text, as a row of choices; those that somebody works on with their number."""

    title = pgettext_lazy("publication", "state")
    parameter_name = "state"
    template = "admin/kinds.html"
    STATES = {
        Edition.Stage.DRAFT: pgettext_lazy("texts", "Drafts"),
        Edition.Stage.REVIEW: pgettext_lazy("texts", "In review"),
        Edition.Stage.APPROVED: pgettext_lazy("texts", "Approved"),
        Edition.State.SCHEDULED: pgettext_lazy("texts", "Scheduled"),
        Edition.State.LIVE: pgettext_lazy("texts", "On the site"),
        Edition.State.ENDED: pgettext_lazy("texts", "Withdrawn"),
    }
    COUNTED = (Edition.Stage.DRAFT, Edition.Stage.REVIEW, Edition.Stage.APPROVED, Edition.State.SCHEDULED)

    def __init__(self, request, params, model, model_admin):
        self.user = request.user
        super().__init__(request, params, model, model_admin)

    def lookups(self, request, model_admin):
        return self.STATES.items()

    def choices(self, changelist):
        everything, *states = super().choices(changelist)
        yield everything
        for state, choice in zip(self.STATES, states):
            number = self._number(state) if state in self.COUNTED else None
            yield {**choice, "number": number}

    def _number(self, state):
        editions = access.readable_by(self.user, self.editions(state))
        number = editions.order_by().values("article").distinct()[: MAX_COUNTED + 1].count()
        return f"{MAX_COUNTED}+" if number > MAX_COUNTED else number

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
        return lacking(others, Edition.objects.filter(live_until__lte=clock.SiteNow()))


class OtherStateFilter(StateFilter):
    """What else can be asked of the state of a text; StateFilter does the work, since both have one parameter."""

    title = pgettext_lazy("texts", "more")
    template = "admin/filter.html"
    OTHERS = [
        ("unreviewed", pgettext_lazy("publication", "Without review")),
        ("planned", pgettext_lazy("publication", "Planned")),
        ("stale", pgettext_lazy("publication", "Translation older than its source")),
        ("limited", pgettext_lazy("publication", "Only for some")),
    ]

    def __init__(self, request, params, model, model_admin):
        asked = request.GET.getlist(self.parameter_name)
        super().__init__(request, {self.parameter_name: asked} if asked else {}, model, model_admin)

    def lookups(self, request, model_admin):
        return self.OTHERS

    def choices(self, changelist):
        return admin.SimpleListFilter.choices(self, changelist)

    def queryset(self, request, queryset):
        return queryset


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
        return [(code, wording.language_name(code)) for code in language_codes()]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.without(self.value())


class PersonFilter(EditionFilter):
    """By whoever began a text, saved a version of it or changed it last."""

    title = pgettext_lazy("texts", "person")
    parameter_name = "person"

    def lookups(self, request, model_admin):
        people = get_user_model().objects.filter(is_staff=True).order_by("last_name", "username")
        return [(str(person.pk), wording.person_name(person)) for person in people[:50]]

    def editions(self, value):
        person = numbers.parse(value)
        saved_by_them = Exists(SavedVersion.objects.filter(edition=OuterRef("pk"), by=person))
        return Edition.objects.filter(Q(created_by=person) | Q(edited_by=person) | saved_by_them)


class PeriodFilter(admin.SimpleListFilter):
    """By the date of the article: the last days, or a year."""

    title = pgettext_lazy("texts", "year")
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
        return lacking(EditionPhoto.objects.filter(edition__article=OuterRef("pk")), queryset)


FILTERS = [
    StateFilter, SectionFilter, PeriodFilter, PersonFilter, GenreFilter, WithoutLanguageFilter, PhotoFilter,
    OtherStateFilter,
]  # fmt: skip

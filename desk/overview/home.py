"""The first page of the desk: what is late, the day from morning to evening, what waits for this user."""

import dataclasses
import datetime

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from council.models import Meeting
from desk.articles import lists
from desk.base import wording
from desk.overview import alarms
from desk.photos import words as photo_words
from desk.press import enquiries_queue
from desk.previews import links
from identity import rights
from news import access, ends, translations
from news.models import Article, Edition, Release
from photos.models import Album, Photo
from publishing import clock, dates, roles, timeline
from publishing.languages import language_codes, principal_codes
from publishing.models import TimelineEntry
from publishing.timeline import Verb

ROWS_SHOWN = 5  # of each kind that waits
ENDS_SHOWN = 10
MAX_MOMENTS = 60  # of each kind that goes out on one day
MAX_COUNTED = 200  # counted no further: “200+”


def context(request):
    """Return what the first page shows, as far as role and limited articles allow."""
    now, user = clock.now(), request.user
    late = [*alarms.of_address(request), *alarms.everything(user)]
    if not user.has_perm("news.view_article"):
        return {"now": now, "alarms": late}
    reader = Reader.of(user)
    day = _day(reader, now)
    waits = list(_waits(reader, now))
    return {
        "now": now,
        "alarms": late,
        "sentence": _sentence(late, day, waits),
        "day": [moment for moment in day if moment.is_out],
        "ahead": [moment for moment in day if not moment.is_out],
        "waits": waits,
        "enquiries": enquiries_queue.on_home(user),
        "drafts": _own_drafts(reader, now),
        "ends": _ends(user),
        "missing": _missing(reader),
        "may_add_article": user.has_perm("news.add_article"),
        "is_empty": not (day or waits) and user.has_perm("news.add_article") and not Article.objects.exists(),
    }


def _ends(user):
    """Return (title, address, what is to come, when) for what ends soon or is to be read again."""
    articles = ends.ahead(user).prefetch_related(lists.EDITIONS)[:ENDS_SHOWN]
    of_articles = [
        (article, reverse("admin:news_article_ends", args=[article.pk]), *each)
        for article in articles
        for each in _dates_of(article)
    ]
    return [*of_articles[:ENDS_SHOWN], *_licences(user)]


def _licences(user):
    """Return the same for the photographs whose licence ends soon."""
    if not user.has_perm("photos.view_photo"):
        return []
    photos = access.readable_by(user, Photo.objects.licence_ending())[:ENDS_SHOWN]
    return [
        (
            photo,
            reverse("admin:photos_photo_change", args=[photo.pk]),
            _("May be used until"),
            dates.moment_in_words(photo.licence_ends_at),
        )
        for photo in photos
    ]


def _dates_of(article):
    now, today = clock.now(), clock.today()
    if article.ends_at and now < article.ends_at <= now + ends.LOOKING_AHEAD:
        yield _("Public until"), dates.moment_in_words(article.ends_at)
    if article.read_again_on and article.read_again_on <= today + ends.LOOKING_AHEAD:
        yield _("Read again by"), dates.in_words(article.read_again_on)


def waiting_texts(user):
    """Return how many articles wait for the approval of `user`."""
    return counted(_articles(access.readable_by(user, _in_review()))) if roles.may(user, "approve") else 0


def counted(things):
    """Return how many there are, “200+” for more than MAX_COUNTED."""
    number = lists.capped(things, MAX_COUNTED + 1)
    return f"{MAX_COUNTED}+" if number > MAX_COUNTED else number


@dataclasses.dataclass(frozen=True)
class Reader:
    """Who looks at the page. What is hidden from a user is asked for once: as a subquery of every list it is slow."""

    user: User
    hidden: tuple[int, ...]

    @classmethod
    def of(cls, user):
        return cls(user, tuple(access.hidden_from(user).values_list("article", flat=True)))

    def may_read(self, editions):
        return editions.exclude(article__in=self.hidden) if self.hidden else editions


def _sentence(late, day, waits):
    """Return how things stand, in one or two sentences: what goes out, what waits; that nothing is late."""
    ahead = sum(not moment.is_out for moment in day)
    number = sum(len(group.rows) for group in waits)
    said = [] if late else [_("Nothing is late.")]
    if ahead:
        going = ngettext("%(number)d thing goes out by midnight.", "%(number)d things go out by midnight.", ahead)
        said.append(going % {"number": ahead})
    else:
        said.append(_("Nothing more goes out today."))
    if number:
        for_user = ngettext("%(number)d text waits for you.", "%(number)d texts wait for you.", number)
        said.append(for_user % {"number": number})
    return " ".join(said)


# --- The day -------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Moment:
    """Something on the line of the day: it went out, goes out or takes place at `at`.

    `at` is None for a meeting whose hour is not known. `goes_out` tells what becomes public by itself from what people
    do; `left` is the time until then in words.
    """

    at: datetime.datetime | None
    title: str
    address: str
    facts: tuple[str, ...]
    is_out: bool
    left: str = ""
    goes_out: bool = True
    lang: str = ""


def _day(reader, now):
    """Return the Moments of today on the office's clock in order of time, those without an hour first."""
    morning, midnight = _today(now)
    found = [
        *_editions(reader, now, morning, midnight),
        *_records(Album.objects.all(), reader.user, now, morning, midnight),
        *_records(Meeting.objects.exclude(held_on=timezone.localdate(now)), reader.user, now, morning, midnight),
        *_releases(reader.user, now, morning, midnight),
        *_meetings(reader.user, now),
    ]
    return sorted(found, key=lambda moment: (moment.at or morning, moment.title))


def _today(now):
    """Return the first instant of today on the office's clock, and the first of tomorrow."""
    day = timezone.localdate(now)
    return tuple(
        timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=ahead), datetime.time.min))
        for ahead in (0, 1)
    )


def _at(now, instant, thing, address, facts, lang=""):
    left = wording.time_left(instant - now) if instant > now else ""
    return Moment(instant, str(thing), address, tuple(map(str, facts)), instant <= now, left, lang=lang)


def _editions(reader, now, morning, midnight):
    """Yield a Moment for each article and instant; its languages are named together."""
    editions = reader.may_read(Edition.objects.filter(live_from__gte=morning, live_from__lt=midnight))
    still_out = Q(live_until__isnull=True) | Q(live_until__gt=now)
    editions = editions.filter(still_out).order_by("live_from").defer("body", "standfirst").select_related("section")
    together = {}
    for edition in editions[: MAX_MOMENTS * len(language_codes())]:
        together.setdefault((edition.article_id, edition.live_from), []).append(edition)
    for (article, instant), same in together.items():
        best = _in_ones_own_language(same)
        facts = [best.section_name, capfirst(wording.language_names([edition.language for edition in same]))]
        yield _at(now, instant, best, _change(Article, article), facts, best.language)


def _in_ones_own_language(editions):
    return min(editions, key=lambda edition: edition.language != get_language())


def _records(records, user, now, morning, midnight):
    model = records.model
    if not rights.may(user, f"{model._meta.app_label}.view_{model._meta.model_name}"):
        return
    records = records.filter(live_from__gte=morning, live_from__lt=midnight).order_by("live_from")
    for record in records.filter(Q(live_until__isnull=True) | Q(live_until__gt=now))[:MAX_MOMENTS]:
        yield _at(now, record.live_from, record, _change(model, record.pk), [capfirst(model._meta.verbose_name)])


def _releases(user, now, morning, midnight):
    if not user.has_perm("news.view_release"):
        return
    for release in Release.objects.filter(opens_at__gte=morning, opens_at__lt=midnight)[:MAX_MOMENTS]:
        kind = capfirst(release._meta.verbose_name)
        yield _at(now, release.opens_at, release, release.get_absolute_url(), [kind])


def _meetings(user, now):
    """Yield a Moment for each meeting that is held today."""
    if not rights.may(user, "council.view_meeting"):
        return
    for meeting in Meeting.objects.filter(held_on=timezone.localdate(now))[:MAX_MOMENTS]:
        at = meeting.begins
        facts = (meeting.standing or _("held today"),)
        yield Moment(at, str(meeting), _change(Meeting, meeting.pk), facts, bool(at and at <= now), goes_out=False)


def _change(model, number):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[number])


# --- What waits ----------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Line:
    """An article that waits: `who` is the sentence about who left it so, and when."""

    title: str
    address: str
    who: str
    lang: str


@dataclasses.dataclass(frozen=True)
class Group:
    """The first articles that wait for the same thing; `more` is the address of the others, empty if there are none.

    `name` is the class of their state, `what` says what is to be done with each.
    """

    name: str
    what: str
    rows: list
    more: str = ""


def _waits(reader, now):
    """Yield a Group for each thing that `user` can do and that somebody waits for, the most urgent first."""
    user = reader.user
    drafts = Edition.objects.unpublished().filter(stage=Edition.Stage.DRAFT)
    approves, publishes = roles.may(user, "approve"), roles.may(user, "publish")
    mine = Q(edited_by=user) | Q(created_by=user)
    groups = [
        (True, "draft", pgettext("to do", "Revise"), _returned(drafts.filter(mine)), "draft", Verb.RETURNED),
        (approves, "review", pgettext("to do", "Review"), _others(_in_review(), user), "review", Verb.SUBMITTED),
        (
            approves,
            "review",
            pgettext("to do", "Review afterwards"),
            _others(lists.unreviewed(), user),
            "unreviewed",
            Verb.PUBLISHED,
        ),
        (
            publishes,
            "approved",
            pgettext("to do", "Publish"),
            Edition.objects.unpublished().filter(stage=Edition.Stage.APPROVED),
            "approved",
            Verb.APPROVED,
        ),
        (True, "draft", pgettext("to do", "Compare with the original"), translations.stale(), "stale", None),
    ]
    for is_for_user, name, what, editions, state, verb in groups:
        if is_for_user and (group := _group(name, what, reader.may_read(editions), state, now, verb)).rows:
            yield group
    if remarks := list(links.open_remarks(user)[: ROWS_SHOWN + 1]):
        more = reverse("admin:news_remark_changelist") if len(remarks) > ROWS_SHOWN else ""
        rows = [_remark(remark, now) for remark in remarks[:ROWS_SHOWN]]
        yield Group("review", pgettext("to do", "Settle a remark"), rows, more)


def _remark(remark, now):
    edition = remark.link.edition
    said = _("%(who)s, %(when)s") % {"who": remark.link.recipient, "when": _moment(remark.at, now)}
    address = f"{_change(Article, edition.article_id)}#outside"
    return Line(Truncator(remark.text).chars(120), address, said, edition.language)


def _group(name, what, editions, state, now, verb=None, more=""):
    shown, is_more = _first(editions.order_by("-edited_at"))
    address = f"{reverse('admin:news_article_changelist')}?state={state}{more}" if is_more else ""
    last = _last_entries(shown, verb)
    return Group(name, what, [_line(edition, state, last.get(edition.pk), now) for edition in shown], address)


def _first(editions):
    """Return the first editions, one of each article, and whether there are more."""
    asked = (ROWS_SHOWN + 1) * len(language_codes())
    of_article = {}
    for edition in editions.defer("body", "standfirst").select_related("edited_by")[:asked]:
        of_article.setdefault(edition.article_id, []).append(edition)
    found = [_in_ones_own_language(same) for same in of_article.values()]
    return found[:ROWS_SHOWN], len(found) > ROWS_SHOWN


def _last_entries(editions, verb):
    """Return {number of an edition: its last timeline entry of this verb}."""
    entries = timeline.of(*editions).filter(verb=verb) if verb else []
    return {entry.subject_id: entry for entry in reversed(entries)}


def _line(edition, state, entry, now):
    person, at = (entry.actor, entry.at) if entry else (edition.edited_by, edition.edited_at)
    told = {"who": wording.person_name(person), "when": _moment(at, now)}
    screen = "review" if state == "review" else "change"
    address = reverse(f"admin:news_article_{screen}", args=[edition.article_id])
    return Line(str(edition), address, _("%(who)s, %(when)s") % told, edition.language)


def _moment(instant, now):
    """Return an instant of today as “15:05”, an earlier one as “27.11, 15:05”."""
    local = timezone.localtime(instant)
    return date_format(local, "H:i" if local.date() == timezone.localdate(now) else "d.m, H:i")


def _own_drafts(reader, now):
    drafts = Edition.objects.unpublished().filter(stage=Edition.Stage.DRAFT, edited_by=reader.user)
    return _group("draft", "", reader.may_read(drafts), "draft", now, more=f"&person={reader.user.pk}")


def _others(editions, user):
    return editions.exclude(edited_by=user)


def _in_review():
    return Edition.objects.unpublished().filter(stage=Edition.Stage.REVIEW)


def _returned(drafts):
    """Keep the drafts whose latest timeline entry is that somebody sent them back."""
    entries = TimelineEntry.objects.filter(
        subject_type=ContentType.objects.get_for_model(Edition), subject_id=OuterRef("pk")
    )
    return drafts.annotate(last=Subquery(entries.values("verb")[:1])).filter(last=Verb.RETURNED)


def _articles(editions):
    return Article.objects.filter(pk__in=editions.order_by().values("article"))


# --- Missing -------------------------------------------------------------------------------------------------------


def _missing(reader):
    """Return (sentence, number, address) for each kind of gap that somebody should fill."""
    user = reader.user
    gaps = [*_missing_languages(reader), *(_missing_words(user) if user.has_perm("photos.view_photo") else [])]
    return [gap for gap in gaps if gap[1]]


def _missing_languages(reader):
    for code in principal_codes():
        articles = Article.objects.without(code).exclude(pk__in=reader.hidden)
        sentence = _("Articles without a text in this language: %(language)s")
        yield (
            sentence % {"language": wording.language_name(code)},
            counted(articles),
            f"{reverse('admin:news_article_changelist')}?without={code}",
        )


def _missing_words(user):
    address = reverse("admin:photos_photo_changelist")
    describes = f"{address}?without=alt-"
    if not user.has_perm("photos.change_photo"):
        describes = f"{reverse('admin:missing-words')}?kind=photos.photo&language="
    photos = access.readable_by(user, Photo.objects.all())
    for code in principal_codes():
        sentence = _("Photographs without a description in this language: %(language)s")
        number = counted(photos.filter(photo_words.without_text("alt", code)))
        yield sentence % {"language": wording.language_name(code)}, number, f"{describes}{code}"
    yield _("Photographs without a credit"), counted(photos.filter(credit={})), f"{address}?without=credit"
    yield _("Photographs without usage terms"), counted(photos.filter(usage_terms={})), f"{address}?without=terms"

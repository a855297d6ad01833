"""The first page of the desk: what waits for this user, what is published today, what is late or missing."""

import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from council.models import Meeting
from desk.articles import lists
from desk.base import article_status, wording
from desk.overview import alarms
from desk.photos import words as photo_words
from desk.press import enquiries_queue
from desk.previews import links
from news import access, translations
from news.models import Article, Edition, Release, Template
from photos.models import Album, Photo
from publishing import clock, roles
from publishing.models import TimelineEntry

ROWS_SHOWN = 8
MAX_COUNTED = 200  # counted no further: “200+”


def context(user):
    """Return what the first page shows to `user`, as far as role and limited articles allow."""
    now = clock.now()
    if not user.has_perm("news.view_article"):
        return {"now": now}
    may_add = user.has_perm("news.add_article")
    return {
        "now": now,
        "alarms": alarms.everything(user),
        "queues": [queue for queue in _queues(user, now) if queue["rows"] or queue["always"]],
        "today": _today(user, now),
        "missing": _missing(user),
        "remarks": links.open_remarks(user)[:ROWS_SHOWN],
        "enquiries": enquiries_queue.on_home(user),
        "recent": recent_actions(user),
        "templates": Template.objects.all() if may_add else [],
        "may_add_article": may_add,
        "may_upload": user.has_perm("photos.add_photo"),
        "limited": access.limited().count() if access.may_let_in(user) else 0,
    }


def waiting_texts(user):
    """Return how many articles wait for the approval of `user`."""
    return counted(_articles(readable(user, _in_review()))) if roles.may(user, "approve") else 0


def counted(things):
    """Return how many there are, “200+” for more than MAX_COUNTED."""
    number = lists.capped(things, MAX_COUNTED + 1)
    return f"{MAX_COUNTED}+" if number > MAX_COUNTED else number


def readable(user, editions):
    return access.readable_by(user, editions)


# --- Waiting -------------------------------------------------------------------------------------------------------


def _queues(user, now):
    """Return the lists of articles, those that need an action by `user` first."""
    drafts = Edition.objects.unpublished().filter(stage=Edition.Stage.DRAFT)
    ready = Edition.objects.unpublished().filter(stage=Edition.Stage.APPROVED)
    live = Edition.objects.public()
    approves, publishes = roles.may(user, "approve"), roles.may(user, "publish")
    returned = _returned(drafts.filter(Q(edited_by=user) | Q(created_by=user)))
    wanted = [
        (True, _("Sent back to you"), returned, "draft", "-edited_at", False, f"&author={user.pk}"),
        (approves, _("Waiting for your approval"), _in_review().exclude(edited_by=user), "review", "-edited_at", False),
        (
            approves,
            _("Published without review, to be approved afterwards"),
            lists.unreviewed().exclude(edited_by=user),
            "unreviewed",
            "-live_from",
            False,
        ),
        (publishes, _("Approved, not yet published"), ready, "approved", "-edited_at", False),
        (True, _("Scheduled"), Edition.objects.scheduled(), "scheduled", "live_from", False),
        (True, _("Your drafts"), drafts.filter(edited_by=user), "draft", "-edited_at", False, f"&author={user.pk}"),
        (True, _("Drafts"), drafts.exclude(edited_by=user), "draft", "-edited_at", True),
        (True, _("Stale translations"), translations.stale(), "stale", "-edited_at", False),
        (not approves, _("In review"), _in_review(), "review", "-edited_at", False),
        (True, _("Published last"), live, "live", "-live_from", True),
    ]
    for number, (is_for_user, title, editions, state, order, always, *more) in enumerate(wanted):
        if is_for_user:
            queue = _queue(title, readable(user, editions), state, now, order=order, more="".join(more))
            yield queue | {"number": number, "always": always}


def _in_review():
    return Edition.objects.unpublished().filter(stage=Edition.Stage.REVIEW)


def _returned(drafts):
    """Keep the drafts whose latest timeline entry is that somebody sent them back."""
    entries = TimelineEntry.objects.filter(
        subject_type=ContentType.objects.get_for_model(Edition), subject_id=OuterRef("pk")
    )
    return drafts.annotate(last=Subquery(entries.values("verb")[:1])).filter(last=TimelineEntry.Verb.RETURNED)


def _articles(editions):
    return Article.objects.filter(pk__in=editions.order_by().values("article"))


def _queue(title, editions, state, now, *, order, more=""):
    articles, is_more = _first_articles(editions.order_by(order))
    return {
        "title": title,
        "state": state,
        "count": counted(_articles(editions)) if is_more else len(articles),
        "is_more": is_more,
        "address": f"{reverse('admin:news_article_changelist')}?state={state}{more}",
        "rows": [_item(article, state, now) for article in articles],
    }


def _first_articles(editions):
    """Return the articles of the first editions, each once, in order; and whether there are more."""
    asked = (ROWS_SHOWN + 1) * len(settings.LANGUAGES)
    numbers = list(dict.fromkeys(editions.values_list("article_id", flat=True)[:asked]))
    found = Article.objects.prefetch_related(lists.EDITIONS).in_bulk(numbers[:ROWS_SHOWN])
    return [found[number] for number in numbers[:ROWS_SHOWN]], len(numbers) > ROWS_SHOWN


def _item(article, state, now):
    moments = {edition.live_from: edition for status in article_status.of(article, now) for edition in status.schedules}
    return {
        "article": article,
        "title": lists.title(article),
        "section": lists.newest(article).section,
        "shown": lists.shown(article),
        "saved": lists.saved(article),
        "languages": lists.languages(article, now),
        "moments": [article_status.of_scheduled(moments[moment], now) for moment in sorted(moments)]
        if state == "scheduled"
        else [],
    }


# --- Today ---------------------------------------------------------------------------------------------------------


def _today(user, now):
    """Return what is scheduled until midnight in Moscow and the meetings of the day, in order of time.

    Each is a dict of title, kind, address, and words, the StatusLabel about its moment; None for a meeting's day.
    """
    midnight = _midnight(now)
    going = [
        *_editions_until(user, now, midnight),
        *_records_until(Album, user, "photos.view_album", now, midnight),
        *_records_until(Meeting, user, "council.view_meeting", now, midnight),
        *_releases_until(user, now, midnight),
    ]
    going.sort(key=lambda item: item["moment"])
    return [*going, *_meetings_today(user, now)]


def _midnight(now):
    tomorrow = timezone.localdate(now) + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(tomorrow, datetime.time.min))


def _editions_until(user, now, midnight):
    editions = readable(user, Edition.objects.filter(live_from__gt=now, live_from__lt=midnight))
    for edition in editions.order_by("live_from").defer("body")[: ROWS_SHOWN * 2]:
        yield {
            "title": str(edition),
            "kind": wording.language_name(edition.language),
            "address": reverse("admin:news_article_change", args=[edition.article_id]),
            "moment": edition.live_from,
            "words": article_status.of_scheduled(edition, now),
        }


def _records_until(model, user, right, now, midnight):
    if not user.has_perm(right):
        return
    for record in model.objects.filter(live_from__gt=now, live_from__lt=midnight).order_by("live_from")[:ROWS_SHOWN]:
        yield {
            "title": str(record),
            "kind": str(model._meta.verbose_name),
            "address": _address(record),
            "moment": record.live_from,
            "words": article_status.of_scheduled(record, now),
        }


def _releases_until(user, now, midnight):
    if not user.has_perm("news.view_release"):
        return
    for release in Release.objects.filter(opens_at__gt=now, opens_at__lt=midnight).order_by("opens_at")[:ROWS_SHOWN]:
        yield {
            "title": str(release),
            "kind": str(release._meta.verbose_name),
            "address": release.get_absolute_url(),
            "moment": release.opens_at,
            "words": article_status.StatusLabel(
                look="embargo", until=release.opens_at, left=wording.time_left(release.opens_at - now)
            ),
        }


def _meetings_today(user, now):
    if not user.has_perm("council.view_meeting"):
        return
    for meeting in Meeting.objects.filter(held_on=timezone.localdate(now))[:ROWS_SHOWN]:
        yield {
            "title": str(meeting),
            "kind": meeting.standing or _("held today"),
            "address": _address(meeting),
            "moment": None,
            "words": None,
        }


def _address(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


# --- Missing -------------------------------------------------------------------------------------------------------


def _missing(user):
    """Return (sentence, number, address) for each kind of gap that somebody should fill."""
    gaps = [*_missing_languages(user), *(_missing_words(user) if user.has_perm("photos.view_photo") else [])]
    return [gap for gap in gaps if gap[1]]


def _missing_languages(user):
    for code, _name in settings.LANGUAGES:
        articles = access.readable_by(user, Article.objects.exclude(languages__contains=[code]))
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
    for code, _name in settings.LANGUAGES:
        sentence = _("Photographs without a description in this language: %(language)s")
        number = counted(photos.filter(photo_words.without_text("alt", code)))
        yield sentence % {"language": wording.language_name(code)}, number, f"{describes}{code}"
    yield _("Photographs without a credit"), counted(photos.filter(credit={})), f"{address}?without=credit"
    yield _("Photographs without usage terms"), counted(photos.filter(usage_terms={})), f"{address}?without=terms"


def recent_actions(user):
    """Return the latest entries of the timeline that `user` may read, each with what it is about."""
    entries = access.readable_by(user, TimelineEntry.objects.select_related("actor", "subject_type"))
    return entries.prefetch_related("subject")[:ROWS_SHOWN]

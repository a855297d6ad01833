"""The first page of the desk: what waits, what goes out, what is missing."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from desk import article_lists, standing
from news.models import Article, Edition
from photos.models import Photo
from publishing import clock, roles
from publishing.models import TimelineEntry

LENGTH = 8


def context(user):
    """Return what the first page shows to `user`: only what the user's role may see."""
    now = clock.now()
    if not user.has_perm("news.view_article"):
        return {"now": now}
    return {
        "now": now,
        "queues": [queue for queue in _queues(now) if queue["number"] or queue["always"]],
        "missing": _missing(user),
        "recent": recent_actions(),
        "may_add_article": user.has_perm("news.add_article"),
        "may_upload": user.has_perm("photos.add_photo"),
    }


def waiting(user):
    """Return {model: how many of its records wait for `user`}, for the side navigation."""
    if not roles.may(user, "approve"):
        return {}
    return {Article: _articles(_in_review()).count()}


def _queues(now):
    """Return the lists of articles, those that want something first."""
    drafts = Edition.objects.filter(live_from__isnull=True, stage=Edition.Stage.DRAFT)
    ready = Edition.objects.filter(live_from__isnull=True, stage=Edition.Stage.APPROVED)
    live = Edition.objects.public()
    return [
        _queue(_("Waiting for review"), _in_review(), "review", now),
        _queue(_("Approved, not yet published"), ready, "approved", now),
        _queue(_("Scheduled"), Edition.objects.scheduled(), "scheduled", now, order="live_from"),
        _queue(_("Drafts"), drafts, "draft", now, always=True),
        _queue(_("Published last"), live, "live", now, order="-live_from", always=True),
    ]


def _in_review():
    return Edition.objects.filter(live_from__isnull=True, stage=Edition.Stage.REVIEW)


def _articles(editions):
    return Article.objects.filter(Exists(editions.filter(article=OuterRef("pk"))))


def _queue(title, editions, state, now, order="-edited_at", always=False):
    articles = _first_articles(editions.order_by(order))
    return {
        "title": title,
        "state": state,
        "number": _articles(editions).count(),
        "always": always,
        "address": f"{reverse('admin:news_article_changelist')}?state={state}",
        "rows": [_item(article, state, now) for article in articles],
    }


def _first_articles(editions):
    """Return the articles of the first editions, each once, in their order."""
    numbers = list(dict.fromkeys(editions.values_list("article_id", flat=True)[: LENGTH * len(settings.LANGUAGES)]))
    found = Article.objects.prefetch_related(article_lists.EDITIONS).in_bulk(numbers[:LENGTH])
    return [found[number] for number in numbers[:LENGTH]]


def _item(article, state, now):
    moments = {it.scheduled.live_from: it.scheduled for it in standing.of(article, now) if it.scheduled}
    return {
        "article": article,
        "title": article_lists.title(article),
        "section": article_lists.newest(article).section,
        "shown": article_lists.shown(article),
        "saved": article_lists.saved(article),
        "languages": article_lists.languages(article, now),
        "moments": [standing.of_scheduled(moments[it], now) for it in sorted(moments)] if state == "scheduled" else [],
    }


def _missing(user):
    """Return (sentence, number, address) for gaps that somebody should fill; no gap, no line."""
    gaps = [*_missing_languages(), *(_missing_words() if user.has_perm("photos.view_photo") else [])]
    return [gap for gap in gaps if gap[1]]


def _missing_languages():
    for code, _name in settings.LANGUAGES:
        articles = Article.objects.exclude(Exists(Edition.objects.filter(article=OuterRef("pk"), language=code)))
        sentence = _("Articles without a text in this language: %(language)s")
        yield (
            sentence % {"language": standing.language_name(code)},
            articles.count(),
            f"{reverse('admin:news_article_changelist')}?without={code}",
        )


def _missing_words():
    address = reverse("admin:photos_photo_changelist")
    for code, _name in settings.LANGUAGES:
        sentence = _("Photographs without a description in this language: %(language)s")
        number = Photo.objects.filter(without_text("alt", code)).count()
        yield sentence % {"language": standing.language_name(code)}, number, f"{address}?without=alt-{code}"
    yield _("Photographs without a credit"), Photo.objects.filter(credit={}).count(), f"{address}?without=credit"


def without_text(field, language):
    """Return the condition that a localized `field` has no text in `language`."""
    return Q(**{f"{field}__{language}": ""}) | ~Q(**{f"{field}__has_key": language})


def recent_actions():
    """Return the latest entries of the timeline, each with what it is about."""
    return TimelineEntry.objects.select_related("actor", "subject_type").prefetch_related("subject")[:LENGTH]

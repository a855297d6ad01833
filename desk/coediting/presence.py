"""Who has which article open now, and sentences about it for the others."""

import datetime

from django.db.models import Prefetch
from django.http import HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from desk.base import article_status, wording
from desk.models import Presence
from news import access
from news.models import Article, Edition
from publishing import clock

MAX_SILENCE = datetime.timedelta(seconds=30)  # an open page sends a request every ten
KEPT_FOR = datetime.timedelta(hours=1)


def still_open(user, article_id, screen, *, is_unsaved):
    """Store that `user` has the article open in the window `screen`."""
    row = Presence(user=user, article_id=article_id, screen=screen, is_unsaved=is_unsaved)
    kept = ["article", "is_unsaved", "heard_at"]
    Presence.objects.bulk_create([row], update_conflicts=True, unique_fields=["user", "screen"], update_fields=kept)


def page_opened(user, article_id, screen, *, is_unsaved):
    """Store that a page was opened, and delete old rows."""
    Presence.objects.filter(heard_at__lt=clock.SiteNow() - KEPT_FOR).delete()
    still_open(user, article_id, screen, is_unsaved=is_unsaved)


def page_closed(user, screen):
    Presence.objects.filter(user=user, screen=screen).delete()


def present():
    """Return the windows that sent a request within MAX_SILENCE."""
    return Presence.objects.filter(heard_at__gt=clock.SiteNow() - MAX_SILENCE).select_related("user")


# What a list of articles prefetches for `below`.
IN_LIST = Prefetch("presences", present(), to_attr="present")


def below(words, article):
    """Return `words` and below them who has `article` open; it must be prefetched with IN_LIST."""
    lines = [words, *(_sentence(wording.person_name(rows[0].user), rows) for rows in _by_person(article.present))]
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))


def others(user, article_id, screen):
    """Return a sentence for each person who has the article open, also for `user` in another window."""
    rows = [
        presence
        for presence in present().filter(article=article_id)
        if (presence.user_id, presence.screen) != (user.pk, screen)
    ]
    return [
        _own_sentence(of_one)
        if of_one[0].user_id == user.pk
        else _sentence(wording.person_name(of_one[0].user), of_one)
        for of_one in _by_person(rows)
    ]


def _by_person(rows):
    by_person = {}
    for row in rows:
        by_person.setdefault(row.user_id, []).append(row)
    return by_person.values()


def _sentence(who, rows):
    told = {"who": who, "time": wording.clock_time(rows[0].since)}
    if any(row.is_unsaved for row in rows):
        return _("%(who)s is writing here since %(time)s, with unsaved changes.") % told
    return _("%(who)s has this article open since %(time)s.") % told


def _own_sentence(rows):
    if any(row.is_unsaved for row in rows):
        return _("You have this article open in another window as well, with unsaved changes.")
    return _("You have this article open in another window as well.")


def beat(request, article_id):
    """Store that a page is open, and answer with who else has it open, what is saved and where it stands."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    readable = access.readable_by(request.user, Article.objects.prefetch_related(SAVED))
    article = get_object_or_404(readable, pk=article_id)
    screen = request.POST.get("screen", "")[:24]
    if "gone" in request.POST:
        page_closed(request.user, screen)
        return JsonResponse({})
    still_open(request.user, article_id, screen, is_unsaved=request.POST.get("unsaved") == "1")
    statuses = article_status.of(article, clock.now())
    return JsonResponse(
        {
            "you": request.user.pk,
            "others": others(request.user, article_id, screen),
            "saved": {status.language: _saved(status.edition) for status in statuses},
            "mark": article_status.mark(statuses),
        }
    )


SAVED = Prefetch(
    "editions",
    Edition.objects.select_related("edited_by").only(
        "article_id", "language", "number", "live_from", "live_until", "set_aside_at", "version", "stage",
        "edited_at",
        "edited_by__username", "edited_by__first_name", "edited_by__last_name",
    ).order_by("number"),
)  # fmt: skip


def _saved(edition):
    """Return what is saved in one language: edition and version as the form names them, and a sentence about it."""
    if edition is None:
        return {"current": "0.0", "sentence": ""}
    told = {
        "language": wording.language_name(edition.language),
        "who": wording.person_name(edition.edited_by),
        "time": wording.clock_time(edition.edited_at),
    }
    sentence = _("%(language)s: saved by %(who)s at %(time)s while you were working.") % told
    return {"current": f"{edition.pk}.{edition.version}", "sentence": sentence}

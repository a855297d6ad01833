"""The bar on top of the article screen: where the text stands, and the one button that comes next.

The open page keeps the bar true: it sends with each sign of life (desk.coediting.presence) the mark of the bar it
shows, and fetches it anew once the mark is another.
"""

import dataclasses

from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from desk.articles import next_step
from desk.articles.next_step import Standing
from desk.base import addresses, article_status, wording
from news.models import Article
from news.pages import address_of
from publishing import clock, dates

LOOKS = {
    Standing.EMPTY: "none",
    Standing.TITLE: "",
    Standing.DRAFT: "",
    Standing.OWN_REVIEW: "review",
    Standing.REVIEW: "review",
    Standing.APPROVED: "approved",
    Standing.SCHEDULED: "planned",
    Standing.LIVE: "live",
    Standing.CHANGED: "live",
    Standing.WITHDRAWN: "withdrawn",
}
NAMES = {
    Standing.EMPTY: gettext_lazy("New article"),
    Standing.TITLE: gettext_lazy("Draft"),
    Standing.DRAFT: gettext_lazy("Draft"),
    Standing.OWN_REVIEW: gettext_lazy("In review"),
    Standing.REVIEW: gettext_lazy("In review"),
    Standing.APPROVED: gettext_lazy("Approved"),
    Standing.SCHEDULED: gettext_lazy("Scheduled"),
    Standing.LIVE: pgettext_lazy("state of a text", "On the site"),
    Standing.CHANGED: gettext_lazy("On the site, changed"),
    Standing.WITHDRAWN: gettext_lazy("Withdrawn"),
}


@dataclasses.dataclass(frozen=True)
class State:
    """The state of one language, or of all that stand alike, as the bar says it."""

    word: str
    look: str
    languages: str = ""  # their names, where others stand differently
    since: str = ""


def context(article, statuses, user, now):
    """Return what the template of the bar reads."""
    becomes = {status.language: next_step.becomes(status) for status in statuses}
    offer = next_step.of(article, statuses, user)
    typed = [next_step.once_typed(offer, article, statuses, user, standing) for standing in _each(becomes.values())]
    waiting = [edition for status in statuses for edition in status.schedules]
    return {
        "offer": offer,
        "typed": typed,
        "becomes": [(language, standing) for language, standing in becomes.items() if standing],
        "states": list(_states(statuses, user)),
        "mark": article_status.mark(statuses),
        "next_at": min((edition.live_from for edition in waiting), default=None),
        "previews": [status for status in statuses if status.edition],
        "live_addresses": [(status.name, address_of(status.live)) for status in statuses if status.live],
        "rehearsals": [addresses.of_rehearsal_for(status.scheduled) for status in statuses if status.scheduled],
    }


def page(request, article_id):
    """Answer the bar alone, for the page that shows an older one."""
    parts = ["editions__turns", "editions__photos__photo", "editions__attachments", "editions__section"]
    article = get_object_or_404(Article.objects.prefetch_related(*parts), pk=article_id)
    now = clock.now()
    statuses = article_status.of(article, now)
    return TemplateResponse(
        request,
        "desk/articles/_workbar.html",
        {
            "article": article,
            "title": str(article),
            "statuses": statuses,
            "is_locked": all(status.is_waiting for status in statuses),
            "now": now,
            **context(article, statuses, request.user, now),
        },
    )


def _each(standings):
    """Return each Standing once, without None."""
    return list(dict.fromkeys(standing for standing in standings if standing))


def _states(statuses, user):
    written = [status for status in statuses if status.edition]
    alike = {}
    for status in written:
        alike.setdefault(NAMES[next_step.standing_of(status, user)], []).append(status)
    for word, of_word in alike.items():
        standing = next_step.standing_of(of_word[0], user)
        names = wording.language_names([status.language for status in of_word]) if len(alike) > 1 else ""
        yield State(str(word), LOOKS[standing], names, _since(standing, of_word[0]))
    if not written:
        yield State(str(NAMES[Standing.EMPTY]), LOOKS[Standing.EMPTY])


def _since(standing, status):
    if standing in (Standing.LIVE, Standing.CHANGED):
        return _("since %(moment)s") % {"moment": next_step.short_moment(status.live.live_from)}
    if standing == Standing.SCHEDULED:
        return _("goes out on %(moment)s") % {"moment": next_step.short_moment(status.scheduled.live_from)}
    if standing == Standing.WITHDRAWN:
        return dates.moment_in_words(status.ended.live_until)
    return ""

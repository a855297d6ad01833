"""The bar on top of the article screen: where the text stands, and the one button that comes next.

The open page keeps the bar true: each sign of life (desk.coediting.presence) is answered with the mark that the bar
would have now, and once it is another the page fetches it anew (desk.articles.screen.fresh).
"""

import dataclasses

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from desk.articles import next_step
from desk.articles.next_step import Standing
from desk.base import addresses, article_status, wording
from news.models import Article
from news.pages import address_of
from publishing import clock, dates
from publishing.templatetags.dates import machine_moment

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
    return {
        "offer": offer,
        "typed": typed,
        "becomes": [(language, standing) for language, standing in becomes.items() if standing],
        "states": list(_states(statuses, user)),
        "mark": article_status.mark(statuses),
        "next_at": _next_moment(statuses),
        "previews": [status for status in statuses if status.edition],
        "live_addresses": [(status.name, address_of(status.live)) for status in statuses if status.live],
        "rehearsals": [addresses.of_rehearsal_for(status.scheduled) for status in statuses if status.scheduled],
    }


def followed(article):
    """Return what a page about `article` keeps, to learn that it has changed since: its mark and its next moment."""
    now = clock.now()
    statuses = article_status.of(article, now)
    return {"article": article, "mark": article_status.mark(statuses), "next_at": _next_moment(statuses), "now": now}


def standing(request, article_id):
    """Answer a script with where an article stands: {mark, states, next_at, now}; moments as texts, '' for none."""
    parts = ["editions__turns", "editions__photos__photo", "editions__attachments", "editions__section"]
    article = get_object_or_404(Article.objects.prefetch_related(*parts), pk=article_id)
    found = followed(article)
    states = _states(article_status.of(article, found["now"]), request.user)
    said = "; ".join(" ".join(filter(None, [_named(state), state.since])) for state in states)
    moments = {name: machine_moment(found[name]) for name in ("next_at", "now")}
    return JsonResponse({"mark": found["mark"], "states": said, **moments})


def _named(state):
    return f"{state.word}: {state.languages}" if state.languages else state.word


def _next_moment(statuses):
    waiting = [edition for status in statuses for edition in status.schedules]
    return min((edition.live_from for edition in waiting), default=None)


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
        if standing == Standing.WITHDRAWN and all(_ended_by_itself(status.ended) for status in of_word):
            word = _("Ended")
        yield State(str(word), LOOKS[standing], names, _since(standing, of_word[0]))
    if not written:
        yield State(str(NAMES[Standing.EMPTY]), LOOKS[Standing.EMPTY])


def _ended_by_itself(edition):
    return edition.live_until == edition.article.ends_at


def _since(standing, status):
    if standing in (Standing.LIVE, Standing.CHANGED):
        return _("since %(moment)s") % {"moment": next_step.short_moment(status.live.live_from)}
    if standing == Standing.SCHEDULED:
        return _("goes out on %(moment)s") % {"moment": next_step.short_moment(status.scheduled.live_from)}
    if standing == Standing.WITHDRAWN:
        return dates.moment_in_words(status.ended.live_until)
    return ""

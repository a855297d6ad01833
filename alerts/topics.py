"""Topics: from the address of a page to what is followed, in words, and which of them an edition belongs to."""

import logging

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from alerts.models import Topic
from council.models import Person, State
from news import subjects
from news.models import Edition
from publishing.visitors import as_visitor
from search import finding
from search.queries import Query

log = logging.getLogger(__name__)

# What an edition itself knows; for the rest the search is asked.
OWN = {"section", "genre", "meeting"}


def wanted(params, language):
    """Return the Query that an address asks to follow: of articles in one language, without what no alert can mean."""
    query = Query.from_params(params, language)
    return query.but(kind=(), year=(), lang=(), withdrawn=False, order="")


def is_known(query):
    """Tell whether there is anything to follow: a person, a meeting or a section that visitors see."""
    return query.is_empty or bool(query.describe())


def in_words(query, *, to_a_stranger=False):
    """Return what is followed, in the active language: “Section Summits; news in Russian”.

    `to_a_stranger`, who may not be the one who asked, without the words that were typed.
    """
    name = dict(settings.LANGUAGES).get(query.language, query.language)
    said = query.but(q="").describe() or _("Articles with words that stand on the page") if to_a_stranger else ""
    what = _("All news") if query.is_empty else said or query.describe()
    return _("%(what)s – %(language)s") % {"what": what, "language": name}


def of_edition(edition):
    """Return the numbers of the topics somebody follows that this public edition belongs to."""
    followed = Topic.objects.filter(language=edition.language, subscriptions__confirmed_at__isnull=False).distinct()
    return [topic.pk for topic in followed.iterator() if _holds(topic.query, edition)]


def _holds(query, edition):
    """Tell whether `edition` belongs to what a Query finds: by what it bears, whom it is about, and what it says."""
    asked = set(query.params())
    own = {"section": edition.section.slug, "genre": edition.genre, "meeting": str(edition.meeting_id)}
    if any(own[name] not in getattr(query, name) for name in asked & OWN):
        return False
    with as_visitor(), override(edition.language):
        for name, is_about in ABOUT.items():
            if name in asked and is_about(edition, getattr(query, name)):
                query = query.but(**{name: ()})
        return set(query.params()) <= OWN or _is_found(query, edition)


def _is_about_person(edition, numbers):
    """Tell whether the edition is about one of these people as their feeds understand it: no word need name them."""
    one = Edition.objects.filter(pk=edition.pk)
    return any(subjects.of_person(one, person).exists() for person in Person.objects.public().filter(pk__in=numbers))


def _is_about_state(edition, codes):
    one = Edition.objects.filter(pk=edition.pk)
    return any(subjects.of_state(one, state).exists() for state in State.objects.filter(code__in=codes))


ABOUT = {"person": _is_about_person, "state": _is_about_state}


def _is_found(query, edition):
    try:
        return edition.article_id in finding.matches(query.but(kind=("article",)), "article", [edition.article_id])
    except finding.TooLong:
        # One search that asks too much keeps nobody else from his news.
        log.warning("A search that somebody follows takes too long for edition %s", edition.pk)  # his words are his own
        return False

"""Topics: made from the address of a page, put into words, and matched with editions."""

import logging

from django.utils.translation import gettext as _
from django.utils.translation import override

from alerts.models import Topic
from council.models import Meeting, Person, State
from news import subjects
from news import topics as office_topics
from news.models import Edition
from publishing.languages import language_names
from publishing.visitors import as_visitor
from search import finding
from search.queries import Query

log = logging.getLogger(__name__)

# Parameters that are fields of an edition; the rest is matched by the search.
OWN = {"section", "genre"}


def wanted(params, language):
    """Return the Query of an address for an alert: articles in one language, without parameters like a page number."""
    query = Query.from_params(params, language)
    return query.but(kind=(), year=(), lang=(), withdrawn=False, order="")


def is_known(query):
    """Return whether the subjects of a query are public: its person, meeting or section."""
    return query.is_empty or bool(query.describe())


def in_words(query, *, to_a_stranger=False):
    """Return the topic in words, in the active language: “Section Summits; news in Russian”.

    `to_a_stranger` leaves out typed words: the address may not be that of whoever typed them.
    """
    said = query.but(q="").describe() or _("Articles with words that stand on the page") if to_a_stranger else ""
    what = _("All news") if query.is_empty else said or query.describe()
    return _with_language(what, query.language)


def called(topic, *, to_a_stranger=False):
    """Return what a Topic is called, in the active language; see in_words()."""
    if not topic.is_week:
        return in_words(topic.query, to_a_stranger=to_a_stranger)
    return _with_language(_("The week ahead"), topic.language)


def _with_language(what, code):
    return _("%(what)s – %(language)s") % {"what": what, "language": language_names().get(code, code)}


def of_edition(edition):
    """Return the ids of the followed topics that this public edition belongs to."""
    followed = Topic.objects.filter(
        is_week=False, language=edition.language, subscriptions__confirmed_at__isnull=False
    ).distinct()
    return [topic.pk for topic in followed.iterator() if _holds(topic.query, edition)]


def _holds(query, edition):
    """Return whether a Query finds `edition`: by its fields, its people and states, and its words."""
    asked = set(query.params())
    own = {"section": edition.section.slug, "genre": edition.genre}
    if any(own[name] not in getattr(query, name) for name in asked & OWN):
        return False
    with as_visitor(), override(edition.language):
        for name, is_about in ABOUT.items():
            if name in asked and is_about(edition, getattr(query, name)):
                query = query.but(**{name: ()})
        return set(query.params()) <= OWN or _is_found(query, edition)


def _is_about_person(edition, numbers):
    """Return whether the edition is about one of these people, by the same rule as in their feeds."""
    one = Edition.objects.filter(pk=edition.pk)
    return any(subjects.of_person(one, person).exists() for person in Person.objects.public().filter(pk__in=numbers))


def _is_about_state(edition, codes):
    one = Edition.objects.filter(pk=edition.pk)
    return any(subjects.of_state(one, state).exists() for state in State.objects.filter(code__in=codes))


def _is_about_meeting(edition, numbers):
    one = Edition.objects.filter(pk=edition.pk)
    meetings = Meeting.objects.public().filter(pk__in=numbers).values_list("pk", flat=True)
    return any(subjects.of_meeting(one, meeting).exists() for meeting in meetings)


def _is_about_topic(edition, slugs):
    one = Edition.objects.filter(pk=edition.pk)
    found = [topic for slug in slugs if (topic := office_topics.at(slug))]
    return any(subjects.of_topic(one, topic).exists() for topic in found)


ABOUT = {
    "person": _is_about_person,
    "state": _is_about_state,
    "meeting": _is_about_meeting,
    "topic": _is_about_topic,
}


def _is_found(query, edition):
    try:
        return edition.article_id in finding.matches(query.but(kind=("article",)), "article", [edition.article_id])
    except finding.TooLong:
        # One search that is too slow must not hold up the others.
        log.warning("A search that somebody follows takes too long for edition %s", edition.pk)  # not its words
        return False

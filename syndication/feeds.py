"""The feeds and their entries.

Every feed is in one language and has what is public now, the newest first by the displayed date, so that a backdated
article does not appear as news. news.subjects defines which articles are about a person or a state. The feed of a
search has the results of that search.
"""

import dataclasses
import datetime
import functools
import re
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from council.models import Meeting, Person, State
from identity.current import current as identity
from news import about, subjects, topics
from news.corrections import empty_feed_date
from news.lists import below
from news.models import Edition, Section
from publishing.localized import in_language
from publishing.prepared import Param, PreparedQuery
from publishing.visitors import with_past_editions
from search import finding
from search.queries import Query
from syndication import departures, entries, ids, records

MAX_ENTRIES = 30
CURSOR = re.compile(r"(\d{4})(\d{2})(\d{2})-(\d{1,18})", re.ASCII)
FORMATS = ("atom", "rss", "json")
KINDS_WITH_ENTRIES = ("article", "document", "meeting")  # the search results that a feed has entries for


class NoSuchPage(Exception):
    """An invalid cursor."""


@dataclasses.dataclass(frozen=True)
class Feed:
    """One feed in one language; `name` is its subject, `page` the path of the page for people.

    `about` is the subject as NARROWED takes it; the feed of a search has `query` instead.
    """

    language: str
    key: str  # the permanent part of its identifier
    name: str
    page: str
    view: str
    args: tuple = ()
    about: Any = None
    query: Query | None = None
    parameters: str = ""  # for other addresses about the same: ?meeting=1
    subject: Any = None

    @property
    def id(self):
        return ids.tag_uri(ids.FEEDS, self.key, self.language)

    @property
    def title(self):
        with override(self.language):
            return _("%(name)s – %(office)s") % {"name": self.name, "office": identity().office}

    def address(self, format, before=None):
        """Return the path of the feed in one of FORMATS."""
        with override(self.language):
            path = reverse(f"feeds:{self.view}", args=[*self.args, format])
        own = self.parameters if self.view == "search" else ""
        return _with_query(path, "&".join(filter(None, [own, before and f"before={before}"])))

    def narrow(self, editions):
        """Keep the editions that belong to this feed."""
        return NARROWED[self.view](editions, self.about)

    @property
    def atom(self):
        return self.address("atom")

    @property
    def rss(self):
        return self.address("rss")

    @property
    def json(self):
        return self.address("json")

    @property
    def follow(self):
        """The path of the page with all ways to follow this."""
        with override(self.language):
            return _with_query(reverse("follow:follow"), self.parameters)


def _with_query(path, query):
    return f"{path}?{query}" if query else path


# --- The feeds -------------------------------------------------------------------------------------------------------


def of_news(language):
    """All news."""
    with override(language):
        return Feed(language, "news", _("News"), reverse("news:list"), "news")


def of_section(language, section):
    with override(language):
        name, page = in_language(section.name), section.get_absolute_url()
    return Feed(
        language,
        f"sections/{section.pk}",
        name,
        page,
        "section",
        (section.slug,),
        section.pk,
        parameters=f"section={section.slug}",
        subject=section,
    )


GENRES = {
    Edition.Genre.REPORT: lambda: _("Reports"),
    Edition.Genre.STATEMENT: lambda: _("Statements"),
    Edition.Genre.INTERVIEW: lambda: _("Interviews"),
    Edition.Genre.ANNOUNCEMENT: lambda: _("Announcements"),
    Edition.Genre.COMMENT: lambda: _("Comments"),
}


def of_genre(language, genre):
    """All articles of one of Edition.Genre."""
    with override(language):
        name = GENRES[Edition.Genre(genre)]()
        page = f"{reverse('search:results')}?{Query(language, kind=('article',), genre=(genre,)).urlencode()}"
    return Feed(
        language,
        f"genres/{genre}",
        name,
        page,
        "genre",
        (genre,),
        genre,
        parameters=f"genre={genre}",
    )


def of_meeting(language, meeting):
    with override(language):
        name, page = str(meeting), meeting.get_absolute_url()
    return Feed(
        language,
        f"meetings/{meeting.pk}",
        name,
        page,
        "meeting",
        (meeting.pk,),
        meeting.pk,
        parameters=f"meeting={meeting.pk}",
        subject=meeting,
    )


def of_person(language, person):
    with override(language):
        name, page = str(person), person.get_absolute_url()
    return Feed(
        language,
        f"people/{person.pk}",
        name,
        page,
        "person",
        (person.pk,),
        person,
        parameters=f"person={person.pk}",
        subject=person,
    )


def of_topic(language, topic):
    with override(language):
        name, page = in_language(topic.name), topic.get_absolute_url()
    return Feed(
        language,
        f"topics/{topic.pk}",
        name,
        page,
        "topic",
        (topic.slug,),
        topic,
        parameters=f"topic={topic.slug}",
        subject=topic,
    )


def of_state(language, state):
    with override(language):
        name, page = in_language(state.short_name), state.get_absolute_url()
    code = state.code.lower()
    return Feed(
        language,
        f"states/{code}",
        name,
        page,
        "state",
        (code,),
        state,
        parameters=f"state={code}",
        subject=state,
    )


def of_search(query):
    """The results of a search.queries.Query, the newest first."""
    parameters = query.but(order="").urlencode()
    with override(query.language):
        name = query.describe()
        page = f"{reverse('search:results')}?{parameters}"
    return Feed(query.language, f"search?{parameters}", name, page, "search", query=query, parameters=parameters)


def of_parameters(params, language):
    """Return the feed for parameters like ?meeting=1 or ?section=summits; None if their subject is not public.

    Several parameters, or words, are a search; none at all is all news.
    """
    query = Query.from_params(params, language)
    if query.is_empty:
        return of_news(language)
    narrowing = {name: values for name, values in query.params().items() if name not in ("order", "lang", "kind")}
    if len(narrowing) > 1 or query.kind or query.lang:
        return of_search(query)
    ((name, values),) = narrowing.items()
    if len(values) > 1 or name not in _OF_ONE:
        return of_search(query)
    subject = _OF_ONE[name](values[0])
    return subject and _FEED_OF[name](language, subject)


_OF_ONE = {
    "section": lambda slug: Section.objects.filter(slug=slug).first(),
    "genre": lambda genre: genre,
    "meeting": lambda number: Meeting.objects.public().prefetch_related("bodies").filter(pk=number).first(),
    "person": lambda number: Person.objects.public().filter(pk=number).first(),
    "state": lambda code: State.objects.filter(code=code.upper()).first(),
    "topic": topics.at,
}
_FEED_OF = {
    "section": of_section,
    "genre": of_genre,
    "meeting": of_meeting,
    "person": of_person,
    "state": of_state,
    "topic": of_topic,
}


# --- The entries of a feed -------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class FeedPage:
    """Some entries of a feed, the departures among them, and the cursor of the next page, None at the end."""

    feed: Feed
    entries: list
    departures: list
    notices: list  # the announced departures, for formats without tombstones
    next: str | None

    @property
    def updated(self):
        """The instant of the last announced change on this page."""
        return max(
            [entry.updated for entry in self.entries] + [departure.at for departure in self.departures],
            default=empty_feed_date(),
        )

    @property
    def changed(self):
        """The instant of the last change of any kind, for Last-Modified; None for an empty page."""
        live = [entry.edition.live_from if entry.edition else entry.updated for entry in self.entries]
        return max(live + [departure.at for departure in self.departures], default=None)


def page(feed, before=None):
    """Return the FeedPage of `feed` after the cursor `before`, the newest without one."""
    if feed.query:
        return _page_of_search(feed)
    found = _editions_of_page(feed, before)
    more = _cursor(found[MAX_ENTRIES - 1]) if len(found) > MAX_ENTRIES else None
    left = [] if before else departures.of(feed.language)
    return FeedPage(feed, entries.of(found[:MAX_ENTRIES]), left, _notices(feed, left), more)


NARROWED = {
    "news": lambda editions, about: editions,
    "section": lambda editions, section: editions.filter(section=section),
    "genre": lambda editions, genre: editions.filter(genre=genre),
    "meeting": subjects.of_meeting,
    "person": subjects.of_person,
    "state": subjects.of_state,
    "topic": subjects.of_topic,
}
# These are filtered by a list of article numbers, so their query differs each time and cannot be prepared.
UNPREPARED_VIEWS = ("person", "state")


def _editions_of_page(feed, before):
    """Return the editions of one page, and one more if there is one."""
    place = _place(before) if before else {}
    if feed.view == "topic":
        return _on_topic(feed, place)
    if feed.view in UNPREPARED_VIEWS:
        return list(_newest(feed.narrow(Edition.objects.public().in_language(feed.language)), place, MAX_ENTRIES))
    question = _composed(feed.view, bool(place), MAX_ENTRIES)
    return question.fetch(language=feed.language, about=feed.about, **place)


def _on_topic(feed, place):
    """Return the same of a topic, along its own index, whatever number of texts there are."""
    listed = about.listed_under(feed.about, feed.language)
    listed = listed.filter(below(**place)) if place else listed.filter(edition__imported_on__isnull=True)
    newest = listed.order_by("-shown_on", "-article_id").values_list("edition", flat=True)[: MAX_ENTRIES + 1]
    editions = Edition.objects.public().filter(pk__in=list(newest))
    return list(editions.newest_first().select_related("section").with_course())


@functools.cache
def _composed(view, is_further, length):
    """Return the PreparedQuery for a page of any feed of this kind: the newest, or the one after a place."""
    place = {"day": Param("day"), "article": Param("article")} if is_further else {}

    def editions():
        public = Edition.objects.public().in_language(Param("language"))
        return _newest(NARROWED[view](public, Param("about")), place, length)

    return PreparedQuery(editions)


def _newest(editions, place, length):
    # What was imported is history: readers who go on find it, and no feed reader shows it as new.
    editions = editions.filter(below(**place)) if place else editions.filter(imported_on__isnull=True)
    return editions.newest_first().select_related("section").with_course()[: length + 1]


def _page_of_search(feed):
    kinds = [kind for kind in KINDS_WITH_ENTRIES if not feed.query.kind or kind in feed.query.kind]
    hits = finding.newest(feed.query.but(kind=tuple(kinds)), MAX_ENTRIES) if kinds else []
    numbers = [hit.id for hit in hits if hit.kind == "article"]
    public = Edition.objects.public().filter(article__in=numbers, language__in=feed.query.languages)
    public = public.filter(imported_on__isnull=True)
    articles = {
        (entry.edition.article_id, entry.language): entry
        for entry in entries.of(public.select_related("section").with_course().newest_first())
    }
    told = records.of(hits)
    known = [
        articles.get((hit.id, hit.language)) if hit.kind == "article" else told.get((hit.kind, hit.id)) for hit in hits
    ]
    return FeedPage(feed, [entry for entry in known if entry], departures.of(feed.language), [], None)


def _place(cursor):
    match = CURSOR.fullmatch(cursor)
    try:
        return {"day": datetime.date(*map(int, match.groups()[:3])), "article": int(match[4])}
    except (AttributeError, ValueError) as error:
        raise NoSuchPage(cursor) from error


def _cursor(edition):
    return f"{edition.shown_on:%Y%m%d}-{edition.article_id}"


def _notices(feed, left):
    """Return the departures that are announced in this feed.

    A withdrawn article is announced in its feeds. Of a replaced or removed one the feeds are no longer known, so it is
    announced in the feed of all news.
    """
    told = [departure for departure in left if departure.is_announced]
    if feed.view == "news" or not told:
        return told
    with with_past_editions():
        past = Edition.objects.filter(language=feed.language, article__in=[entry.article for entry in told])
        stood = set(feed.narrow(past).values_list("article", flat=True))
    return [entry for entry in told if entry.title and entry.article in stood]

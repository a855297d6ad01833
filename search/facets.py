"""The facets beside the results: which values occur, how often, and which are chosen."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from council.models import Meeting, Person, State
from identity.current import current as identity
from news import topics
from news.models import Edition, Section, Topic
from publishing import alphabets, numbers
from publishing.languages import language_choices, language_codes
from search.finding import MAX_RESULTS, ResultPage, Search
from search.queries import KINDS, Query

CHOICES_UNFOLDED = 6  # choices of a facet that are not folded away
MAX_CHOICES = 30  # of one facet, those that occur most often


@dataclass(frozen=True)
class Choice:
    value: str
    words: str
    number: int | None  # None: not counted
    is_chosen: bool
    language: str = ""  # of the words, if it is not the page's


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[Choice]

    @property
    def shown(self) -> list[Choice]:
        return [choice for place, choice in enumerate(self.choices) if place < CHOICES_UNFOLDED or choice.is_chosen]

    @property
    def folded(self) -> list[Choice]:
        return [
            choice for place, choice in enumerate(self.choices) if place >= CHOICES_UNFOLDED and not choice.is_chosen
        ]


def of(search: Search, answer: ResultPage) -> list[Facet]:
    """Return the Facets of the results that offer more than one choice, or in which one was made."""
    query = search.query
    counts = {name: _counts(search, answer, name) for name in WORDS}
    facets = [_facet(query, name, numbers) for name, numbers in counts.items()]
    facets.insert(1, _languages(search, answer))
    if answer.is_cut:
        facets = [_all_years(query, facet) if facet.name == "year" else facet for facet in facets]
    return [facet for facet in facets if len(facet.choices) > 1 or any(choice.is_chosen for choice in facet.choices)]


def other_languages(query: Query) -> tuple[str, ...]:
    return tuple(code for code in language_codes() if code not in query.languages)


def with_photos(search: Search, answer: ResultPage) -> Choice:
    """Return the Choice “With photographs”."""
    is_chosen = search.query.photos
    tags = search.like(photos=False).counts() if is_chosen else answer.tags
    return Choice("1", pgettext("search", "With photographs"), tags.get("photos", 0), is_chosen)


def _counts(search, answer, name):
    """Return {value: number} of a facet, counted without the choices in this facet itself."""
    tags = search.like(**{name: ()}).counts() if getattr(search.query, name) else answer.tags
    start = f"{name}:"
    return {tag.removeprefix(start): number for tag, number in tags.items() if tag.startswith(start)}


def _facet(query, name, numbers):
    label, words, order = WORDS[name]
    most = sorted(numbers, key=numbers.get, reverse=True)[:MAX_CHOICES]
    chosen = getattr(query, name)
    known = words(most, chosen) if most or chosen else {}  # {value: (value in the address, words)}
    choices = [Choice(value, text, numbers.get(tag, 0), value in chosen) for tag, (value, text) in known.items()]
    return Facet(name, label(), sorted(choices, key=order))


def _by_number(choice):
    return (-choice.number, alphabets.key(choice.words))


def _languages(search, answer):
    query, chosen = search.query, search.query.languages
    choices = []
    for code, name in language_choices():
        number = answer.number if chosen == (code,) else search.like(lang=(code,)).number()
        choices.append(Choice(code, name, min(number, MAX_RESULTS), code in chosen, code))
    if not any(choice.number for choice in choices if not choice.is_chosen) and not query.lang:
        choices = []
    return Facet("lang", _("Language"), choices)


def _all_years(query, facet):
    """Add all years that have entries: the newest results, from which facets are counted, may not be of all years."""
    with connection.cursor() as cursor:
        limits = []
        for code in query.languages:
            cursor.execute("SELECT min(shown_on), max(shown_on) FROM search_found WHERE language = %s", [code])
            limits += cursor.fetchone()
    years = [day.year for day in limits if day]
    known = {choice.value: choice for choice in facet.choices}
    listed = [str(year) for year in range(max(years, default=0), min(years, default=1) - 1, -1)]
    return Facet(facet.name, facet.label, [known.get(value) or Choice(value, value, None, False) for value in listed])


# --- The names of the values; those whose name visitors may not know are not offered --------------------------------


def _kinds(values, chosen):
    return {kind: (kind, str(words)) for kind, words in KINDS.items() if kind in {*values, *chosen}}


def _sections(values, chosen):
    sections = Section.objects.filter(Q(pk__in=numbers.parse_all(values)) | Q(slug__in=chosen))
    return {str(section.pk): (section.slug, str(section)) for section in sections}


def _genres(values, chosen):
    return {value: (value, words) for value, words in Edition.Genre.choices if value in {*values, *chosen}}


def _years(values, chosen):
    return {value: (value, value) for value in {*values, *chosen}}


def _people(values, chosen):
    people = Person.objects.public().filter(pk__in={*values, *chosen})
    return {str(person.pk): (str(person.pk), str(person)) for person in people}


def _states(values, chosen):
    return {state.code: (state.code, str(state)) for state in State.objects.filter(code__in={*values, *chosen})}


def _meetings(_values, chosen):
    """Return the chosen meeting only: links from its page choose it, and it can be removed, but none is offered."""
    meetings = Meeting.objects.public().filter(pk__in=chosen).prefetch_related("bodies") if chosen else []
    return {str(meeting.pk): (str(meeting.pk), str(meeting)) for meeting in meetings}


def _topics(values, chosen):
    known = Topic.objects.filter(pk__in=numbers.parse_all(values), joined_into=None)
    chosen_ones = [topic for slug in chosen if (topic := topics.at(slug))]
    return {str(topic.pk): (topic.slug, str(topic)) for topic in [*known, *chosen_ones]}


WORDS = {
    "kind": (lambda: _("Kind"), _kinds, lambda choice: list(KINDS).index(choice.value)),
    "year": (lambda: _("Year"), _years, lambda choice: -int(choice.value)),
    "section": (lambda: _("Section"), _sections, _by_number),
    "topic": (lambda: _("Topic"), _topics, _by_number),
    "genre": (lambda: pgettext("of an article", "Genre"), _genres, _by_number),
    "state": (lambda: identity().state, _states, _by_number),
    "person": (lambda: _("Person"), _people, _by_number),
    "meeting": (lambda: _("Meeting"), _meetings, _by_number),
}

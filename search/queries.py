"""A search as the parameters of an address; results, feeds and alerts of the same search have it in common."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from council.models import Meeting, Person, State
from news import topics
from news.models import Edition, Section
from publishing.languages import language_choices, language_codes
from search import terms
from search.terms import Terms

KINDS = {
    "article": gettext_lazy("News"),
    "meeting": gettext_lazy("Meetings"),
    "document": gettext_lazy("Documents"),
    "person": gettext_lazy("People"),
    "photo": gettext_lazy("Photographs"),
    "page": gettext_lazy("Pages"),
}
MAX_FACET_VALUES = 20  # of one facet

_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_STATE = re.compile(r"[a-zA-Z]{2}")

# The facets: the name in the address and in Query, and a function that returns a valid value or None.
FACETS = {
    "kind": lambda value: value if value in KINDS else None,
    "section": lambda value: value if _SLUG.fullmatch(value) else None,
    "genre": lambda value: value if value in Edition.Genre.values else None,
    "year": lambda value: value if _YEAR.fullmatch(value) else None,
    "person": lambda value: value if _NUMBER.fullmatch(value) else None,
    "state": lambda value: value.upper() if _STATE.fullmatch(value) else None,
    "meeting": lambda value: value if _NUMBER.fullmatch(value) else None,
    "topic": lambda value: value if _SLUG.fullmatch(value) else None,
    "lang": lambda value: value if value in language_codes() else None,
}


@dataclass(frozen=True)
class Query:
    """The words and facets of a search. Queries with the same parameters are equal and hashable.

    Values of a facet are alternatives, facets narrow each other. Without `lang` the page's `language` is searched.
    """

    language: str
    q: str = ""
    kind: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    genre: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    meeting: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()  # their addresses, also earlier ones
    lang: tuple[str, ...] = ()
    photos: bool = False  # only what has photographs
    withdrawn: bool = False  # also what was withdrawn, with its reason
    order: str = ""  # "date", or the best match first

    @classmethod
    def from_params(cls, params: Mapping[str, Any], language: str) -> Self:
        """Read a QueryDict, or a dict of texts or lists; invalid values are left out, long ones are cut."""
        facets = {name: _values(_listed(params, name), read) for name, read in FACETS.items()}
        return cls(
            language=language,
            q=terms.cleaned(_last(params, "q")),
            photos=_last(params, "photos") == "1",
            withdrawn=_last(params, "withdrawn") == "1",
            order="date" if _last(params, "order") == "date" else "",
            **facets,
        )

    @cached_property
    def terms(self) -> Terms:
        return terms.parse(self.q)

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a word nor a facet."""
        narrowing = [self.kind, self.section, self.genre, self.year, self.person, self.state]
        narrowing += [self.meeting, self.topic]
        return not (self.terms or any(narrowing) or self.photos)

    @property
    def languages(self) -> tuple[str, ...]:
        return self.lang or (self.language,)

    def params(self) -> dict[str, list[str]]:
        """Return the query as a dict of lists of texts, always the same for the same query."""
        found = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "language" and value:
                found[field.name] = list(value) if isinstance(value, tuple) else ["1" if value is True else value]
        return found

    def urlencode(self) -> str:
        return urlencode(self.params(), doseq=True)

    def but(self, **changes: Any) -> Self:
        """Return the query with other values for some fields."""
        return replace(self, **changes)

    @property
    def is_narrowed(self) -> bool:
        """Whether it has both words and facets, and so may find more without the facets."""
        return bool(self.terms) and self.widened != self

    @property
    def widened(self) -> Self:
        """The query without its facets."""
        return self.but(photos=False, **dict.fromkeys(FACETS, ()))

    @property
    def with_withdrawn(self) -> Self:
        return replace(self, withdrawn=True)

    def describe(self) -> str:
        """Return the query in words of the active language: “resolution 1540” in News, 2018."""
        parts = [
            *(str(words) for kind, words in KINDS.items() if kind in self.kind),
            *(str(section) for section in Section.objects.filter(slug__in=self.section) if self.section),
            *(str(words) for genre, words in Edition.Genre.choices if genre in self.genre),
            *self.year,
            *(str(person) for person in Person.objects.public().filter(pk__in=self.person) if self.person),
            *(str(state) for state in State.objects.filter(code__in=self.state) if self.state),
            *(str(meeting) for meeting in Meeting.objects.public().filter(pk__in=self.meeting) if self.meeting),
            *(str(topic) for slug in self.topic if (topic := topics.at(slug))),
            *(name for code, name in language_choices() if code in self.lang),
        ]
        if self.photos:
            parts.append(str(pgettext_lazy("search", "with photographs")))
        if self.withdrawn:
            parts.append(str(pgettext_lazy("search", "withdrawn ones, too")))
        listed = ", ".join(parts)
        if self.q and listed:
            return _("“%(words)s” in: %(facets)s") % {"words": self.q, "facets": listed}
        return _("“%(words)s”") % {"words": self.q} if self.q else listed


def _listed(params, name):
    if hasattr(params, "getlist"):
        return params.getlist(name)
    value = params.get(name) or []
    return list(value) if isinstance(value, list | tuple) else [str(value)]


def _last(params, name):
    return (_listed(params, name) or [""])[-1]


def _values(given, read):
    """Return the valid values, each once and sorted."""
    read_values = {read(str(value)) for value in given[: MAX_FACET_VALUES * 5]}
    return tuple(sorted(value for value in read_values if value))[:MAX_FACET_VALUES]

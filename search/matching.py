"""Turns Terms into a tsquery for PostgreSQL, with other spellings of names that the site knows."""

import re
from collections.abc import Iterable

from django.db import connection
from rapidfuzz import fuzz

from publishing import slugs
from publishing.languages import language_codes
from search import languages, synonyms, telephones, terms
from search.terms import Terms

MAX_FORMS = 8  # of one word
MIN_SIMILARITY_PERCENT = 60  # of two spellings of a person's name, in Latin letters

# The stemmer cuts Russian surnames differently in different cases, so both forms are searched for.
_SURNAME = re.compile(r"[а-яё]+(?:[оеё]в|[иы]н)")
_SURNAME_CHANGED = re.compile(r"[а-яё]+(?:[оеё]в|[иы]н)[ауыо]?")
# The same with names of states: it takes “Кыргызстан” for a verb, but not “Кыргызстане”; and likewise “Беларусь”.
_STATE = re.compile(r"([а-яё]+(?:стан|джан))(?:а|у|е|ом)?")
_BELARUS = re.compile(r"беларус(?:ь|и|ью)")


class WordQueries:
    """The texts for to_tsquery() that find Terms, one for each text search configuration."""

    def __init__(self, wanted: Terms) -> None:
        self.wanted = _with_all_names(wanted)
        self.forms = other_forms(wanted.words)

    def of(self, codes: Iterable[str]) -> dict[str, str]:
        """Return {configuration: text of a tsquery} for the languages `codes`."""
        return self._each(codes, lambda terms, simple: _question(terms, self.forms, "", by_beginning=simple))

    def of_withdrawn(self, codes: Iterable[str]) -> dict[str, str]:
        """Return the same for withdrawn articles, without files and captions, which are not shown any more."""
        return self._each(codes, lambda terms, simple: _question(terms, self.forms, "ABC", by_beginning=simple))

    def tell_nothing(self) -> bool:
        """Tell whether all the words stand in so many texts that the index leaves them out: “the”, «для»."""
        asked = self.of(language_codes()).items()
        nodes = " + ".join(["numnode(to_tsquery(%s::regconfig, %s))"] * len(asked))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {nodes} = 0", [value for part in asked for value in part])
            return bool(cursor.fetchone()[0])

    def to_mark(self, language: str) -> tuple[str, str]:
        """Return (configuration, text of a tsquery) that finds any of the wanted words, to mark them in a text."""
        anything = terms.Terms((tuple(term for group in self.wanted.wanted for term in group),))
        asked = self._each([language], lambda _it, simple: _question(anything, self.forms, "", by_beginning=simple))
        return next(iter(asked.items()))

    def _each(self, codes, ask):
        configurations = dict.fromkeys(languages.configuration(code) for code in codes)
        return {configuration: ask(self.wanted, configuration == languages.SIMPLE) for configuration in configurations}


def _with_all_names(wanted):
    """Return the Terms with synonyms of names, and with all spellings of telephone numbers."""
    groups, rest = [], list(wanted.wanted)
    while rest:
        number, names = _name_at_the_beginning_of(rest)
        group = rest[0] if number == 1 else (_apart(rest[:number]),)
        del rest[:number]
        others = [terms.Term(words, is_phrase=True) for words in names]
        groups.append((*(spelt for term in group for spelt in _spelt(term)), *others))
    unwanted = (spelt for term in wanted.unwanted for spelt in _spelt(term))
    return terms.Terms(tuple(groups), tuple(unwanted), wanted.was_cut)


def _name_at_the_beginning_of(groups):
    """Return (number of groups, at least one, that form a name together; the other names of the same thing)."""
    words = []
    for group in groups[: synonyms.MAX_NAME_WORDS]:
        (term, *others) = group
        if others or term.is_phrase or term.is_beginning or term.is_telephone or len(term.words) > 1:
            break
        words.append(terms.folded(term.words[0]))
    for number in range(len(words), 0, -1):
        if names := synonyms.of(words[:number]):
            return number, names
    return 1, []


def _apart(groups):
    """Return one Term for these groups of one word each: all of the words, anywhere in the text."""
    return terms.Term(tuple(word for (term,) in groups for word in term.words), is_apart=True)


def _spelt(term):
    if not term.is_telephone:
        return [term]
    return [terms.Term(words, is_phrase=True) for words in telephones.spellings(term.words[0])]


def _question(wanted, forms, weights, by_beginning):
    def word(text, marks):
        own = terms.folded(text)
        spellings = [spelling for form in [own, *forms.get(own, [])] for spelling in [form, *_cases(form)]]
        spellings = list(dict.fromkeys(spellings))[:MAX_FORMS]
        one = " | ".join(f"'{spelling}'{marks}" for spelling in spellings)
        return f"({one})" if len(spellings) > 1 else one

    def term(wanted_term):
        starred = wanted_term.is_beginning or (by_beginning and not wanted_term.is_phrase)
        words = [
            word(text, _marks(weights, starred and place == len(wanted_term.words) and len(text) > 1))
            for place, text in enumerate(wanted_term.words, 1)
        ]
        side_by_side = " & " if wanted_term.is_apart else " <-> "
        return f"({side_by_side.join(words)})" if len(words) > 1 else words[0]

    groups = [f"({' | '.join(map(term, group))})" if len(group) > 1 else term(group[0]) for group in wanted.wanted]
    return " & ".join([*groups, *(f"!{term(unwanted)}" for unwanted in wanted.unwanted)])


def _marks(weights, starred):
    return f":{'*' if starred else ''}{weights}" if weights or starred else ""


def _cases(word):
    word = word.lower()
    if state := _STATE.fullmatch(word):
        return [state[1] + ending for ending in ("", "е")]
    if _BELARUS.fullmatch(word):
        return ["беларусь", "беларуси"]
    if _SURNAME.fullmatch(word):
        return [f"{word}а"]
    return [word[:-1]] if _SURNAME_CHANGED.fullmatch(word) else []


def other_forms(words: Iterable[str]) -> dict[str, list[str]]:
    """Return {word: other spellings} for those words that are part of a public person's or a state's name."""
    asked = {terms.folded(form): terms.folded(word) for word in words for form in [word, *_cases(word)]}
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT a.words, b.words FROM search_known_name a JOIN search_known_name b USING (kind, key)"
            " WHERE a.words && %s LIMIT 500",
            [list(asked)],
        )
        rows = cursor.fetchall()
    found: dict[str, list[str]] = {}
    for own, others in rows:
        for form in set(own) & set(asked):
            nearest = max(others, key=lambda other: _likeness(form, other))
            if _likeness(form, nearest) >= MIN_SIMILARITY_PERCENT:
                found.setdefault(asked[form], []).append(nearest)
    return {word: sorted(set(spellings) - {word}) for word, spellings in found.items() if set(spellings) - {word}}


def _likeness(one, other):
    return fuzz.ratio(slugs.from_title(one), slugs.from_title(other))

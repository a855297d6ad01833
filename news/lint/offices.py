"""People named with an office that they did not hold on the article's date, or with another state's.

A person without terms, a term without a known beginning, a former office, and an office that was held in a year that
the sentence mentions are left alone.
"""

import dataclasses
import datetime
import functools
import re

from django.utils.translation import gettext as _

from council.models import Office, Person
from identity.current import current as identity
from news.lint import russian
from news.lint.finding import propose
from publishing import dates
from publishing.localized import in_language

NAME = "office"
SPACE = r"[\s\u00a0]"

# What may come between a title and a name: “…, ”, “the”, “Mr”, «господин», an abbreviation.
BETWEEN = re.compile(
    rf"(?:{SPACE}*[,–—-]?{SPACE}*)"
    rf"(?:(?:the|Mr\.?|H\. ?E\.|His Excellency|[A-ZА-Я]{{2,10}}|г-н[аомуе]*|господин[аомуе]*){SPACE}+)*"
)
FORMER = re.compile(
    rf"(?:\b(?:former|then|ex-?|late|future|newly appointed|outgoing|designate)"
    rf"|бывш[а-яё]+|тогдашн[а-яё]+|экс-?|будущ[а-яё]+|прежн[а-яё]+){SPACE}*$",
    re.IGNORECASE,
)
# Nobody holds two of these at once.
EXCLUSIVE = (Office.Kind.SECRETARY_GENERAL, Office.Kind.REPRESENTATIVE)
REACH_CHARACTERS = 160  # characters around a name in which its title is looked for
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclasses.dataclass(frozen=True)
class Title:
    """The office that a wording may mean; `acting` is None if the wording leaves that open."""

    office: Office
    acting: bool | None


def find(texts):
    if texts.precision != "day":
        return
    people, offices = _people(), list(Office.objects.select_related("state"))
    names, titles = _names(people), _titles(tuple(map(_key, offices)), texts.language, _abbreviation(texts.language))
    by_key = {_key(office): office for office in offices}
    for passage in texts.passages:
        for start, end, person in _named(passage, names):
            for title_start, title_end, meanings in _titles_beside(passage, titles, start, end):
                title = [Title(by_key[key], acting) for key, acting in meanings]
                finding = _checked(passage, (title_start, title_end), title, person, texts, (start, end))
                if finding:
                    yield finding


def _people():
    """Return the people who have held an office, with their terms."""
    people = Person.objects.filter(terms__isnull=False).distinct().prefetch_related("terms__office__state")
    return list(people)


def _named(passage, names):
    for hints, pattern, person in names:
        if any(hint in passage.text for hint in hints):
            for match in pattern.finditer(passage.text):
                yield match.start(), match.end(), person


def _names(people):
    """Return (beginnings of the last name, pattern, person) of each.

    A name is the first name or its initial, and the last name, in every spelling, in Russian in every case.
    """
    spellings = [(tuple(sorted(set(person.name.values()))), person) for person in people if person.name]
    return [(_hints(spelled), _name_pattern(spelled), person) for spelled, person in spellings]


def _hints(spellings):
    """Return the beginnings of the last name, to be looked for before the slow pattern."""
    return [spelling.split()[-1][:-2] or spelling for spelling in spellings if spelling]


@functools.lru_cache(maxsize=2048)
def _name_pattern(spellings):
    patterns = []
    for spelling in spellings:
        *first, last = spelling.split()
        is_russian = bool(re.search("[А-Яа-я]", spelling))
        form = russian.inflected if is_russian else re.escape
        if not first:
            continue
        given = f"(?:{form(first[0])}|{re.escape(first[0][0])}\\.)"
        patterns.append(rf"{given}{SPACE}*(?:[А-ЯA-Z]\.{SPACE}*|[А-Я][а-яё]+(?:вич|вн)[а-яё]*{SPACE}+)?{form(last)}")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(patterns) or '(?!)'})(?![\w-])")


def _key(office):
    state = office.state
    return (
        office.pk,
        office.kind,
        tuple(sorted(office.title.items())),
        tuple(sorted((office.acting_title or {}).items())),
        tuple(sorted({**state.name}.items())) if state else (),
        tuple(sorted({**state.short_name}.items())) if state else (),
    )


@functools.lru_cache(maxsize=8)
def _titles(keys, language, organization):
    """Return [(pattern, [(key of the office, acting)])]; equal wordings are one entry."""
    meanings = {}
    for key in keys:
        for wording, acting in _wordings(key, language, organization):
            meanings.setdefault(wording, []).append((key, acting))
    return [(re.compile(rf"(?<![\w-]){meaning}(?![\w-])", re.IGNORECASE), meanings[meaning]) for meaning in meanings]


def _wordings(key, language, organization):
    """Yield (regular expression, whether it is acting) for the ways to write an office."""
    _pk, kind, title, acting_title, name, short_name = key
    form = russian.inflected if language == "ru" else _spaced
    if dict(title).get(language):
        yield form(dict(title)[language]), False
    if dict(acting_title).get(language):
        yield form(dict(acting_title)[language]), True
    if kind == Office.Kind.SECRETARY_GENERAL:
        yield from _of_secretary_general(language, organization)
    if kind == Office.Kind.REPRESENTATIVE:
        states = [state for state in (dict(name).get(language), dict(short_name).get(language)) if state]
        yield from (
            (wording, False) for state in states for wording in _of_representative(state, language, organization)
        )


def _abbreviation(language):
    return re.escape(in_language(identity().row.abbreviation, language))


def _of_secretary_general(language, organization):
    if language == "en":
        yield (
            rf"acting\s(?:{organization}\s)?Secretary[\s-]General(?:\sof\sthe\s(?:{organization}|Organization))?",
            True,
        )
        yield (
            rf"(?<!Deputy\s)(?:{organization}\s)?Secretary[\s-]General(?:\sof\sthe\s(?:{organization}|Organization))?",
            False,
        )
    if language == "ru":
        general = rf"Генеральн(?:ый|ого|ому|ым|ом)\sсекретар(?:ь|я|ю|ём|ем|е)(?:\s(?:{organization}|Организации))?"
        not_deputy = "".join(rf"(?<!заместител{ending}\s)" for ending in "ь я ю ем е".split())
        yield rf"(?:исполняющ[а-яё]+\sобязанности|и\.\s?о\.)\s{general}", True
        yield rf"{not_deputy}{general}", False


def _of_representative(state, language, organization):
    if language == "en":
        rank = r"(?:Permanent\sand\sPlenipotentiary\s|Permanent\s|Plenipotentiary\s)?Representative"
        yield rf"{rank}\s(?:of\s(?:the\s)?{_spaced(state)})(?:\s(?:to|at)\sthe\s{organization})?"
    if language == "ru":
        rank = r"(?:Постоянн[а-яё]+\s(?:и\s[Пп]олномочн[а-яё]+\s)?|Полномочн[а-яё]+\s)?представител(?:ь|я|ю|ем|е)"
        yield rf"{rank}\s{russian.inflected(state)}(?:\sпри\s{organization})?"


def _spaced(words):
    return SPACE.join(re.escape(word) for word in words.split())


def _titles_beside(passage, titles, start, end):
    """Yield (start, end, meanings) of the titles right before or after a name; of overlapping ones the longest."""
    text, taken = passage.text, []
    window = max(0, start - REACH_CHARACTERS), min(len(text), end + REACH_CHARACTERS)
    places = [(*match.span(), meanings) for pattern, meanings in titles for match in pattern.finditer(text, *window)]
    for first, last, meanings in sorted(places, key=lambda place: place[0] - place[1]):
        overlaps = any(first < taken_end and taken_start < last for taken_start, taken_end in taken)
        if not overlaps:
            taken.append((first, last))
            if _is_beside(text, first, last, start, end):
                yield first, last, meanings


def _is_beside(text, first, last, start, end):
    if last <= start:
        return bool(BETWEEN.fullmatch(text, last, start)) and not FORMER.search(text[:first])
    # After a name, only words behind a comma or a dash are its title.
    gap = text[end:first]
    return first >= end and bool(BETWEEN.fullmatch(gap)) and any(mark in gap for mark in ",–—") and bool(gap.strip())


def _checked(passage, place, title, person, texts, named):
    """Return a Finding if `person`, by the record, did not hold the office of that title, else None."""
    day, terms = texts.shown_on, list(person.terms.all())
    if any(_fits(character, term) and _may_hold(term, day) for character in title for term in terms):
        return None
    of_office = [term for term in terms if any(character.office.pk == term.office_id for character in title)]
    held = [term for term in terms if term.start and _may_hold(term, day)]
    if not of_office and not (held and any(character.office.kind in EXCLUSIVE for character in title)):
        return None
    sentence = passage.sentence_around(min(place[0], named[0]), max(place[1], named[1]))
    years = {int(year) for year in YEAR.findall(sentence)} - {day.year}
    if any(_may_hold_in(term, year) for term in of_office for year in years):
        return None
    return _finding(passage, place, title, person, held, of_office, texts)


def _fits(title, term):
    return term.office_id == title.office.pk and title.acting in (None, term.acting)


def _may_hold(term, day):
    if term.start is None:
        return True  # known to have been in office on one day only: the period is unknown
    end = term.end or datetime.date.max
    return term.start <= day <= end


def _may_hold_in(term, year):
    if term.start is None:
        return True
    return term.start.year <= year <= (term.end or datetime.date.max).year


def _finding(passage, place, title, person, held, of_office, texts):
    words = {"name": in_language(person.name), "date": dates.in_words(texts.shown_on)}
    if held:
        offices = "; ".join(term.title() for term in held)
        sentence = _("On %(date)s %(name)s was: %(offices)s.") % {**words, "offices": offices}
    else:
        sentence = _("There is no information on an office held by %(name)s on %(date)s.") % words
    periods = "; ".join(dict.fromkeys(f"{term.title()}, {term.period}" for term in of_office))
    if periods:
        sentence = f"{sentence} {_('The office in the text: %(periods)s.') % {'periods': periods}}"
    return propose(NAME, passage, *place, sentence, _proposal(held, title, texts.language))


def _proposal(held, title, language):
    """Return the title held that day; None in Russian, where it would have to be inflected."""
    same_kind = [term for term in held if term.office.kind in {character.office.kind for character in title}]
    return same_kind[0].title(language) if len(same_kind) == 1 and language == "en" else None

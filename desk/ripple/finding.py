"""Finds every place that still says an old fact: the index of the search names the texts, and each is then read.

What belongs to the record (its articles, its album) is read whatever the index says.
"""

import dataclasses
import datetime
import re
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Concat

from desk.models import LeftAsItIs
from desk.ripple import days, telephones
from desk.ripple.context import stem
from desk.ripple.facts import NAMES, NAMES_OF_PEOPLE, Fact, Subject
from desk.ripple.places import KINDS, Kind, Place, in_record
from photos.models import Album
from press.models import Advisory, ApprovedLine
from publishing import clock
from publishing.languages import all_languages
from search import terms
from search.languages import SIMPLE, configuration

# A day without a year is that of the year in which the text was written, or of the one beside it.
NEAR = datetime.timedelta(days=200)
FOUND = """
SELECT DISTINCT source_id FROM {table}
WHERE kind = ANY (%(kinds)s) AND words @@ to_tsquery(%(configuration)s::regconfig, %(query)s)
    AND (%(year)s = '' OR shown_on IS NULL OR shown_on BETWEEN %(first)s AND %(last)s
        OR words @@ to_tsquery('simple', %(year)s))
    {not_over}
ORDER BY source_id DESC LIMIT %(most)s
"""
# A name or a number may stand in tens of thousands of texts: the newest are read, the others when those are decided.
MAX_READ = 300
COLUMNS = {
    Album: ("title", "description"), Advisory: ("title", "text", "access", "pool"), ApprovedLine: ("text",),
}  # fmt: skip


def places(subject: Subject, user: Any = None) -> list[Place]:
    """Return all Places that say an old fact of `subject` and that `user` may read, without what was left as it is.

    Without a user they are those that anybody may read. What is left alone on purpose is among them.
    """
    found: list[Place] = []
    left = set(
        LeftAsItIs.objects.filter(subject_kind=subject.kind, subject_id=subject.record.pk).values_list(
            "place", "saying"
        )
    )
    for kind in KINDS.values():
        belonging = set(kind.belonging(subject))
        records = kind.read_many(belonging | _asked(kind, subject), user)
        of_kind = [
            place
            for record in records
            for place in in_record(kind, record, subject, belongs=record.pk in belonging, user=user)
            if (place.remembered, place.saying) not in left
        ]
        states = kind.states(list({place.record.pk: place.record for place in of_kind}.values()))
        found += [dataclasses.replace(place, state=states[place.record.pk]) for place in of_kind]
    return found


def open_places(subject: Subject, user: Any = None) -> list[Place]:
    """Return the Places about which somebody has to decide."""
    return [place for place in places(subject, user) if not place.because]


def _asked(kind: Kind, subject: Subject) -> set[int]:
    """Return the numbers of the records of a kind whose words may say an old fact of `subject`."""
    asked = _in_index if kind.in_index else _in_table
    # Who was in the chair is said in texts that belong to the meeting, which are read anyway.
    return {number for fact in subject.facts if fact.name != "chair_id" for number in asked(kind, subject, fact)}


def _in_index(kind, subject, fact):
    found: set[int] = set()
    most = None
    if fact.name in (*NAMES, "number"):
        most = MAX_READ + LeftAsItIs.objects.filter(subject_kind=subject.kind, subject_id=subject.record.pk).count()
    with connection.cursor() as cursor:
        for name, codes in _configurations().items():
            query = _query(subject, fact, codes, by_beginning=name == SIMPLE)
            values = {
                "kinds": list(kind.in_index),
                "configuration": name,
                "query": query,
                "most": most,
                **_period(fact),
            }
            for table, not_over in (
                ("search_entry", "AND (live_until IS NULL OR live_until > site_now())"),
                ("search_unpublished", ""),
            ):
                cursor.execute(FOUND.format(table=table, not_over=not_over), values)
                found.update(number for (number,) in cursor.fetchall())
    return found


def _configurations():
    """Return {text search configuration: languages that it reads}; a text in any language is asked for."""
    found: dict[str, list[str]] = {SIMPLE: []}
    for language in all_languages():
        found.setdefault(configuration(language.code), []).append(language.code)
    return found


def _period(fact):
    if fact.name not in ("held_on", "course"):
        return {"year": "", "first": clock.today(), "last": clock.today()}
    years = " | ".join(sorted({str(old.year) for old in fact.olds}))
    return {"year": years, "first": min(fact.olds) - NEAR, "last": max(fact.olds) + NEAR}


def _query(subject: Any, fact: Fact, codes: Iterable[str], *, by_beginning: bool) -> str:
    """Return the text of a tsquery that finds every text in the languages `codes` that says an old value.

    In languages without a stemmer words are found by their beginnings.
    """

    def word(said):
        is_cut = by_beginning and said.isalpha() and len(said) > 3
        return f"'{stem(said)}':*" if is_cut else f"'{said}'"

    def _any(groups):
        texts = dict.fromkeys(" <-> ".join(map(word, group)) for group in groups)
        return "(" + " | ".join(f"({text})" for text in texts) + ")"

    if fact.name in NAMES:
        by_beginning = True  # an index that reads the language cuts endings as it likes
        return _any(group for old in fact.olds for group in _name_groups(fact, old))
    if fact.name == "number":
        return _any(group for old in fact.olds for group in telephones.word_queries(old))
    names = {" & ".join(map(word, re.findall(r"\w+", terms.folded(name)))) for name in subject.names}
    named = "(" + " | ".join(f"({text})" for text in sorted(names) if text) + ")"
    if fact.name in ("held_on", "course"):
        return f"{_any(group for old in fact.olds for group in days.word_queries(old, codes))} & {named}"
    said = {day for each in subject.facts if each.name == "held_on" for day in each.olds} | {subject.record.held_on}
    groups = _place_groups if fact.name == "place" else _hour_groups
    said_olds = _any(group for old in fact.olds for group in groups(old))
    return f"{said_olds} & {_any(group for day in said for group in days.word_queries(day, codes))} & {named}"


def _name_groups(fact, old):
    """Yield the words of a name in each language; of a person the surname alone."""
    for _language, name in old:
        words = re.findall(r"\w+", terms.folded(name))
        yield tuple(words[-1:] if fact.name in NAMES_OF_PEOPLE else words)


def _place_groups(old):
    return (tuple(re.findall(r"\w+", terms.folded(place))) for _language, place in old if place)


def _hour_groups(old):
    hour, minute = str(old.hour), f"{old.minute:02}"
    twelve = str(old.hour % 12 or 12)
    yield from ((each, minute) for each in {hour, hour.zfill(2), twelve})
    yield from (
        (hour, "часов"),
        (hour, "часа"),
        (hour, "час"),
        (hour, "ч"),
        (twelve, "a"),
        (twelve, "p"),
        (twelve, "am"),
        (twelve, "pm"),
    )
    yield from ((f"{twelve}{half}m",) for half in "ap")


def _in_table(kind, subject, fact):
    """Return the records of a small table with the figures of an old value in their texts."""
    figures = [_figures(old) for old in fact.olds]
    columns = [Cast(F(name), TextField()) for name in COLUMNS[kind.model]]
    words = Concat(*columns, Value(""), output_field=TextField())
    records = kind.model.objects.alias(written=words).filter(written__iregex="|".join(figures))
    return records.values_list("pk", flat=True)


def _figures(old):
    if isinstance(old, datetime.date):
        return rf"(^|\D)0?{old.day}(\D|$)"
    if isinstance(old, datetime.time):
        return rf"(^|\D)0?({old.hour}|{old.hour % 12 or 12})(\D|$)"
    if isinstance(old, tuple):
        longest = (max(re.findall(r"\w+", words), key=len) for _language, words in old)
        return "|".join(rf"\m{stem(word)}" for word in longest)
    return r"\D{0,2}".join(re.sub(r"\D", "", old)[-4:])

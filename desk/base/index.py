"""Asks the two indexes of the search, of what is or will be public and of what is not, for the things with some words.

The desk reads the tables themselves and not the visitors' views. What a user may not read is left out here, before
anything is counted or cut, and once more where the things are loaded.
"""

import dataclasses

from django.db import connection

from news import access
from news.models import Edition
from publishing.languages import language_codes
from search import finding, terms
from search.matching import WordQueries

KINDS = ("article", "meeting", "document", "person", "photo", "page")
MAX_READ = 600  # rows of a kind, one for each language and edition; of more, only the newest are looked at
ENOUGH = 60  # things of a kind; nobody looks further
MIN_BEGINNING = 3  # letters of the last word, which may not be typed to its end; of fewer there are too many words
LETTERS_OF_AN_ENDING = 2

TABLES = ("search_unpublished", "search_entry")

# A word that a limited text says about a photograph may not find the photograph, as long as nobody else reads it.
OF_EVERYBODY = "(part NOT LIKE 'use %%' OR live_from <= site_now())"
CONDITION = "words @@ ({question}) AND tags @> %s AND NOT (kind = 'article' AND object_id = ANY (%s))"
COLUMNS = "kind, object_id, shown_on, title_words @@ to_tsquery('search_simple', %s) AS in_title"


def find(text, user):
    """Return {kind: ids of the things with all words of `text`}, those with the words in their title first.

    Everything is left out that `user` may not read of articles; photographs are to be loaded with news.access.
    Raises finding.TooLong.
    """
    question = Question.of(text)
    if question is None:
        return {}
    hidden = list(access.hidden_from(user).values_list("article", flat=True))
    found = {}
    with finding.with_timeout():
        for kind, (ids, rows) in _all_kinds(question, hidden).items():
            found[kind] = _newest(question, kind, hidden) if rows >= MAX_READ else ids
    return _with_pages(found)


def _with_pages(found):
    """Put the articles of the standing pages that were found among the articles."""
    if editions := found.pop("page", []):
        articles = dict(Edition.objects.filter(pk__in=editions).values_list("pk", "article"))
        found["article"] = list(
            dict.fromkeys([*found["article"], *(articles[pk] for pk in editions if pk in articles)])
        )
    return found


def few_articles(question, user):
    """Return the ids of all articles with the words of a Question, None if they stand in more than MAX_READ rows."""
    hidden = list(access.hidden_from(user).values_list("article", flat=True))
    condition = CONDITION.format(question=question.sql)
    parts = [f"(SELECT object_id FROM {table} WHERE {condition} LIMIT %s)" for table in TABLES]  # noqa: S608 names of our own
    values = [*question.values, ["kind:article"], hidden, MAX_READ]
    rows = _ask(" UNION ALL ".join(parts), values * len(TABLES))
    return list({number for (number,) in rows}) if len(rows) < MAX_READ else None


def _all_kinds(question, hidden):
    """Return {kind: (ids, number of rows that were read)}."""
    parts, values = [], []
    for kind in KINDS:
        for table, condition in (("search_unpublished", "true"), ("search_entry", OF_EVERYBODY)):
            parts.append(
                f"(SELECT {COLUMNS} FROM {table} WHERE {CONDITION.format(question=question.sql)} AND {condition}"  # noqa: S608 names of our own, values as parameters
                " LIMIT %s)"
            )
            values += [question.title, *question.values, [f"kind:{kind}"], hidden, MAX_READ]
    rows = _ask(
        f"SELECT kind, object_id, count(*) FROM ({' UNION ALL '.join(parts)}) AS found GROUP BY kind, object_id"  # noqa: S608 as above
        " ORDER BY bool_or(in_title) DESC NULLS LAST, max(shown_on) DESC NULLS LAST, object_id DESC",
        values,
    )
    found = {}
    for kind in KINDS:
        of_kind = [(id, number) for one, id, number in rows if one == kind]
        found[kind] = [id for id, _number in of_kind], sum(number for _id, number in of_kind)
    return found


def _newest(question, kind, hidden):
    """Return the ids of the newest things of a kind, one year after the other until there are enough."""
    ids = {}
    condition = f"{CONDITION.format(question=question.sql)} AND {OF_EVERYBODY}"
    for year in finding.years():
        rows = _ask(
            f"SELECT {COLUMNS} FROM search_entry WHERE {condition} ORDER BY shown_on DESC, object_id DESC LIMIT %s",  # noqa: S608 as above
            [question.title, *question.values, [f"kind:{kind}", year], hidden, MAX_READ],
        )
        ids |= dict.fromkeys(id for _kind, id, _day, _in_title in rows)
        if len(ids) >= ENOUGH:
            break
    return list(ids)


def _ask(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@dataclasses.dataclass(frozen=True)
class Question:
    """What was typed, as an expression that is a tsquery, and as the text of one for titles."""

    sql: str
    values: list[str]
    title: str

    @classmethod
    def of(cls, text):
        """Return the Question of `text`, None if there is no word in it."""
        wanted = terms.parse(text)
        if not wanted:
            return None
        codes = language_codes()
        asked = [WordQueries(wanted), *([WordQueries(begun)] if (begun := _begun(wanted)) else [])]
        parts = [part for queries in asked for part in queries.of(codes).items()]
        sql = " || ".join(["to_tsquery(%s::regconfig, %s)"] * len(parts))
        stems = [word[: max(MIN_BEGINNING, len(word) - LETTERS_OF_AN_ENDING)] for word in wanted.words]
        title = " & ".join(f"'{terms.folded(stem)}':*" for stem in stems)
        return cls(sql, [value for part in parts for value in part], title)


def _begun(wanted):
    """Return the Terms with the last word as the beginning of one, None if it is too short for that or no word."""
    *others, last = wanted.wanted or [()]
    if len(last) != 1 or last[0].is_phrase or last[0].is_telephone or len(last[0].words[-1]) < MIN_BEGINNING:
        return None
    return terms.Terms((*others, (dataclasses.replace(last[0], is_beginning=True),)), wanted.unwanted)

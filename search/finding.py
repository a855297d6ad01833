"""Runs a query on the search index, and finds only what visitors may see now.

It reads two views of what is public at this instant, with the visitor's own rights. If a query matches very much, only
the newest MAX_RESULTS matches are ranked, counted and paged through, and the page says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import DatabaseError, connection, transaction
from psycopg import errors

from council.models import Meeting, Person
from news import topics
from news.models import Section
from publishing import clock
from search import languages, matching, things
from search.matching import WordQueries
from search.queries import Query

MAX_RESULTS = 1000
STATEMENT_TIMEOUT = "2s"  # of the database for one question

FIRST_YEAR = 1992  # older entries have the tag “early”
YEARS_PER_STEP = 5  # years in one query, when only the newest matches are read
MAX_UNDATED = 100  # undated entries, mostly people, that are read in that case


class TooLong(Exception):
    """The query took longer than STATEMENT_TIMEOUT."""


@dataclass(frozen=True)
class Hit:
    """One thing that was found; of an article, `id` is the article's number, not the edition's."""

    kind: str
    id: int
    language: str
    title: str
    url: str
    thing: Any = field(default=None, compare=False, repr=False)
    entry: int = field(default=0, compare=False, repr=False)  # its row in the index, for the excerpt
    is_withdrawn: bool = False


@dataclass(frozen=True)
class ResultPage:
    """The hits of one page, the number of all hits, and how often each tag occurs among them.

    `number` is exact unless `is_cut`: then only the newest MAX_RESULTS matches were read.
    """

    hits: list[Hit]
    number: int
    is_cut: bool
    tags: dict[str, int]


NO_RESULTS = ResultPage([], 0, False, {})


def newest(query: Query, limit: int) -> list[Hit]:
    """Return at most `limit` Hits of what `query` finds, by date, the newest first."""
    try:
        return Search(query.but(order="date")).page(0, min(limit, MAX_RESULTS)).hits
    except TooLong:
        return []


def matches(query: Query, kind: str, ids: Iterable[int]) -> set[int]:
    """Return those of `ids`, of things of one `kind`, that `query` finds now."""
    ids = list(ids)
    if not ids or query.is_empty:
        return set()
    search = Search(query)
    with with_timeout():
        sql, values = search.source()
        rows = search.ask(
            f"SELECT DISTINCT object_id FROM ({sql}) AS found WHERE kind = %s AND object_id = ANY (%s)",  # noqa: S608 names of our own, values as parameters
            [*values, kind, ids],
        )
    return {id for (id,) in rows}


class Search:
    """The search for one query."""

    def __init__(self, query: Query, questions: WordQueries | None = None) -> None:
        self.query = query
        self.tags = self._tags()
        self._questions = questions

    def like(self, **changes: Any) -> "Search":
        """Return the search for the same words with other facets."""
        return Search(self.query.but(**changes), self.questions)

    def page(self, start: int, length: int) -> ResultPage:
        """Return the ResultPage with `length` hits from number `start` on, counted from 0."""
        if self.query.is_empty:
            return NO_RESULTS
        with with_timeout():
            rows, number, is_cut, tags = self._rows(start, length)
        return ResultPage(self._hits(rows), number, is_cut, tags)

    def number(self) -> int:
        """Return how many rows of the index match, at most MAX_RESULTS + 1."""
        if self.query.is_empty:
            return 0
        with with_timeout():
            return len(self._ids())

    def counts(self) -> dict[str, int]:
        """Return how often each tag occurs in what is found."""
        return self.page(0, 0).tags

    # --- The query as SQL -------------------------------------------------------------------------------------------

    @cached_property
    def questions(self) -> WordQueries | None:
        """The WordQueries for the words of the query; None if it has only facets."""
        return self._questions or (matching.WordQueries(self.query.terms) if self.query.terms else None)

    def source(self) -> tuple[str, list[Any]]:
        """Return the SELECT of all that is found, and its parameters."""
        codes = self.query.languages
        parts = [self._selected("search_found", self.questions.of(codes) if self.questions else {})]
        if self.query.withdrawn:
            asked = self.questions.of_withdrawn(codes) if self.questions else {}
            parts.append(self._selected("search_withdrawn", asked))
        return " UNION ALL ".join(sql for sql, _values in parts), [value for _sql, values in parts for value in values]

    def _selected(self, view, questions):
        score, score_values = "0", []
        conditions, values = ["tags && %s"], [[f"lang:{code}" for code in self.query.languages]]
        if questions:
            by_language = []
            for configuration, question in questions.items():
                codes = [
                    f"lang:{code}" for code in self.query.languages if languages.configuration(code) == configuration
                ]
                alone = len(questions) == 1
                by_language.append("words @@ to_tsquery(%s::regconfig, %s)" + ("" if alone else " AND tags && %s"))
                values += [configuration, question, *([] if alone else [codes])]
            conditions.append(f"({' OR '.join(f'({condition})' for condition in by_language)})")
            configuration, question = next(iter(questions.items()))
            score = "ts_rank('{0.05, 0.2, 0.6, 1.0}', words, to_tsquery(%s::regconfig, %s), 1)"
            score_values = [configuration, question]
        for group in self.tags:
            conditions.append("tags && %s")
            values.append(group)
        self.score = (score, score_values)
        return f"{_columns(view)} WHERE {' AND '.join(conditions)}", values

    def _tags(self):
        """Return the tags to search for: a list of alternatives for each facet in use."""
        query = self.query
        groups = [[f"{name}:{value}" for value in getattr(query, name)] for name in FACETS]
        # A person or meeting that is not public must find nothing, or the search would reveal that it exists.
        for name, model in (("person", Person), ("meeting", Meeting)):
            if asked := getattr(query, name):
                known = model.objects.public().filter(pk__in=asked).values_list("pk", flat=True)
                groups.append([f"{name}:{pk}" for pk in known] or ["nothing"])
        if query.topic:
            known = [topic.pk for slug in query.topic if (topic := topics.at(slug))]
            groups.append([f"topic:{number}" for number in known or [0]])
        if query.section:
            known = dict(Section.objects.filter(slug__in=query.section).values_list("slug", "pk"))
            groups.append([f"section:{known.get(slug, 0)}" for slug in query.section])
        if query.photos:
            groups.append(["photos"])
        return [group for group in groups if group]

    # --- The results ------------------------------------------------------------------------------------------------

    def _rows(self, start, length):
        """Return (rows of the page, number of all, whether only the newest were read, {tag: number})."""
        ids = self._ids()
        is_cut = len(ids) > MAX_RESULTS
        number, tags, page = self._ranked(self._newest_ids() if is_cut else ids, start, length)
        return page, number, is_cut, tags

    def _ids(self):
        """Return the ids of the rows that match, at most MAX_RESULTS + 1."""
        sql, values = self.source()
        return [id for (id,) in self.ask(f"SELECT id FROM ({sql}) AS found LIMIT %s", [*values, MAX_RESULTS + 1])]  # noqa: S608 names of our own, values as parameters

    def _newest_ids(self):
        """Return the ids of the newest MAX_RESULTS rows, reading a few years at a time until there are enough."""
        sql, values = self.source()
        one = f"(SELECT id FROM ({sql}) AS found WHERE tags @> %s ORDER BY shown_on DESC LIMIT %s)"  # noqa: S608 names of our own, values as parameters
        times = [("undated", MAX_UNDATED), *((year, MAX_RESULTS) for year in years()), ("early", MAX_RESULTS)]
        ids = []
        for start in range(0, len(times), YEARS_PER_STEP):
            parts = [[*values, [time], limit] for time, limit in times[start : start + YEARS_PER_STEP]]
            union = " UNION ALL ".join([one] * len(parts))
            rows = self.ask(
                f"{union} LIMIT %s", [*(parameter for part in parts for parameter in part), MAX_RESULTS - len(ids)]
            )
            ids += [id for (id,) in rows]
            if len(ids) >= MAX_RESULTS:
                break
        return ids

    def _ranked(self, ids, start, length):
        source = _columns("search_found") + " WHERE id = ANY (%s)"
        if self.query.withdrawn:
            source += f" UNION ALL {_columns('search_withdrawn')} WHERE id = ANY (%s)"
        score, score_values = self.score if length and self.query.order != "date" else ("0", [])
        order = "score DESC, shown_on DESC NULLS LAST, kind, object_id DESC, language"
        ((number, tags, page),) = self.ask(
            f"""
            WITH found AS MATERIALIZED ({source}),
            things AS MATERIALIZED (
                SELECT DISTINCT ON (kind, object_id, own_language) *
                FROM (SELECT *, {OWN_LANGUAGE} AS own_language, {score} AS score FROM found) AS scored
                ORDER BY kind, object_id, own_language, language <> %s, score DESC, part
            ),
            counted AS (
                SELECT tag, count(*) AS number FROM (
                    SELECT DISTINCT kind, object_id, {OWN_LANGUAGE}, tag FROM found, unnest(tags) AS tag
                    WHERE tag NOT LIKE 'number:%%'
                ) AS borne GROUP BY tag
            ),
            ranked AS (SELECT *, row_number() OVER (ORDER BY {order}) AS place FROM things),
            page AS (SELECT * FROM ranked WHERE place > %s AND place <= %s)
            SELECT (SELECT count(*) FROM things),
                (SELECT coalesce(json_object_agg(tag, number), '{{}}') FROM counted),
                (SELECT coalesce(json_agg(json_build_array(id, kind, object_id, language, part, is_withdrawn)
                    ORDER BY place), '[]') FROM page)
            """,  # noqa: S608 names of our own, values as parameters
            [*[ids] * (2 if self.query.withdrawn else 1), *score_values, self.query.language, start, start + length],
        )
        return number, tags, page

    def _hits(self, rows):
        public = things.load([(kind, id, code) for _row, kind, id, code, _part, gone in rows if not gone])
        ended = {int(part.split()[1]) for *_rest, part, gone in rows if gone}
        past = things.withdrawn(ended) if ended else {}
        hits = []
        for row, kind, id, code, part, gone in rows:
            thing = past.get(int(part.split()[1])) if gone else public.get((kind, id, code))
            if thing is not None:
                words = things.title(kind, thing, code)
                hits.append(Hit(kind, id, code, words, things.address(kind, thing, code), thing, row, gone))
        return hits

    def ask(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()


# An article counts once for each language; everything else counts once, shown in the language of the page.
OWN_LANGUAGE = "CASE kind WHEN 'article' THEN language ELSE '' END"
FACETS = ("kind", "genre", "year", "state")  # whose values are the same in the tags and in the address


def years() -> list[str]:
    """Return the tags of the years from the next one, for announcements, back to FIRST_YEAR."""
    return [f"year:{year}" for year in range(clock.today().year + 1, FIRST_YEAR - 1, -1)]


def _columns(view):
    withdrawn = "true" if view == "search_withdrawn" else "false"
    return f"SELECT id, kind, object_id, language, part, shown_on, tags, words, {withdrawn} AS is_withdrawn FROM {view}"  # noqa: S608 names of our own, values as parameters


@contextmanager
def with_timeout() -> Iterator[None]:
    """Cancel a query of the block after STATEMENT_TIMEOUT and raise TooLong."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # The planner underestimates what reading long texts costs, and would choose a sequential scan.
            cursor.execute(
                "SELECT current_setting('statement_timeout'), current_setting('enable_seqscan'),"
                " set_config('statement_timeout', %s, true), set_config('enable_seqscan', 'off', true)",
                [STATEMENT_TIMEOUT],
            )
            before = cursor.fetchone()[:2]
            yield
            cursor.execute(  # the page goes on
                "SELECT set_config('statement_timeout', %s, true), set_config('enable_seqscan', %s, true)", before
            )
    except DatabaseError as error:
        if isinstance(error.__cause__, errors.QueryCanceled):
            raise TooLong from error
        raise

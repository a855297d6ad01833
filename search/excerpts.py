"""Excerpts of the hits on one page: the places in their texts with the words of the query, marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import mark_safe

from search import terms
from search.finding import Hit
from search.matching import WordQueries

# Private-use characters, which no text has: around a marked word, and between two places of a text.
BEGIN, END, GAP = "\ue000", "\ue001", "\ue002"
MARKS = f"StartSel={BEGIN}, StopSel={END}, FragmentDelimiter={GAP}"
PLACES = f"MaxFragments=2, MaxWords=28, MinWords=12, ShortWord=0, {MARKS}"
WHOLE = f"HighlightAll=true, {MARKS}"
MAX_CHARACTERS = 60_000  # of a text that are searched
UNMARKED_CHARACTERS = 200  # of its beginning that are shown if it does not contain the words


@dataclass(frozen=True)
class Excerpt:
    """HTML, escaped except <mark>: the title, and the text around the match (`in_files`: in an attached file)."""

    title: str
    text: str
    in_files: bool = False


def of(hits: Sequence[Hit], questions: WordQueries | None) -> list[Excerpt]:
    """Return an Excerpt for each of `hits`; `questions` is what was asked (search.matching.WordQueries), or None."""
    if not hits:
        return []
    rows: dict[int, list[str]] = {}
    for language in dict.fromkeys(hit.language for hit in hits):
        rows |= _read([hit for hit in hits if hit.language == language], questions, language)
    return [_excerpt(hit, *rows.get(hit.entry, ("", "", "", "", ""))) for hit in hits]


def _read(hits, questions, language):
    """Return {row: (marked title, body, marked body, files, marked files)} for hits in one language."""
    asked = questions.to_mark(language) if questions and questions.wanted.wanted else ("search_simple", "")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH asked AS MATERIALIZED (SELECT %s::regconfig AS rules, to_tsquery(%s::regconfig, %s) AS question),
            hit AS (SELECT * FROM unnest(%s::bigint[], %s::text[], %s::boolean[]) AS hit(id, title, is_withdrawn)),
            entry AS (
                SELECT hit.id, hit.title, left(e.body, %s) AS body, left(e.files, %s) AS files
                FROM hit JOIN search_found e USING (id) WHERE NOT is_withdrawn
                UNION ALL SELECT hit.id, hit.title, left(e.body, %s), ''
                FROM hit JOIN search_withdrawn e USING (id) WHERE is_withdrawn
            ), marked AS MATERIALIZED (
                SELECT e.*, ts_headline(rules, search_folded(e.title), question, %s) AS marked_title,
                    ts_headline(rules, search_folded(e.body), question, %s) AS marked_body
                FROM entry e, asked
            )
            SELECT m.id, marked_title, body, marked_body, files, CASE WHEN marked_body NOT LIKE %s AND files <> ''
                THEN ts_headline(rules, search_folded(files), question, %s) ELSE '' END
            FROM marked m, asked
            """,
            [
                asked[0], *asked,
                [hit.entry for hit in hits], [hit.title for hit in hits], [hit.is_withdrawn for hit in hits],
                MAX_CHARACTERS, MAX_CHARACTERS, MAX_CHARACTERS, WHOLE, PLACES, f"%{BEGIN}%", PLACES,
            ],
        )  # fmt: skip
        return {id: texts for id, *texts in cursor.fetchall()}


def _excerpt(hit, marked_title, body, marked_body, files, marked_files):
    title = _mark(hit.title, marked_title) if BEGIN in marked_title else escape(hit.title)
    if BEGIN in marked_body:
        return Excerpt(title, _places(body, marked_body))
    if BEGIN in marked_files:
        return Excerpt(title, _places(files, marked_files), in_files=True)
    return Excerpt(title, escape(_beginning(body)))


def _beginning(text):
    return text if len(text) <= UNMARKED_CHARACTERS else text[:UNMARKED_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _places(text, marked):
    """Return the places of `text` that are in `marked`, with the original letters: `marked` is folded text."""
    folded = terms.folded_text(text)
    pieces = []
    end = 0
    for piece in marked.split(GAP):
        plain = piece.replace(BEGIN, "").replace(END, "")
        start = folded.find(plain, end)
        if start < 0:  # should never happen
            return escape(_beginning(text))
        end = start + len(plain)
        pieces.append((start, end, _mark(text[start:end], piece)))
    html = "".join((" … " if place or start else "") + words for place, (start, _end, words) in enumerate(pieces))
    rest = text[end:]
    goes_on = any(sign.isalnum() for sign in rest)
    return mark_safe(html.strip() + (" …" if goes_on else escape(rest)))  # noqa: S308 every piece was escaped


def _mark(text, marked):
    """Return `text` as HTML with <mark> as in `marked`, the same text in folded letters with marks."""
    html, place = [], 0
    for piece in marked.replace(END, BEGIN).split(BEGIN):
        words = escape(text[place : place + len(piece)])
        place += len(piece)
        html.append(f"<mark>{words}</mark>" if len(html) % 2 else words)
    return mark_safe("".join(html))  # noqa: S308 every piece was escaped

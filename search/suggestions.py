"""Suggestions while somebody types: titles that contain the words so far, the newest first."""

from django.db import connection

from search import finding, terms, things
from search.finding import Hit, with_timeout

MAX_SUGGESTIONS = 7
MIN_WORD_CHARACTERS = 3  # letters of the last word
MAX_WORDS = 6


def of(text: str, language: str) -> list[Hit]:
    """Return at most MAX_SUGGESTIONS Hits in `language` whose titles have words that begin like those of `text`."""
    words = terms.parse(text).words[:MAX_WORDS]
    if not words or len(words[-1]) < MIN_WORD_CHARACTERS:
        return []
    # `title_words` is not stemmed, because an unfinished word cannot be stemmed.
    question = " & ".join(f"'{terms.folded(word)}':*" for word in words)
    with with_timeout():
        rows = _newest(question, language)
    loaded = things.load([(kind, id, language) for _row, kind, id in rows])
    return [
        Hit(kind, id, language, things.title(kind, thing, language), things.address(kind, thing, language), thing, row)
        for row, kind, id in rows
        if (thing := loaded.get((kind, id, language)))
    ]


def _newest(question, language):
    """Return (row, kind, id): people first, then the newest; the LIMIT stops reading years once there are enough."""
    one = (
        "(SELECT id, kind, object_id FROM search_found WHERE title_words @@ %s::tsquery AND tags @> %s AND tags @> %s"
        " ORDER BY shown_on DESC, object_id DESC LIMIT %s)"
    )
    times = ["undated", *finding.years(), "early"]
    sql = " UNION ALL ".join([one] * len(times))
    values = [value for time in times for value in (question, [f"lang:{language}"], [time], MAX_SUGGESTIONS)]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT %s", [*values, MAX_SUGGESTIONS * 2])
        rows = cursor.fetchall()
    once = {(kind, id): (row, kind, id) for row, kind, id in reversed(rows)}
    return list(reversed(once.values()))[:MAX_SUGGESTIONS]

"""The public notes on changes that an edition repeats from those before it. They are read, and stored nowhere."""

import datetime
import json

from django.db import connection

BEFORE = """
SELECT news_notes_before(article, language, number)
FROM unnest(%s::bigint[], %s::text[], %s::integer[]) WITH ORDINALITY AS edition (article, language, number, place)
ORDER BY place
"""


def fill(editions):
    """Read the notes on earlier changes for all of these editions with one query; with none, if all are the first."""
    later = [edition for edition in editions if edition.number > 1]
    for edition, notes in zip(later, _before(later) if later else ()):
        edition.filled_notes = notes


def before(edition):
    """Return the notes on earlier changes, the latest first: dicts with kind, text and at (an ISO 8601 instant)."""
    if edition.number == 1:
        return []
    return edition.filled_notes if "filled_notes" in vars(edition) else _before([edition])[0]


def _before(editions):
    wanted = [[getattr(edition, name) for edition in editions] for name in ("article_id", "language", "number")]
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, wanted)
        return [_read(notes) for (notes,) in cursor.fetchall()]


def _read(notes):
    return [{**note, "at": datetime.datetime.fromisoformat(note["at"]).isoformat()} for note in json.loads(notes)]

"""Rebuilding the index: after an upgrade, or if something seems wrong with it."""

from collections.abc import Callable

from django.db import connection, transaction

from search import languages

BATCH_SIZE = 500  # things of one kind

# The table of each kind; articles are indexed edition by edition.
SOURCES = {
    "names of state": "council_state",
    "names of person": "council_person",
    "article": "news_edition",
    "meeting": "council_meeting",
    "document": "council_document",
    "person": "council_person",
    "photo": "photos_photo",
}


@transaction.atomic
def rebuild(tell: Callable[[str, int, int], None] = lambda kind, done, of: None) -> None:
    """Empty the index and fill it again in one transaction: visitors search the old one until the new one is whole.

    `tell(kind, done, of)` is called to report the progress.
    """
    languages.update_language_view()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_entry")
        cursor.execute("DELETE FROM search_word")
        cursor.execute("DELETE FROM search_name")
        cursor.execute(
            "INSERT INTO search_filetext (file)"
            " SELECT file FROM news_attachment UNION SELECT file FROM council_documentfile ON CONFLICT DO NOTHING"
        )
        for kind, table in SOURCES.items():
            cursor.execute(f"SELECT array_agg(id ORDER BY id) FROM {table}")  # noqa: S608 names of our own, values as parameters
            ids = cursor.fetchone()[0] or []
            for start in range(0, len(ids), BATCH_SIZE):
                tell(kind, start, len(ids))
                cursor.execute("SELECT search_refresh(%s, %s)", [kind, ids[start : start + BATCH_SIZE]])
            tell(kind, len(ids), len(ids))

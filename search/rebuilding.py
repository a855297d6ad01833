"""Rebuilding the index: after an upgrade, or if something seems wrong with it."""

from collections.abc import Callable

from django.db import connection, transaction

from search import languages, refreshing
from search.models import Mark

# Everything that can be found, and what stands in the index without being there any more. Articles are indexed edition
# by edition.
MARK_EVERYTHING = """
INSERT INTO search_mark (kind, thing_id)
    SELECT 'article', id FROM news_edition
    UNION SELECT 'meeting', id FROM council_meeting
    UNION SELECT 'document', id FROM council_document
    UNION SELECT 'person', id FROM council_person
    UNION SELECT 'photo', id FROM photos_photo
    UNION SELECT search_marked_as(kind), source_id FROM search_entry
    UNION SELECT kind, source_id FROM search_unpublished
"""
EXPECT_FILES = """
INSERT INTO search_filetext (file)
    SELECT file FROM news_attachment UNION SELECT file FROM council_documentfile ON CONFLICT DO NOTHING
"""


def rebuild(tell: Callable[[int, int], None] = lambda done, of: None) -> None:
    """Make all rows of the index anew; visitors search the old ones until then.

    `tell(done, of)` is called to report the progress, in things.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        languages.update_language_view()
        cursor.execute("DELETE FROM search_word")
        cursor.execute("SELECT search_rebuild_names()")
        cursor.execute(EXPECT_FILES)
        cursor.execute(MARK_EVERYTHING)
        number = Mark.objects.count()

    def report():
        tell(max(0, number - Mark.objects.count()), number)
        return False

    report()
    refreshing.refresh(until=report)

"""Rebuilding the index: after an upgrade, or if something seems wrong with it."""

from collections.abc import Callable

from django.db import connection, transaction

from search import refreshing
from search.models import Mark

EXPECT_FILES = """
INSERT INTO search_filetext (file)
    SELECT file FROM news_attachment UNION SELECT file FROM council_documentfile ON CONFLICT DO NOTHING
"""


def rebuild(tell: Callable[[int, int], None] = lambda done, of: None) -> None:
    """Make all rows of the index anew; visitors search the old ones until then.

    `tell(done, of)` is called to report the progress, in things.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_word")
        cursor.execute("SELECT search_rebuild_names()")
        cursor.execute(EXPECT_FILES)
        cursor.execute("SELECT search_mark_everything()")
        number = Mark.objects.count()

    def report():
        tell(max(0, number - Mark.objects.count()), number)
        return False

    report()
    refreshing.refresh(until=report)

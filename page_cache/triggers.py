"""PostgreSQL's own word that something visitors may read has changed.

Whatever table the visitors' role may read is content, by that alone: nobody has to remember to name it here. A change
of it is told to every process at the commit, by NOTIFY, whatever path it took: a form, a command, SQL by hand.

Told are two things apart. After “changed” the page as it was may be shown for a moment more; after “closed”, when a
range was ended or rows were deleted, or rows came that end something, it may not. Of drafts, and of the rows that
belong to drafts alone, nothing is told: they change all day, and nobody sees it.
"""

from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.utils import CursorWrapper

CHANNEL = "page_cache"

# Visitors read it, but it only says again what the tables it is made of have said already.
DERIVED = ("publishing_change",)

# The functions stand in page_cache/sql/announcements.sql.
INSTALL = """
CREATE OR REPLACE TRIGGER page_cache_inserted AFTER INSERT ON {table} REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION page_cache_rows_came_or_went('{inserted}', '{seen}');
CREATE OR REPLACE TRIGGER page_cache_updated AFTER UPDATE ON {table} REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION {updated}('{seen}');
CREATE OR REPLACE TRIGGER page_cache_deleted AFTER DELETE ON {table} REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION page_cache_rows_came_or_went('{deleted}', '{seen}');
CREATE OR REPLACE TRIGGER page_cache_emptied AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION page_cache_emptied('{deleted}');
"""

# Tables of ours that visitors may read, in whole or in part, or are shown by other ways; and whether their rows have a
# range.
CONTENT = """
SELECT c.relname, EXISTS (
    SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'live_until' AND NOT attisdropped
)
FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relpersistence = 'p'
    AND (has_any_column_privilege(%s, c.oid, 'SELECT') OR c.relname = ANY(%s))
    AND c.relname <> ALL(%s)
ORDER BY c.relname
"""


# Of these, the ones of which visitors see nothing but by their own range; a photograph is seen by what shows it, too.
SEEN_BY_RANGE = """
SELECT tablename FROM pg_policies
WHERE schemaname = current_schema() AND permissive = 'PERMISSIVE' AND %s = ANY(roles)
GROUP BY tablename HAVING bool_and(qual ~ 'live_from')
"""

OWNERS = """
SELECT a.attname, owner.relname, a.attnotnull
FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
JOIN pg_class owner ON owner.oid = c.confrelid
WHERE c.contype = 'f' AND c.conrelid = %s::regclass AND owner.relname = ANY(%s)
ORDER BY a.attname
"""


def content_tables(cursor: CursorWrapper) -> list[tuple[str, bool]]:
    """Return [(table, whether it has a range)] of all that visitors may read or are shown."""
    cursor.execute(CONTENT, [settings.VISITOR_ROLE, list(settings.PAGE_CACHE_TABLES), list(DERIVED)])
    return cursor.fetchall()


def install(using: str = "default", **kwargs: Any) -> None:
    """Have every content table tell of its changes; run after every migration."""
    quoted = connections[using].ops.quote_name
    with connections[using].cursor() as cursor:
        tables = content_tables(cursor)
        cursor.execute(SEEN_BY_RANGE, [settings.VISITOR_ROLE])
        by_range = {table for (table,) in cursor.fetchall()} & {table for table, has_range in tables if has_range}
        for table, has_range in tables:
            told = _told(table, has_range) | {"seen": _seen(cursor, table, by_range, quoted)}
            cursor.execute(INSTALL.format(table=quoted(table), **told))


def _seen(cursor, table, by_range, quoted):
    """Return the condition on a row `touched` of `table` under which visitors may see it, at once or later."""
    if table in by_range:
        return "touched.live_from IS NOT NULL"
    cursor.execute(OWNERS, [quoted(table), list(by_range)])
    owners = [
        f"{'' if is_given else f'touched.{quoted(column)} IS NULL OR '}EXISTS ("
        f"SELECT FROM {quoted(owner)} owner WHERE owner.id = touched.{quoted(column)} AND owner.live_from IS NOT NULL)"
        for column, owner, is_given in cursor.fetchall()
    ]
    return " OR ".join(owners) or "true"


def _told(table, has_range):
    """Return the words for rows that were inserted and that were deleted, and the function that tells of updates."""
    if table in settings.PAGE_CACHE_TABLES:
        # What is made of other tables is made anew at will; that something ended is said by those.
        return {"inserted": "changed", "updated": "page_cache_rows_changed", "deleted": "changed"}
    return {
        "inserted": "closed" if table in settings.PAGE_CACHE_ENDINGS else "changed",
        "updated": "page_cache_range_changed" if has_range else "page_cache_rows_changed",
        "deleted": "closed",
    }

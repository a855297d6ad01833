"""PostgreSQL's own word that something visitors may read has changed.

Whatever table the visitors' role may read is content, by that alone: nobody has to remember to name it here. A change
of it is told to every process at the commit, by NOTIFY, whatever path it took: a form, a command, SQL by hand.

Every change is an ending (“closed”: no older page may be shown) unless it can only add something (“changed”: for a
moment the page as it was may be shown): a row of a range becomes public, or came; a row came in one of the tables
PAGE_CACHE_ADDED_TO. Of drafts, and of the rows that belong to drafts alone, nothing is told: they change all day, and
nobody sees it.

TRUNCATE is told of by the listener (page_cache.listener.HEARTBEAT).
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
CREATE OR REPLACE TRIGGER page_cache AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {function}({arguments})
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

# Whether visitors see the row of a table with this key, at once or later. A row that names none is everybody's.
IS_SEEN = """
CREATE OR REPLACE FUNCTION page_cache_is_seen(of_table text, key bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF $2 IS NULL THEN
        RETURN true;
    END IF;
    CASE $1
    {cases}
    END CASE;
END
$$
"""

OWNERS = """
SELECT owner.relname, a.attname
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
        cursor.execute(_is_seen(by_range, quoted))
        for table, has_range in tables:
            if table in by_range:
                function, arguments = "page_cache_range_changed", []
            else:
                function, arguments = (
                    "page_cache_row_changed",
                    _words(table, has_range) + _seen_with(cursor, table, by_range),
                )
            quoted_arguments = ", ".join(f"'{argument}'" for argument in arguments)
            cursor.execute(INSTALL.format(table=quoted(table), function=function, arguments=quoted_arguments))


def _is_seen(by_range, quoted):
    ranges = {
        table: f"EXISTS (SELECT FROM {quoted(table)} WHERE id = $2 AND live_from IS NOT NULL)" for table in by_range
    }
    conditions = sorted((ranges | settings.PAGE_CACHE_SEEN).items())
    return IS_SEEN.format(cases="\n    ".join(f"WHEN '{table}' THEN RETURN {seen};" for table, seen in conditions))


def _words(table, has_range):
    """Return what is told of a new row of `table`, and of any other change."""
    if table in settings.PAGE_CACHE_TABLES:
        # What is made of other tables is made anew at will; that something ended is said by those.
        return ["changed", "changed"]
    return ["changed" if has_range or table in settings.PAGE_CACHE_ADDED_TO else "closed", "closed"]


def _seen_with(cursor, table, by_range):
    """Return [table, column, …]: a row of `table` is seen if one of the rows is that these columns name."""
    if table in settings.PAGE_CACHE_SEEN:
        return [table, "id"]
    if table in settings.PAGE_CACHE_SEEN_WITH:
        return list(settings.PAGE_CACHE_SEEN_WITH[table])
    cursor.execute(OWNERS, [table, list(by_range)])
    return [name for owner in cursor.fetchall() for name in owner]

"""PostgreSQL's own word that something visitors may read has changed.

Whatever table the visitors' role may read is content, by that alone: nobody has to remember to name it here. A change
of it is told to every process at the commit, by NOTIFY, whatever path it took: a form, a command, SQL by hand.

Told are two things apart. After “changed” the page as it was may be shown for a moment more; after “closed”, when a
range was ended or rows were deleted, or rows came that end something, it may not.
"""

from django.conf import settings
from django.db import connections

CHANNEL = "page_cache"

# Visitors read it, but it only says again what the tables it is made of have said already.
DERIVED = ("publishing_change",)

TELL = """
CREATE OR REPLACE FUNCTION page_cache_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('page_cache', 'changed');
    RETURN NULL;
END
$$;

-- Rows are often saved as they were: that is no news either.
CREATE OR REPLACE FUNCTION page_cache_rows_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (TABLE after EXCEPT TABLE before) THEN
        PERFORM pg_notify('page_cache', 'changed');
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION page_cache_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('page_cache', 'closed');
    RETURN NULL;
END
$$;

-- Of what has a range nobody sees the drafts: they change all day, and that is no news.
CREATE OR REPLACE FUNCTION page_cache_range_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM before JOIN after USING (id)
        WHERE before.live_until IS DISTINCT FROM after.live_until
            OR before.live_from IS NOT NULL AND after.live_from IS NULL
    ) THEN
        PERFORM pg_notify('page_cache', 'closed');
    ELSIF EXISTS (SELECT FROM after WHERE live_from IS NOT NULL) THEN
        PERFORM pg_notify('page_cache', 'changed');
    END IF;
    RETURN NULL;
END
$$;
"""

INSTALL = """
CREATE OR REPLACE TRIGGER page_cache_inserted AFTER INSERT ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {inserted}();
CREATE OR REPLACE TRIGGER page_cache_updated AFTER UPDATE ON {table} REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION {updated}();
CREATE OR REPLACE TRIGGER page_cache_deleted AFTER DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {deleted}();
CREATE OR REPLACE TRIGGER page_cache_emptied AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {deleted}();
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


def content_tables(cursor):
    """Return [(table, whether it has a range)] of all that visitors may read or are shown."""
    cursor.execute(CONTENT, [settings.VISITOR_ROLE, list(settings.PAGE_CACHE_TABLES), list(DERIVED)])
    return cursor.fetchall()


def install(using="default", **kwargs):
    """Have every content table tell of its changes; run after every migration."""
    with connections[using].cursor() as cursor:
        cursor.execute(TELL)
        for table, has_range in content_tables(cursor):
            cursor.execute(INSTALL.format(table=connections[using].ops.quote_name(table), **_told(table, has_range)))


def _told(table, has_range):
    """Return which function tells of rows that were inserted, which of those updated, and which of those deleted."""
    if table in settings.PAGE_CACHE_TABLES:
        # What is made of other tables is made anew at will; that something ended is said by those.
        return {
            "inserted": "page_cache_changed", "updated": "page_cache_rows_changed", "deleted": "page_cache_changed",
        }  # fmt: skip
    return {
        "inserted": "page_cache_closed" if table in settings.PAGE_CACHE_ENDINGS else "page_cache_changed",
        "updated": "page_cache_range_changed" if has_range else "page_cache_rows_changed",
        "deleted": "page_cache_closed",
    }

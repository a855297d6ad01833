"""All rows as they are at one moment, set back as often as a test likes: quicker than to make its newsroom anew."""

from django.db import connection

from tests.conftest import KEPT

TABLES = f"""
    SELECT relname, (
        SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
        WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    ) FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL(ARRAY{KEPT})
"""
KEEP_ROWS = f"""
    DROP SCHEMA IF EXISTS kept CASCADE;
    CREATE SCHEMA kept;
    DO $$
    DECLARE name name; columns text; is_filled boolean;
    BEGIN
        FOR name, columns IN {TABLES} LOOP
            EXECUTE format('SELECT EXISTS (TABLE public.%I)', name) INTO is_filled;
            IF is_filled THEN
                EXECUTE format('CREATE UNLOGGED TABLE kept.%1$I AS SELECT %2$s FROM public.%1$I', name, columns);
            END IF;
        END LOOP;
    END $$
"""
# Neither foreign keys nor triggers have a say in this.
SET_ROWS_BACK = f"""
    DO $$
    DECLARE name name; columns text;
    BEGIN
        SET LOCAL session_replication_role = replica;
        FOR name, columns IN {TABLES} LOOP
            EXECUTE format('DELETE FROM public.%I', name);
            IF to_regclass('kept.' || quote_ident(name)) IS NOT NULL THEN
                EXECUTE format(
                    'INSERT INTO public.%1$I (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM kept.%1$I', name, columns);
            END IF;
        END LOOP;
    END $$
"""


def keep():
    """Remember all rows as they are now, in tables of their own, until `forget`."""
    _execute(KEEP_ROWS)


def set_back():
    """Have all rows be as they were; what numbers the next ones go on from is left as it is."""
    _execute(SET_ROWS_BACK)


def forget():
    _execute("DROP SCHEMA kept CASCADE")


def _execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)

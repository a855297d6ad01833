"""What the database announces: every change of every table that visitors may read, with two words, and nothing else."""

import contextlib
import datetime

import pytest
from django.conf import settings
from django.db import connection, transaction

from news import emergency
from news.models import Withdrawal
from page_cache import triggers
from publishing import actions, clock, visitors
from tests import factories
from tests.leaks import world as planted

# A value of each type, for a row in a table of which the newsroom of the tests holds none.
VALUES = {
    "bool": "false", "bytea": "''", "date": "now()", "jsonb": "'{}'", "time": "'12:00'", "timestamptz": "now()",
    "uuid": "gen_random_uuid()",
}  # fmt: skip


def content_tables():
    with connection.cursor() as cursor:
        return triggers.content_tables(cursor)


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None


def announced(*statements):
    """Return the word that the last of these statements announces, in a savepoint that is undone."""
    with transaction.atomic():
        for statement in statements:
            run("SELECT set_config('page_cache.announced', '', true), set_config('page_cache.opened', '', true)")
            run(statement)
        ((word,),) = run("SELECT current_setting('page_cache.announced', true)")
        transaction.set_rollback(True)
    return word


@pytest.fixture
def newsroom(db, settings, tmp_path):
    """Something of every kind that visitors see; of the triggers, only those of the page cache are at work."""
    settings.MEDIA_ROOT = tmp_path
    world = planted.World()
    planted.plant_what_is_seen(world)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    for table, _has_range in content_tables():
        run(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER page_cache")
    run("ALTER TABLE identity_identity DROP CONSTRAINT identity_identity_one")  # so that its row may have another key
    run("SET LOCAL session_replication_role = replica")
    return world


@pytest.mark.django_db
def test_every_change_of_every_row_that_visitors_see_is_announced(newsroom):
    tables = content_tables()
    assert len(tables) > 50
    only_added_to = set()
    for table, _has_range in tables:
        key, columns = _columns(table)
        row = _visible(table, key) or _made_up(table, key)
        word = "changed" if table in settings.PAGE_CACHE_TABLES else "closed"
        this = f"{table} WHERE {key} = {row}"
        keep = f"CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT {', '.join(columns)} FROM {this}"
        put_back = f"INSERT INTO {table} ({', '.join(columns)}) OVERRIDING SYSTEM VALUE SELECT * FROM kept"
        assert announced(f"UPDATE {table} SET {key} = {key} + 1000000 WHERE {key} = {row}") == word, table
        assert announced(f"UPDATE {table} SET {key} = {key} WHERE {key} = {row}") == "", f"{table}, saved as it was"
        assert announced(f"DELETE FROM {this}") == word, table
        inserted = announced(keep, f"DELETE FROM {this}", put_back)
        assert inserted in ("changed", "closed"), table
        if inserted == "changed":
            only_added_to.add(table)
    ranged = {table for table, has_range in tables if has_range}
    assert only_added_to == ranged | {*settings.PAGE_CACHE_ADDED_TO, *settings.PAGE_CACHE_TABLES}


def _made_up(table, key):
    """Insert a row whose parents are public, whatever its constraints; return its key."""
    for (check,) in run("SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass", table):
        run(f"ALTER TABLE {table} DROP CONSTRAINT {check}")
    parents = dict(
        run(
            "SELECT quote_ident(attname), confrelid::regclass::text FROM pg_constraint JOIN pg_attribute"
            " ON attrelid = conrelid AND attnum = conkey[1] WHERE contype = 'f' AND conrelid = %s::regclass",
            table,
        )
    )
    needed = run(
        "SELECT quote_ident(attname), typname, typcategory FROM pg_attribute JOIN pg_type t ON t.oid = atttypid"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attnotnull"
        " AND attidentity = '' AND NOT atthasdef",
        table,
    )
    values = {name: VALUES.get(kind, {"A": "'{}'", "N": "1"}.get(category, "'x'")) for name, kind, category in needed}
    for name in values.keys() & parents.keys():
        parent_key, _columns_of_parent = _columns(parents[name])
        values[name] = str(_visible(parents[name], parent_key))
    into = f"({', '.join(values)}) VALUES ({', '.join(values.values())})" if values else "DEFAULT VALUES"
    return run(f"INSERT INTO {table} {into} RETURNING {key}")[0][0]


def _columns(table):
    """Return the primary key of a table, and all columns that can be written."""
    columns = run(
        "SELECT quote_ident(attname), attnum = ANY (indkey) FROM pg_attribute JOIN pg_index ON indrelid = attrelid"
        " WHERE indisprimary AND attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        table,
    )
    (key,) = [name for name, is_key in columns if is_key]
    return key, [name for name, _is_key in columns]


def _visible(table, key):
    """Return the key of a row that visitors see, or are shown by the search, which reads its table for them."""
    with contextlib.nullcontext() if table in settings.PAGE_CACHE_TABLES else visitors.as_visitor():
        rows = run(f"SELECT {key} FROM {table} LIMIT 1")
    return rows[0][0] if rows else None


# What people do


def heard_of(act):
    """Return the word that is announced of what `act` does."""
    with transaction.atomic():
        act()
        return run("SELECT current_setting('page_cache.announced', true)")[0][0]


@pytest.mark.django_db(transaction=True)
def test_to_publish_and_to_schedule_only_add_and_everything_else_may_end_something():
    secretary = factories.press_secretary()
    withdraw = {"by": secretary, "reason": "Wrong."}
    drafts = [factories.approve(factories.edition()) for _number in range(3)]
    assert heard_of(lambda: actions.publish(drafts[0], by=secretary)) == "changed"
    soon = clock.now() + datetime.timedelta(hours=1)
    assert heard_of(lambda: actions.publish(drafts[1], by=secretary, at=soon)) == "changed"
    assert (
        heard_of(lambda: actions.reschedule(drafts[1], by=secretary, at=soon + datetime.timedelta(hours=1))) == "closed"
    )
    assert heard_of(lambda: actions.unschedule(drafts[1], by=secretary)) == "closed"
    assert heard_of(lambda: actions.withdraw(drafts[0], **withdraw)) == "closed"
    for kind in (Withdrawal.Kind.GONE, Withdrawal.Kind.VANISHED):
        assert heard_of(lambda kind=kind: emergency.take_down(drafts[0].article, **withdraw, kind=kind)) == "closed"


@pytest.mark.django_db(transaction=True)
def test_an_announcement_is_made_once_and_undone_with_its_savepoint():
    def in_vain():
        with transaction.atomic():
            factories.contact()
            transaction.set_rollback(True)

    assert heard_of(in_vain) == ""
    assert heard_of(factories.contact) == "closed"

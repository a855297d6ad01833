"""What stands in APP/sql/*.sql is what the database does, once somebody has migrated."""

import re
import shutil

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection
from django.db.migrations import Migration, RunSQL
from django.db.migrations.state import ProjectState

from publishing import sql_files

pytestmark = pytest.mark.django_db

ARCHIVE = "news/sql/archive.sql"
RULES = """
CREATE OR REPLACE FUNCTION news_of_the_test(one integer) RETURNS integer LANGUAGE sql RETURN one + 1;
CREATE VIEW news_first_view AS SELECT 1 AS number;
CREATE VIEW news_second_view AS SELECT number FROM news_first_view;
CREATE POLICY visitors_of_the_test ON news_section FOR SELECT TO newsroom_visitor USING (false);
DO $$ BEGIN
    EXECUTE 'CREATE TRIGGER news_of_the_test BEFORE TRUNCATE ON news_section EXECUTE FUNCTION news_refuse_emptying()';
END $$;
"""


@pytest.fixture
def base(monkeypatch, tmp_path):
    """A copy of all files, for a test to edit."""
    for app in settings.NEWSROOM_APPS:
        if (sql_files.BASE / app / "sql").exists():
            shutil.copytree(sql_files.BASE / app / "sql", tmp_path / app / "sql")
    monkeypatch.setattr(sql_files, "BASE", tmp_path)
    return tmp_path


def migrate():
    call_command("migrate", verbosity=0)


def objects():
    """Return {name: place} of all that files can make. What page_cache has is made anew each time."""
    with connection.cursor() as cursor:
        cursor.execute(sql_files.OBJECTS)
        made_anew = ("TRIGGER page_cache ", "FUNCTION page_cache_is_seen(")
        return {name: place for name, place in cursor.fetchall() if not name.startswith(made_anew)}


def result(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_new_file_is_installed_an_edited_one_replaced_and_a_deleted_one_taken_away(base):
    before, path = objects(), base / "news/sql/of_the_test.sql"
    path.write_text(RULES)
    migrate()
    assert objects().keys() - before.keys() == {
        "FUNCTION news_of_the_test(integer)", "VIEW news_first_view", "VIEW news_second_view",
        "POLICY visitors_of_the_test ON news_section", "TRIGGER news_of_the_test ON news_section",
    }  # fmt: skip
    assert result("SELECT news_of_the_test(1)") == 2

    edit(path, "one integer", "one integer, two integer")
    edit(path, "one + 1", "one + two")
    edit(path, "SELECT 1 AS number", "SELECT 1 AS number, 2 AS other")
    edit(path, "USING (false)", "USING (id > 7)")
    edit(path, "CREATE TRIGGER news_of_the_test", "CREATE TRIGGER news_renamed")
    migrate()
    assert objects().keys() - before.keys() == {
        "FUNCTION news_of_the_test(integer,integer)", "VIEW news_first_view", "VIEW news_second_view",
        "POLICY visitors_of_the_test ON news_section", "TRIGGER news_renamed ON news_section",
    }  # fmt: skip
    assert result("SELECT news_of_the_test(2, 3)") == 5
    assert result("SELECT qual FROM pg_policies WHERE policyname = 'visitors_of_the_test'") == "(id > 7)"

    path.unlink()
    migrate()
    assert objects().keys() == before.keys()


def test_what_moves_to_another_file_stays(base):
    before = objects().keys()
    releases, frozen = base / "news/sql/releases.sql", base / "news/sql/frozen.sql"
    frozen.write_text(frozen.read_text() + releases.read_text())
    releases.unlink()
    migrate()
    assert objects().keys() == before
    frozen.rename(base / "news/sql/stays.sql")
    migrate()
    assert objects().keys() == before


def test_a_table_that_a_migration_deletes_takes_its_triggers_along(base):
    before, path = objects().keys(), base / "news/sql/of_the_test.sql"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE news_of_the_test (id bigint)")
        path.write_text(
            "CREATE TRIGGER frozen BEFORE UPDATE ON news_of_the_test EXECUTE FUNCTION news_refuse_emptying();"
        )
        migrate()
        assert "TRIGGER frozen ON news_of_the_test" in objects()
        cursor.execute("DROP TABLE news_of_the_test")
    path.unlink()
    migrate()
    assert objects().keys() == before


def test_files_that_nobody_edited_are_left_alone(base):
    before = objects()
    migrate()
    assert objects() == before
    edit(base / ARCHIVE, "how_many integer", "how_many integer ")
    migrate()
    changed = {name for name, place in objects().items() if before[name] != place}
    assert changed == {
        "FUNCTION news_tally_add(news_edition,integer)", "FUNCTION news_update_tally()",
        "FUNCTION news_recount_tally()",
        "TRIGGER news_edition_tallied ON news_edition", "VIEW news_archive",
    }  # fmt: skip


def test_a_fault_is_told_with_its_file_and_nothing_is_installed_by_half(base):
    before = objects()
    edit(base / "council/sql/numbers.sql", "never given again", "given again")
    edit(base / ARCHIVE, "CREATE VIEW news_archive AS", "CREATE VIEW news_archive AS OF")
    with pytest.raises(ProgrammingError) as fault:
        migrate()
    assert fault.value.__notes__ == [f"This was said of {ARCHIVE}."]
    assert objects() == before


def test_a_migration_changes_a_column_under_a_view_and_a_trigger_by_taking_their_file_down(base):
    before = objects().keys()
    operations = [
        sql_files.taken_down(ARCHIVE),
        RunSQL("ALTER TABLE news_edition ALTER COLUMN shown_precision TYPE varchar(20)"),
    ]
    migration = type("Migration", (Migration,), {"operations": operations})("0002_of_the_test", "news")
    with connection.schema_editor(atomic=False) as editor:
        migration.apply(ProjectState(), editor)
    assert "VIEW news_archive" not in objects()
    edit(base / ARCHIVE, "news_recount_tally", "news_tally_again")
    migrate()
    assert objects().keys() ^ before == {"FUNCTION news_recount_tally()", "FUNCTION news_tally_again()"}


def test_files_wait_until_the_last_migration_has_been_made(base, settings):
    edit(base / "council/sql/numbers.sql", "never given again", "given again")
    before = objects()
    settings.MIGRATION_MODULES = {"backups": "tests.backups.later"}
    call_command("migrate", "news", verbosity=0)
    assert objects() == before
    migrate()
    assert objects() != before


@pytest.mark.parametrize("path", sorted(sql_files.read_all()))
def test_no_function_has_a_clause_that_only_a_superuser_may_write(path):
    """SET with a name of our own; the role of an installation (docs/install-debian.md) is no superuser."""
    code = re.sub(r"--.*", "", sql_files.read(path))
    assert not re.search(r"\bSET\s+newsroom\.\w+", code), path

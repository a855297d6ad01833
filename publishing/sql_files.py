"""Functions, triggers, policies, views and grants stand in APP/sql/*.sql as they are now, and `migrate` installs them.

Migrations make what holds data: tables, columns, types, indexes, constraints. When all of them have run, every file is
run whose text is not the one that the database remembers. Before that, the triggers, policies and views that it made
last time are dropped; afterwards, the functions that no file makes any more. So a file says what is, never what was.
Only a grant that is to go needs a REVOKE. Files run application by application, in the order of their names.

A file may leave a place for what other applications register, as in `{{ uses of photographs }}`: see fill_in().
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.db import connections, migrations, transaction
from django.db.migrations.loader import MigrationLoader

BASE = Path(__file__).resolve().parent.parent

# All that files can make, by the names under which it is dropped. What is made anew, or replaced, changes its place.
OBJECTS = """
SELECT name, place::text FROM (
    SELECT format('TRIGGER %I ON %s', tgname, tgrelid::regclass) AS name, ctid AS place, oid
        FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT format('POLICY %I ON %s', polname, polrelid::regclass), ctid, oid FROM pg_policy
    UNION ALL SELECT format('VIEW %s', oid::regclass), ctid, oid FROM pg_class
        WHERE relkind = 'v' AND relnamespace = current_schema()::regnamespace
    UNION ALL SELECT format('FUNCTION %s', oid::regprocedure), ctid, oid FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace
) AS objects ORDER BY oid
"""
REMEMBER = """
INSERT INTO publishing_sqlfile (path, text, made) VALUES (%s, %s, %s)
    ON CONFLICT (path) DO UPDATE SET text = EXCLUDED.text, made = EXCLUDED.made
"""


_FILLED_IN: dict[str, Callable[[], str]] = {}


def fill_in(place: str, make_sql: Callable[[], str]) -> None:
    """Let what `make_sql` returns stand at `{{ place }}` in the files; called when the application is ready."""
    _FILLED_IN[place] = make_sql


def read(path: str) -> str:
    """Return the text of a file that is named as in “news/sql/frozen.sql”."""
    return (BASE / path).read_text(encoding="utf-8")


def read_all() -> dict[str, str]:
    """Return {path: text} of all files, in the order in which they are run."""
    found = [path for app in settings.NEWSROOM_APPS for path in sorted((BASE / app / "sql").glob("*.sql"))]
    return {str(path.relative_to(BASE)): _filled(path.read_text(encoding="utf-8")) for path in found}


def _filled(text):
    for place, make_sql in _FILLED_IN.items():
        text = text.replace(f"{{{{ {place} }}}}", make_sql())
    return text


def install(using: str = "default", verbosity: int = 0, stdout: TextIO | None = None, **kwargs: Any) -> None:
    """Run the files that are not installed as they are, all in one transaction; called after every `migrate`."""
    connection = connections[using]
    if not _is_migrated(connection):
        return  # somebody migrates step by step: files speak of the tables as they are in the end
    files = read_all()
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE publishing_sqlfile IN SHARE ROW EXCLUSIVE MODE")  # another node may migrate, too
        cursor.execute("SELECT path, text, made FROM publishing_sqlfile ORDER BY path")
        installed = {path: (text, made) for path, text, made in cursor.fetchall()}
        made_before = []
        for path, (text, made) in installed.items():
            if files.get(path) != text:
                made_before += made
                _take_down(cursor, path, made)
        cursor.execute("DELETE FROM publishing_sqlfile WHERE path <> ALL(%s)", [list(files)])
        edited = [path for path, text in files.items() if path not in installed or installed[path][0] != text]
        objects = _objects(cursor) if edited else []
        for path in edited:
            if verbosity and stdout:
                stdout.write(f"  Installing {path}")
            _run(cursor, path, files[path])
            before, objects = set(objects), _objects(cursor)
            made = [name for name, place in objects if (name, place) not in before]
            cursor.execute(REMEMBER, [path, files[path], made])
        _drop_what_no_file_makes(cursor, made_before)


def taken_down(path: str) -> migrations.RunPython:
    """Return a migration operation that drops the triggers, policies and views of a file, to be made anew at the end.

    PostgreSQL does not change the type of a column, nor drop it, while one of these names it.
    """

    def forwards(apps, schema_editor):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT made FROM publishing_sqlfile WHERE path = %s", [path])
            for (made,) in cursor.fetchall():
                _take_down(cursor, path, made)

    return migrations.RunPython(forwards, migrations.RunPython.noop)


def _is_migrated(connection):
    loader = MigrationLoader(connection)
    return set(loader.graph.leaf_nodes()) <= set(loader.applied_migrations)


def _take_down(cursor, path, made):
    """Drop what a file made, but for its functions, which others may call, so that it is run again."""
    functions = [name for name in made if name.startswith("FUNCTION")]
    for name in reversed(made):
        if name not in functions:
            _drop(cursor, name)
    cursor.execute("UPDATE publishing_sqlfile SET text = '', made = %s WHERE path = %s", [functions, path])


def _drop(cursor, name):
    kind, rest = name.split(" ", 1)
    cursor.execute(f"DROP {kind} IF EXISTS {rest}")  # a migration may have deleted its table


def _run(cursor, path, text):
    try:
        cursor.execute(text)
    except Exception as error:
        error.add_note(f"This was said of {path}.")
        raise


def _objects(cursor):
    cursor.execute(OBJECTS)
    return cursor.fetchall()


def _drop_what_no_file_makes(cursor, made_before):
    cursor.execute("SELECT unnest(made) FROM publishing_sqlfile")
    made = {name for (name,) in cursor.fetchall()}
    for name in made_before:
        if name.startswith("FUNCTION") and name not in made:
            _drop(cursor, name)

"""Every trigger of the database with its reason, as docs/triggers.md: `script/manage list_triggers`.

The reason is the comment above the function that a trigger calls, in APP/sql/*.sql, or else the comment on top of that
file; and the comment above the trigger itself, where it has one.
"""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from publishing import sql_files

PATH = "docs/triggers.md"
HEAD = """# Every trigger, and why it is there

`script/manage list_triggers` writes this page from the database and the comments in `APP/sql/*.sql`, and a test holds
it to them. {number} triggers of ours call {functions} functions; those of procrastinate, which keeps the worker's
jobs, are not among them. What the tables are for stands in [memories.md](memories.md).
"""
TRIGGERS = """
SELECT p.proname, c.relname, t.tgname, pg_get_triggerdef(t.oid)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace AND p.proname NOT LIKE 'procrastinate%'
ORDER BY p.proname, c.relname, t.tgname
"""
ON_TOP = re.compile(r"(?:--.*\n)+")
COMMENTED = re.compile(
    r"((?:^--.*\n)*)^CREATE (?:OR REPLACE )?(?:CONSTRAINT )?(?:FUNCTION (\w+)|TRIGGER (\w+) [^;]*? ON (\w+))",
    re.MULTILINE,
)
# “CREATE TRIGGER name BEFORE UPDATE OR DELETE ON public.table FOR EACH ROW WHEN … EXECUTE FUNCTION …”
FIRES = re.compile(r"TRIGGER \S+ (.+?) ON ")


class Trigger(NamedTuple):
    function: str
    table: str
    name: str
    fires: str  # “before update or delete”
    reason: str  # of its own, '' for most


def triggers() -> list[Trigger]:
    """Return the triggers of the database, by their function, table and name."""
    reasons = _reasons()
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        return [
            Trigger(function, table, name, _fires(definition), reasons.get((table, name), ""))
            for function, table, name, definition in cursor.fetchall()
        ]


def reason_of(function: str) -> str:
    """Return the comment above a function, '' if it has none."""
    return _reasons().get(function, "")


def page() -> str:
    """Return the text of docs/triggers.md."""
    found, reasons = triggers(), _reasons()
    functions = {trigger.function for trigger in found}
    parts = [HEAD.format(number=len(found), functions=len(functions))]
    for app in settings.NEWSROOM_APPS:
        own = [trigger for trigger in found if trigger.function.startswith(f"{app}_")]
        if own:
            parts.append(f"## {app}\n")
        for function, group in itertools.groupby(own, key=lambda trigger: trigger.function):
            parts += _section(reasons.get(function, ""), list(group))
    return "\n".join(parts)


def _section(reason, group):
    yield f"**`{group[0].function}`** {reason}\n"
    # Alike triggers on many tables are one line.
    for trigger, alike in itertools.groupby(sorted(group, key=_kind), key=_kind):
        tables = ", ".join(f"`{each.table}`" for each in alike)
        fires, own_reason = trigger
        yield f"- {fires}: {tables}{f'. {own_reason}' if own_reason else ''}"
    yield ""


def _kind(trigger):
    return trigger.fires, trigger.reason


def _fires(definition):
    return FIRES.search(definition)[1].lower()


def _reasons() -> dict[str | tuple[str, str], str]:
    """Return {function, or (table, trigger): the comment above it}."""
    return dict(_commented())


def _commented() -> Iterator[tuple[str | tuple[str, str], str]]:
    for text in sql_files.read_all().values():
        on_top = ON_TOP.match(text)
        for comment, function, trigger, table in COMMENTED.findall(text):
            if function:
                yield function, _words(comment or (on_top[0] if on_top else ""))
            else:
                yield (table, trigger), _words(comment)


def _words(comment):
    return " ".join(line.removeprefix("--").strip() for line in comment.splitlines())

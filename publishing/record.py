"""The sealed record of who did what: a second copy of every entry, so that any later change can be found.

The database refuses to change or delete an entry, but its administrator can switch that off. So a job copies each entry
after it was committed, and numbers the copies. The hash of the record up to a copy is the SHA-256 of the hash before,
of the number and of the copy. It is kept elsewhere, as a head: the log of what was signed holds one of each day, signed
and public (authenticity.sealing), every backup holds one, and a person may keep one on paper. Whoever alters an entry
and its copy, or cuts off the end, then has a record with another hash.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping

from django.db import connection, transaction

from publishing.models import UnsealedEntry

HEAD = re.compile(r"(\d+):([0-9a-f]{64})")
BATCH_SIZE = 10_000  # rows in memory at a time
SEALED = """
SELECT sequence, table_name, content::text, hash FROM publishing_sealedentry
WHERE sequence > %s ORDER BY sequence LIMIT %s
"""


def seal() -> None:
    """Copy all entries that have been committed and are not sealed yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT publishing_seal_record()")


def head(after: str = "") -> str:
    """Return number and hash of the last sealed entry as “1234:ab12…”; '' before the first.

    `after` is an earlier head from which the computing may begin.
    """
    number, before = _read(after) if after else (0, "")
    for sequence, table, content, _stored in _sealed(number):
        number, before = sequence, _hash(before, sequence, table, content)
    return f"{number}:{before}" if before else ""


@transaction.atomic
def findings(kept: Iterable[str] = (), signed: Mapping[str, int] = {}) -> list[str]:
    """Return a sentence for everything that was altered.

    `kept` are heads that were kept elsewhere; `signed` is {head: number of the entry of the log that signs it}.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone TO 'UTC'")  # as publishing_seal_record() reads instants
    return [
        *_hash_findings([_read(head) for head in kept], {_read(head): entry for head, entry in signed.items()}),
        *_entry_findings(),
        *_trigger_findings(),
    ]


def waiting() -> int:
    """Return how many entries are not sealed yet."""
    return UnsealedEntry.objects.count()


def _read(head):
    number, sha256 = HEAD.fullmatch(head).groups()
    return int(number), sha256


def _sealed(after=0):
    """Yield (number, table, copy, hash) of the sealed entries; the hash is "" but in those of the first version."""
    while some := list(_rows(SEALED, [after, BATCH_SIZE])):
        yield from some
        after = some[-1][0]


def _hash(before, sequence, table, content):
    # In Python: functions of the database may have been altered as well.
    return hashlib.sha256(f"{before} {sequence} {table} {content}".encode()).hexdigest()


def _hash_findings(kept, signed):
    """Compute the whole record again, and compare it with the hashes that are known."""
    entry_of = {number: entry for (number, _sha256), entry in signed.items()}
    expected = {number: sha256 for number, sha256 in signed}
    wanted = {number for number, _sha256 in kept}
    found: dict[int, str] = {}
    before, number = "", 0
    for sequence, table, content, stored in _sealed():
        if sequence > number + 1:
            last = sequence - 1
            yield (
                f"Sealed entry {last} is missing."
                if last == number + 1
                else f"Sealed entries {number + 1} to {last} are missing."
            )
            computed = stored or _hash(before, sequence, table, content)
        else:
            computed = _hash(before, sequence, table, content)
            if stored and stored != computed:
                yield f"Sealed entry {sequence} was altered: it does not follow from the one before it and its content."
                computed = stored
        if sequence in expected and computed != expected[sequence]:
            yield (
                f"The sealed entries up to {sequence} are not those that entry {entry_of[sequence]} of the log signed:"
                " one of them was altered, or all were written anew."
            )
            computed = expected[sequence]
        if sequence in wanted:
            found[sequence] = computed
        before, number = computed, sequence
    for last, entry in entry_of.items():
        if last > number:
            yield f"The record ends at {number}, but entry {entry} of the log signed {last}: its end was cut off."
    for last, sha256 in kept:
        if last > number:
            yield f"The record ends at {number}, but {last} was kept: its end was cut off."
        elif found.get(last) != sha256:
            yield f"The record was written anew: up to {last} it is not the one whose head was kept."


def _entry_findings():
    """Compare every entry with its copy."""
    for (table,) in _rows("SELECT DISTINCT table_name FROM publishing_sealedentry ORDER BY 1"):
        if not _one("SELECT to_regclass(quote_ident(%s)) IS NOT NULL", [table]):
            yield f"The whole table {table} is missing."
            continue
        for sequence, row, sealed, present in _rows(
            "SELECT s.sequence, s.row_id, s.content::text, to_jsonb(t)::text FROM publishing_sealedentry s"  # noqa: S608 names of our own, values as parameters
            f" LEFT JOIN {connection.ops.quote_name(table)} t ON t.id = s.row_id"
            " WHERE s.table_name = %s AND to_jsonb(t) IS DISTINCT FROM s.content ORDER BY s.sequence",
            [table],
        ):
            if present is None:
                yield f"Entry {row} of {table} (seal {sequence}) is missing. It said: {sealed}"
                continue
            was, now = json.loads(sealed), json.loads(present)
            # Columns that a later version of the software added or removed are no finding.
            for column in sorted(key for key in was.keys() & now.keys() if was[key] != now[key]):
                yield (
                    f"Entry {row} of {table} (seal {sequence}) was altered: {column} is"
                    f" {json.dumps(now[column], ensure_ascii=False)}, and was"
                    f" {json.dumps(was[column], ensure_ascii=False)}."
                )
        yield from _unnoted_findings(table)


def _unnoted_findings(table):
    """Find entries that are neither sealed nor noted to be: somebody wrote them with the triggers switched off."""
    for (row,) in _rows(
        f"SELECT t.id FROM {connection.ops.quote_name(table)} t"  # noqa: S608 names of our own, values as parameters
        " WHERE NOT EXISTS (SELECT FROM publishing_sealedentry s WHERE s.table_name = %s AND s.row_id = t.id)"
        " AND NOT EXISTS (SELECT FROM publishing_unsealedentry u WHERE u.table_name = %s AND u.row_id = t.id)"
        " ORDER BY t.id",
        [table, table],
    ):
        yield f"Entry {row} of {table} was written while nothing noted it to be sealed."


def _trigger_findings():
    """Find sealed tables whose triggers are missing, so that entries could be changed, or are not sealed."""
    guarded = _tables_with("publishing_refuse_rewriting")
    sealed = {table for (table,) in _rows("SELECT DISTINCT table_name FROM publishing_sealedentry")}
    for table in sorted(({"publishing_sealedentry"} | sealed) - guarded):
        yield f"Nothing keeps the entries of {table} from being changed: its trigger is gone or switched off."
    for table in sorted(sealed - _tables_with("publishing_note_unsealed")):
        yield f"Nothing notes the entries of {table} to be sealed: its trigger is gone or switched off."


def _tables_with(function):
    """Return the tables with a trigger of this function that is switched on."""
    return {
        table
        for (table,) in _rows(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgfoid = to_regproc(%s) AND t.tgenabled IN ('O', 'A')",
            [function],
        )
    }


def _rows(sql, parameters=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        yield from cursor


def _one(sql, parameters=()):
    return next(_rows(sql, parameters))[0]

"""The sealed record of who did what: a chain of hashes, so that any later change of an entry can be found.

The database refuses to change or delete an entry, but its administrator can switch that off. So each entry is copied
into a seal, and each seal holds the SHA-256 of the seal before it, of its own number and of the copy. Whoever alters
an entry has to alter its seal and all that follow. Then the head, the last hash, differs from the one that was kept
elsewhere: in a backup, on paper, in a letter.

A job seals the entries after they were committed. If each transaction extended the chain itself, every editor would
wait for the slowest one.
"""

import hashlib
import json
import re
from collections.abc import Iterable

from django.db import connection, transaction

from publishing.models import SealedEntry

HEAD = re.compile(r"(\d+):([0-9a-f]{64})")


def seal() -> None:
    """Seal all entries that have been committed and are not sealed yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT publishing_seal_record()")


def head() -> str:
    """Return number and hash of the last seal as “1234:ab12…”, to be kept elsewhere; '' before the first."""
    last = SealedEntry.objects.order_by("sequence").last()
    return f"{last.sequence}:{last.hash}" if last else ""


@transaction.atomic
def findings(kept: Iterable[str] = ()) -> list[str]:
    """Return a sentence for everything that was altered; `kept` are heads that were kept elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone TO 'UTC'")  # as publishing_seal_record() reads instants
    return [
        *_chain_findings(),
        *_entry_findings(),
        *_trigger_findings(),
        *(finding for kept_head in kept for finding in _head_findings(kept_head)),
    ]


def waiting() -> int:
    """Return how many entries are not sealed yet."""
    unsealed = "NOT EXISTS (SELECT FROM publishing_sealedentry s WHERE s.table_name = %s AND s.row_id = t.id)"
    tables = set(_guarded_tables()) - {SealedEntry._meta.db_table}
    return sum(_one(f"SELECT count(*) FROM {table} t WHERE {unsealed}", [table]) for table in tables)  # noqa: S608 names of our own, values as parameters


def _chain_findings():
    """Compute every hash again, in Python: functions of the database may have been altered as well."""
    before, number = "", 0
    for sequence, table, content, stored_hash in _rows(
        "SELECT sequence, table_name, content::text, hash FROM publishing_sealedentry ORDER BY sequence"
    ):
        if sequence > number + 1:
            last = sequence - 1
            yield (
                f"Sealed entry {last} is missing."
                if last == number + 1
                else f"Sealed entries {number + 1} to {last} are missing."
            )
        else:
            chained = hashlib.sha256(f"{before} {sequence} {table} {content}".encode()).hexdigest()
            if chained != stored_hash:
                yield f"Sealed entry {sequence} was altered: it does not follow from the one before it and its content."
        before, number = stored_hash, sequence


def _entry_findings():
    """Compare every entry with its seal."""
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


def _trigger_findings():
    """Find sealed tables whose triggers are missing, so that entries could be changed."""
    guarded = _guarded_tables()
    for (table,) in _rows(
        "SELECT DISTINCT table_name FROM publishing_sealedentry UNION SELECT 'publishing_sealedentry' ORDER BY 1"
    ):
        if table not in guarded:
            yield f"Nothing keeps the entries of {table} from being changed: its triggers are gone or switched off."


def _guarded_tables():
    """Return the tables whose triggers refuse UPDATE, DELETE and TRUNCATE."""
    return [
        table
        for (table,) in _rows(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgfoid = to_regproc('publishing_keep_as_written') AND t.tgenabled IN ('O', 'A')"
            " GROUP BY c.relname HAVING count(*) = 2 ORDER BY 1"
        )
    ]


def _head_findings(kept):
    number, expected = HEAD.fullmatch(kept).groups()
    stored_hash = SealedEntry.objects.filter(sequence=number).values_list("hash", flat=True).first()
    last = SealedEntry.objects.order_by("sequence").values_list("sequence", flat=True).last() or 0
    if int(number) > last:
        yield f"The record ends at {last}, but {number} was kept: its end was cut off."
    elif stored_hash != expected:
        yield f"The record was written anew: up to {number} it is not the one whose head was kept."


def _rows(sql, parameters=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        yield from cursor


def _one(sql, parameters=()):
    return next(_rows(sql, parameters))[0]

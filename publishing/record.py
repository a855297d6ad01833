"""The sealed record of who did what: every entry chained to all before it, so that rewriting the past shows.

The database refuses to change or delete an entry, but its administrator can switch that off. Hence each entry is
written down a second time, in its seal, and each seal holds the SHA-256 of the one before, of its number and of what
the entry said. Whoever alters an entry has to alter its seal and all that follow, and then the head, the last hash,
is another than the one that was kept elsewhere: in a backup, on paper, in a letter.

Entries are sealed afterwards, in the order in which they came to be known, not as they are written: a chain that grows
inside transactions makes every editor wait for the slowest one.
"""

import hashlib
import json
import re

from django.db import connection, transaction

from publishing.models import SealedEntry

HEAD = re.compile(r"(\d+):([0-9a-f]{64})")


def seal():
    """Seal all entries that have been committed and are not sealed yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT publishing_seal_record()")


def head():
    """Return number and hash of the last seal as “1234:ab12…”, for keeping elsewhere; '' before the first."""
    last = SealedEntry.objects.order_by("sequence").last()
    return f"{last.sequence}:{last.hash}" if last else ""


@transaction.atomic
def findings(kept=()):
    """Return a sentence for everything that is not as it was written; `kept` are heads that were kept elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone TO 'UTC'")  # as publishing_seal_record() reads instants
    return [*_of_chain(), *_of_entries(), *_of_guards(), *(it for one in kept for it in _of_head(one))]


def waiting():
    """Return how many entries are not sealed yet."""
    unsealed = "NOT EXISTS (SELECT FROM publishing_sealedentry s WHERE s.table_name = %s AND s.row_id = t.id)"
    tables = set(_guards()) - {SealedEntry._meta.db_table}
    return sum(_one(f"SELECT count(*) FROM {table} t WHERE {unsealed}", [table]) for table in tables)  # noqa: S608 names of our own, values as parameters


def _of_chain():
    """Compute every hash anew, here and not in the database, whose functions may have been altered as well."""
    before, number = "", 0
    for sequence, table, content, found in _rows(
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
            if chained != found:
                yield f"Sealed entry {sequence} was altered: it does not follow from the one before it and its content."
        before, number = found, sequence


def _of_entries():
    """Compare every entry with its seal."""
    for (table,) in _rows("SELECT DISTINCT table_name FROM publishing_sealedentry ORDER BY 1"):
        if not _one("SELECT to_regclass(quote_ident(%s)) IS NOT NULL", [table]):
            yield f"The whole table {table} is missing."
            continue
        for sequence, row, sealed, stands in _rows(
            "SELECT s.sequence, s.row_id, s.content::text, to_jsonb(t)::text FROM publishing_sealedentry s"  # noqa: S608 names of our own, values as parameters
            f" LEFT JOIN {connection.ops.quote_name(table)} t ON t.id = s.row_id"
            " WHERE s.table_name = %s AND to_jsonb(t) IS DISTINCT FROM s.content ORDER BY s.sequence",
            [table],
        ):
            if stands is None:
                yield f"Entry {row} of {table} (seal {sequence}) is missing. It said: {sealed}"
                continue
            was, now = json.loads(sealed), json.loads(stands)
            # A column that a later version added says nothing, nor does one that it took away.
            for column in sorted(key for key in was.keys() & now.keys() if was[key] != now[key]):
                yield (
                    f"Entry {row} of {table} (seal {sequence}) was altered: {column} is"
                    f" {json.dumps(now[column], ensure_ascii=False)}, and was"
                    f" {json.dumps(was[column], ensure_ascii=False)}."
                )


def _of_guards():
    """Tell of sealed tables whose entries the database would let anybody change."""
    guarded = _guards()
    for (table,) in _rows(
        "SELECT DISTINCT table_name FROM publishing_sealedentry UNION SELECT 'publishing_sealedentry' ORDER BY 1"
    ):
        if table not in guarded:
            yield f"Nothing keeps the entries of {table} from being changed: its triggers are gone or switched off."


def _guards():
    """Return the tables whose triggers refuse change, deletion and emptying."""
    return [
        table
        for (table,) in _rows(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgfoid = to_regproc('publishing_keep_as_written') AND t.tgenabled IN ('O', 'A')"
            " GROUP BY c.relname HAVING count(*) = 2 ORDER BY 1"
        )
    ]


def _of_head(kept):
    number, expected = HEAD.fullmatch(kept).groups()
    found = SealedEntry.objects.filter(sequence=number).values_list("hash", flat=True).first()
    last = SealedEntry.objects.order_by("sequence").values_list("sequence", flat=True).last() or 0
    if int(number) > last:
        yield f"The record ends at {last}, but {number} was kept: its end was cut off."
    elif found != expected:
        yield f"The record was written anew: up to {number} it is not the one whose head was kept."


def _rows(sql, parameters=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        yield from cursor


def _one(sql, parameters=()):
    return next(_rows(sql, parameters))[0]

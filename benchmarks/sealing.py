"""How long it takes to seal what is new in a long record of who did what.

    .venv/bin/python -m benchmarks.sealing [--entries 1000000]

A database of its own is given so many entries, sealed as they are. Then twenty are added and sealed, five times, and as
the record was before, they are looked for among all entries. The hash of the whole record is computed as well.
"""
# ruff: noqa: E402 - Django is set up before its models can be imported

import argparse
import os
import statistics
import time
import warnings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_sealing")
os.environ["HTTPS"] = "0"

import django

django.setup()

from django.db import connection
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

from csto_site import database
from publishing import record, timeline
from tests import factories

NEW = 20
ENTRIES = """
INSERT INTO publishing_timelineentry (subject_type_id, subject_id, verb, actor_id, at, note)
SELECT %s, n, 'edited', %s, now() - n * interval '1 minute', 'What was done, number ' || n
FROM generate_series(1, %s) n
"""
LOOKED_FOR = """
SELECT count(*) FROM publishing_timelineentry t WHERE NOT EXISTS (
    SELECT FROM publishing_sealedentry s WHERE s.table_name = 'publishing_timelineentry' AND s.row_id = t.id
)
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    setup_test_environment()
    with database.available():
        old = setup_databases(verbosity=0, interactive=False)
        try:
            measure(asked.entries)
        finally:
            teardown_databases(old, verbosity=0)


def measure(entries):
    draft, editor = factories.edition(), factories.writer()
    kind = timeline.of(draft).values_list("subject_type", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, [kind, editor.pk, entries])
    print(f"{entries} entries sealed for the first time: {seconds(record.seal):.1f} s")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE publishing_timelineentry, publishing_sealedentry, publishing_unsealedentry")
    looking, sealing = [], []
    for _ in range(5):
        for _ in range(NEW):
            timeline.record(draft, timeline.Verb.EDITED, by=editor)
        looking.append(seconds(look))
        sealing.append(seconds(record.seal))
    print(f"{NEW} new ones, looked for among all: {statistics.median(looking) * 1000:.1f} ms")
    print(f"{NEW} new ones, sealed: {statistics.median(sealing) * 1000:.1f} ms")
    print(f"the hash of all: {seconds(record.head):.1f} s")


def look():
    with connection.cursor() as cursor:
        cursor.execute(LOOKED_FOR)


def seconds(act):
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()

"""What it costs that a visitor's page is one transaction as of one instant: the page asks nothing but SELECT 1.

    python -m benchmarks.one_instant

“As before” is what it was until then: SET ROLE, the query, RESET ROLE. The transaction's preamble is what remains of a
page without the query, its COMMIT (a round trip like any other) and what Django needs to keep count of transactions.
"""

# ruff: noqa: E402 - Django is set up before its models can be imported

import argparse
import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

from csto_site import database
from publishing.visitors import as_visitor


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=5000)
    wanted = parser.parse_args()
    with database.available():
        setup_test_environment()
        databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
        try:
            report(wanted.times)
        finally:
            connection.close()
            teardown_databases(databases, verbosity=0)


def report(times):
    connection.ensure_connection()
    print("microseconds           fastest  median  PostgreSQL's processor")
    for name, ask in [
        ("a query", query),
        ("a round trip", lambda: execute("")),
        ("as before", as_before),
        ("a page", page),
        ("a page without query", page_without_query),
    ]:
        fastest, median, processor = measured(ask, times)
        print(f"{name:22} {fastest:7.0f} {median:7.0f} {processor:10.0f}")


def measured(ask, times):
    """Return the fastest and the median time, and the mean processor time of the server's process, in microseconds."""
    took, before = [], processor_ns()
    for _ in range(times):
        began = time.perf_counter_ns()
        ask()
        took.append(time.perf_counter_ns() - began)
    return min(took) / 1000, statistics.median(took) / 1000, (processor_ns() - before) / 1000 / times


def processor_ns():
    with open(f"/proc/{connection.connection.info.backend_pid}/schedstat") as told:
        return int(told.read().split()[0])


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def query():
    execute("SELECT 1")


def as_before():
    execute(f"SET ROLE {settings.VISITOR_ROLE}")
    query()
    execute("RESET ROLE")


def page():
    with as_visitor():
        query()


def page_without_query():
    with as_visitor():
        pass


if __name__ == "__main__":
    main()

"""How long it takes to find where an old address leads, with many of them.

    .venv/bin/python -m benchmarks.old_addresses [--articles 10000] [--times 500] [--keep] [--plans]

A database of its own is filled with articles in two languages; each has three old addresses. They are asked for one
after the other, with a visitor's rights, as a request does that nothing of ours has answered. The table says
milliseconds: the median, the 95th percentile, and the median of this process's processor. --plans prints what
PostgreSQL does.
"""
# ruff: noqa: E402, E501 - Django is set up before its models can be imported; SQL reads better in long lines

import argparse
import itertools
import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_old_addresses")
os.environ["HTTPS"] = "0"

import django

django.setup()

from django.db import connection
from django.test import Client, override_settings

from benchmarks import feeds, newsroom
from moving import addresses
from moving.models import OldAddress
from publishing.visitors import as_visitor

# Addresses as long as real ones are, in pages that differ in language alone on two hosts.
FILL = """
INSERT INTO moving_oldaddress (host, address, spelling, kind, number, key, page, language)
SELECT CASE language WHEN 'ru' THEN 'odkb-csto.org' ELSE 'en.odkb-csto.org' END, address, address, 'article', article_id, '', '', language
FROM (SELECT DISTINCT article_id, language FROM news_edition) e,
LATERAL (VALUES ('/news/news_odkb/zasedanie-postoyannogo-soveta-v-moskve-po-itogam-peregovorov-' || article_id || '-/'),
    ('/news/?ELEMENT_ID=' || article_id), ('/print/zasedanie-' || article_id || '/')) olds (address)
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--keep", action="store_true", help="leave the database for the next run")
    parser.add_argument("--plans", action="store_true")
    wanted = parser.parse_args()
    with newsroom.opened(keep=wanted.keep):
        feeds.fill(wanted.articles)
        if not OldAddress.objects.exists():
            with connection.cursor() as cursor:
                cursor.execute(FILL)
                cursor.execute("VACUUM ANALYZE")
        print(f"{OldAddress.objects.count():,} old addresses of {wanted.articles:,} articles")
        rows = list(OldAddress.objects.filter(address__startswith="/news/news").order_by("spelling")[: wanted.times])
        print(f"{'what':<46} {'median':>8} {'95 %':>8} {'Python':>8}")
        with as_visitor():
            if wanted.plans:
                plans(rows[0])
            found = itertools.cycle(rows)
            report("found in the database", wanted.times, lambda: addresses.find(*at(next(found))))
            report("not found in the database", wanted.times, lambda: addresses.find("odkb-csto.org", "/no/such/"))
            report("and its present address", wanted.times, lambda: led(next(found)))
        client, asked = Client(), itertools.cycle(rows)
        with override_settings(ALLOWED_HOSTS=["*"], DEBUG=False):
            report("a whole request, from no memory", wanted.times, lambda: redirect(client, next(asked)))


def at(row):
    return row.host, row.address


def led(row):
    return addresses.path_of(addresses.target_of(addresses.find(*at(row)).row))


def redirect(client, row):
    answer = client.get(row.address, headers={"host": row.host}, REQUEST_URI=row.address)
    assert answer.status_code == 301, (row, answer.status_code)


def plans(row):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        cursor.execute("PREPARE asked AS SELECT * FROM moving_oldaddress WHERE spelling = $1 ORDER BY id")
        for _time in range(3):
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS) EXECUTE asked (%s)", [row.spelling])
            plan = "\n".join(line for (line,) in cursor.fetchall())
        print(plan)


def report(name, times, act):
    act()
    taken, worked = [], []
    for _ in range(times):
        began, processor = time.perf_counter(), time.process_time()
        act()
        taken.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - processor) * 1000)
    figures = [statistics.median(taken), statistics.quantiles(taken, n=20)[-1], statistics.median(worked)]
    print(f"{name:<46} " + " ".join(f"{figure:>8.3f}" for figure in figures), flush=True)


if __name__ == "__main__":
    main()

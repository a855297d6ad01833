"""How long the desk and the index take when somebody is renamed whom very many articles name.

    .venv/bin/python -m benchmarks.rename [--articles 20000] [--times 5]

One letter of a name that all articles hold is changed at the desk, again and again. “desk” is how long the form takes
to answer, “index” how long the worker's part takes after that, alone on its connection; “memory” is the most that the
database's process for the worker has held, its shared memory included.
"""
# ruff: noqa: E402 - Django is set up before its models can be imported

import argparse
import os
import statistics
import threading
import time
import warnings
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_rename")
os.environ["HTTPS"] = os.environ["SECOND_FACTOR"] = "0"

import django

django.setup()

from django.conf import settings
from django.db import connection, connections
from django.test import override_settings
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from django.utils import translation

from benchmarks import search
from csto_site import database
from search import refreshing
from tests import factories
from tests.desk.screens import Page, signed_in

FORMS = ["Zora Quokkova", "Zora Quokkowa"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=5)
    wanted = parser.parse_args()
    warnings.filterwarnings("ignore", "No directory at", UserWarning)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with (
        database.available(),
        override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}),
        translation.override("en"),
    ):
        setup_test_environment()
        databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
        try:
            somebody = factories.person(FORMS[0], "Зора Кускусова")
            factories.term(somebody, factories.office())
            refreshing.refresh()
            search.fill(0, wanted.articles, named=FORMS[0])
            measure(somebody, wanted.times)
        finally:
            teardown_databases(databases, verbosity=0)


def measure(somebody, times):
    client = signed_in(factories.press_secretary())
    address = f"/desk/council/person/{somebody.pk}/change/"
    desk, index, peak = [], [], 0
    for number in range(1, times + 1):
        form = Page(client.get(address), "person_form").fields
        [field] = [name for name, value in form.items() if value in FORMS]
        began = time.perf_counter()
        response = client.post(address, {**form, field: FORMS[number % 2], "amendment-kind": "minor", "_save": "save"})
        answered = time.perf_counter()
        somebody.refresh_from_db()
        assert (response.status_code, somebody.name["en"]) == (302, FORMS[number % 2]), response.content
        left, _since = refreshing.waiting()
        peak = max(peak, in_its_own_session(refreshing.refresh))
        desk.append((answered - began) * 1000)
        index.append(time.perf_counter() - answered)
        print(f"desk {desk[-1]:.0f} ms, {left} marks left, index {index[-1]:.1f} s", flush=True)
        assert refreshing.waiting() == (0, None)
    figures = f"{statistics.median(desk):.0f} | {statistics.median(index):.1f} | {peak:.0f}"
    print("\n| | desk, ms | index, s | memory, MB |\n|---|---:|---:|---:|")
    print(f"| a name in {number_of_articles()} articles | {figures} |")


def in_its_own_session(act):
    """Do `act` on a new connection; return the megabytes that the database's process for it has held at most."""
    peak = []

    def run():
        try:
            act()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                (backend,) = cursor.fetchone()
            status = Path(f"/proc/{backend}/status").read_text()
            peak.append(int(status.split("VmHWM:")[1].split()[0]) / 1024)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return peak[0]


def number_of_articles():
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_char(count(*), 'FM999,999,999') FROM search_entry WHERE kind = 'article'")
        return cursor.fetchone()[0]


if __name__ == "__main__":
    main()

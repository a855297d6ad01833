"""Whether the database keeps an embargo without the application: each of its filters is deleted in turn.

    .venv/bin/python -m benchmarks.leaks [--only news/]

The newsroom of tests/leaks is planted and walked through; then, for each place in the source that leaves out what is
not public, that filter is deleted, some of every route that came by it is asked again, and searched for what is hidden.
The tests delete all of them at once; here each is alone, so that a page broken by one cannot hide the leak of another.
"""
# ruff: noqa: E402 - Django is set up before its models can be imported

import argparse
import os
import tempfile
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_leaks")
os.environ["HTTPS"] = "0"
os.environ.setdefault("LOG_LEVEL", "CRITICAL")  # pages do break without a filter

import django

django.setup()

from django.db import transaction
from django.test import override_settings
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from django.utils import translation

from csto_site import database
from publishing import clock
from tests.leaks import filters
from tests.leaks.conftest import SECOND, STORAGES, figures, letters_now, some_of_each_route, walk
from tests.leaks.test_embargo import LEFT, outside
from tests.leaks.world import SEEN


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="the beginning of the files whose filters are deleted")
    wanted = parser.parse_args()
    with database.available(), tempfile.TemporaryDirectory() as media, translation.override("en"):
        setup_test_environment()
        databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
        try:
            with override_settings(MEDIA_ROOT=media, STORAGES=STORAGES), transaction.atomic():
                began = time.perf_counter()
                walks = walk()
                print(f"walked in {time.perf_counter() - began:.0f} s: {figures(walks)}", flush=True)
                delete_each(walks, wanted.only)
                transaction.set_rollback(True)
        finally:
            teardown_databases(databases, verbosity=0)


def delete_each(walks, only):
    """Delete one filter after another, print what came out, and the sums."""
    began, requests, leaks = time.perf_counter(), 0, []
    deleted = [place for place in filters.places() if place.file.startswith(only)]
    reached = set().union(*walks.reached.values())
    with clock.moved_to(walks.world.lift - SECOND), filters.watched() as watching:
        for place in [place for place in deleted if place in reached]:
            asks = some_of_each_route(
                ask for ask, places in walks.reached.items() if place in places and ask != "letters"
            )
            with watching.without([place]):
                answers = {ask: walks.visitor.ask(ask) for ask in asks}
                letters = letters_now() if place in walks.reached["letters"] else ""
            came_out = [find for find in outside(LEFT, walks.finds(answers)) if find.plant != SEEN]
            planted = walks.world.canaries
            in_letters = {planted[word] for word in planted.found_in(letters.encode())}
            came_out += [letter for letter in in_letters if letter[0] != SEEN]
            requests += len(asks)
            leaks += came_out
            broken = sum(answer.status >= 500 for answer in answers.values())
            print(f"{place}: asked {len(asks)}, broken {broken}, leaks {len(came_out)}", flush=True)
            for find in came_out:
                print(f"    {find}")
    print(
        f"{len(deleted)} filters in the source, {len(set(deleted) & reached)} that requests or letters come by, each "
        f"deleted alone: {requests} requests, {len(leaks)} leaks, {time.perf_counter() - began:.0f} s"
    )


if __name__ == "__main__":
    main()

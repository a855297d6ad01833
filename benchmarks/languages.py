"""What further languages cost: sizes and processor time of public pages, with two and with seven languages.

    .venv/bin/python -m benchmarks.languages [--articles 60] [--times 30]

A database of its own is filled by the tests' factories. Five languages are switched on and off in turns, and the same
English pages are made each time, without a page cache; a tenth of the articles have a text in each further language.
The figures are the bytes of a page, packed by gzip as well, its questions to the database, and milliseconds of the
processor (Python's), medians of all turns.
"""

import argparse
import gzip
import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_languages")
os.environ.setdefault("HTTPS", "0")

FURTHER = ["hy", "be", "kk", "ky", "tg"]
TURNS = 5


def main():
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    from csto_site import database

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--times", type=int, default=30, help="how often each page is made in each turn")
    wanted = parser.parse_args()
    with database.available():
        setup_test_environment()
        call_command("collectstatic", interactive=False, verbosity=0)
        databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
        try:
            measure(fill(wanted.articles), wanted.times)
        finally:
            connection.close()
            teardown_databases(databases, verbosity=0)


def fill(articles):
    """Make a newsroom with a text in seven languages; return {name: address} of the pages to measure."""
    from tests import factories
    from tests.written import switch_on

    switch_on(*FURTHER)
    factories.contact()
    office = factories.office(state=factories.state())
    factories.term(factories.person(), office)
    photo = factories.photo()
    for number in range(articles):
        edition = factories.edition("en")
        factories.show(photo, edition)
        factories.publish(edition)
        for code in ["ru", *(FURTHER if number % 10 == 0 else [])]:
            factories.published(code, article=edition.article)
    return {
        "home": "/en/",
        "list of news": "/en/news/",
        "article": edition.get_absolute_url("en"),
        "representatives": "/en/council/representatives/",
    }


def measure(pages, times):
    from django.test import Client

    from tests.written import switch_off, switch_on

    client, seconds, told = Client(), {}, {}
    for _turn in range(TURNS):
        for number, change in ((2, switch_off), (7, switch_on)):
            change(*FURTHER)
            for name, address in pages.items():
                told[name, number] = size_and_questions(client, address)
                for _time in range(times):
                    began = time.process_time()
                    client.get(address)
                    seconds.setdefault((name, number), []).append(time.process_time() - began)
    print(f"{'':16}" + "".join(f"{f'{number} languages':>40}" for number in (2, 7)))
    print(f"{'':16}" + f"{'bytes':>12}{'packed':>9}{'questions':>10}{'ms':>9}" * 2)
    for name in pages:
        figures = ""
        for number in (2, 7):
            whole, packed, questions = told[name, number]
            figures += f"{whole:12}{packed:9}{questions:10}{1000 * statistics.median(seconds[name, number]):9.1f}"
        print(f"{name:16}{figures}")


def size_and_questions(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)  # what is asked once in the life of a process
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address).content
    return len(page), len(gzip.compress(page)), len(asked)


if __name__ == "__main__":
    main()

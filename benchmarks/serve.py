"""Requests a second, latency and processor time of the served site and of PostgreSQL, compared with minimal servers.

    .venv/bin/python -m benchmarks.serve [--articles 1000 10000] [--seconds 3] [--rounds 3] [--only uncached] [--keep]

benchmarks/servers.py says what it needs. A database of its own is filled as by benchmarks.feeds and grows from one
number of articles to the next. The servers run one after another. Rounds are interleaved: each round asks every server
once, and the medians of the rounds are printed.

    bare       a WSGI callable with the bytes of the hot article and the two headers it cannot do without
    dressed    the same with all headers of the newsroom
    nginx      the same bytes as a file
    plain      what a developer writes in an afternoon over the same articles (benchmarks/baseline/site.py)
    uncached   the newsroom without pages in memory
    newsroom   the newsroom as it is served
"""
# ruff: noqa: E402 - Django is set up before its models can be imported

import argparse
import contextlib
import dataclasses
import io
import json
import os
import secrets
import statistics
import tempfile
import urllib.request
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_serve")
os.environ["HTTPS"] = "0"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from PIL import Image

from benchmarks import feeds
from benchmarks.servers import CONNECTIONS, Figures, ask, database_url, fetch, granian, need_programs, newsroom, nginx
from csto_site import database
from news.models import Edition, Section
from news.pages import address_of
from photos.models import Rendition
from publishing import actions
from tests import factories

NOT_OURS = ("content-length", "date", "server", "connection")  # what the server says by itself
SEARCHED = 10_000  # articles in the index at most: benchmarks.search tells of more


@dataclasses.dataclass
class Case:
    """What is asked of which server: one path, or a list from which each request takes one at random."""

    name: str
    server: str
    paths: list


def main():
    wanted = arguments()
    with prepared(wanted.keep) as folder:
        for number in sorted(wanted.articles):
            fill(number)
            print(f"{wanted.rounds} rounds of {wanted.seconds} s, {CONNECTIONS} connections")
            measure(wanted, folder)


@contextlib.contextmanager
def prepared(keep):
    """Have a database of its own and static files, for the length of the block; yields a folder for all other files."""
    need_programs()
    with (
        database.available(),
        tempfile.TemporaryDirectory() as folder,
        override_settings(MEDIA_ROOT=Path(folder) / "media"),
    ):
        setup_test_environment()
        databases = setup_databases(verbosity=0, interactive=False, keepdb=keep, serialized_aliases=set())
        call_command("collectstatic", interactive=False, verbosity=0)
        try:
            yield Path(folder)
        finally:
            connection.close()
            teardown_databases(databases, verbosity=0, keepdb=keep)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000])
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=None, help="the servers to measure")
    parser.add_argument("--keep", action="store_true", help="leave the database for the next run")
    return parser.parse_args()


def fill(number):
    """Let the archive grow to `number` articles, and say how large it is."""
    feeds.fill(number)
    if number <= SEARCHED:
        call_command("rebuild_search", stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"\n{feeds.sizes()}", flush=True)


def measure(wanted, folder):
    cases = [case for case in the_cases() if not wanted.only or case.server in wanted.only]
    hot = hot_path()
    body, told = folder / "files" / "article", folder / "headers.json"
    body.parent.mkdir(exist_ok=True)
    media = str(folder / "media")
    with newsroom(megabytes=256, MEDIA_ROOT=media) as server:
        body.write_bytes(fetch(server.address + hot))
        told.write_text(json.dumps(headers_of(server.address + hot)))
    print(f"the hot article has {body.stat().st_size:,} bytes\n")
    servers = {
        "bare": lambda: granian("benchmarks.baseline.bare:application", BARE_BODY=str(body)),
        "dressed": lambda: granian("benchmarks.baseline.bare:application", BARE_BODY=str(body), BARE_HEADERS=str(told)),
        "nginx": lambda: nginx(folder),
        "plain": lambda: granian("benchmarks.baseline.site:application", DATABASE_URL=database_url()),
        "uncached": lambda: newsroom(megabytes=0, MEDIA_ROOT=media),
        "newsroom": lambda: newsroom(megabytes=256, MEDIA_ROOT=media),
    }
    found = {id(case): [] for case in cases}
    for number in range(wanted.rounds):
        for name, start in servers.items():
            mine = [case for case in cases if case.server == name]
            if mine:
                with start() as server:
                    for case in mine:
                        found[id(case)].append(ask(server, case.paths, wanted.seconds, folder, seed=number))
    print_table(cases, found)


def the_cases():
    newest = Edition.objects.public().filter(language="en").newest_first()
    numbers = list(newest.values_list("article_id", flat=True)[:10_000])
    section = f"/en/news/{Section.objects.first().slug}/"
    far = f"/en/news/?page={min(400, len(numbers) // 20)}"
    pages = {
        "random article": [address_of(edition) for edition in newest.defer("body")[:10_000]],
        "section list": [section],
        "list, page 400": [far],
        "search": ["/en/search/?q=council+moscow"],
        "feed": ["/en/feeds/news.atom"],
        "API page": ["/api/v1/articles?language=en"],
    }
    return [
        Case("hot article", "newsroom", [hot_path()]),
        Case("the same bytes", "bare", ["/"]),
        Case("the same bytes", "dressed", ["/"]),
        Case("the same bytes", "nginx", ["/article"]),
        Case("random article", "plain", [f"/en/{number}/" for number in numbers]),
        Case("list", "plain", ["/en/"]),
        *(Case(name, "uncached", paths) for name, paths in pages.items()),
        *(Case(name, "newsroom", paths) for name, paths in pages.items()),
        Case("photo", "newsroom", [photo_path()]),
    ]


def hot_path():
    return address_of(Edition.objects.public().filter(language="en").newest_first().defer("body").first())


def photo_path():
    """Return the address of the file of a photograph whose files are in this run's own folder, the widest there is."""
    with connection.cursor() as cursor:  # a number that the growing archive will not want
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('photos_photo', 'id'), greatest(max(id), 10 ^ 9)::bigint)"
            " FROM photos_photo"
        )
    photo = factories.photo(rendered=True, picture=grain())
    actions.publish(photo, by=factories.press_secretary())
    widest = Rendition.objects.filter(photo=photo, kind="jpeg").order_by("-width").first()
    return widest.get_absolute_url()


def grain():
    """Return a photograph as JPEG that is as hard to pack as a real one and like no other."""
    file = io.BytesIO()
    noise = Image.effect_noise((1600, 1067), 20).convert("RGB")
    noise.save(file, "JPEG", quality=85, comment=secrets.token_hex(8))
    return file.getvalue()


def headers_of(address):
    """Return the headers of a page as it comes from memory."""
    fetch(address)
    with urllib.request.urlopen(address, timeout=30) as answer:
        return [header for header in answer.headers.items() if header[0].lower() not in NOT_OURS]


def print_table(cases, found):
    heads = f"{'':22}{'server':12}{'requests/s':>12}{'median ms':>11}{'99 % ms':>10}{'cpu ms':>9}"
    print(f"{heads}{'database':>10}{'errors':>8}")
    for case in cases:
        rounds = found[id(case)]
        middle = {
            field.name: statistics.median(getattr(measured, field.name) for measured in rounds)
            for field in dataclasses.fields(Figures)
        }
        print(
            f"{case.name:22}{case.server:12}{middle['per_second']:12,.0f}{middle['median']:11.2f}"
            f"{middle['p99']:10.2f}{middle['cpu']:9.3f}{middle['database']:10.3f}{middle['errors']:8.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()

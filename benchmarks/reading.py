"""What it costs a page from memory to be counted: the same page with and without, in turns.

    .venv/bin/python -m benchmarks.reading [--hits 5000] [--turns 60] [--seconds 2] [--rounds 5] [--served]

First in one process, without a server: the page layer is called as the server calls it, in turns of so many hits, with
the request of a browser; microseconds of the processor for a hit, the median of the turns. Then, with --served, two
servers over one database, of which one does not count (COUNT_READINGS=0), asked in turns by wrk; benchmarks/servers.py
says what that needs. The load says that it is a browser.
"""
# ruff: noqa: E402 - Django is set up before its models can be imported

import argparse
import datetime
import gc
import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_reading")
os.environ["HTTPS"] = "0"

import django

django.setup()

from benchmarks import serve, servers
from page_cache.layer import PageCache
from page_cache.listener import Generation, Listener
from page_cache.memory import Memory, Page
from readership.counts import Counts, Thing
from tests import factories

PATH = "/en/news/1-the-council-has-met/"
PAGES = 200  # that are asked for one after the other
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
WARM_UP = 2000


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hits", type=int, default=5_000)
    parser.add_argument("--turns", type=int, default=60)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--served", action="store_true", help="ask two servers as well")
    wanted = parser.parse_args()
    in_one_process(wanted)
    if wanted.served:
        with serve.prepared(keep=False) as folder:
            served(wanted, folder)


def in_one_process(wanted):
    sites = {"without": memory_of_pages(None), "with": memory_of_pages(Counts().count)}
    for site in sites.values():
        turn(site, WARM_UP)
    gc.disable()
    found = {name: [] for name in sites}
    for number in range(wanted.turns):
        for name in sorted(sites, reverse=number % 2):
            found[name].append(turn(sites[name], wanted.hits))
    gc.enable()
    tell("in one process, µs of the processor a hit", found)


def memory_of_pages(count):
    """Return a PageCache that holds PAGES pages and believes for an hour that nothing changes."""
    listener = Listener()
    now = datetime.datetime.now(datetime.UTC)
    hour = datetime.timedelta(hours=1)
    generation = Generation(heard_at=time.monotonic(), now_then=now, fresh_until=now + hour, is_connected=True)
    object.__setattr__(generation, "good_until", time.monotonic() + 3600)
    listener.generation = generation
    memory = Memory(64 * 1024 * 1024)
    cache = PageCache(None, memory, listener, count=count)
    headers = [("Content-Type", "text/html; charset=utf-8")] + [(f"X-Header-{number}", "x") for number in range(12)]
    for number in range(PAGES):
        counted_as = Thing("page", "article", number, "en")
        page = Page.of(
            "200 OK", headers, b"x" * 25_000, "Accept-Encoding", generation, 0.0, counted_as=counted_as
        )  # fmt: skip
        memory.keep(("http", "localhost", f"{PATH}{number}", ""), page)
    return cache


def turn(site, hits):
    """Ask for so many pages; return microseconds of the processor for each."""
    said = {"REQUEST_METHOD": "GET", "QUERY_STRING": "", "HTTP_HOST": "localhost", "wsgi.url_scheme": "http"}
    said |= {"HTTP_USER_AGENT": BROWSER, "HTTP_ACCEPT_ENCODING": "br"}
    asked = [said | {"PATH_INFO": f"{PATH}{number % PAGES}"} for number in range(hits)]

    def start_response(status, headers):
        pass

    begun = time.process_time()
    for environ in asked:
        site(environ, start_response)
    return (time.process_time() - begun) / hits * 1e6


def served(wanted, folder):
    factories.published(title="The Council has met")
    hot = serve.hot_path()
    media = str(folder / "media")
    found = {"without": [], "with": []}
    speed = {"without": [], "with": []}
    for number in range(wanted.rounds):
        for name in sorted(found, reverse=number % 2):
            counts = {"COUNT_READINGS": str(int(name == "with"))}
            with servers.newsroom(megabytes=64, MEDIA_ROOT=media, **counts) as server:
                figures = servers.ask(server, [hot], wanted.seconds, folder, seed=number, agent=BROWSER)
            found[name].append(figures.cpu * 1000)
            speed[name].append(figures.per_second)
    tell("served, µs of the processor a hit", found)
    tell("served, requests a second", speed)


def tell(what, found):
    without, counted = (statistics.median(found[name]) for name in ("without", "with"))
    pairs = statistics.median(b / a for a, b in zip(found["without"], found["with"]))
    print(f"{what:46} {without:12,.2f} {counted:12,.2f} {100 * (pairs - 1):+7.1f} %", flush=True)


if __name__ == "__main__":
    main()

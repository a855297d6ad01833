"""Minutes of mixed load while an editor publishes once a second: errors, waiting times, memory.

    .venv/bin/python -m benchmarks.soak [--articles 10000] [--minutes 10] [--warm 10000] [--keep]

benchmarks/servers.py says what it needs. First so many different pages are asked for once, and the memory of the whole
process tree is printed. Then wrk asks for the hot article while nothing happens, and while somebody publishes; then,
for the given minutes, for a mixture of articles, lists, feeds, the API and searches, with a publication a second, a
withdrawal in ten; whoever publishes does it at the lowest priority. A line is printed every half minute; errors end the
run with status 1.
"""
# ruff: noqa: I001 - benchmarks.serve sets Django up before its models can be imported

import argparse
import contextlib
import os
import sys
import threading
import time
import urllib.error

from benchmarks import serve

from django.db import connection

from benchmarks.servers import ask, fetch, newsroom
from news.models import Edition
from news.pages import address_of
from publishing import actions
from tests import factories

LINE_EVERY = 30  # seconds
WITHDRAWN = 10  # one of so many


def main():
    wanted = arguments()
    with serve.prepared(wanted.keep) as folder:
        serve.fill(wanted.articles)
        with newsroom(megabytes=256, MEDIA_ROOT=str(folder / "media")) as server:
            errors = warm(server, wanted.warm) + rush(server, folder)
            errors += soak(server, wanted.minutes, folder)
    sys.exit(1 if errors else 0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--warm", type=int, default=10_000, help="different pages to be kept at first")
    parser.add_argument("--keep", action="store_true", help="leave the database for the next run")
    return parser.parse_args()


def warm(server, number):
    """Ask for `number` pages once and tell what memory they take; return the number of errors."""
    before, errors, began = server.megabytes(), 0, time.monotonic()
    newest = Edition.objects.public().newest_first().defer("body")[:number]
    for edition in newest.iterator(chunk_size=1000):
        try:
            fetch(server.address + address_of(edition), {"Accept-Encoding": "br, gzip"})  # as browsers do
        except urllib.error.HTTPError:
            errors += 1
    print(
        f"{number:,} pages made in {time.monotonic() - began:.0f} s: "
        f"{before:.0f} MB became {server.megabytes():.0f} MB, {errors} errors",
        flush=True,
    )
    return errors


def rush(server, folder):
    """Tell how long a hot page takes while nothing happens, and while somebody publishes once a second."""
    hot, errors = serve.hot_path(), 0
    for what, meanwhile in {
        "nothing happens": contextlib.nullcontext(),
        "a publication a second": publishing(),
    }.items():
        with meanwhile:
            seen = ask(server, [hot], 10, folder)
        errors += seen.errors
        print(
            f"hot article, {what}: {seen.per_second:,.0f} requests/s, "
            f"median {seen.median:.2f} ms, 99 % {seen.p99:.2f} ms, {seen.errors} errors",
            flush=True,
        )
    return errors


def soak(server, minutes, folder):
    mixture, errors = the_mixture(), 0
    with publishing() as published:
        end = time.monotonic() + minutes * 60
        while (left := end - time.monotonic()) > 1:
            seen = ask(server, mixture, int(min(LINE_EVERY, left)) or 1, folder, seed=int(left), warm_up=0)
            errors += seen.errors
            print(
                f"{minutes - left / 60:5.1f} min: {seen.per_second:7,.0f} requests/s, "
                f"median {seen.median:7.2f} ms, 99 % {seen.p99:8.2f} ms, "
                f"{server.megabytes():4.0f} MB, {len(published):4} published, {errors} errors",
                flush=True,
            )
    return errors


def the_mixture():
    """Return paths in about the shares in which readers ask for them: mostly what is new."""
    newest = list(Edition.objects.public().filter(language="en").newest_first().defer("body")[:500])
    return [
        *(address_of(edition) for edition in newest[:20] * 20),
        *map(address_of, newest),
        *["/en/", "/ru/", "/en/news/", "/ru/news/"] * 40,
        *["/en/news/?page=3", "/en/council/", "/en/council/representatives/", "/en/press/", "/en/photos/"] * 10,
        *["/en/feeds/news.atom", "/ru/feeds/news.rss", "/api/v1/articles?language=en", "/sitemap.xml"] * 10,
        *[f"/en/search/?q={word}" for word in ("council", "moscow", "statement", "kyrgyz")] * 3,
    ]


@contextlib.contextmanager
def publishing():
    """Publish an article a second, and withdraw one in ten, for the length of the block; yields what was published."""
    published, is_over = [], threading.Event()

    def work():
        give_way()
        while not is_over.wait(1):
            published.append(factories.published("en", title=f"Published under load, {len(published)}"))
            if len(published) % WITHDRAWN == 0:
                actions.withdraw(published[-1], by=factories.press_secretary(), reason="It was a measurement.")
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield published
    finally:
        is_over.set()
        worker.join()


def give_way():
    """Give this thread, and its database process, the lowest priority.

    The editor and the load would have machines of their own; on two processors they would measure each other.
    """
    connection.ensure_connection()
    for worker in (threading.get_native_id(), connection.connection.info.backend_pid):
        os.setpriority(os.PRIO_PROCESS, worker, 19)


if __name__ == "__main__":
    main()

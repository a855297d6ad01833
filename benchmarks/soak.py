"""Minutes of load while an editor publishes once a second: errors, waiting times, memory, and what ended and was seen.

    .venv/bin/python -m benchmarks.soak [--articles 10000] [--minutes 10] [--warm 10000] [--keep]
        [--rate 5000] [--addresses 500] [--every 1] [--varnish]

benchmarks/servers.py says what it needs. First so many different pages are asked for once, and the memory of the whole
process tree is printed. Then wrk asks for the hot article while nothing happens, and while somebody publishes.

Then, for the given minutes, it asks for a mixture of so many addresses, so often a second: the second address half as
often as the first, the third a third as often, and so on. First come the home pages and the lists, then articles, and
among them feeds and searches. Every so many seconds an article is published; one in ten is withdrawn, and asked for
until it is not shown any more. Whoever publishes does it at the lowest priority. A line is printed every half minute;
errors, and a withdrawn article that was seen for longer than a second (through Varnish twenty), end the run with
status 1.
"""
# ruff: noqa: I001 - benchmarks.serve sets Django up before its models can be imported

import argparse
import contextlib
import os
import sys
import threading
import time
import urllib.error
import urllib.request

from benchmarks import serve

from django.db import connection
from django.utils.html import strip_tags

from benchmarks.servers import ask, fetch, newsroom, varnish_before
from news.models import Edition
from news.pages import address_of
from page_cache import lifetimes
from publishing import actions
from tests import factories

LINE_EVERY = 30  # seconds
WITHDRAWN = 10  # one of so many
SAYS_SO = b'class="prose withdrawn"'  # the page that says of a text that it was withdrawn prints it, too
PROMISE = 1.0  # seconds for which what ended may be seen
THROUGH_VARNISH = float(lifetimes.PAGE_SECONDS + lifetimes.WHILE_REVALIDATING_SECONDS)


def main():
    wanted = arguments()
    with serve.prepared(wanted.keep) as folder:
        serve.fill(wanted.articles)
        with newsroom(megabytes=256, MEDIA_ROOT=str(folder / "media")) as server:
            errors = (warm(server, wanted.warm) + rush(server, folder)) if wanted.warm else 0
            with varnish_before(server, folder) if wanted.varnish else contextlib.nullcontext(server) as front:
                errors += soak(front, wanted, folder)
    sys.exit(1 if errors else 0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument(
        "--warm", type=int, default=10_000, help="different pages to be kept at first; 0: none, no rush"
    )
    parser.add_argument("--rate", type=int, default=5000, help="requests a second in the mixture")
    parser.add_argument("--addresses", type=int, default=500, help="in the mixture")
    parser.add_argument("--every", type=float, default=1, help="seconds between publications")
    parser.add_argument("--varnish", action="store_true", help="ask through Varnish, which keeps pages for ten seconds")
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
        "a publication a second": Publishing(server, 1),
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


def soak(server, wanted, folder):
    mixture, errors = the_mixture(wanted.addresses), 0
    for address in dict.fromkeys(mixture):
        fetch(server.address + address)
    print(f"{wanted.rate:,} requests a second for {wanted.addresses} addresses, a publication every {wanted.every} s")
    with Publishing(server, wanted.every, THROUGH_VARNISH if wanted.varnish else PROMISE) as published:
        end = time.monotonic() + wanted.minutes * 60
        while (left := end - time.monotonic()) > 1:
            seconds = int(min(LINE_EVERY, left)) or 1
            seen = ask(server, mixture, seconds, folder, seed=int(left), warm_up=0, rate=wanted.rate)
            errors += seen.errors
            used, database = (part * seen.per_second / 10 for part in (seen.cpu, seen.database))
            print(
                f"{wanted.minutes - left / 60:5.1f} min: {seen.per_second:6,.0f} requests/s, "
                f"median {seen.median:.2f} ms, 99 % {seen.p99:.1f}, 99.9 % {seen.p999:.1f}, "
                f"longest {seen.longest:.0f}, "
                f"processor {used:.0f} %, PostgreSQL's {database:.0f} %, {server.megabytes():4.0f} MB, "
                f"{len(published.editions):4} published, withdrawn seen for {published.longest_seen:.2f} s at most"
                f"{published.seen_as and f' ({published.seen_as})'}, "
                f"{errors} errors",
                flush=True,
            )
    return errors + (published.longest_seen > published.allowed)


def the_mixture(number):
    """Return `number` addresses, the k-th as often as a k-th of the first: lists, what is new, feeds, searches."""
    newest = Edition.objects.public().filter(language="en").newest_first().defer("body")[:number]
    others = [
        "/en/news/?page=3", "/en/council/", "/en/council/representatives/", "/en/press/", "/en/photos/",
        "/en/feeds/news.atom", "/ru/feeds/news.rss", "/api/v1/articles?language=en", "/sitemap.xml",
        *[f"/en/search/?q={word}" for word in ("council", "moscow", "statement", "kyrgyz")],
    ]  # fmt: skip
    articles = [address_of(edition) for edition in newest]
    addresses = ["/en/", "/ru/", "/en/news/", "/ru/news/", *articles[:20]]
    for place, address in enumerate(articles[20:]):  # one of the others after each tenth article
        addresses += [address, *others[place // 10 : place // 10 + (place % 10 == 0)]]
    return [address for rank, address in enumerate(addresses[:number], 1) for _time in range(max(1, number // rank))]


class Publishing:
    """Publishes an article every so many seconds, and withdraws one in ten, for the length of the block.

    `longest_seen` is for how many seconds at most a withdrawn article was still shown; it may be for `allowed`.
    `seen_as` is the Cache-Status that it was shown with then.
    """

    def __init__(self, server, every, allowed=PROMISE):
        self.server, self.every, self.allowed = server, every, allowed
        self.editions, self.longest_seen, self.seen_as = [], 0.0, ""
        self._is_over, self._threads = threading.Event(), []

    def __enter__(self):
        self._begin(self._publish)
        return self

    def __exit__(self, *fault):
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _begin(self, work, *args):
        self._threads.append(threading.Thread(target=work, args=args))
        self._threads[-1].start()

    def _publish(self):
        give_way()
        due = time.monotonic()
        while not self._is_over.wait(max(0, due - time.monotonic())):
            due += self.every
            edition = factories.published("en", title=f"Published under load, {len(self.editions)}")
            self.editions.append(edition)
            if len(self.editions) % WITHDRAWN == 0:
                address = self.server.address + address_of(edition)
                with contextlib.suppress(urllib.error.HTTPError):
                    fetch(address)
                actions.withdraw(edition, by=factories.press_secretary(), reason="It was a measurement.")
                text = strip_tags(edition.body).encode()  # no list shows it
                self._begin(self._watch, address, text, time.monotonic())
        connection.close()

    def _watch(self, address, text, withdrawn_at):
        while (asked := time.monotonic()) < withdrawn_at + self.allowed + 1:
            with (
                contextlib.suppress(urllib.error.HTTPError),
                urllib.request.urlopen(address, timeout=30) as answer,
            ):
                page = answer.read()
                if text in page and SAYS_SO not in page and asked - withdrawn_at > self.longest_seen:
                    self.longest_seen, self.seen_as = asked - withdrawn_at, answer.headers["Cache-Status"]
            time.sleep(0.02)


def give_way():
    """Give this thread, and its database process, the lowest priority.

    The editor and the load would have machines of their own; on two processors they would measure each other.
    """
    connection.ensure_connection()
    for worker in (threading.get_native_id(), connection.connection.info.backend_pid):
        os.setpriority(os.PRIO_PROCESS, worker, 19)


if __name__ == "__main__":
    main()

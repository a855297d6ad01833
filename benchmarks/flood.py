"""Crowds of readers on addresses that must be made: what they get, and what is left for everybody else.

    TEST_DATABASE_NAME=flood python -m benchmarks.flood --articles 2000 --seconds 8

A server as csto_site.server starts it serves a newsroom. Clients ask for /en/news/?z=<random> without pause, first 8 of
them, then 40, 100, 400, once as clients that wait as long as Retry-After says and once as clients that ask again at
once. `--fronts direct nginx` has them come past the proxy and through it, in turns (apt-get install nginx-light). In
each crowd a logged-in secretary opens the desk every quarter of a second, a reader a page from memory, one article is
withdrawn and another one opens by its schedule.
"""

import argparse
import asyncio
import collections
import contextlib
import dataclasses
import datetime
import os
import random
import statistics
import subprocess
import sys
import time

import django
import psutil

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
WARM_UP_SECONDS = 1.0
HEAD = """clients | processor ms a page | pages/s | 503/s | page ms: median, 99 % | 503 ms: median, 99 % | lost | \
desk ms: median, longest, failed | from memory ms: median, longest | withdrawn after s | opened late by s"""


def main():
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--articles", type=int, default=2000)
    arguments.add_argument("--clients", type=int, nargs="+", default=[8, 40, 100, 400])
    arguments.add_argument("--seconds", type=float, default=8)
    arguments.add_argument("--patience", nargs="+", default=["patient", "impatient"])
    arguments.add_argument("--fronts", nargs="+", default=["direct"], choices=FRONTS)
    arguments.add_argument("--crowd", nargs=4, help=argparse.SUPPRESS)
    asked = arguments.parse_args()
    if asked.crowd:
        host, number, seconds, patience = asked.crowd
        asyncio.run(crowd(host, int(number), float(seconds), patience == "patient"))
        return
    django.setup()
    from benchmarks import newsroom

    with newsroom.opened() as folder:
        fill(asked.articles)
        measure(asked, folder)


def measure(asked, folder):
    from tests.page_cache.processes import node

    environ = {"MEDIA_ROOT": str(folder), "RATE_LIMITS": "0", "DEBUG": "0", "LOG_LEVEL": "CRITICAL",
               "DJANGO_SETTINGS_MODULE": "tests.faults.settings"}  # fmt: skip
    print(HEAD)
    served = node(**environ, PAGE_CACHE_MEGABYTES="96").start()
    with contextlib.ExitStack() as stack:
        stack.callback(served.stop)
        served.wait("/healthz").get("/en/news/")
        fronts = {name: stack.enter_context(FRONTS[name](served.address)) for name in asked.fronts}
        for patience in asked.patience:
            for number in asked.clients:
                for name, front in fronts.items():
                    row = one_crowd(served, number, asked.seconds, patience, front)
                    print(f"{number}, {patience}, {name} | {row}", flush=True)
                    time.sleep(3)


def fill(articles):
    """Publish so many articles, with pictures now and then."""
    from tests import factories

    photo = factories.photo(rendered=True)
    for number in range(articles):
        draft = factories.edition("en", title=f"Article number {number} of the archive")
        if number % 3 == 0:
            factories.show(photo, draft)
        factories.publish(draft)


@contextlib.contextmanager
def nginx(address):
    """Run nginx as deploy/nginx.conf says, without TLS, in front of the server at `address`; yield its own address."""
    from tests.nginx import in_front_of

    with in_front_of(address) as front:
        yield front.address


FRONTS = {"direct": contextlib.nullcontext, "nginx": nginx}


def processor_seconds(served):
    """Return the processor time that the server and its connections to PostgreSQL have used."""
    site = psutil.Process(served.process.pid)
    database = os.environ.get("TEST_DATABASE_NAME") or "test_newsroom"
    backends = [process for process in psutil.process_iter(["cmdline"]) if f" {database} " in _command(process)]
    times = [process.cpu_times() for process in [site, *site.children(recursive=True), *backends]]
    return sum(used.user + used.system for used in times)


def _command(process):
    command = " ".join(process.info["cmdline"] or [])
    return command if command.startswith("postgres:") else ""


def one_crowd(served, number, seconds, patience, address):
    """Return the row of the table for one crowd."""
    from news.models import Withdrawal
    from publishing import actions, clock
    from tests import factories
    from tests.desk.over_http import logged_in
    from tests.nodes import ask

    mark = f"Floodcanary{time.time_ns()}"
    secretary = logged_in(factories.press_secretary())
    wrong = factories.publish(factories.edition("en", title=f"{mark} wrong"))
    opening = factories.approve(factories.edition("en", title=f"{mark} opens"))
    time.sleep(1)
    ask(address, wrong.get_absolute_url())
    host = address.removeprefix("http://")
    # The crowd would have processors of its own, so it yields to the server.
    command = [
        "nice",
        "-n",
        "5",
        sys.executable,
        "-m",
        "benchmarks.flood",
        "--crowd",
        host,
        str(number),
        str(seconds),
        patience,
    ]
    before = processor_seconds(served)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as crowd:
        beside = Beside(address, secretary, wrong.get_absolute_url())
        time.sleep(WARM_UP_SECONDS + 1)
        lift = clock.now() + datetime.timedelta(seconds=seconds / 2)
        actions.publish(opening, by=factories.press_secretary(), at=lift)
        beside.look_for(mark, lift)
        beside.run(seconds * 0.2)
        begun = time.monotonic()
        actions.withdraw(wrong, by=factories.press_secretary(), reason="Wrong.", kind=Withdrawal.Kind.GONE)
        done = time.monotonic()
        while ask(address, wrong.get_absolute_url()).status == 200 and time.monotonic() < begun + 30:
            pass
        withdrawn = time.monotonic() - done
        beside.run(seconds * 0.5)
        pages, told = crowd.stdout.read().split("\n", 1)
        used = (processor_seconds(served) - before) / max(1, int(pages)) * 1000
    return f"{used:.0f} | {told.strip()} | {beside.summary()} | {withdrawn:.2f} | {beside.late:.2f}"


class Beside:
    """A secretary at the desk, a reader of a page from memory, and one who waits for an article to open."""

    def __init__(self, address, secretary, page):
        self.address, self.secretary, self.page = address, secretary, page
        self.desk, self.memory, self.failed = [], [], 0
        self.mark, self.lift, self.late = None, None, 0.0

    def look_for(self, mark, lift):
        self.mark, self.lift = mark, lift

    def run(self, seconds):
        from tests.nodes import ask

        end = time.monotonic() + seconds
        while time.monotonic() < end:
            began = time.monotonic()
            status = ask(self.address, "/desk/", **self.secretary).status
            self.desk.append(time.monotonic() - began)
            self.failed += status != 200
            began = time.monotonic()
            status = ask(self.address, "/en/photos/").status
            self.memory.append(time.monotonic() - began)
            self._look()
            time.sleep(0.1)

    def _look(self):
        """Tell how late the last list was that lacked the article that opens."""
        from tests.nodes import ask

        if self.lift is None:
            return
        asked = datetime.datetime.now(datetime.UTC)
        answer = ask(self.address, "/en/news/")
        if answer.status == 200 and asked > self.lift and f"{self.mark} opens" not in answer.text:
            self.late = (asked - self.lift).total_seconds()

    def summary(self):
        desk = f"{statistics.median(self.desk) * 1000:.0f}, {max(self.desk) * 1000:.0f}, {self.failed}"
        return f"{desk} | {statistics.median(self.memory) * 1000:.0f}, {max(self.memory) * 1000:.0f}"


# --- The crowd, in a process of its own ------------------------------------------------------------------------------


@dataclasses.dataclass
class Seen:
    pages: int = 0
    seconds: dict = dataclasses.field(default_factory=lambda: collections.defaultdict(list))  # {status: [seconds]}


async def crowd(host, number, seconds, is_patient):
    seen, end = Seen(), time.monotonic() + WARM_UP_SECONDS + seconds
    count_from = time.monotonic() + WARM_UP_SECONDS
    await asyncio.gather(*(client(host, seen, count_from, end, is_patient) for _number in range(number)))
    pages, refused = seen.seconds[200], seen.seconds[503]
    print(seen.pages)
    lost = sum(len(times) for status, times in seen.seconds.items() if status not in (200, 503))
    print(f"{len(pages) / seconds:.1f} | {len(refused) / seconds:.1f} | {_ms(pages)} | {_ms(refused)} | {lost}")


def _ms(times):
    if len(times) < 2:
        return "–"
    return f"{statistics.median(times) * 1000:.0f}, {statistics.quantiles(times, n=100)[-1] * 1000:.0f}"


async def client(host, seen, count_from, end, is_patient):
    """Ask without pause until the end; wait after a refusal if patient."""
    name, port = host.split(":")
    reader = writer = None
    while (began := time.monotonic()) < end:
        wait = 0.0
        try:
            if writer is None:
                reader, writer = await asyncio.open_connection(name, int(port))
            path = f"/en/news/?z={random.getrandbits(60)}"
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            status, wait = await asyncio.wait_for(_answer(reader), 20)
        except (TimeoutError, OSError, asyncio.IncompleteReadError):
            status, writer = 0, None
        seen.pages += status == 200
        if began >= count_from and time.monotonic() <= end:
            seen.seconds[status].append(time.monotonic() - began)
        if is_patient and status == 503:
            await asyncio.sleep(min(wait * random.uniform(0.5, 1.5), max(0.0, end - time.monotonic())))


async def _answer(reader):
    """Read an answer; return its status, and the seconds of Retry-After."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in head[1:])}
    await reader.readexactly(int(headers["content-length"]))
    return int(head[0].split()[1]), float(headers.get("retry-after", 0))


if __name__ == "__main__":
    main()

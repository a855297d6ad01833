"""How fast one worker writes and sends alerts, and how much memory it takes.

    .venv/bin/python -m benchmarks.alerts [--readers 10000] [--reports 1]

As many confirmed subscribers as asked for, each with one to three topics; then reports that all of them follow are
published at one instant. Measured are the three steps of the worker: following the change, writing the letters, and
sending them over one SMTP connection to aiosmtpd in a process of its own on the same machine, which throws them away.
The memory is that of the worker's process, after each tenth of the letters.
"""
# ruff: noqa: E402 - Django is set up before its models can be imported

import argparse
import contextlib
import os
import socket
import subprocess
import sys
import time
import warnings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_alerts")
os.environ["HTTPS"] = "0"

import django

django.setup()

from django.test import override_settings
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

from alerts import composing, following
from alerts.models import Subscriber, Subscription, Topic
from csto_site import database
from mailing import addresses, sending
from mailing.models import Letter
from publishing import clock
from search.queries import Query
from tests import factories


def main():
    wanted = arguments()
    warnings.filterwarnings("ignore", "No directory at", UserWarning)
    with database.available():
        setup_test_environment()
        databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
        try:
            with mail_server() as port:
                smtp = {"EMAIL_BACKEND": "mailing.backends.Smtp", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}
                with override_settings(**smtp):
                    report(wanted.readers, wanted.reports)
        finally:
            teardown_databases(databases, verbosity=0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--reports", type=int, default=1)
    return parser.parse_args()


@contextlib.contextmanager
def mail_server():
    """Run aiosmtpd in a process of its own and give its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    sink = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"]
    process = subprocess.Popen(sink)
    try:
        for _try in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def report(readers, reports):
    fill(readers)
    factories.contact()
    drafts = [factories.edition(shown_on=clock.today()) for _ in range(reports)]
    with clock.standing_still():
        for draft in drafts:
            factories.publish(draft)
    timed("following", readers, following.follow)
    timed("writing", readers, composing.compose)
    watch = Memory(readers)
    timed("sending", readers, lambda: sending.send_waiting(until=watch))
    left = Letter.objects.exclude(state=Letter.State.SENT).count()
    print(f"letters that were not sent: {left}")
    print("memory of the worker while it sends, in MB: " + ", ".join(f"{figure:.0f}" for figure in watch.figures))


def fill(readers):
    """Make subscribers as if they had confirmed an hour ago."""
    factories.section()
    queries = [Query("en"), Query("en", section=("permanent-council",)), Query("en", genre=("report",))]
    topics = [Topic.of(query) for query in queries]
    names = [f"reader{number}@paper{number % 200}.example" for number in range(readers)]
    facts = {"language": "en", "rhythm": "at_once", "confirmed_at": clock.now()}
    made = Subscriber.objects.bulk_create(
        [Subscriber(address=name, digest=addresses.digest(name), **facts) for name in names], batch_size=1000
    )
    Subscription.objects.bulk_create(
        [
            Subscription(subscriber=subscriber, topic=topic, confirmed_at=clock.now())
            for number, subscriber in enumerate(made)
            for topic in topics[: number % 3 + 1]
        ],
        batch_size=1000,
    )


class Memory:
    """Asked before every letter whether the time is up; it is not, and the memory is noted now and then."""

    def __init__(self, letters):
        self.every = max(letters // 10, 1)
        self.asked = 0
        self.figures = []

    def __call__(self):
        if self.asked % self.every == 0:
            self.figures.append(resident())
        self.asked += 1
        return False


def resident():
    with open("/proc/self/statm") as statistics:
        return int(statistics.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def timed(name, readers, work):
    before, began, processor = resident(), time.perf_counter(), time.process_time()
    work()
    seconds = time.perf_counter() - began
    print(
        f"{name:10} {seconds:7.1f} s {readers / seconds:8.0f} a second,"
        f" processor {time.process_time() - processor:6.1f} s, memory {before:.0f} to {resident():.0f} MB"
    )


if __name__ == "__main__":
    main()

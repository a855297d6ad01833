"""Where PostgreSQL spends its time for a page: what planning and executing each statement costs, and the rest.

    .venv/bin/python -m benchmarks.statements [--articles 10000] [--only article] [--times 40] [--keep]

The database is that of benchmarks.pages, the pages are made as there, without a memory of pages. PostgreSQL itself
tells how long it was at each message of a page (log_statement_stats) and at planning (log_planner_stats), in
processor time; its process's own account (/proc/PID/schedstat), in requests of their own without these, is the total.
The rest is what lies between messages: receiving, sending, beginning and ending the transaction, waking up. Each figure
is a median, in microseconds, so the sums are true to a few percent.
"""

import argparse
import collections
import importlib
import os
import re
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_pages")
os.environ.setdefault("HTTPS", "0")
os.environ["PAGE_CACHE_MEGABYTES"] = "0"

USED = re.compile(r"([0-9.]+) s user, ([0-9.]+) s system, [0-9.]+ s elapsed\n")
WHOLE = ["log_statement_stats"]
PLANNING = ["log_parser_stats", "log_planner_stats"]
BEFORE_ITS_NAME = ("PARSE MESSAGE", "BIND MESSAGE", "PARSER")
STATEMENT = re.compile(r"(?:statement|execute [^:]*): (.*)", re.DOTALL)


def main():
    from benchmarks import newsroom, pages

    wanted = arguments()
    from benchmarks import feeds  # which sets Django up

    with newsroom.opened(keep=wanted.keep):
        pages.fill(wanted.articles, wanted.photographs)
        print(feeds.sizes())
        application = importlib.import_module("csto_site.wsgi").application
        keep_the_connection()
        for site, name, address in pages.addresses():
            if site == "newsroom" and wanted.only in name:
                report(name, address, application, wanted.times)


def keep_the_connection():
    """Let all requests use this thread's one connection, to which PostgreSQL then tells what it did."""
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections

    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--photographs", type=int, default=0, help="how many there are beside those of articles")
    parser.add_argument("--times", type=int, default=40, help="how often each page is asked for")
    parser.add_argument("--only", default="", help="words of the names of those wanted")
    parser.add_argument("--keep", action="store_true", help="leave the database for the next run")
    return parser.parse_args()


def report(name, address, application, times):
    from benchmarks.pages import fetched

    for _ in range(8):  # after five executions PostgreSQL chooses a plan for good
        fetched(application, address)
    total = statistics.median(backend_microseconds(lambda: fetched(application, address)) for _ in range(times))
    whole = told(lambda: fetched(application, address), WHOLE, times)
    planning = told(lambda: fetched(application, address), PLANNING, times)
    print(f"\n{name}: {address}\n{'':>4}{'plan':>8}{'execute':>9}{'all':>8}")
    for number, (statement, microseconds) in enumerate(whole):
        planned = planning[number][1] if number < len(planning) else 0
        words = " ".join(statement.split())
        print(f"{number:>4}{planned:8.0f}{microseconds - planned:9.0f}{microseconds:8.0f}  {words[:90]}")
    sums = sum(planned for _, planned in planning), sum(microseconds for _, microseconds in whole)
    print(f"{'':>4}{sums[0]:8.0f}{sums[1] - sums[0]:9.0f}{sums[1]:8.0f}  together")
    print(f"{'':>21}{total - sums[1]:8.0f}  the rest\n{'':>21}{total:8.0f}  by the process's account", flush=True)


def backend_microseconds(ask):
    """Return how long the database's process for our connection was on a processor while `ask` ran."""
    from django.db import connection

    from benchmarks.postgres import processor_seconds

    process = [connection.connection.info.backend_pid]
    settle()
    began = processor_seconds(process)
    ask()
    settle()
    return (processor_seconds(process) - began) * 1e6


def settle():
    """Give the process time to go to sleep: only then its account is complete."""
    time.sleep(0.001)


def told(ask, parameters, times):
    """Return [(statement, median of the microseconds told of it)] in the order of one request."""
    from django.db import connection

    runs = []
    with connection.cursor() as cursor:
        for parameter in [*parameters, "client_min_messages", "log_statement"]:
            value = {"client_min_messages": "log", "log_statement": "all"}.get(parameter, "on")
            cursor.execute("SELECT set_config(%s, %s, false)", [parameter, value])
    notices = []

    def hear(notice):
        notices.append((notice.message_primary, notice.message_detail or ""))

    connection.connection.add_notice_handler(hear)
    try:
        for _ in range(times):
            notices.clear()
            ask()
            runs.append(by_statement(notices))
    finally:
        connection.connection.remove_notice_handler(hear)
        with connection.cursor() as cursor:
            for parameter in [*parameters, "client_min_messages", "log_statement"]:
                cursor.execute(f"RESET {parameter}")
    length = collections.Counter(map(len, runs)).most_common(1)[0][0]
    alike = [run for run in runs if len(run) == length]
    return [(alike[0][number][0], statistics.median(run[number][1] for run in alike)) for number in range(length)]


def by_statement(notices):
    """Return [[statement, microseconds]].

    Of a message PostgreSQL tells what parsing and binding took before it names what it executes, then the rest. A
    statement that comes in one message is named after it was parsed, and before it is analysed and planned.
    """
    found, waiting = [], 0.0
    for words, detail in notices:
        if statement := STATEMENT.fullmatch(words):
            found.append([statement[1], waiting])
            waiting = 0.0
        elif used := USED.search(detail):
            microseconds = (float(used[1]) + float(used[2])) * 1e6
            if words.startswith(BEFORE_ITS_NAME) or waiting or not found:
                waiting += microseconds
            else:
                found[-1][1] += microseconds
    return found


if __name__ == "__main__":
    main()

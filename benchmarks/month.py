"""How long the month in numbers takes in a newsroom of a hundred thousand texts.

    .venv/bin/python -m benchmarks.month [--articles 100000] [--times 10] [--keep]

The newsroom is that of benchmarks.desk, with two hundred thousand emails and five thousand enquiries of twenty years.
It prints milliseconds by the clock, the median and the longest: of counting, of the page, and of the files.
"""
# ruff: noqa: E501 - SQL reads better in long lines

import argparse
import os
import statistics
import time

os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_month")

from django.db import connection
from django.test import Client

from benchmarks import desk, newsroom  # which sets Django up
from desk.months import figures, keeping
from desk.months.months import Month
from mailing.models import Letter
from news.models import Article
from press.models import Enquiry
from tests import factories

MORE = """
INSERT INTO mailing_letter (key, message_id, address_digest, "to", subject, text, html, headers, reply_to, language, once, rank, state, posted_at, due_at, tries, answer)
SELECT 'alert ' || n, 'alert-' || n, md5(n::text), '', '', '', '', '{}', '', 'en', false, 1, 'sent', at, at, 1, ''
FROM (SELECT n, now() - n * interval '52 minutes' AS at FROM generate_series(1, 200000) n) letters;
INSERT INTO press_enquiry (year, serial, token, name, outlet, email, phone, question, file, file_name, file_size, topic, language, deadline, zone, state, received_at, answered_at, escalated, version)
SELECT 1, n, 'token-' || n, '', '', '', '', '', '', '', 0, 'comment', 'en', at + interval '1 day', 'Europe/Moscow', 'answered', at, at + n % 40 * interval '1 hour', 0, 1
FROM (SELECT n, now() - n * interval '35 hours' AS at FROM generate_series(1, 5000) n) enquiries;
ANALYZE;
"""


def main():
    wanted = arguments()
    with newsroom.opened(keep=wanted.keep):
        if Article.objects.count() < wanted.articles:
            desk.fill(wanted.articles)
            with connection.cursor() as cursor:
                cursor.execute(MORE)
        print(f"{desk.sizes()}, {Letter.objects.count():,} emails, {Enquiry.objects.count():,} enquiries\n")
        measure(wanted.times)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=10, help="how often each is asked for")
    parser.add_argument("--keep", action="store_true", help="leave the database for the next run")
    return parser.parse_args()


def measure(times):
    month = Month.last_finished()
    keeping.keep_last()
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.press_secretary())
    address = f"/desk/month/{month.year}/{month.number}/"
    print(f"{figures.count(month)['months'][0]['texts']} texts in {month}\n")
    report("counted", lambda: figures.count(month), times)
    report("page: as kept, and as counted now", lambda: _ask(client, address), times)
    report("PDF", lambda: _ask(client, f"{address}report.pdf"), times)
    report("Word", lambda: _ask(client, f"{address}report.docx"), times)


def _ask(client, address):
    assert client.get(address).status_code == 200


def report(name, do, times):
    spent = []
    for _time in range(times):
        began = time.perf_counter()
        do()
        spent.append(1000 * (time.perf_counter() - began))
    print(f"{name:40} {statistics.median(spent):8.0f} {max(spent):8.0f}")


if __name__ == "__main__":
    main()

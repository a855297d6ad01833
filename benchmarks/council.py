"""Time and queries of the council's pages, with many years of data.

    .venv/bin/python -m benchmarks.council [--scale 1.0] [--rounds 40] [--keep] [--only calendar]

At scale 1: 200 states, 200 bodies, 5,000 people, 20,000 terms, 10,000 meetings with six seats and four papers each, and
30,000 documents. Each page is requested through the whole site without a network, uncached, every round with another
record of its kind. On a busy machine wall-clock time says little, so the last two figures are the median processor
time of Python and of PostgreSQL; the latter is known only on Linux with the embedded database.
"""
# ruff: noqa: E402 - Django is set up before its models can be imported

import argparse
import datetime
import itertools
import os
import random
import statistics
import string
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_council")
os.environ["HTTPS"] = "0"

import django

django.setup()

from django.db import connection
from django.test import Client
from django.utils import translation

from benchmarks import newsroom, postgres
from council.models import (
    Body,
    Chairmanship,
    Consideration,
    Document,
    Meeting,
    Office,
    Participation,
    Person,
    State,
    Term,
)

LONG_AGO = datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)
FIRST = datetime.date(1992, 6, 1)
DAYS = (datetime.date(2026, 11, 1) - FIRST).days
GOAL = 20  # milliseconds


def main():
    wanted = arguments()
    with newsroom.opened(keep=wanted.keep):
        began = time.perf_counter()
        if not Meeting.objects.exists():
            fill(wanted.scale)
            print(f"filled in {time.perf_counter() - began:.0f} s")
        report(wanted.rounds, wanted.only)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--keep", action="store_true", help="keep the database for the next run")
    parser.add_argument("--only", default="", help="words of the names of the pages wanted")
    return parser.parse_args()


def fill(scale):
    """Create the data; all of it is public, and the same in every run."""
    chance = random.Random(20181127)

    def many(model, number, facts):
        return model.objects.bulk_create([model(**facts(n)) for n in range(int(number * scale))], batch_size=2000)

    def named(kind, number):
        return {"en": f"{kind} number {number}", "ru": f"{kind} № {number}"}

    def any_day():
        return FIRST + datetime.timedelta(days=chance.randrange(DAYS))

    codes = ["".join(pair) for pair in itertools.product(string.ascii_uppercase, repeat=2)]
    states = many(State, 200, lambda n: {"code": codes[n], "name": named("State", n), "short_name": named("St", n)})
    bodies = many(Body, 200, lambda n: {"slug": f"body-{n}", "name": named("Body", n), "name_of": named("the Body", n)})
    people = many(Person, 5_000, lambda n: {"name": named("Person", n)})
    offices = many(
        Office,
        400,
        lambda n: {
            "kind": Office.Kind.REPRESENTATIVE if n % 2 == 0 else Office.Kind.DEPUTY,
            "title": named("Office", n),
            "state": states[n // 2 % len(states)],
            "single_holder": n % 2 == 0,
        },
    )
    each = max(1, int(20_000 * scale) // len(offices))
    length = DAYS // each

    def term(n):
        start = FIRST + datetime.timedelta(days=n // len(offices) * length)
        end = start + datetime.timedelta(days=length)
        office = offices[n % len(offices)]
        return {"person": chance.choice(people), "office": office, "start": start, "end": end, "live_from": LONG_AGO}

    many(Term, each * len(offices) / scale, term)
    Chairmanship.objects.bulk_create(
        Chairmanship(state=states[year % len(states)], start=datetime.date(year, 1, 1), end=datetime.date(year, 12, 31))
        for year in range(1993, 2027)
    )
    documents = many(
        Document,
        30_000,
        lambda n: {
            "kind": chance.choice(Document.Kind.values),
            "title": named("Document", n),
            "body": chance.choice(bodies),
            "dated": any_day(),
            "live_from": LONG_AGO,
        },
    )
    meetings = many(
        Meeting,
        10_000,
        lambda n: {
            "held_on": any_day(),
            "place": named("Place", n % 50),
            "summary": named("What was done at", n),
            "chair": chance.choice(people),
            "chair_state": chance.choice(states),
        },
    )
    through = Meeting.bodies.through
    through.objects.bulk_create(
        [through(meeting=meeting, body=bodies[n % len(bodies)]) for n, meeting in enumerate(meetings)], batch_size=2000
    )
    Participation.objects.bulk_create(
        [
            Participation(meeting=meeting, person=chance.choice(people), state=states[place], position=place)
            for meeting in meetings
            for place in range(6)
        ],
        batch_size=5000,
    )
    verbs = Consideration.Verb.values
    Consideration.objects.bulk_create(
        [
            Consideration(meeting=meeting, document=document, verb=chance.choice(verbs), position=place)
            for meeting in meetings
            for place, document in enumerate(chance.sample(documents, 4))
        ],
        batch_size=5000,
    )
    Meeting.objects.update(live_from=LONG_AGO)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def report(rounds, only=""):
    client, chance = Client(), random.Random(1)
    meetings = list(Meeting.objects.values_list("pk", flat=True)[:1000])
    documents = list(Document.objects.values_list("pk", flat=True)[:1000])
    people = list(Person.objects.all()[:1000])
    codes = list(State.objects.values_list("code", flat=True))

    def any_day():
        return FIRST + datetime.timedelta(days=chance.randrange(DAYS))

    def any_body():
        return f"/en/council/bodies/body-{chance.randrange(len(codes))}/"

    def any_person():
        with translation.override("en"):
            return chance.choice(people).get_absolute_url()

    pages = {
        "representatives on a day": lambda: f"/en/council/representatives/?on={any_day()}",
        "the same as JSON": lambda: f"/en/council/representatives.json?on={any_day()}",
        "a state on a day": lambda: f"/en/council/states/{chance.choice(codes).lower()}/?on={any_day()}",
        "a person on a day": lambda: f"{any_person()}?on={any_day()}",
        "a person as JSON": lambda: f"/en/council/people/{chance.choice(people).pk}.json",
        "a body on a day": lambda: f"{any_body()}?on={any_day()}",
        "a meeting": lambda: f"/en/council/meetings/{chance.choice(meetings)}/",
        "all meetings": lambda: f"/en/council/?after={any_day()}_0",
        "meetings of a year": lambda: f"/en/council/{chance.randrange(1993, 2026)}/",
        "a document": lambda: f"/en/council/documents/{chance.choice(documents)}/",
        "all documents": lambda: f"/en/council/documents/?after={any_day()}_0",
        "documents of a year": lambda: f"/en/council/documents/?year={chance.randrange(1993, 2026)}",
        "documents under way": lambda: "/en/council/documents/?status=under-way",
        "the calendar of all": lambda: "/en/council/meetings.ics",
        "a body's calendar": lambda: f"{any_body()}meetings.ics",
        "a meeting's calendar": lambda: f"/en/council/meetings/{chance.choice(meetings)}/meeting.ics",
    }
    print(f"{'':26} {'median, ms':>10} {'95 %, ms':>9} {'queries':>8} {'Python':>8} {'PostgreSQL':>11}  goal {GOAL} ms")
    for name, address in pages.items():
        if only in name:
            print(f"{name:26} {measured(client, address, rounds)}", flush=True)


def measured(client, address, rounds):
    """Return the figures of a page as a line; `address` returns another address each time."""
    client.get(address())
    servers = postgres.backends()
    taken, ours, theirs, asked = [], [], [], set()
    for _ in range(rounds):
        at = address()
        began, worked, served = time.perf_counter(), time.process_time(), postgres.processor_seconds(servers)
        with CountedQueries() as counted:
            response = client.get(at)
        taken.append((time.perf_counter() - began) * 1000)
        ours.append((time.process_time() - worked) * 1000)
        theirs.append((postgres.processor_seconds(servers) - served) * 1000)
        asked.add(counted.number)
        if response.status_code != 200:
            raise SystemExit(f"{at}: {response.status_code}")
    slow = sorted(taken)[int(len(taken) * 0.95)]
    number = f"{min(asked)}–{max(asked)}" if len(asked) > 1 else f"{min(asked)}"
    python, database = statistics.median(ours), statistics.median(theirs)
    return f"{statistics.median(taken):>10.1f} {slow:>9.1f} {number:>8} {python:>8.1f} {database:>11.1f}"


class CountedQueries:
    """Count the queries inside the block."""

    def __enter__(self):
        self.number = 0
        self.counting = connection.execute_wrapper(self)
        self.counting.__enter__()
        return self

    def __exit__(self, *fault):
        self.counting.__exit__(*fault)

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


if __name__ == "__main__":
    main()

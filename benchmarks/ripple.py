"""How fast, and how exactly, the desk finds what still says an old day in a large archive.

    .venv/bin/python -m benchmarks.ripple [--articles 10000 100000] [--rounds 10] [--keep]

The archive is that of benchmarks.search. One article in twenty has a sentence with some other date. Planted are sayings
of the old day of a meeting, in every form and in both languages, in texts that do not belong to it; and traps: the same
day of another year, another body on that day, the day without the meeting, prices, numbers, quotations, sentences that
say the old and the new day. “recall” is the part of the planted that was offered, “precision” the part of what was
offered that was planted.
"""
# ruff: noqa: E402 - Django is set up before its models can be imported

import argparse
import datetime
import os
import random
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")
os.environ.setdefault("SECRET_KEY", "only for benchmarks")
os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_ripple")
os.environ["HTTPS"] = "0"

import django

django.setup()

from django.db import connection
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

from benchmarks.search import fill
from council.models import Body, Meeting
from csto_site import database
from desk.ripple import finding
from desk.ripple.facts import subject_of
from search import refreshing

OLD, NEW = datetime.date(2026, 12, 22), datetime.date(2026, 11, 30)
SAID = {
    "ru": """Заседание Постоянного совета состоится {}.
        {} пройдёт очередное заседание Постоянного совета.
        Постоянный совет соберётся {} в Москве.
        Как сообщил секретарь, {} Постоянному совету представят проект плана.""",
    "en": """The meeting of the Permanent Council takes place on {}.
        On {} the Permanent Council meets in Moscow.
        The Permanent Council will consider the plan on {}.""",
}
FORMS = {
    "ru": ["22 декабря", "22 декабря 2026 года", "во вторник, 22 декабря", "22.12.2026", "22.12.26", "22-го декабря",
           "22 дек. 2026 г.", "22 декабря (вторник)", "вторник, 22 декабря 2026 г.", "22\u00a0декабря", "2026-12-22"],
    "en": ["22 December", "December 22", "Tuesday, 22 December 2026", "Tuesday, December 22, 2026", "22 Dec 2026",
           "Dec. 22", "the 22nd of December", "22.12.2026", "December 22nd"],
}  # fmt: skip
TRAPS = {
    "ru": ["Заседание Постоянного совета состоялось 22 декабря 2025 года.",
           "Заседание Совета министров состоится 22 декабря.",
           "Постоянный совет выделил 22.12 млн руб. на план.",
           "Выставка открывается 22 декабря. Постоянный совет обсудил план.",
           "«Постоянный совет соберётся 22 декабря», сказал секретарь.",
           "Заседание Постоянного совета перенесено с 22 декабря на 30 ноября.",
           "Постоянный совет принял решение № 22 декабря не касается.",
           "Документ 1.22.12.2026 рассмотрел Постоянный совет.",
           "Постоянный совет собрался в 22:12."],
    "en": ["The Permanent Council met on 22 December 2025.",
           "The Council of Ministers meets on 22 December.",
           "The Permanent Council spent 22.12 million on the plan.",
           "The exhibition opens on December 22. The Permanent Council discussed the plan.",
           "“The Permanent Council meets on 22 December,” the secretary said.",
           "The meeting of the Permanent Council was moved from 22 December to 30 November.",
           "The 22nd meeting of the Permanent Council was held in December."],
}  # fmt: skip
EVERY = 20  # one article in so many has another date
PLANTED, TRAPPED = 300, 600


def main():
    wanted = arguments()
    with database.available():
        setup_test_environment()
        databases = setup_databases(verbosity=0, interactive=False, keepdb=wanted.keep, serialized_aliases=[])
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM news_edition")
                (there,) = cursor.fetchone()
            print("| articles | planted | offered | recall | precision | median, ms | slowest, ms |", flush=True)
            print("|---:|---:|---:|---:|---:|---:|---:|", flush=True)
            for number in wanted.articles:
                if there < number:
                    fill(there, number)
                    there = number
                report(number, wanted.rounds)
        finally:
            if not wanted.keep:
                teardown_databases(databases, verbosity=0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--keep", action="store_true", help="keep the database, and go on with the one that was kept")
    return parser.parse_args()


def report(number, rounds):
    """Plant the sayings and print how they are found."""
    meeting = _moved_meeting()
    planted = plant(number)
    subject = subject_of("council.meeting", meeting.pk)
    taken, found = [], []
    for _round in range(rounds):
        began = time.perf_counter()
        found = finding.open_places(subject)
        taken.append((time.perf_counter() - began) * 1000)
    offered = {place.record.pk for place in found}
    right = offered & planted
    print(
        f"| {number:,} | {len(planted)} | {len(offered)} | {len(right) / len(planted):.1%} | "
        f"{len(right) / max(1, len(offered)):.1%} | {statistics.median(taken):.0f} | {max(taken):.0f} |",
        flush=True,
    )
    for missed in sorted(planted - offered)[:5]:
        print("missed:", _text(missed), flush=True)
    for wrong in sorted(offered - planted)[:5]:
        print("wrong:", _text(wrong), flush=True)


def _moved_meeting():
    names = {"ru": "Постоянный совет", "en": "Permanent Council"}
    body, _is_new = Body.objects.get_or_create(slug="permanent-council", defaults={"name": names})
    others = {"ru": "Совет министров", "en": "Council of Ministers"}
    Body.objects.get_or_create(slug="ministers", defaults={"name": others})
    Meeting.objects.all().delete()
    meeting = Meeting.objects.create(held_on=OLD)
    meeting.bodies.set([body])
    meeting.held_on = NEW
    meeting.save()
    return meeting


def plant(number):
    """Give articles sentences with days; return the numbers of the editions with a planted saying."""
    chance = random.Random(number)
    ids = list(range(1, number + 1))
    chance.shuffle(ids)
    planted, trapped = ids[:PLANTED], ids[PLANTED : PLANTED + TRAPPED]
    others = [each for each in ids[PLANTED + TRAPPED :] if each % EVERY == 0]
    sentences = {each: _some_day(chance, _language(each)) for each in others}
    sentences |= {each: chance.choice(TRAPS[_language(each)]) for each in trapped}
    for place, each in enumerate(planted):
        language = _language(each)
        forms, frames = FORMS[language], [frame.strip() for frame in SAID[language].splitlines()]
        sentences[each] = frames[place % len(frames)].format(forms[(place // len(frames)) % len(forms)])
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE news_edition SET body = split_part(body, '<p>@', 1) WHERE body LIKE '%<p>@%'")
        cursor.executemany(
            "UPDATE news_edition SET body = body || %s WHERE id = %s",
            [(f"<p>@ {sentence}</p>", each) for each, sentence in sentences.items()],
        )
        near = [(OLD - datetime.timedelta(days=chance.randrange(60)), each) for each in [*planted, *trapped]]
        cursor.executemany("UPDATE news_edition SET shown_on = %s WHERE id = %s", near)
        cursor.execute("SET session_replication_role = origin")
        changed = sorted(sentences)
        for start in range(0, len(changed), refreshing.BATCH_SIZE):
            cursor.execute("SELECT search_refresh('article', %s)", [changed[start : start + refreshing.BATCH_SIZE]])
        cursor.execute("VACUUM ANALYZE search_entry")
        cursor.execute("VACUUM ANALYZE news_edition")
    return set(planted)


def _language(number):
    return "en" if number % 2 else "ru"  # as benchmarks.search fills them


def _some_day(chance, language):
    day = chance.randrange(1, 29)
    year = chance.choice(["", f" {chance.randrange(2006, 2027)}"])
    if language == "ru":
        month = chance.choice(["января", "марта", "июня", "сентября", "ноября", "декабря"])
        return f"Постоянный совет заседал {day} {month}{year}."
    month = chance.choice(["January", "March", "June", "September", "November", "December"])
    return f"The Permanent Council met on {day} {month}{year}."


def _text(number):
    with connection.cursor() as cursor:
        cursor.execute("SELECT language, shown_on, right(body, 160) FROM news_edition WHERE id = %s", [number])
        return cursor.fetchone()


if __name__ == "__main__":
    main()

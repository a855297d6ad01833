"""Time and questions to the database of what agencies and other programs ask for, while the archive grows.

    .venv/bin/python -m benchmarks.wires [--articles 10000 100000] [--times 20] [--only API] [--keep]

The archive is that of benchmarks.feeds, and so is what is printed: for each address the median and the 95th percentile
in milliseconds, the processor's time of Python, the questions to the database, and the size of the answer. Everything
is asked for through the whole of Django as a visitor, uncached, and without a network between.
"""

import os

os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_wires")

from django.test import override_settings
from django.urls import reverse

from benchmarks import feeds
from council.models import Participation
from news.models import Edition
from publishing.models import Change
from syndication.api import pages
from syndication.api.resources import RESOURCES
from syndication.wires import Place

ANYTHING = "?language=en"


def addresses():
    yield from changes()
    yield from lists()
    yield from single_things()


def changes():
    last = Change.objects.order_by("-sequence").first().sequence
    for name, place in [("beginning", Place()), ("middle", Place(last // 2)), ("end", Place(last - 49))]:
        yield f"changes: 50 from the {name}", f"{reverse('wires:changes')}?after={place.cursor}"
    yield "changes: nothing new", f"{reverse('wires:changes')}?after={Place.after(last).cursor}"
    yield "changes: somebody's name", f"{reverse('wires:changes')}?after={Place(_rename()).cursor}"
    yield "wires: newest 50", reverse("wires:news", args=["en"])


def _rename():
    """Enter the change of a name that is in many articles, and return its number."""
    person = Participation.objects.filter(person__isnull=False).order_by("-pk").first().person_id
    at = Change.objects.order_by("-sequence").first().at
    told = {"subject_kind": "council.person", "subject_id": person, "what": "amended", "at": at, "recorded_at": at}
    return Change.objects.create(**told).sequence


def lists():
    for name in RESOURCES:
        yield f"API: {name}", reverse("api:list", args=[name]) + ANYTHING
    middle = Edition.objects.public().filter(language="en").order_by("shown_on")[Edition.objects.count() // 4]
    cursor = pages.cursors.write("api articles", middle.shown_on.isoformat(), middle.article_id)
    articles = reverse("api:list", args=["articles"]) + ANYTHING
    yield "API: articles, in the midst", f"{articles}&after={cursor}"
    for query in ["genre=comment", "section=section-3", "year=2010", "section=section-3&genre=comment&year=2010"]:
        yield f"API: articles, {query[:26]}", f"{articles}&{query}"
    yield "API: articles, 100 titles", f"{articles}&limit=100&fields=id,title"


def single_things():
    last = Edition.objects.order_by("-article_id").first().article_id // 4 * 4
    for name, key in [("articles", last), ("photos", last // 20), ("meetings", last // 200), ("people", 3)]:
        yield f"API: one of {name}", reverse("api:one", args=[name, key]) + ANYTHING


if __name__ == "__main__":
    feeds.addresses = addresses
    with override_settings(API_TIMES_A_MINUTE=10**9):
        feeds.main()

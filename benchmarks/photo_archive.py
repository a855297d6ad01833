"""How quick the photo archive of the desk is with a hundred thousand photographs.

    .venv/bin/python -m benchmarks.photo_archive [--photographs 100000] [--times 15] [--keep]

The photographs are those of benchmarks.lists; in ten thousand of them somebody has written a caption of their own, and
a thousand have words of the camera. Everything is asked for by a press secretary, through the whole of Django.
It prints what benchmarks.desk prints.
"""

import argparse
import os

os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_photo_archive")

from django.db import connection
from django.test import Client
from django.utils.http import urlencode

from benchmarks import council, desk, lists, newsroom  # which set Django up
from council.models import Person
from photos.models import Album, Photo
from tests import factories

GOAL = 150  # milliseconds
WORDS = """
UPDATE photos_photo SET caption = jsonb_build_object(
    'en', 'Ministers at the table, view ' || id, 'ru', 'Министры за столом, вид ' || id
) WHERE id % 10 = 0;
UPDATE photos_photo SET likeness = (id / 12) * 7919 * 104729 WHERE id % 5 < 4;
INSERT INTO photos_wordsinfile (photo_id, words)
SELECT id, jsonb_build_object('caption', jsonb_build_object('en', 'A nutria in the garden')) FROM photos_photo
WHERE id % 100 = 0;
VACUUM ANALYZE
"""


def main():
    wanted = arguments()
    with newsroom.opened(keep=wanted.keep):
        if not Photo.objects.exists():
            fill(wanted.photographs)
        measure(wanted.times)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photographs", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=15, help="how often each page is asked for")
    parser.add_argument("--keep", action="store_true", help="leave the database for the next run")
    return parser.parse_args()


def fill(number):
    with connection.cursor() as cursor:  # the index of the search and the record of changes cost hours here
        cursor.execute("SET session_replication_role = replica")
        council.fill(1)
        lists.fill(number)
        for statement in WORDS.split(";"):
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


def measure(times):
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.press_secretary())
    person, album, newest = Person.objects.all()[7], Album.objects.all()[5], Photo.objects.newest_first()[:3]
    queries = {
        "newest": {},
        "page 20": {"page": 20},
        "a word of every tenth": {"q": "ministers"},
        "a word of nearly all": {"q": "session"},
        "two words": {"q": "council session"},
        "Russian, the beginning of a word": {"q": "мини"},
        "a file's number": {"q": "77777"},
        "words of the camera": {"q": "nutria"},
        "a person's name": {"q": str(person).split()[-1]},
        "an event's title": {"q": "событие 77"},
        "nothing found": {"q": "xylophone"},
        "person": {"person": person.pk},
        "album": {"album": album.pk},
        "a day": {"since": "2020-05-04", "until": "2020-05-04"},
        "unused": {"show": "unused"},
        "rights complete (none)": {"show": "ready"},
        "captions to confirm": {"show": "camera"},
        "without a description": {"without": "alt-ru"},
        "three chosen": {"photos": "-".join(str(photo.pk) for photo in newest)},
    }
    desk.head()
    for name, query in queries.items():
        address = f"/desk/photos/photo/?{urlencode(query)}"
        desk.report(name, lambda address=address: desk.ask(client, address), times, GOAL)
    picker = "/desk/news/article/library/?q=ministers"
    desk.report("found in an article", lambda: desk.ask(client, picker), times, GOAL)


if __name__ == "__main__":
    main()

"""The cost of the first page of every long list, and of one far down, with many years of data.

    .venv/bin/python -m benchmarks.lists [--photographs 100000] [--rounds 10] [--keep] [--only photographs]

The record of the Council is that of benchmarks.council; beside it stand the photographs of fifteen years, two in ten
released on their own, seven in albums of events, one in ten in nothing public. Everything is asked for as a visitor,
uncached, through the whole of Django. The figures are the processor's time of Python and of PostgreSQL, at the median.
"""
# ruff: noqa: E501 - Django is set up before its models can be imported; SQL reads better in long lines

import argparse
import os

os.environ.setdefault("TEST_DATABASE_NAME", "benchmark_lists")

from django.db import connection
from django.test import Client
from django.utils import translation

from benchmarks import council, newsroom  # which sets Django up
from council.models import Meeting, Office, Person, State
from photos.models import Album, Photo
from tests import factories

FILL = """
INSERT INTO photos_photo (id, key, file_name, original, format, size, sha256, width, height, caption, alt, credit, creator, copyright, usage_terms, rights_url,
    headline, extended_description, place, keywords, persons_named, focal_x, focal_y, uploaded_at, uploaded_by_id, taken_at, live_from)
SELECT n, 'photo-' || n, 'ZVF_' || n || '.JPG', 'x', 'JPEG', 1, '', CASE WHEN n % 5 = 0 THEN 2000 ELSE 3000 END, CASE WHEN n % 5 = 0 THEN 3000 ELSE 2000 END,
    '{{"en": "The Council in session.", "ru": "Заседание Совета."}}', '{{"en": "Delegates.", "ru": "Делегаты."}}', '{{}}', 'Photographer ' || n % 20, '', '{{}}', '',
    '{{}}', '{{}}', jsonb_build_object('en', 'City ' || n / 100 % 25, 'ru', 'Город ' || n / 100 % 25), '{{}}', '{{}}', 0.5, 0.5, now(), {writer},
    now() - n * interval '15 years' / {number}, CASE WHEN n / 7 % 10 < 2 THEN now() - n * interval '15 years' / {number} END
FROM generate_series(1, {number}) n;
INSERT INTO photos_album (id, title, description, held_on, place, live_from)
SELECT n, jsonb_build_object('en', 'Event ' || n, 'ru', 'Событие ' || n), '{{}}', (now() - n * interval '15 years' * 60 / {number})::date, '{{}}', now() - interval '1 hour'
FROM generate_series(1, {number} / 60) n;
INSERT INTO photos_albumphoto (photo_id, album_id, position)
SELECT n, n / 60, n % 60 FROM generate_series(60, {number} / 60 * 60) n WHERE n / 7 % 10 BETWEEN 2 AND 8;
INSERT INTO photos_rendition (photo_id, kind, crop, width, height, size, file)
SELECT n, kind, '', width, width * 2 / 3, 60000, '' FROM generate_series(1, {number}) n,
    (VALUES ('jpeg', 640), ('jpeg', 1600), ('avif', 640), ('avif', 1600), ('download', 3000)) made (kind, width);
INSERT INTO council_personshown (photo_id, person_id, position)
SELECT n, (ARRAY[{people}])[1 + n / 60 % 300], 0 FROM generate_series(1, {number}) n WHERE n % 3 = 0;
INSERT INTO council_meetingphoto (meeting_id, photo_id, position)
SELECT (ARRAY[{meetings}])[1 + n % 1000], n * 20, n FROM generate_series(1, {number} / 20) n;
"""


def main():
    wanted = arguments()
    with newsroom.opened(keep=wanted.keep):
        if not Photo.objects.exists():
            with connection.cursor() as cursor:  # the index of the search and the record of changes cost hours here
                cursor.execute("SET session_replication_role = replica")
                council.fill(1)
                fill(wanted.photographs)
                cursor.execute("SET session_replication_role = DEFAULT")
        report(wanted)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photographs", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--keep", action="store_true", help="leave the database for the next run")
    parser.add_argument("--only", default="", help="words of the names of the lists wanted")
    return parser.parse_args()


def fill(number):
    given = {
        "number": number,
        "writer": factories.writer().pk,
        "people": listed(Person.objects.all()[:300]),
        "meetings": listed(Meeting.objects.all()[:1000]),
    }
    with connection.cursor() as cursor:
        cursor.execute(FILL.format(**given))
        cursor.execute("VACUUM ANALYZE")


def listed(things):
    return ", ".join(str(thing.pk) for thing in things)


def report(wanted):
    client = Client()
    translation.activate("en")
    photo, album = Photo.objects.order_by("-pk").exclude(live_from=None)[0], Album.objects.all()[5]
    person, state, office = Person.objects.all()[7], State.objects.all()[3], Office.objects.all()[0]
    lists = {
        "photographs": ("/en/photos/", "?after=2013-01-01T00:00:00_0"),
        "photographs of a place": ("/en/photos/?place=City+7", "&after=2013-01-01T00:00:00_0"),
        "photographs of a person": (f"/en/photos/?person={person.pk}", "&after=2013-01-01T00:00:00_0"),
        "photographs of a state": (f"/en/photos/?state={state.code}", "&after=2013-01-01T00:00:00_0"),
        "photographs by their names": ("/en/photos/?q=ZVF_7777",),
        "a photograph": (photo.get_absolute_url(),),
        "albums": ("/en/photos/albums/", "?after=2013-01-01_0"),
        "an album": (album.get_absolute_url(),),
        "meetings": ("/en/council/", "?after=1994-01-01_0"),
        "documents": ("/en/council/documents/", "?after=1994-01-01_0"),
        "an office": (office.get_absolute_url(),),
    }
    print(f"{'':40} {'median, ms':>10} {'95 %, ms':>9} {'queries':>8} {'Python':>8} {'PostgreSQL':>11}")
    for name, (address, *deep) in lists.items():
        if wanted.only in name:
            for place, query in [("first", ""), *(("far down", query) for query in deep)]:
                figures = council.measured(client, lambda address=address + query: address, wanted.rounds)
                print(f"{f'{name}, {place}' if deep else name:40} {figures}", flush=True)


if __name__ == "__main__":
    main()

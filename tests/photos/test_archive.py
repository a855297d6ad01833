"""When a photo is public is asked in several ways, one of them made for long lists; the answer is the same."""

import datetime
import re

import pytest
from django.db import connection

from council.models import MeetingPhoto, Person, PersonShown, Pictured, Portrait
from news.models import StoppedPhoto
from photos.models import Album, AlbumPhoto, ArchivedPhoto, Photo, PhotoUse
from publishing import clock, sql_files
from publishing.visitors import as_visitor
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def photos():
    """{what shows it: a photo} for every kind of thing that shows photos, all of which open in an hour."""
    lift = clock.now() + HOUR
    kinds = ["released", "album", "meeting", "edition", "portrait", "stopped", "nothing"]
    made = {kind: factories.photo(f"{kind}.JPG") for kind in kinds}
    album = Album.objects.create(title={"en": "Council"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=made["album"])
    AlbumPhoto.objects.create(album=album, photo=made["stopped"])
    meeting, edition = factories.meeting(public=False), factories.edition()
    MeetingPhoto.objects.create(meeting=meeting, photo=made["meeting"])
    factories.show(made["edition"], edition)
    person = factories.person()
    term = factories.term(person, factories.office(), public=False)
    Portrait.objects.create(person=person, photo=made["portrait"])
    StoppedPhoto.objects.create(photo=made["stopped"], by=factories.press_secretary(), reason="A wrong face.")
    for photo in made.values():
        PersonShown.objects.create(photo=photo, person=person)
    for thing in (made["released"], album, meeting, edition, term):
        factories.publish(thing, at=lift)
    return made


@pytest.mark.parametrize(
    ("passed", "seen"), [(-HOUR, set()), (HOUR, {"released", "album", "meeting", "edition", "portrait"})]
)
def test_the_archive_is_what_is_public_at_every_instant(photos, passed, seen):
    with clock.moved_to(clock.now() + passed + datetime.timedelta(seconds=1)):
        archived = set(ArchivedPhoto.objects.values_list("pk", flat=True))
        assert archived == {photos[kind].pk for kind in seen}
        assert archived == set(Photo.objects.public().values_list("pk", flat=True))
        pictured = PersonShown.objects.filter(photo__in=archived, person__in=Person.objects.public())
        assert set(Pictured.objects.values_list("pk")) == set(pictured.values_list("pk"))
        assert Pictured.objects.count() == len(seen)


def test_what_shows_photos_and_what_stops_them_registers_itself():
    definition = one_value("SELECT pg_get_viewdef('photos_public_range'::regclass)")
    kinds = [*PhotoUse.kinds(), StoppedPhoto]
    assert {kind._meta.app_label for kind in kinds} == {"photos", "council", "news"}
    assert [kind for kind in kinds if f" {kind._meta.db_table}" not in definition] == []
    assert not re.search(r"news_|council_", sql_files.read("photos/sql/1_public.sql"))


@pytest.mark.parametrize(
    "passed",
    [-datetime.timedelta(microseconds=1), datetime.timedelta(0), HOUR - datetime.timedelta(microseconds=1), HOUR],
)
def test_all_that_ask_give_the_same_answer_at_every_instant(photos, passed):
    lift = photos["released"].live_from
    for kind in ("released", "album"):
        thing = photos[kind] if kind == "released" else photos[kind].photos_albumphoto_set.get().album
        type(thing).objects.filter(pk=thing.pk).update(live_until=lift + HOUR)
    instant = lift + passed
    with clock.moved_to(instant):
        asked_for_now = set(Photo.objects.public())
        with as_visitor():
            seen_by_visitors = set(Photo.objects.all())
    in_ranges = {
        photo
        for photo in photos.values()
        if one_value("SELECT photos_public_ranges(%s) @> %s::timestamptz", photo.pk, instant)
    }
    expected = set() if passed < datetime.timedelta(0) else {"released", "album", "meeting", "edition", "portrait"}
    expected -= {"released", "album"} if passed == HOUR else set()
    assert in_ranges == {photos[kind] for kind in expected}
    assert asked_for_now == seen_by_visitors == in_ranges
    assert set(Photo.objects.public(instant)) == in_ranges
    assert {photo for photo in photos.values() if photo.is_public(instant)} == in_ranges


def one_value(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0]

"""The archive, which asks of one photo after the other, holds the same as the rule what is public."""

import datetime

import pytest
from django.db import connection

from council.models import MeetingPhoto, Person, PersonShown, Pictured, Portrait
from news.models import StoppedPhoto
from photos.models import Album, AlbumPhoto, ArchivedPhoto, Photo, PhotoStop, PhotoUse
from publishing import clock
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


def test_every_place_that_shows_photos_and_every_stop_is_known_to_the_archive():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('photos_is_shown'::regproc)")
        (function,) = cursor.fetchone()
    stops = [
        relation.related_model
        for relation in Photo._meta.related_objects
        if issubclass(relation.related_model, PhotoStop)
    ]
    assert [kind for kind in [*PhotoUse.kinds(), *stops] if f" {kind._meta.db_table} " not in function] == []

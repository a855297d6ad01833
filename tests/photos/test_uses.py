"""Every place that uses a photo is known by name, whether visitors see it or not."""

import pytest

from council.models import MeetingPhoto, Portrait
from photos import library, uses
from photos.models import Album, AlbumPhoto, Photo
from publishing import actions
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo():
    return factories.photo()


def test_a_photo_without_uses_has_none(photo):
    assert uses.uses_of(photo) == []


def test_public_uses_have_an_address_and_others_have_none(photo):
    draft, public = factories.edition(title="Draft"), factories.edition(title="Public")
    factories.show(photo, draft)
    factories.show(photo, public)
    factories.publish(public)
    found = {str(use.object): use.address for use in uses.uses_of(photo)}
    assert found == {"Draft": None, "Public": public.get_absolute_url()}


def test_every_kind_of_use_is_found(photo):
    album = Album.objects.create(title={"en": "Session"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    meeting, person, edition = factories.meeting(public=False), factories.person(), factories.edition()
    MeetingPhoto.objects.create(meeting=meeting, photo=photo)
    Portrait.objects.create(person=person, photo=photo)
    factories.show(photo, edition)
    assert {(use.kind, use.object) for use in uses.uses_of(photo)} == {
        ("album", album),
        ("meeting", meeting),
        ("person", person),
        ("edition", edition),
    }


def test_a_used_photo_is_not_deleted_and_the_refusal_says_where_it_is_used(photo):
    factories.show(photo, factories.edition(title="Council meets in Moscow"))
    with pytest.raises(actions.Refused, match="edition: Council meets in Moscow"):
        library.delete(photo, by=factories.press_secretary())
    assert photo.original.storage.exists(photo.original.name)
    assert Photo.objects.filter(pk=photo.pk).exists()


def test_a_photo_that_visitors_see_is_not_deleted(photo):
    factories.publish(photo)
    with pytest.raises(actions.Refused, match="Remove it from the archive"):
        library.delete(photo, by=factories.press_secretary())


def test_a_writer_deletes_nothing(photo):
    with pytest.raises(actions.NotAllowed):
        library.delete(photo, by=factories.writer())
    assert Photo.objects.filter(pk=photo.pk).exists()

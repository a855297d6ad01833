"""The albums of the demo: complete in both languages, of photographs that exist, one of them still under embargo."""

import pytest
from django.conf import settings

from demo import content, photographs, staff
from photos.models import Album
from tests import factories

pytestmark = pytest.mark.django_db

ALBUMS = content.read("albums")["albums"]
FILE_NAMES = {row["file_name"] for row in content.read("photographs")["photographs"]}


@pytest.mark.parametrize("row", ALBUMS, ids=lambda row: row["title"]["en"])
def test_an_album_has_its_words_in_every_language_and_photographs_that_exist(row):
    for words in [row["title"], row["description"], *filter(None, [row.get("place")])]:
        assert set(words) == set(dict(settings.LANGUAGES))
    assert len(set(row["photos"])) == len(row["photos"]) > 1
    assert set(row["photos"]) <= FILE_NAMES


def test_albums_are_public_except_the_one_under_embargo():
    photos = {name: factories.photo(name) for name in {name for row in ALBUMS for name in row["photos"]}}
    photographs.load_albums(staff.create(), photos)
    waiting = [row for row in ALBUMS if "live_in_hours" in row]
    assert (Album.objects.public().count(), Album.objects.scheduled().count()) == (len(ALBUMS) - len(waiting), 1)
    for row in ALBUMS:
        album = Album.objects.get(title__en=row["title"]["en"])
        assert [use.photo.file_name for use in album.photo_uses.all()] == row["photos"]

"""The demo's pictures arrive as a press photographer's would: words, rights, and private parts that stay behind."""

from io import BytesIO

import pytest
from PIL import Image

from demo import content
from photos.inspection import inspect_photo
from photos.metadata import Rights
from photos.rendering import public_copy
from tests.photos.images import SECRETS

FILES = sorted(content.PHOTOGRAPHS.iterdir())
MAX_TOTAL_BYTES = 6_000_000  # a clone carries them all


@pytest.fixture(scope="module")
def picture():
    return (content.PHOTOGRAPHS / "ZVF_6041.JPG").read_bytes()


def test_a_picture_enters_the_library_like_any_photograph(picture):
    photo = inspect_photo(BytesIO(picture), "ZVF_6041.JPG")
    assert (photo.format, photo.width, photo.height) == ("JPEG", 2000, 1333)
    assert photo.taken_at.isoformat() == "2022-06-10T17:03:13+03:00"
    assert (photo.creator, photo.copyright) == ("CSTO Press Office", "© 2022 CSTO Press Office")


def test_its_private_parts_stay_behind(picture):
    public = public_copy(BytesIO(picture), Rights(creator="CSTO Press Office", credit="CSTO Press Office"))
    for name, secret in SECRETS.items():
        assert secret in picture, name
        assert secret not in public, name


def test_all_together_stay_small_enough_for_a_clone():
    assert sum(path.stat().st_size for path in FILES) < MAX_TOTAL_BYTES
    assert {max(Image.open(path).size) for path in FILES} == {2000}


def test_every_picture_has_its_words_and_every_row_of_words_its_picture():
    rows = content.read("photographs")["photographs"]
    assert [path.name for path in FILES] == sorted(row["file_name"] for row in rows)

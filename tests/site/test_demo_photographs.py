"""The demo's photographs are drawn, yet arrive as a press photographer's would: private parts and all."""

from io import BytesIO

import pytest
from PIL import Image

from csto_site.demo.captions import CAPTIONS
from csto_site.demo.photographs import PHOTOGRAPHS, draw
from photos.inspection import inspect_photo
from photos.rendering import public_copy
from tests.photos.images import SECRETS


@pytest.fixture(scope="module")
def drawn():
    return draw("ZVF_6041.JPG")


def test_a_drawn_photograph_enters_the_library_like_any_other(drawn):
    photo = inspect_photo(BytesIO(drawn), "ZVF_6041.JPG")
    assert (photo.format, photo.width, photo.height) == ("JPEG", 2400, 1600)
    assert photo.taken_at.isoformat() == "2022-06-10T17:03:13+03:00"
    assert (photo.creator, photo.copyright) == ("CSTO Press Office", "© 2022 CSTO Press Office")


def test_its_private_parts_stay_behind(drawn):
    public = public_copy(BytesIO(drawn), PHOTOGRAPHS["ZVF_6041.JPG"].rights)
    for name, octets in SECRETS.items():
        assert octets in drawn, name
        assert octets not in public, name


def test_the_same_picture_is_drawn_every_time(drawn):
    assert draw("ZVF_6041.JPG") == drawn


def test_its_size_is_that_of_a_press_photograph(drawn):
    assert 300_000 < len(drawn) < 900_000
    assert Image.open(BytesIO(drawn)).getexif()[0x0110] == "Sample Camera One"


def test_every_photograph_has_its_words_and_every_text_its_photograph():
    assert set(PHOTOGRAPHS) == set(CAPTIONS)

"""A copy of a picture is recognized after what happens to copies; another picture is not."""

import io

import pytest
from PIL import Image, ImageEnhance

from photos import library, likeness
from tests import factories
from tests.photos.images import encoded, scene


def turned(image):
    """The picture as a camera held upright leaves it: on its side, with a tag that says so."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return encoded(image.transpose(Image.Transpose.ROTATE_90), exif=exif)


COPIES = {
    "smaller": lambda image: encoded(image.resize((640, 427))),
    "much smaller": lambda image: encoded(image.resize((200, 133))),
    "of low quality": lambda image: encoded(image, quality=20),
    "brighter": lambda image: encoded(ImageEnhance.Brightness(image).enhance(1.25)),
    "darker": lambda image: encoded(ImageEnhance.Brightness(image).enhance(0.7)),
    "with more contrast": lambda image: encoded(ImageEnhance.Contrast(image).enhance(1.3)),
    "in grey": lambda image: encoded(image.convert("L")),
    "as PNG": lambda image: encoded(image, "PNG"),
    "on its side": turned,
}


def taken_in(data, name="ZVF_2142.JPG"):
    return library.add(io.BytesIO(data), name, by=factories.press_secretary())


@pytest.mark.django_db
@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
def test_a_copy_is_found_and_other_pictures_are_not(copied):
    photo = taken_in(encoded(scene(1), quality=95))
    for number in range(2, 8):
        taken_in(encoded(scene(number)))
    copy = taken_in(copied(scene(1)))
    assert library.look_alikes(copy) == [photo]
    assert library.look_alikes(photo) == [copy]


@pytest.mark.django_db
def test_the_most_alike_come_first_and_no_more_than_twenty():
    photo = taken_in(encoded(scene(1)))
    for different, name in [(0b111, "three.jpg"), (0b1, "one.jpg"), (0b11, "two.jpg")]:
        other = factories.photo(name=name)
        other.likeness = photo.likeness ^ different
        other.save(update_fields=["likeness"])
    assert [alike.file_name for alike in library.look_alikes(photo)] == ["one.jpg", "two.jpg", "three.jpg"]
    for _burst in range(20):
        factories.photo(likeness=photo.likeness)
    assert len(library.look_alikes(photo)) == 20


@pytest.mark.django_db
@pytest.mark.parametrize("number", [-(2**63), -1, 0, 2**63 - 1])
def test_every_number_can_be_stored_and_compared(number):
    photo, same = factories.photo(likeness=number), factories.photo(likeness=number)
    factories.photo(likeness=~number)
    assert library.look_alikes(photo) == [same]


@pytest.mark.django_db
def test_plain_surfaces_are_not_alike():
    assert likeness.of(Image.new("RGB", (900, 600), "navy")) is None
    blank = taken_in(encoded(Image.new("RGB", (90, 60), "navy")))
    taken_in(encoded(Image.new("RGB", (60, 90), "navy")))
    assert library.look_alikes(blank) == []


def test_different_scenes_are_far_apart():
    hashes = [likeness.of(scene(number)) for number in range(40)]
    apart = [((one ^ other) & (2**64 - 1)).bit_count() for one in hashes for other in hashes if one is not other]
    assert min(apart) > likeness.MAX_DISTANCE

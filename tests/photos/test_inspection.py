"""A file enters the library if it is a photo, whatever it calls itself; if not, a sentence refuses it."""

import hashlib
import struct
from io import BytesIO

import pytest
from PIL import Image

from photos import inspection
from photos.inspection import MAX_BYTES, PhotoRefused, clean_file_name, inspect_photo
from photos.metadata import Rights, xmp_packet
from tests.photos.images import (
    ARITHMETIC_JPEG,
    bomb,
    camera_jpeg,
    encoded,
    heic,
    picture,
    with_exif,
    with_iim,
    with_xmp,
)

JPEG = encoded(picture())


def inspected(data, name="ZVF_2142.JPG"):
    return inspect_photo(BytesIO(data), name)


def test_a_press_photo_is_accepted_with_all_it_says():
    data = camera_jpeg(orientation=6)
    photo = inspected(data)
    assert (photo.file_name, photo.format, photo.width, photo.height) == ("ZVF_2142.JPG", "JPEG", 800, 1200)
    assert (photo.size, photo.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert photo.taken_at.isoformat() == "2018-11-27T11:42:05+03:00"
    assert (photo.creator, photo.credit, photo.copyright) == ("CSTO Press Office", "CSTO", "© 2018 CSTO")
    assert photo.caption == "The Council at work"


def test_the_date_of_an_agency_stands_in_for_the_cameras():
    photo = inspected(with_iim(JPEG, {55: b"20181127", 60: b"114205+0600"}))
    assert photo.taken_at.isoformat() == "2018-11-27T11:42:05+06:00"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/rights?a=1", True),
        ("javascript:alert(1)", False),
        ("example.org", False),
        ("https://example.org/" + "a" * 300, False),
        ("https://exa mple.org", False),
    ],
)
def test_only_a_web_address_is_taken_for_the_licence(address, kept):
    assert inspected(with_xmp(JPEG, xmp_packet(Rights(rights_url=address)))).rights_url == (address if kept else "")


def test_a_photo_of_four_pixels_is_a_photo():
    assert inspected(encoded(picture((2, 2)))).width == 2


def test_a_photo_that_says_nothing_is_accepted_too():
    photo = inspected(JPEG)
    assert photo.taken_at is None
    assert {photo.creator, photo.credit, photo.copyright, photo.usage_terms, photo.caption, photo.alt} == {""}


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_the_content_decides_and_not_the_extension(format):
    photo = inspected(encoded(picture((90, 60)), format), "picture.jpg")
    assert (photo.format, photo.width, photo.height, photo.file_name) == (format, 90, 60, "picture.jpg")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize(("turn", "seen"), [(1, (90, 60)), (3, (90, 60)), (6, (60, 90)), (8, (60, 90)), (9, (90, 60))])
def test_width_and_height_are_those_a_viewer_sees(format, turn, seen):
    exif = Image.Exif()
    exif[0x0112] = turn
    photo = inspected(encoded(picture((90, 60)), format, exif=exif))
    assert (photo.width, photo.height) == seen


def test_a_file_of_several_pictures_counts_as_the_first():
    data = encoded(picture((90, 60)), "MPO", save_all=True, append_images=[picture((30, 20))])
    photo = inspected(data)
    assert (photo.format, photo.width, photo.height) == ("JPEG", 90, 60)


@pytest.mark.parametrize("format", ["WEBP", "PNG", "TIFF"])
def test_the_pictures_of_an_animation_and_the_pages_of_a_scan_are_counted(format):
    frames = [picture((90, 60)), picture((90, 60), "L").convert("RGB"), picture((90, 60), "1").convert("RGB")]
    data = encoded(frames[0], format, save_all=True, append_images=frames[1:])
    assert (inspected(data).pictures, inspected(data).width) == (3, 90)


def test_a_photo_of_a_telephone_stands_upright_and_says_when_it_was_taken():
    photo = inspected(heic("upright"), "IMG_0042.HEIC")
    assert (photo.file_name, photo.format, photo.width, photo.height) == ("IMG_0042.HEIC", "HEIC", 200, 300)
    assert photo.taken_at.isoformat() == "2018-11-27T11:42:05+03:00"
    assert (photo.creator, photo.pictures) == ("Ivan Petrov", 1)
    assert inspected(heic("three")).pictures == 3


def test_a_file_of_a_thousand_and_one_pictures_is_refused_before_any_is_read(monkeypatch):
    monkeypatch.setattr(inspection, "MAX_PICTURES", 2)
    monkeypatch.setattr(inspection, "_decode", lambda *_: pytest.fail("It was decoded."))
    with pytest.raises(PhotoRefused, match="holds more than 2 pictures"):
        inspected(heic("three"))


def test_the_file_is_left_at_its_beginning():
    file = BytesIO(JPEG)
    inspect_photo(file, "a.jpg")
    assert file.tell() == 0


def as_large_as(data, width, height):
    """The HEIC with other widths and heights in its boxes (ispe), the picture itself as it was."""
    place, box = -1, struct.pack(">II", width, height)
    while (place := data.find(b"ispe", place + 1)) >= 0:
        data = data[: place + 8] + box + data[place + 16 :]
    return data


REFUSED = {
    "no bytes": (b"", "is empty"),
    "text": (b"Minutes of the meeting", "is not a photo"),
    "renamed PDF": (b"%PDF-1.7 a renamed document", "is a PDF document"),
    "GIF": (encoded(picture((90, 60)), "GIF"), "is a GIF picture"),
    "BMP": (encoded(picture((90, 60)), "BMP"), "is a BMP picture"),
    "SVG": (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "is an SVG drawing"),
    "arithmetic JPEG": (ARITHMETIC_JPEG, "is a JPEG with arithmetic coding"),
    "lossless JPEG": (JPEG.replace(b"\xff\xc0", b"\xff\xc3"), "is a lossless JPEG"),
    "head of a HEIC": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "did not arrive whole"),
    "half a HEIC": (heic("upright")[:900], "did not arrive whole"),
    "HEIC without its end": (heic("upright")[:-40], "did not arrive whole"),
    "HEIC of 1,600 megapixels": (as_large_as(heic("upright"), 40_000, 40_000), "more pixels"),
    "HEIC too long a side": (as_large_as(heic("upright"), 31_000, 8), "more pixels"),
    "HEIC smaller than it says": (as_large_as(heic("upright"), 9_000, 9_000), "did not arrive whole"),
    "HEIC of a cut-out of a larger one": (as_large_as(heic("three"), 40_000, 40_000), "did not arrive whole"),
    "HEIC larger than it says": (as_large_as(heic("upright"), 8, 8), "did not arrive whole"),
    "AVIF": (encoded(picture((90, 60)), "AVIF"), "is an AVIF picture"),
    "raw file": (encoded(picture((90, 60)), "TIFF", tiffinfo={254: 1}), "is a raw file"),
    "half a JPEG": (JPEG[: len(JPEG) // 2], "did not arrive whole"),
    "head of a JPEG": (JPEG[:200], "did not arrive whole"),
    "progressive JPEG": (encoded(picture((900, 600)), progressive=True)[:-2000], "did not arrive whole"),
    "half a PNG": (encoded(picture((900, 600)), "PNG")[:-500], "did not arrive whole"),
    "half a WebP": (encoded(picture((900, 600)), "WEBP")[:-500], "did not arrive whole"),
    "half a TIFF": (encoded(picture((900, 600)), "TIFF")[:-500_000], "did not arrive whole"),
    "bomb": (bomb(30_000, 30_000), "more pixels"),
    "too many pixels": (bomb(12_500, 10_000), "more pixels"),
    "too long a side": (bomb(30_000, 1), "more pixels"),
}


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(("data", "says"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_usable_photo_is_refused_with_a_sentence(data, says):
    with pytest.raises(PhotoRefused) as refusal:
        inspected(data, "ZVF_2142.JPG")
    assert says in str(refusal.value)
    assert "ZVF_2142.JPG" in str(refusal.value)


def test_a_file_of_sixty_megabytes_is_refused_before_it_is_read():
    class Large(BytesIO):
        def seek(self, offset, whence=0):
            return 60_000_000 if whence == 2 else super().seek(offset, whence)

        def read(self, *size):
            raise AssertionError("The file was read.")

    with pytest.raises(PhotoRefused, match="has 60 MB; the library takes up to 50 MB"):
        inspect_photo(Large(JPEG), "ZVF_2142.JPG")


def test_a_file_at_the_limit_is_accepted():
    assert inspected(JPEG + b"\x00" * (MAX_BYTES - len(JPEG))).size == MAX_BYTES
    with pytest.raises(PhotoRefused, match="has 51 MB"):
        inspected(JPEG + b"\x00" * (MAX_BYTES - len(JPEG) + 1))


def test_a_bomb_is_refused_by_its_header_alone(monkeypatch):
    monkeypatch.setattr(inspection, "_decode", lambda *_: pytest.fail("It was decoded."))
    with pytest.raises(PhotoRefused, match="more pixels"):
        inspected(bomb())


def test_endless_texts_are_cut():
    photo = inspected(with_exif(JPEG, ImageDescription="a" * 9_000, Artist="b" * 9_000))
    assert (len(photo.caption), len(photo.creator)) == (4_000, 200)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("ZVF_2142.JPG", "ZVF_2142.JPG"),
        ("../../x.jpg", "x.jpg"),
        ("C:\\photos\\IMG 0001.jpg", "IMG 0001.jpg"),
        ("/etc/passwd", "passwd"),
        ("заседание и\u0306.jpg", "заседание й.jpg"),
        ("a\x00b\n c\u202e.jpg", "ab c.jpg"),
        ("WhatsApp Image 2022-02-16 at 14.07.35.jpeg", "WhatsApp Image 2022-02-16 at 14.07.35.jpeg"),
        ("Ы" * 300 + ".JPEG", "Ы" * 115 + ".JPEG"),
        ("a." + "b" * 300, "a." + "b" * 118),
        (".jpg", "jpg"),
        ("..", "photo"),
        ("", "photo"),
    ],
)
def test_the_cameras_name_is_kept_and_nothing_but_the_name(given, kept):
    assert clean_file_name(given) == kept

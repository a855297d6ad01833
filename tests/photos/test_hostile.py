"""Whatever is uploaded is taken in or refused with a sentence: no other fault, no litter, nothing foreign in public."""

import errno
import io
import os
import subprocess
import time
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from PIL import TiffImagePlugin

from photos import library, renditions
from photos.inspection import PhotoRefused
from photos.jpeg import segment
from photos.metadata import Rights, read_rights, xmp_packet
from photos.models import Photo
from photos.opening import open_image
from tests import factories
from tests.photos import images
from tests.photos.allowlist import besides_the_picture, foreign
from tests.photos.mutations import SIZE, SOUND, mutated, png_with_xmp, tiff_loop

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore"),  # Pillow warns of much that it reads over
]

MUTATED = 1_000
RENDERED = 25  # of the accepted, one in so many

PLAIN = images.encoded(images.scene(1, SIZE))


def taken_in(data, name="ZVF_2142.JPG"):
    return library.add(io.BytesIO(data), name, by=factories.press_secretary())


def listed():
    """The names of all files that rows of the library speak of."""
    photos = Photo.objects.prefetch_related("renditions", "earlier_originals")
    names = {name for photo in photos for name in (photo.original.name, library.preview_path(photo))}
    names |= {rendition.file.name for photo in photos for rendition in photo.renditions.all()}
    return names | {original.file.name for photo in photos for original in photo.earlier_originals.all()}


def stored(settings):
    return {str(path.relative_to(settings.MEDIA_ROOT)) for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}


def public_files(photo):
    renditions.make(photo)
    return [rendition.file.read() for rendition in photo.renditions.all()]


def assert_nothing_foreign(photo):
    for data in public_files(photo):
        assert foreign(data) == []
        for name, content in images.SECRETS.items():
            assert content not in besides_the_picture(data), name


@pytest.mark.parametrize("data", SOUND.values(), ids=SOUND)
def test_the_sound_photos_that_mutations_start_from_are_taken_in(data):
    assert_nothing_foreign(taken_in(data))


def test_a_mutated_photo_is_taken_in_or_refused_and_leaves_nothing_foreign_or_unlisted(settings):
    accepted, refusals = [], []
    for number in range(MUTATED):
        try:
            accepted.append(taken_in(mutated(number), f"mutated-{number}.jpg"))
        except PhotoRefused as refusal:
            refusals.append(str(refusal))
    for photo in accepted[::RENDERED]:
        assert_nothing_foreign(photo)
    assert all("mutated-" in sentence for sentence in refusals)
    assert min(len(accepted), len(refusals)) > MUTATED / 10  # or the faults are of one kind
    assert stored(settings) == listed()


def a_zip():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("payload.txt", "FOREIGN")
    return file.getvalue()


HTML = b"<html><script>FOREIGN</script></html>"
POLYGLOTS = {
    "HTML in a comment": PLAIN[:2] + segment(0xFE, HTML) + PLAIN[2:],
    "HTML in the JFIF segment": PLAIN[:2]
    + segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + HTML)
    + PLAIN[20:],
    "HTML in a segment of nobody's": PLAIN[:2] + segment(0xEB, HTML) + PLAIN[2:],
    "HTML in the colour profile": images.encoded(images.scene(1, SIZE), icc_profile=HTML * 20),
    "HTML behind the end": PLAIN + HTML,
    "HTML behind a photo without end": PLAIN[:-2] + HTML,
    "ZIP behind the end": PLAIN + a_zip(),
    "ZIP behind a photo without end": PLAIN[:-2] + a_zip(),
    "another photo behind the end": PLAIN + PLAIN[:2] + segment(0xFE, b"FOREIGN") + PLAIN[2:],
    "a megabyte behind the end": PLAIN + b"FOREIGN " * 131_072,
    "HTML in a PNG": images.encoded(images.scene(1, SIZE), "PNG") + HTML,
    "HTML in a WebP": images.encoded(images.scene(1, SIZE), "WEBP") + HTML,
}


@pytest.mark.parametrize("data", POLYGLOTS.values(), ids=POLYGLOTS)
def test_a_photo_that_is_something_else_too_is_public_as_a_photo_alone(data):
    photo = taken_in(data)
    assert photo.original.read() == data
    for public in public_files(photo):
        assert foreign(public) == []
        assert b"FOREIGN" not in public
        assert not zipfile.is_zipfile(io.BytesIO(public))


def test_no_drawing_and_no_page_is_taken_for_a_photo(settings):
    for data in [b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', HTML, a_zip(), b"GIF89a" + HTML]:
        with pytest.raises(PhotoRefused, match=r"ZVF_2142\.JPG"):
            taken_in(data)
    assert stored(settings) == set()


def words_of(data):
    return read_rights(open_image(io.BytesIO(data)))


def tiff_with_xmp(packet):
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags.tagtype[700] = 1
    tags[700] = packet
    return images.encoded(images.scene(4, SIZE), "TIFF", tiffinfo=tags)


def jpeg_with_endless_xmp(packet):
    """The packet in as many segments as it needs, as the XMP specification extends it."""
    parts = [packet[at : at + 65_000] for at in range(0, len(packet), 65_000)]
    name = b"http://ns.adobe.com/xmp/extension/\x00" + b"0" * 32
    return PLAIN[:2] + b"".join(segment(0xE1, name + bytes(8) + part) for part in parts) + PLAIN[2:]


@pytest.mark.parametrize(
    "written",
    [
        jpeg_with_endless_xmp,
        png_with_xmp,
        tiff_with_xmp,
        lambda packet: images.encoded(images.scene(5, SIZE), "WEBP", xmp=packet),
    ],
    ids=["JPEG", "PNG", "TIFF", "WebP"],
)
def test_an_xmp_packet_of_twenty_megabytes_is_passed_over(written):
    data = written(xmp_packet(Rights(caption="FOREIGN " * 2_500_000)))
    assert len(data) > 20_000_000
    begun = time.process_time()
    photo = taken_in(data)
    assert time.process_time() - begun < 5
    assert photo.caption == {}
    assert not [public for public in public_files(photo) if b"FOREIGN" in public or foreign(public)]


def with_entities(declarations, caption):
    packet = xmp_packet(Rights(caption="CAPTION")).partition(b"?>")[2]
    head = f'<?xml version="1.0"?><!DOCTYPE x [{declarations}]>'.encode()
    return images.with_xmp(PLAIN, head + packet.replace(b"CAPTION", caption.encode()))


LAUGHS = '<!ENTITY a0 "laughs">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
XMP = {
    "entities that expand": with_entities(LAUGHS, "&a9;"),
    "one long entity": with_entities(f'<!ENTITY a "{"a" * 20_000}">', "&a;" * 5_000),
    "a file of the server": with_entities('<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;"),
    "an address": with_entities('<!ENTITY % a SYSTEM "http://127.0.0.1:9/a.dtd">%a;', "x"),
    "elements in elements": png_with_xmp(b"<a>" * 130_000 + b"</a>" * 130_000),
    "another character set": images.with_xmp(PLAIN, b'<?xml version="1.0" encoding="utf-7"?><x/>'),
    "UTF-16": images.with_xmp(PLAIN, xmp_packet(images.OFFICE).decode().encode("utf-16")),
}


@pytest.mark.parametrize("data", XMP.values(), ids=XMP)
def test_a_hostile_xmp_packet_says_nothing_in_no_time(data):
    begun = time.process_time()
    assert taken_in(data).caption in ({}, {"en": images.OFFICE.caption})
    assert time.process_time() - begun < 5


def with_iim_block(block, said=None):
    payload = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + (said or len(block)).to_bytes(4, "big") + block
    return PLAIN[:2] + segment(0xED, payload) + PLAIN[2:]


IIM = {
    "a dataset longer than its block": with_iim_block(b"\x1c\x02\x78\x7f\xffCouncil"),
    "a block longer than its segment": with_iim_block(b"\x1c\x02\x78\x00\x07Council", said=2**31),
    "an extended dataset of two gigabytes": with_iim_block(b"\x1c\x02\x78\x80\x04\x7f\xff\xff\xffCouncil"),
    "ten thousand empty datasets": with_iim_block(b"\x1c\x02\x19\x00\x00" * 10_000),
    "ten thousand keywords": with_iim_block(b"\x1c\x02\x19\x00\x01a" * 10_000),
    "a dataset cut in its length": with_iim_block(b"\x1c\x02\x78\x00"),
}


@pytest.mark.parametrize("data", IIM.values(), ids=IIM)
def test_iim_that_lies_about_its_lengths_does_no_harm(data):
    photo = taken_in(data)
    assert len(photo.keywords) <= 100
    assert_nothing_foreign(photo)


EXIF = {
    "loops": tiff_loop(),
    "a directory that never ends": b"MM\x00\x2a\x00\x00\x00\x08\xff\xff" + b"\x01\x0e\x00\x02\xff\xff\xff\xff" * 500,
    "a directory outside the block": b"II\x2a\x00\xff\xff\xff\xff",
    "a text of four gigabytes": b"MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x0e\x00\x02\xff\xff\xff\xff\x00\x00\x00\x08",
}


@pytest.mark.parametrize("block", EXIF.values(), ids=EXIF)
def test_exif_that_leads_nowhere_or_in_circles_does_no_harm(block):
    photo = taken_in(PLAIN[:2] + segment(0xE1, b"Exif\x00\x00" + block) + PLAIN[2:])
    assert (photo.width, photo.height, photo.taken_at) == (*SIZE, None)
    assert_nothing_foreign(photo)


@pytest.mark.parametrize("profile", [b"acsp" * 100, images.swapped_profile(), images.swapped_profile()[:150]])
def test_a_cmyk_photo_with_a_profile_that_is_broken_or_anothers_still_comes_out(profile):
    photo = taken_in(images.encoded(images.scene(1, SIZE).convert("CMYK"), icc_profile=profile))
    assert_nothing_foreign(photo)


def test_of_a_hundred_files_the_ten_bad_ones_are_named_and_the_others_taken_in(settings):
    sentences = []
    for number in range(100):
        data = factories.jpeg(90, 60)
        try:
            taken_in(data[: len(data) // 2] if number % 10 == 7 else data, f"ZVF_{number:04}.JPG")
        except PhotoRefused as refusal:
            sentences.append(str(refusal))
    assert [sentence[:15] for sentence in sentences] == [f"“ZVF_{number:04}.JPG” " for number in range(7, 100, 10)]
    assert Photo.objects.count() == 90
    assert stored(settings) == listed()


class FullDisk(FileSystemStorage):
    """A disk that is full in the middle of the file of this number, counted from 1."""

    fails_at = 0
    written = 0

    def _save(self, name, content):
        FullDisk.written += 1
        if FullDisk.written != FullDisk.fails_at:
            return super()._save(name, content)
        super()._save(name, ContentFile(content.read(100)))
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def full_disk(settings):
    def fails_at(number):
        FullDisk.fails_at, FullDisk.written = number, 0

    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "tests.photos.test_hostile.FullDisk"}}
    fails_at(0)
    return fails_at


@pytest.mark.parametrize("number", [1, 2])
def test_a_disk_that_is_full_in_the_middle_refuses_the_photo_and_keeps_no_part_of_it(full_disk, settings, number):
    full_disk(number)
    with pytest.raises(PhotoRefused, match=r"The disk is full, so “.*\.(JPG|jpg)” was not saved"):
        taken_in(PLAIN)
    assert stored(settings) == set()
    assert not Photo.objects.exists()
    full_disk(0)
    assert taken_in(PLAIN).original.read() == PLAIN


@pytest.mark.parametrize("number", [1, 2])
def test_a_disk_that_is_full_in_the_middle_of_a_replacement_leaves_the_photo_as_it_was(full_disk, settings, number):
    photo = taken_in(PLAIN)
    preview = library.preview_file(photo).read()
    full_disk(number)
    with pytest.raises(PhotoRefused, match=r"The disk is full, so “.*\.(JPG|jpg)” was not saved"):
        library.replace_original(
            photo, io.BytesIO(factories.jpeg()), "better.jpg", by=factories.press_secretary(), note="Better."
        )
    photo.refresh_from_db()
    assert (photo.original.read(), photo.file_name) == (PLAIN, "ZVF_2142.JPG")
    assert library.preview_file(photo).read() == preview
    assert stored(settings) == listed()


def test_a_real_disk_of_a_megabyte_takes_what_it_can_and_refuses_the_rest(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "disk"
    settings.MEDIA_ROOT.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(settings.MEDIA_ROOT)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("file systems cannot be mounted here")
    try:
        photos = (images.encoded(images.scene(number), quality=95) for number in range(40))
        with pytest.raises(PhotoRefused, match=r"The disk is full, so “.*\.(JPG|jpg)” was not saved"):
            list(map(taken_in, photos))
        assert Photo.objects.count() > 2
        assert stored(settings) == listed()
        assert all(len(photo.original.read()) == photo.size for photo in Photo.objects.all())
        assert default_storage.exists(Photo.objects.first().original.name)
    finally:
        subprocess.run(["umount", "--lazy", str(settings.MEDIA_ROOT)], check=True)

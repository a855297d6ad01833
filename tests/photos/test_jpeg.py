"""A public JPEG has the camera's pixels, the newsroom's words, and nothing else."""

import json
import shutil
import struct
import subprocess
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageCms

from photos.jpeg import BrokenJpeg, rewrite, segment
from photos.metadata import Rights, read_rights
from tests.photos.images import SECRETS, camera_jpeg, encoded, picture, swapped_profile, with_xmp

RIGHTS = Rights(
    creator="Пресс-служба ОДКБ",
    credit="ОДКБ",
    copyright="© 2018 ОДКБ",
    usage_terms="Free for editorial use",
    rights_url="https://example.org/rights",
    caption="Заседание Постоянного совета ОДКБ, Москва",
    alt="Люди за круглым столом",
    date="2018-11-27T11:42:05+03:00",
)

needs_exiftool = pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")


def pixels(data):
    return Image.open(BytesIO(data))


def same_pixels(one, other):
    return not ImageChops.difference(pixels(one).convert("RGB"), pixels(other).convert("RGB")).getbbox()


def exiftool(data, *options):
    """What an independent reader finds: {"XMP-dc:Creator": ...}."""
    answer = subprocess.run(
        ["exiftool", "-json", "-G1", "-a", "-u", "-charset", "iptc=utf8", *options, "-"],
        input=data,
        capture_output=True,
        check=True,
        timeout=30,
    )
    return json.loads(answer.stdout)[0]


def test_the_pixels_stay_as_they_are():
    for options in ({}, {"progressive": True}, {"restart_marker_blocks": 3}, {"optimize": True}):
        original = camera_jpeg(**options)
        assert same_pixels(rewrite(original, RIGHTS), original), options


def test_nothing_of_the_camera_survives():
    original = camera_jpeg() + b"a video behind the end " + SECRETS["serial number"]
    original = with_xmp(original, b"<x:xmpmeta>" + SECRETS["serial number"] + b"</x:xmpmeta>")
    public = rewrite(original, RIGHTS)
    for name, data in SECRETS.items():
        assert data in original, name
        assert data not in public, name
    assert public.count(b"\xff\xd8\xff") == 1  # no thumbnail: it would begin so too
    assert public.endswith(b"\xff\xd9")


HIDING_PLACES = {
    "comment": segment(0xFE, b"SC-0042"),
    "FlashPix": segment(0xE2, b"FPXR\x00SC-0042"),
    "index of further pictures": segment(0xE2, b"MPF\x00SC-0042"),
    "the maker's own segment": segment(0xE5, b"SC-0042"),
    "JFIF thumbnail": segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x01\x02SC-0042"),
    "JFXX thumbnail": segment(0xE0, b"JFXX\x00\x10SC-0042"),
    "behind the colour transform": segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x01SC-0042"),
}


@pytest.mark.parametrize("hidden", HIDING_PLACES.values(), ids=HIDING_PLACES)
@pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO file")
def test_no_segment_hides_anything(hidden):
    plain = encoded(picture((64, 48)))
    # Behind the first scan of a progressive file segments may stand as well.
    progressive = encoded(picture((64, 48)), progressive=True)
    second_scan = progressive.index(b"\xff\xda", progressive.index(b"\xff\xda") + 2)
    for data in (
        plain[:2] + hidden + plain[2:],
        progressive[:second_scan] + hidden + progressive[second_scan:],
    ):
        assert b"SC-00" in data
        public = rewrite(data, RIGHTS)
        assert b"SC-00" not in public
        assert same_pixels(public, data)


def test_the_rights_are_read_back():
    assert read_rights(pixels(rewrite(camera_jpeg(), RIGHTS))) == RIGHTS


def test_without_rights_the_file_is_silent():
    assert read_rights(pixels(rewrite(camera_jpeg(), Rights()))) == Rights()


def test_orientation_is_kept_as_a_tag():
    public = rewrite(camera_jpeg(orientation=6), RIGHTS, orientation=6)
    assert pixels(public).getexif()[0x0112] == 6


def shown(image):
    """The pixels as a screen in sRGB shows them, by the profile of the file."""
    source = ImageCms.ImageCmsProfile(BytesIO(image.info["icc_profile"]))
    return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB").tobytes()


def test_the_colours_of_the_profile_stay_and_its_words_do_not():
    profile = swapped_profile()
    assert "sRGB built-in".encode("utf-16-be") in profile
    profile = profile.replace("sRGB built-in".encode("utf-16-be"), "Ivan's screen".encode("utf-16-be"))
    profile = profile[:48] + b"IvanMine" + profile[56:]
    original = encoded(picture((64, 48)), icc_profile=profile)
    public = rewrite(original, RIGHTS)
    assert shown(pixels(public)) == shown(pixels(original)) != pixels(original).tobytes()
    assert not [said for said in (b"Ivan", "Ivan".encode("utf-16-be")) if said in public]


def test_a_cmyk_picture_keeps_its_colours():
    original = encoded(picture((64, 48), mode="CMYK"))
    assert same_pixels(rewrite(original, RIGHTS), original)


def test_a_caption_of_many_pages_still_fits():
    rights = Rights(caption={"ru": "Ы" * 60_000, "en": "Y" * 60_000}, alt="&" * 60_000, keywords=("Ы" * 100,) * 900)
    caption = read_rights(pixels(rewrite(encoded(picture((64, 48))), rights))).caption["ru"]
    assert len(caption) > 1_000


@pytest.mark.parametrize("appended", [b"", b"<script>alert(1)</script>", b"PK\x03\x04 and more"])
def test_without_an_end_marker_nothing_tells_the_scan_from_what_was_appended(appended):
    with pytest.raises(BrokenJpeg, match="does not end"):
        rewrite(encoded(picture((64, 48)))[:-2] + appended, RIGHTS)


ROOMS = {
    "quantization": (0xDB, b"\x00" + bytes(64)),
    "Huffman": (0xC4, b"\x11" + bytes(16)),
    "restart": (0xDD, b"\x00\x00"),
    "line count": (0xDC, b"\x00\x30"),
}


@pytest.mark.parametrize(("marker", "table"), ROOMS.values(), ids=ROOMS)
def test_no_table_of_the_picture_has_a_back_room(marker, table):
    plain = encoded(picture((64, 48)))
    assert rewrite(plain[:2] + segment(marker, table) + plain[2:], RIGHTS)
    with pytest.raises(BrokenJpeg, match="more or less"):
        rewrite(plain[:2] + segment(marker, table + b"SC-0042") + plain[2:], RIGHTS)


@pytest.mark.parametrize(
    "profile",
    [b"SC-0042 " * 100, swapped_profile() + b"SC-0042", swapped_profile()[:300]],
    ids=["nonsense", "appended", "half"],
)
def test_what_only_calls_itself_a_colour_profile_stays_behind(profile):
    public = rewrite(encoded(picture((64, 48)), icc_profile=profile), RIGHTS)
    assert b"SC-0042" not in public
    assert "icc_profile" not in pixels(public).info


def test_a_colour_profile_in_several_parts_stays_whole():
    table = b"mft2" + bytes(100_000)
    profile = bytearray(swapped_profile() + table)
    entry = profile.index(b"chrm")
    profile[entry : entry + 12] = b"A2B0" + struct.pack(">II", len(profile) - len(table), len(table))
    profile[:4] = len(profile).to_bytes(4, "big")
    public = rewrite(encoded(picture((64, 48)), icc_profile=bytes(profile)), RIGHTS)
    assert table in pixels(public).info["icc_profile"]


def test_rewriting_twice_changes_nothing():
    once = rewrite(camera_jpeg(), RIGHTS)
    assert rewrite(once, RIGHTS) == once


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"\xff\xd8 and then text", b"\xff\xd8\xff\xe1\xff\xffshort"])
def test_what_is_no_jpeg_is_refused(data):
    with pytest.raises(BrokenJpeg):
        rewrite(data, RIGHTS)


@needs_exiftool
def test_an_independent_reader_finds_the_rights_in_all_three_blocks():
    found = exiftool(rewrite(camera_jpeg(), RIGHTS))
    expected = {
        "IFD0:ImageDescription": RIGHTS.caption,
        "IFD0:Artist": RIGHTS.creator,
        "IFD0:Copyright": RIGHTS.copyright,
        "IPTC:By-line": "Пресс-служба ОДКБ",
        "IPTC:Credit": RIGHTS.credit,
        "IPTC:CopyrightNotice": RIGHTS.copyright,
        "IPTC:Caption-Abstract": RIGHTS.caption,
        "IPTC:DateCreated": "2018:11:27",
        "IPTC:TimeCreated": "11:42:05+03:00",
        "XMP-dc:Creator": RIGHTS.creator,
        "XMP-dc:Description": RIGHTS.caption,
        "XMP-dc:Rights": RIGHTS.copyright,
        "XMP-photoshop:Credit": RIGHTS.credit,
        "XMP-photoshop:DateCreated": "2018:11:27 11:42:05+03:00",
        "XMP-xmpRights:UsageTerms": RIGHTS.usage_terms,
        "XMP-xmpRights:WebStatement": RIGHTS.rights_url,
        "XMP-xmpRights:Marked": True,
        "XMP-iptcCore:AltTextAccessibility": RIGHTS.alt,
    }
    assert {name: found.get(name) for name in expected} == expected


@needs_exiftool
def test_an_independent_reader_finds_nothing_of_the_camera():
    before, after = exiftool(camera_jpeg()), exiftool(rewrite(camera_jpeg(), RIGHTS))
    telling = ("GPS", "ExifIFD", "IFD1", "MakerNotes", "Trailer")
    assert {name.split(":")[0] for name in before} >= {"GPS", "ExifIFD", "IFD1"}
    assert [name for name in after if name.startswith(telling) or "Serial" in name or "Thumb" in name] == []
    assert not {"IFD0:Make", "IFD0:Model"} & set(after)
    assert not [name for name in after if name.startswith("ExifTool:Warning")]

"""What a photo says of itself is read whoever wrote it, and written so that every program reads it."""

import re
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from defusedxml import ElementTree
from PIL import Image

from photos.metadata import Rights, iim_records, moment, read_rights, taken_at, utf8_within, xmp_packet
from tests.photos.images import camera_jpeg, encoded, picture, with_exif, with_iim, with_xmp

PLAIN = encoded(picture((64, 48)))
MOSCOW = ZoneInfo("Europe/Moscow")

EVERYTHING = Rights(
    creator="Пресс-служба ОДКБ",
    credit="ОДКБ / Иванов & Sons <photo>",
    copyright="© 2018 ОДКБ",
    usage_terms="Free for editorial use with credit",
    rights_url="https://example.org/rights?a=1&b=2",
    headline="Заседание Постоянного совета",
    caption={"ru": "Заседание Постоянного совета\nМосква, 27 ноября", "en": "The Council at work"},
    alt="Люди за круглым столом",
    extended_description={"en": "Around the table, from the left …"},
    place="Москва, штаб-квартира ОДКБ, зал 3",
    keywords=("ОДКБ", "Постоянный совет"),
    persons=("А. Петров", "B. Sidorov"),
    date="2018-11-27T11:42:05+03:00",
)


def opened(data):
    return Image.open(BytesIO(data))


def test_an_xmp_packet_is_read_back_word_for_word():
    assert read_rights(opened(with_xmp(PLAIN, xmp_packet(EVERYTHING)))) == EVERYTHING


def test_an_xmp_packet_stays_xml_whatever_the_text_holds():
    packet = xmp_packet(Rights(caption='</rdf:li>"\x00\x0b\ud83d\ufffe&amp;'))
    assert ElementTree.fromstring(packet) is not None
    assert read_rights(opened(with_xmp(PLAIN, packet))).caption == '</rdf:li>"&amp;'


def test_empty_texts_leave_no_property():
    assert b"dc:creator" not in xmp_packet(Rights(caption="Only a caption"))


@pytest.mark.parametrize(
    ("character_set", "data", "caption"),
    [
        (b"\x1b%G", "Заседание".encode(), "Заседание"),
        (None, "Заседание".encode(), "Заседание"),
        (None, "Заседание".encode("cp1251"), "Заседание"),
        (None, b"Council meeting  \x00", "Council meeting"),
        (b"\x1b%G", "Заседание".encode()[:-1], "Заседани"),
    ],
)
def test_iim_text_is_decoded_with_and_without_a_declared_character_set(character_set, data, caption):
    assert read_rights(opened(with_iim(PLAIN, {120: data}, character_set))).caption == caption


def test_iim_names_every_creator():
    data = with_iim(PLAIN, {80: [b"A. Petrov", b"B. Sidorov"], 110: b"CSTO", 116: b"2018 CSTO"})
    rights = read_rights(opened(data))
    assert (rights.creator, rights.credit, rights.copyright) == ("A. Petrov; B. Sidorov", "CSTO", "2018 CSTO")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Council meeting", "Council meeting"),
        ("Заседание".encode(), "Заседание"),
        ("Заседание".encode("cp1251"), "Заседание"),
        ("OLYMPUS DIGITAL CAMERA         ", ""),
        ("SONY DSC", ""),
        ("   ", ""),
    ],
)
def test_exif_captions_are_read_and_the_makers_filler_is_not(written, read):
    assert read_rights(opened(with_exif(PLAIN, ImageDescription=written))).caption == read


def test_the_fullest_source_wins_and_the_others_fill_the_gaps():
    data = with_exif(PLAIN, ImageDescription="from Exif", Artist="from Exif", Copyright="from Exif")
    data = with_iim(data, {120: b"from IIM", 80: b"from IIM"})
    data = with_xmp(data, xmp_packet(Rights(caption="from XMP")))
    rights = read_rights(opened(data))
    assert (rights.caption, rights.creator, rights.copyright) == ("from XMP", "from IIM", "from Exif")


def test_xmp_is_read_from_attributes_and_in_the_default_language():
    packet = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
        xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="CSTO"/>
        <rdf:Description><dc:description><rdf:Alt><rdf:li xml:lang="fr">Le conseil</rdf:li>
        <rdf:li xml:lang="x-default">The Council</rdf:li></rdf:Alt></dc:description></rdf:Description>
        </rdf:RDF></x:xmpmeta>"""
    rights = read_rights(opened(with_xmp(PLAIN, packet)))
    assert rights.credit == "CSTO"
    assert rights.caption == {"x-default": "The Council", "fr": "Le conseil"}


def test_a_text_in_several_languages_has_a_default_and_each_of_them():
    packet = xmp_packet(Rights(caption={"ru": "Совет", "en": "The Council"})).decode()
    items = re.findall('<rdf:li xml:lang="([^"]+)">([^<]+)', packet)
    assert items == [("x-default", "Совет"), ("ru", "Совет"), ("en", "The Council")]


@pytest.mark.parametrize(
    ("place", "city", "sublocation"),
    [("Moscow", "Moscow", None), ("Moscow, hall 3, left", "Moscow", "hall 3, left"), ("", None, None)],
)
def test_the_place_is_written_as_city_and_what_lies_in_it(place, city, sublocation):
    packet = xmp_packet(Rights(place=place)).decode()
    for tag, text in [("photoshop:City", city), ("Iptc4xmpCore:Location", sublocation)]:
        assert (f"<{tag}>{text}</{tag}>" in packet) if text else (f"<{tag}>" not in packet)


def test_the_place_is_read_from_all_its_parts():
    data = with_iim(PLAIN, {90: "Москва".encode("cp1251"), 92: "Зал 3".encode("cp1251"), 101: b"Russia"})
    assert read_rights(opened(data)).place == "Москва, Зал 3, Russia"


def test_iim_keywords_are_told_apart_and_repeated_ones_are_not():
    data = with_iim(PLAIN, {25: ["Совет".encode("cp1251"), b"CSTO", b"CSTO", b" "], 105: b"Headline"})
    rights = read_rights(opened(data))
    assert (rights.keywords, rights.headline) == (("Совет", "CSTO"), "Headline")


def test_the_licence_is_found_where_plus_writes_it():
    packet = xmp_packet(Rights(credit="CSTO")).replace(
        b"</rdf:Description>",
        b'<p:Licensor xmlns:p="http://ns.useplus.org/ldf/xmp/1.0/"><rdf:Seq><rdf:li rdf:parseType="Resource">'
        b"<p:LicensorURL>https://example.org/licence</p:LicensorURL></rdf:li></rdf:Seq></p:Licensor></rdf:Description>",
    )
    assert read_rights(opened(with_xmp(PLAIN, packet))).rights_url == "https://example.org/licence"


@pytest.mark.parametrize(
    ("day", "time", "date"),
    [
        (b"20181127", b"114205+0300", "2018-11-27T11:42:05+03:00"),
        (b"20181127", b"114205", "2018-11-27T11:42:05"),
        (b"20181127", b"nonsense", "2018-11-27"),
        (b"00000000", b"114205+0300", ""),
    ],
)
def test_iim_tells_the_date(day, time, date):
    assert read_rights(opened(with_iim(PLAIN, {55: day, 60: time}))).date == date


@pytest.mark.parametrize(
    ("date", "minutes"),
    [
        ("2018-11-27T11:42:05+06:00", 360),
        ("2018-11-27T11:42:05", 180),
        ("2018-11-27T11:42:05Z", 0),
        ("2018-11-27", None),
        ("0001-01-01T00:00:00+03:00", None),
        ("last week", None),
    ],
)
def test_a_date_is_a_moment_only_with_the_time_of_day(date, minutes):
    read = moment(date)
    assert (read and read.utcoffset() == timedelta(minutes=minutes)) if minutes is not None else read is None


DAMAGED = {
    "half an XMP packet": with_xmp(PLAIN, b"<x:xmpmeta"),
    "XMP with entities": with_xmp(
        PLAIN,
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "laughs">]>'
        + xmp_packet(Rights(caption="&b;")).replace(b"&amp;", b"&").partition(b"?>")[2],
    ),
    "empty XMP": with_xmp(PLAIN, b""),
    "empty IIM": with_iim(PLAIN, {120: b""}),
    "IIM that ends early": with_iim(PLAIN, {120: b"Council"}).replace(b"\x00\x07Council", b"\x01\x07Council"),
    "half an Exif block": PLAIN[:2] + b"\xff\xe1\x00\x10Exif\x00\x00MM\x00\x2a\x00\x00" + PLAIN[2:],
    "half a Photoshop block": PLAIN[:2] + b"\xff\xed\x00\x1aPhotoshop 3.0\x008BIM\x04\x04\x00\x00" + PLAIN[2:],
}


@pytest.mark.parametrize("damaged", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_damaged_metadata_says_nothing_and_harms_nothing(damaged):
    assert read_rights(opened(damaged)) == Rights()
    assert taken_at(opened(damaged)) is None


@pytest.mark.parametrize(
    ("tags", "moment"),
    [
        (
            {"DateTimeOriginal": "2018:11:27 11:42:05", "OffsetTimeOriginal": "+06:00"},
            datetime(2018, 11, 27, 11, 42, 5, tzinfo=timezone(timedelta(hours=6))),
        ),
        ({"DateTimeOriginal": "2018:11:27 11:42:05"}, datetime(2018, 11, 27, 11, 42, 5, tzinfo=MOSCOW)),
        # Moscow's clocks stood four hours before Greenwich from 2011 to 2014.
        ({"DateTimeOriginal": "2012:07:01 12:00:00"}, datetime(2012, 7, 1, 8, tzinfo=UTC)),
        ({"DateTimeDigitized": "2018:11:27 11:42:05"}, datetime(2018, 11, 27, 11, 42, 5, tzinfo=MOSCOW)),
        (
            {"DateTimeOriginal": "2018:11:27 11:42:05", "OffsetTimeOriginal": "   :  "},
            datetime(2018, 11, 27, 11, 42, 5, tzinfo=MOSCOW),
        ),
        ({"DateTimeOriginal": "0000:00:00 00:00:00"}, None),
        ({"DateTimeOriginal": "    :  :     :  :  "}, None),
        ({"DateTimeOriginal": "27.11.2018"}, None),
        ({"DateTimeOriginal": "0001:01:01 00:00:00", "OffsetTimeOriginal": "+14:00"}, None),
        ({"Artist": "A. Petrov"}, None),
    ],
)
def test_the_moment_is_read_in_the_cameras_zone_or_else_in_moscow(tags, moment):
    read = taken_at(opened(with_exif(PLAIN, **tags)))
    assert read == moment
    assert read is None or read.tzinfo is not None


def test_a_press_cameras_file_is_read_whole():
    image = opened(camera_jpeg())
    assert taken_at(image).isoformat() == "2018-11-27T11:42:05+03:00"
    assert read_rights(image).credit == "CSTO"


def test_iim_cuts_long_cyrillic_between_two_letters():
    records = iim_records(Rights(creator="Пресс-секретарь Организации"))
    creator = records.partition(b"\x02\x50\x00")[2][1:]
    assert len(creator) <= 32
    assert "Пресс-секретарь Организации".startswith(creator.decode())


@pytest.mark.parametrize(
    ("text", "limit_bytes", "kept"),
    [
        ("Фото: пресс-служба ОДКБ", 32, "Фото"),
        ("Press Office of the Organization", 31, "Press Office of the"),
        ("Press Office of the Organization", 32, "Press Office of the Organization"),
        ("Press Office, Moscow", 13, "Press Office"),
        ("Press Office, Moscow", 12, "Press"),
        ("Организация", 9, "Орга"),
        ("Фото (архив)", 12, "Фото"),
    ],
)
def test_a_text_that_is_too_long_ends_with_a_whole_word(text, limit_bytes, kept):
    assert utf8_within(text, limit_bytes).decode() == kept


def test_what_iim_has_no_room_for_stands_whole_in_xmp():
    credit = "Фото: пресс-служба Организации Договора о коллективной безопасности"
    rights = Rights(creator=credit, credit=credit, headline=credit * 5, keywords=(credit,), place=f"{credit}, {credit}")
    assert credit.encode() in xmp_packet(rights)
    for number in (25, 80, 90, 92, 110, 105):
        cut = iim_records(rights).split(bytes([0x1C, 2, number]))[1][2:].split(b"\x1c")[0].decode()
        assert len(cut) > 3, number
        assert cut.split()[-1] in credit.replace(":", "").split(), number


@pytest.mark.parametrize(
    ("text", "max_bytes", "kept"), [("abc", 2, b"ab"), ("аб", 3, "а".encode()), ("a\x00b\ud83d", 9, b"ab")]
)
def test_text_is_cut_by_bytes_on_a_character(text, max_bytes, kept):
    assert utf8_within(text, max_bytes) == kept


def test_iim_carries_day_and_time():
    records = iim_records(EVERYTHING)
    assert b"\x02\x37\x00\x0820181127" in records
    assert b"\x02\x3c\x00\x0b114205+0300" in records
    assert b"\x02\x37" not in iim_records(Rights(date="November 2018"))

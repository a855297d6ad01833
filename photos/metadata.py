"""The metadata in photo files: writing rights into public files, and reading what uploaded files contain.

We write the same facts into three blocks, because programs read different ones: XMP (ISO 16684-1, with the fields of
the IPTC Photo Metadata Standard), IPTC-IIM 4.2 and Exif (CIPA DC-008). XMP holds the full text. IIM limits most fields
to 32 bytes, so a text is cut between words. Both older blocks have neither alt text nor a web address.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from defusedxml import ElementTree
from django.conf import settings
from PIL import ExifTags, Image, TiffImagePlugin

# The time zone of cameras that name none.
CAMERA_CLOCK = ZoneInfo(settings.TIME_ZONE)

# One text, or {language: text} with the language that readers without one shall see first. Read from a file, the
# text that names no language stands under "x-default".
Text = str | dict[str, str]

DEFAULT = "x-default"
MAX_LIST_ITEMS = 100  # keywords, persons


@dataclass(frozen=True)
class Rights:
    """The texts in a public photo. `date` is ISO 8601: 2018-11-27 or 2018-11-27T11:42:05+03:00.

    `place` goes from the larger to the smaller, as in "Moscow, headquarters": the first part is the city.
    """

    creator: str = ""
    credit: str = ""
    copyright: str = ""
    usage_terms: Text = ""
    rights_url: str = ""
    headline: str = ""
    caption: Text = ""
    alt: Text = ""
    extended_description: Text = ""
    place: str = ""
    keywords: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    date: str = ""

    def cut(self, characters: int) -> "Rights":
        """Return the same with all texts cut to so many characters."""
        shorter: dict[str, Any] = {field.name: _cut(getattr(self, field.name), characters) for field in fields(self)}
        return replace(self, **shorter)


def plain(text: Text) -> str:
    """The text in the first of its languages."""
    return text if isinstance(text, str) else next(iter(text.values()), "")


def _cut(value: Text | tuple[str, ...], characters: int) -> Text | tuple[str, ...]:
    if isinstance(value, dict):
        return {language: text[:characters] for language, text in value.items()}
    if isinstance(value, tuple):
        return tuple(text[:characters] for text in value[:MAX_LIST_ITEMS])
    return value[:characters]


# Writing

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}

# Where each text stands in XMP, and the RDF container its property asks for: Alt holds a text in several languages,
# Bag and Seq hold several texts.
XMP_PROPERTIES = {
    "creator": ("dc:creator", "Seq"),
    "credit": ("photoshop:Credit", None),
    "copyright": ("dc:rights", "Alt"),
    "usage_terms": ("xmpRights:UsageTerms", "Alt"),
    "rights_url": ("xmpRights:WebStatement", None),
    "headline": ("photoshop:Headline", None),
    "caption": ("dc:description", "Alt"),
    "alt": ("Iptc4xmpCore:AltTextAccessibility", "Alt"),
    "extended_description": ("Iptc4xmpCore:ExtDescrAccessibility", "Alt"),
    "city": ("photoshop:City", None),
    "sublocation": ("Iptc4xmpCore:Location", None),
    "keywords": ("dc:subject", "Bag"),
    "persons": ("Iptc4xmpExt:PersonInImage", "Bag"),
    "date": ("photoshop:DateCreated", None),
}


def xmp_packet(rights: Rights) -> bytes:
    """Write the rights as an XMP packet in UTF-8, as JPEG, AVIF and WebP embed it."""
    declarations = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    values = _values(rights)
    properties = "".join(_xmp_property(*XMP_PROPERTIES[name], values[name]) for name in XMP_PROPERTIES)
    if rights.copyright:
        properties += "<xmpRights:Marked>True</xmpRights:Marked>"
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {declarations}>'
        f'<rdf:Description rdf:about="">{properties}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def _values(rights: Rights) -> dict[str, Text | tuple[str, ...]]:
    """The fields of `rights`, the place in its two parts."""
    city, _, sublocation = rights.place.partition(", ")
    values = {field.name: getattr(rights, field.name) for field in fields(rights)}
    return {**values, "city": city, "sublocation": sublocation}


def _xmp_property(tag: str, container: str | None, value: Text | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        items = [("", _xml(text)) for text in value]
    elif container == "Alt":
        versions = {DEFAULT: plain(value), **(value if isinstance(value, dict) else {})}
        items = [(f' xml:lang="{language}"', _xml(text)) for language, text in versions.items()]
    else:
        items = [("", _xml(plain(value)))]
    items = [(attribute, text) for attribute, text in items if text]
    if not items:
        return ""
    if container is None:
        return f"<{tag}>{items[0][1]}</{tag}>"
    listed = "".join(f"<rdf:li{attribute}>{text}</rdf:li>" for attribute, text in items)
    return f"<{tag}><rdf:{container}>{listed}</rdf:{container}></{tag}>"


def _xml(text: str) -> str:
    return escape(_NOT_IN_XML.sub("", text))


_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# IIM 4.2: (record, dataset) of each text and the bytes it may have; keywords repeat their dataset.
IIM_DATASETS = {
    "keywords": ((2, 25), 64),
    "creator": ((2, 80), 32),
    "city": ((2, 90), 32),
    "sublocation": ((2, 92), 32),
    "headline": ((2, 105), 256),
    "credit": ((2, 110), 32),
    "copyright": ((2, 116), 128),
    "caption": ((2, 120), 2000),
}
IIM_COUNTRY, IIM_DAY, IIM_TIME = (2, 101), (2, 55), (2, 60)
IIM_CHARACTER_SET = (1, 90)
IIM_UTF8 = b"\x1b%G"


def iim_records(rights: Rights) -> bytes:
    """Write what IPTC-IIM has a dataset for, marked as UTF-8, each text in the first of its languages."""
    records = [_dataset(IIM_CHARACTER_SET, IIM_UTF8), _dataset((2, 0), b"\x00\x04")]
    if day := re.match(r"(\d{4})-(\d\d)-(\d\d)", rights.date):
        records.append(_dataset(IIM_DAY, "".join(day.groups()).encode()))
    if time := re.search(r"T(\d\d):(\d\d):(\d\d)([+-]\d\d):(\d\d)$", rights.date):
        records.append(_dataset(IIM_TIME, "".join(time.groups()).encode()))
    values = _values(rights)
    for name, (key, max_bytes) in IIM_DATASETS.items():
        value = values[name]
        for text in value[:MAX_LIST_ITEMS] if isinstance(value, tuple) else [plain(value)]:
            if text:
                records.append(_dataset(key, utf8_within(text, max_bytes)))
    return b"".join(records)


def _dataset(key: tuple[int, int], value: bytes) -> bytes:
    return b"\x1c" + struct.pack(">BBH", *key, len(value)) + value


def exif_block(rights: Rights, orientation: int = 1) -> bytes:
    """Write Exif, a TIFF structure, with orientation, caption, creator and copyright and nothing else.

    Exif calls its texts ASCII; UTF-8 bytes there are what the Metadata Working Group asks writers for, and
    what ExifTool, exiv2 and macOS read.
    """
    entries = [(ExifTags.Base.Orientation, TIFF_SHORT, 1, struct.pack(">H", orientation))]
    for tag, text in (
        (ExifTags.Base.ImageDescription, plain(rights.caption)),
        (ExifTags.Base.Artist, rights.creator),
        (ExifTags.Base.Copyright, rights.copyright),
    ):
        if text:
            data = utf8_within(text, 2000) + b"\x00"
            entries.append((tag, TIFF_ASCII, len(data), data))
    return TIFF_HEADER + tiff_directory(entries, at=len(TIFF_HEADER))


TIFF_HEADER = b"MM\x00\x2a\x00\x00\x00\x08"
TIFF_ASCII, TIFF_SHORT = 2, 3


def tiff_directory(entries: Sequence[tuple[int, int, int, bytes]], at: int, next_directory: int = 0) -> bytes:
    """Lay out one TIFF 6.0 image file directory that starts at offset `at`.

    Entries are (tag, type, count, value bytes); values longer than four bytes follow behind the directory.
    """
    table, values = b"", b""
    values_at = at + 2 + 12 * len(entries) + 4
    for tag, kind, count, data in sorted(entries):
        if len(data) <= 4:
            place = data.ljust(4, b"\x00")
        else:
            place = struct.pack(">I", values_at + len(values))
            values += data + b"\x00" * (len(data) % 2)
        table += struct.pack(">HHI", tag, kind, count) + place
    return struct.pack(">H", len(entries)) + table + struct.pack(">I", next_directory) + values


def utf8_within(text: str, limit_bytes: int) -> bytes:
    """Encode a text, cut to so many bytes between two words, or between two characters of one that is too long.

    NUL would end it for most readers.
    """
    whole = text.replace("\x00", "").encode(errors="ignore")
    if len(whole) <= limit_bytes:
        return whole
    start = whole[:limit_bytes].decode(errors="ignore")
    ends_a_word = whole.decode()[len(start)].isspace()
    words = start if ends_a_word else _LAST_WORD.sub("", start)
    return (words.rstrip(_LEFT_OPEN) or start).encode()


_LAST_WORD = re.compile(r"\s+\S*$")
_LEFT_OPEN = " \t\r\n,;:–—-(«“/"  # what the end of a text that goes on may leave behind


# Reading


# A usual packet has some kilobytes; larger ones contain pictures or are malicious.
MAX_PACKET_BYTES = 1_000_000


def read_rights(image: Image.Image) -> Rights:
    """Return the texts in an opened photo: each from XMP, else from IIM, else from Exif.

    A broken block is ignored; the photo is not refused for it.
    """
    found: dict[str, Any] = {}
    for read in (_from_exif, _from_iim, _from_xmp):
        try:
            found.update(read(image))
        except Exception:  # blocks of any camera, program or prankster: the readers raise a dozen types on them  # noqa: S112 whatever it was, the next block may be sound
            continue
    parts = [found.pop(name, "") for name in ("city", "sublocation", "country")]
    found["place"] = ", ".join(filter(None, map(clean_text, parts)))
    clean: dict[str, Any] = {name: _clean(value) for name, value in found.items()}
    return Rights(**clean)


def taken_at(image: Image.Image) -> datetime | None:
    """Return when the photo was taken, in the camera's time zone, or else in CAMERA_CLOCK."""
    exif = _exif_directory(image)
    for time_tag, zone_tag in (
        (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal),
        (ExifTags.Base.DateTimeDigitized, ExifTags.Base.OffsetTimeDigitized),
    ):
        if time := _camera_time(str(exif.get(time_tag, "")), str(exif.get(zone_tag, ""))):
            return time
    return None


def moment(date: str) -> datetime | None:
    """Return the date of Rights as a datetime if it has a time of day; without a zone, in CAMERA_CLOCK."""
    try:
        time = datetime.fromisoformat(re.sub(r"Z$", "+00:00", date)) if "T" in date else None
    except ValueError:
        return None
    return _believable(time) if time else None


def clean_text(text: str) -> str:
    """Drop control characters (PostgreSQL refuses NUL) and the spaces cameras pad their fields with."""
    return _NOT_IN_XML.sub("", text).replace("\r\n", "\n").strip()


def _clean(value: Text | tuple[str, ...]) -> Text | tuple[str, ...]:
    if isinstance(value, dict):
        versions = {language: clean_text(text) for language, text in value.items()}
        return {language: text for language, text in versions.items() if text} or ""
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(filter(None, map(clean_text, value))))
    return clean_text(value)


def _from_xmp(image: Image.Image) -> dict[str, Text | tuple[str, ...]]:
    packet = image.info.get("xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    if len(packet) > MAX_PACKET_BYTES:
        return {}
    root = ElementTree.fromstring(packet.strip(b"\x00 \t\r\n"), forbid_dtd=True)
    found: dict[str, Any] = {}
    for description in root.iter(_qualified("rdf:Description")):
        for name, (tag, container) in XMP_READ.items():
            if value := _xmp_value(description, _qualified(tag), container):
                found.setdefault(name, value)
    if "copyright" in found:
        found["copyright"] = plain(found["copyright"])
    for licensor in root.iter(_LICENSOR_URL):
        found.setdefault("rights_url", licensor.text or "")
    return found


XMP_READ = {**XMP_PROPERTIES, "country": ("photoshop:Country", None)}

_LICENSOR_URL = "{http://ns.useplus.org/ldf/xmp/1.0/}LicensorURL"


def _xmp_value(description: Element, tag: str, container: str | None) -> Text | tuple[str, ...]:
    """A property may be an attribute, a plain element, or a list in an element."""
    element = description.find(tag)
    if element is None:
        texts = [("", description.get(tag, ""))]
    else:
        items = element.findall(f".//{_qualified('rdf:li')}") or [element]
        texts = [(item.get(_XML_LANGUAGE, ""), (item.text or "").strip()) for item in items]
    texts = [(language, text) for language, text in texts if text]
    if container == "Bag":
        return tuple(text for _language, text in texts)
    if any(language for language, _text in texts):
        return _versions(texts) if container == "Alt" else texts[0][1]
    return "; ".join(text for _language, text in texts)


def _versions(texts: list[tuple[str, str]]) -> Text:
    """{language: text}; the text of no language is left out where it repeats one of them, and alone it is a str."""
    versions: dict[str, str] = {}
    for language, text in texts:
        versions.setdefault(language or DEFAULT, text)
    named = {language: text for language, text in versions.items() if language != DEFAULT}
    default = versions.get(DEFAULT, "")
    if not named:
        return default
    if default and default not in named.values():
        return {DEFAULT: default, **named}
    # The language of the default stands first, as it does when written.
    return dict(sorted(named.items(), key=lambda version: version[1] != default)) if default else named


_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def _qualified(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _from_iim(image: Image.Image) -> dict[str, Text | tuple[str, ...]]:
    values: dict[tuple[int, int], list[bytes]] = {}
    for key, value in _datasets(_iim_block(image)):
        values.setdefault(key, []).append(value)
    is_utf8 = IIM_UTF8 in values.get(IIM_CHARACTER_SET, [])
    found: dict[str, Any] = {}
    for name, key in [*((name, key) for name, (key, _bytes) in IIM_DATASETS.items()), ("country", IIM_COUNTRY)]:
        texts = [text for value in values.get(key, []) if (text := _decoded(value, is_utf8))]
        if texts:
            found[name] = tuple(texts) if name == "keywords" else "; ".join(texts)
    if date := _iim_date(*(values.get(key, [b""])[0].decode("ascii", "ignore") for key in (IIM_DAY, IIM_TIME))):
        found["date"] = date
    return found


def _iim_date(day: str, time: str) -> str:
    """Turn 20181127 and 114205+0300 into ISO 8601."""
    if not (ymd := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", day)) or ymd[1] == "0000":
        return ""
    date = "-".join(ymd.groups())
    hms = re.fullmatch(r"(\d\d)(\d\d)(\d\d)(?:([+-]\d\d)(\d\d))?", time)
    if not hms:
        return date
    zone = f"{hms[4]}:{hms[5]}" if hms[4] else ""
    return f"{date}T{hms[1]}:{hms[2]}:{hms[3]}{zone}"


def _iim_block(image: Image.Image) -> bytes:
    """IIM lives in Photoshop's image resource 0x0404, in TIFF also in tag 33723."""
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        block = image.tag_v2.get(TiffImagePlugin.IPTC_NAA_CHUNK, b"")
    else:
        block = (image.info.get("photoshop") or {}).get(0x0404, b"")
    return block if isinstance(block, bytes) else b""


def _datasets(block: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Walk the standard datasets; extended ones (over 32,767 bytes) and anything unlike IIM end the walk."""
    position = 0
    while block[position : position + 1] == b"\x1c" and position + 5 <= len(block):
        record, dataset, length = struct.unpack_from(">BBH", block, position + 1)
        position += 5
        if length > 0x7FFF or position + length > len(block):
            return
        yield (record, dataset), block[position : position + length]
        position += length


def _from_exif(image: Image.Image) -> dict[str, str]:
    exif = image.getexif()
    texts = {
        "caption": exif.get(ExifTags.Base.ImageDescription),
        "creator": exif.get(ExifTags.Base.Artist),
        "copyright": exif.get(ExifTags.Base.Copyright),
    }
    found = {name: _exif_text(text) for name, text in texts.items() if text}
    return {name: text for name, text in found.items() if not _CAMERA_FILLER.fullmatch(text.strip())}


# Texts that some cameras put into the caption of every picture.
_CAMERA_FILLER = re.compile(r"(\w+ )*DIGITAL CAMERA|SONY DSC|DCIM.*|default|untitled|<.*>", re.IGNORECASE)


def _exif_text(text: str | bytes) -> str:
    """Pillow shows the bytes as Latin-1; they are UTF-8 or, from older Russian programs, Windows-1251."""
    data = text if isinstance(text, bytes) else str(text).encode("latin-1", errors="ignore")
    return _decoded(data.split(b"\x00")[0], is_utf8=False)


def _decoded(data: bytes, is_utf8: bool) -> str:
    """Undeclared text is taken for UTF-8 where it can be; Windows-1251 hardly ever passes for it."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode(errors="ignore") if is_utf8 else data.decode("cp1251", errors="replace")


def _exif_directory(image: Image.Image) -> dict:
    try:
        return image.getexif().get_ifd(ExifTags.IFD.Exif)
    except Exception:  # as in read_rights
        return {}


def _camera_time(time: str, zone: str) -> datetime | None:
    """Read Exif's "2018:11:27 11:42:05" with "+03:00"; None for blanks, zeros and other nonsense."""
    try:
        clock = datetime.strptime(time.strip("\x00 "), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    try:
        return _believable(clock.replace(tzinfo=datetime.strptime(zone.strip("\x00 "), "%z").tzinfo))
    except ValueError:
        return _believable(clock)


def _believable(time: datetime) -> datetime | None:
    """Give the time a zone; None for years no press camera has seen, whose instants no calendar can hold."""
    if not 1900 <= time.year <= 2100:
        return None
    return time if time.utcoffset() is not None else time.replace(tzinfo=CAMERA_CLOCK)

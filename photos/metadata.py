"""What a photo file says about itself: the rights it carries out of the newsroom, and what came in with it.

Three blocks say the same thing, because programs read different ones: XMP (ISO 16684-1, with the fields of
the IPTC Photo Metadata Standard), IPTC-IIM 4.2 and Exif (CIPA DC-008). XMP holds the full text; IIM limits most
fields to 32 octets, and both older blocks know neither alt text nor a web address.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from defusedxml import DefusedXmlException, ElementTree
from PIL import ExifTags, Image, TiffImagePlugin

# A camera without a time zone shows the clock of the press office.
CAMERA_CLOCK = ZoneInfo("Europe/Moscow")


@dataclass(frozen=True)
class Rights:
    """The words a public photo carries. `date` is ISO 8601: 2018-11-27 or 2018-11-27T11:42:05+03:00."""

    creator: str = ""
    credit: str = ""
    copyright: str = ""
    usage_terms: str = ""
    rights_url: str = ""
    caption: str = ""
    alt: str = ""
    date: str = ""

    def cut(self, characters: int) -> "Rights":
        """The same with no text longer than so many characters."""
        return replace(self, **{field.name: getattr(self, field.name)[:characters] for field in fields(self)})


# Writing

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
}

# Where each text stands in XMP, and the RDF container its property asks for.
XMP_PROPERTIES = {
    "creator": ("dc:creator", "Seq"),
    "credit": ("photoshop:Credit", None),
    "copyright": ("dc:rights", "Alt"),
    "usage_terms": ("xmpRights:UsageTerms", "Alt"),
    "rights_url": ("xmpRights:WebStatement", None),
    "caption": ("dc:description", "Alt"),
    "alt": ("Iptc4xmpCore:AltTextAccessibility", "Alt"),
    "date": ("photoshop:DateCreated", None),
}


def xmp_packet(rights: Rights) -> bytes:
    """Write the rights as an XMP packet in UTF-8, as JPEG, AVIF and WebP embed it."""
    declarations = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    properties = "".join(_xmp_property(name, getattr(rights, name)) for name in XMP_PROPERTIES)
    if rights.copyright:
        properties += "<xmpRights:Marked>True</xmpRights:Marked>"
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {declarations}>'
        f'<rdf:Description rdf:about="">{properties}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def _xmp_property(name: str, value: str) -> str:
    text = escape(_NOT_IN_XML.sub("", value))
    if not text:
        return ""
    tag, container = XMP_PROPERTIES[name]
    if container == "Alt":
        text = f'<rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt>'
    elif container == "Seq":
        text = f"<rdf:Seq><rdf:li>{text}</rdf:li></rdf:Seq>"
    return f"<{tag}>{text}</{tag}>"


_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# IIM 4.2: (record, dataset) of each text and the octets it may have.
IIM_DATASETS = {
    "creator": ((2, 80), 32),
    "credit": ((2, 110), 32),
    "copyright": ((2, 116), 128),
    "caption": ((2, 120), 2000),
}
IIM_CHARACTER_SET = (1, 90)
IIM_UTF8 = b"\x1b%G"


def iim_records(rights: Rights) -> bytes:
    """Write creator, credit, copyright, caption and date as IPTC-IIM datasets, marked as UTF-8."""
    records = [_dataset(IIM_CHARACTER_SET, IIM_UTF8), _dataset((2, 0), b"\x00\x04")]
    if day := re.match(r"(\d{4})-(\d\d)-(\d\d)", rights.date):
        records.append(_dataset((2, 55), "".join(day.groups()).encode()))
    if time := re.search(r"T(\d\d):(\d\d):(\d\d)([+-]\d\d):(\d\d)$", rights.date):
        records.append(_dataset((2, 60), "".join(time.groups()).encode()))
    for name, (key, octets) in IIM_DATASETS.items():
        if text := getattr(rights, name):
            records.append(_dataset(key, utf8_within(text, octets)))
    return b"".join(records)


def _dataset(key: tuple[int, int], value: bytes) -> bytes:
    return b"\x1c" + struct.pack(">BBH", *key, len(value)) + value


def exif_block(rights: Rights, orientation: int = 1) -> bytes:
    """Write Exif, a TIFF structure, with orientation, caption, creator and copyright and nothing else.

    Exif calls its texts ASCII; UTF-8 octets there are what the Metadata Working Group asks writers for, and
    what ExifTool, exiv2 and macOS read.
    """
    entries = [(ExifTags.Base.Orientation, TIFF_SHORT, 1, struct.pack(">H", orientation))]
    for tag, text in (
        (ExifTags.Base.ImageDescription, rights.caption),
        (ExifTags.Base.Artist, rights.creator),
        (ExifTags.Base.Copyright, rights.copyright),
    ):
        if text:
            octets = utf8_within(text, 2000) + b"\x00"
            entries.append((tag, TIFF_ASCII, len(octets), octets))
    return TIFF_HEADER + tiff_directory(entries, at=len(TIFF_HEADER))


TIFF_HEADER = b"MM\x00\x2a\x00\x00\x00\x08"
TIFF_ASCII, TIFF_SHORT = 2, 3


def tiff_directory(entries: list[tuple[int, int, int, bytes]], at: int, next_directory: int = 0) -> bytes:
    """Lay out one TIFF 6.0 image file directory that starts at offset `at`.

    Entries are (tag, type, count, value octets); values longer than four octets follow behind the directory.
    """
    table, values = b"", b""
    values_at = at + 2 + 12 * len(entries) + 4
    for tag, kind, count, octets in sorted(entries):
        if len(octets) <= 4:
            place = octets.ljust(4, b"\x00")
        else:
            place = struct.pack(">I", values_at + len(values))
            values += octets + b"\x00" * (len(octets) % 2)
        table += struct.pack(">HHI", tag, kind, count) + place
    return struct.pack(">H", len(entries)) + table + struct.pack(">I", next_directory) + values


def utf8_within(text: str, octets: int) -> bytes:
    """Encode a text, cut to so many octets between two characters; NUL would end it for most readers."""
    return text.replace("\x00", "").encode(errors="ignore")[:octets].decode(errors="ignore").encode()


# Reading


def read_rights(image: Image.Image) -> Rights:
    """Collect what an opened photo says of itself: each text from XMP, else from IIM, else from Exif."""
    found = {**_from_exif(image), **_from_iim(image), **_from_xmp(image)}
    return Rights(**{name: clean_text(text) for name, text in found.items()})


def taken_at(image: Image.Image) -> datetime | None:
    """When the shutter opened, with its zone: the camera's own, else that of the press office."""
    exif = _exif_directory(image)
    for time_tag, zone_tag in (
        (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal),
        (ExifTags.Base.DateTimeDigitized, ExifTags.Base.OffsetTimeDigitized),
    ):
        if time := _camera_time(str(exif.get(time_tag, "")), str(exif.get(zone_tag, ""))):
            return time
    return None


def clean_text(text: str) -> str:
    """Drop control characters (PostgreSQL refuses NUL) and the spaces cameras pad their fields with."""
    return _NOT_IN_XML.sub("", text).replace("\r\n", "\n").strip()


def _from_xmp(image: Image.Image) -> dict[str, str]:
    packet = image.info.get("xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    try:
        root = ElementTree.fromstring(packet.strip(b"\x00 \t\r\n"))
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return {}
    found = {}
    for description in root.iter(_qualified("rdf:Description")):
        for name, (tag, _container) in XMP_PROPERTIES.items():
            if text := _xmp_text(description, _qualified(tag)):
                found.setdefault(name, text)
    return found


def _xmp_text(description: Element, tag: str) -> str:
    """A property may be an attribute, a plain element, or a list in an element."""
    element = description.find(tag)
    if element is None:
        return description.get(tag, "")
    items = element.findall(f".//{_qualified('rdf:li')}")
    if not items:
        return element.text or ""
    if element.find(_qualified("rdf:Alt")) is not None:
        items = [item for item in items if item.get(_XML_LANGUAGE) == "x-default"][:1] or items[:1]
    return "; ".join(item.text.strip() for item in items if item.text)


_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def _qualified(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _from_iim(image: Image.Image) -> dict[str, str]:
    values: dict[tuple[int, int], list[bytes]] = {}
    for key, value in _datasets(_iim_block(image)):
        values.setdefault(key, []).append(value)
    is_utf8 = IIM_UTF8 in values.get(IIM_CHARACTER_SET, [])
    found = {}
    for name, (key, _octets) in IIM_DATASETS.items():
        texts = [_decoded(value, is_utf8) for value in values.get(key, [])]
        if any(texts):
            found[name] = "; ".join(filter(None, texts))
    return found


def _iim_block(image: Image.Image) -> bytes:
    """IIM lives in Photoshop's image resource 0x0404, in TIFF also in tag 33723."""
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        block = image.tag_v2.get(TiffImagePlugin.IPTC_NAA_CHUNK, b"")
    else:
        block = (image.info.get("photoshop") or {}).get(0x0404, b"")
    return block if isinstance(block, bytes) else b""


def _datasets(block: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Walk the standard datasets; extended ones (over 32,767 octets) and anything unlike IIM end the walk."""
    position = 0
    while block[position : position + 1] == b"\x1c" and position + 5 <= len(block):
        record, dataset, length = struct.unpack_from(">BBH", block, position + 1)
        position += 5
        if length > 0x7FFF or position + length > len(block):
            return
        yield (record, dataset), block[position : position + length]
        position += length


def _from_exif(image: Image.Image) -> dict[str, str]:
    try:
        exif = image.getexif()
        texts = {
            "caption": exif.get(ExifTags.Base.ImageDescription),
            "creator": exif.get(ExifTags.Base.Artist),
            "copyright": exif.get(ExifTags.Base.Copyright),
        }
    except Exception:  # a broken block is no reason to refuse a photo; Pillow raises a dozen types on them
        return {}
    found = {name: _exif_text(text) for name, text in texts.items() if text}
    return {name: text for name, text in found.items() if not _CAMERA_FILLER.fullmatch(text.strip())}


# What some makers print into the caption of every picture.
_CAMERA_FILLER = re.compile(r"(\w+ )*DIGITAL CAMERA|SONY DSC|DCIM.*|default|untitled|<.*>", re.IGNORECASE)


def _exif_text(text: str | bytes) -> str:
    """Pillow shows the octets as Latin-1; they are UTF-8 or, from older Russian programs, Windows-1251."""
    octets = text if isinstance(text, bytes) else str(text).encode("latin-1", errors="ignore")
    return _decoded(octets.split(b"\x00")[0], is_utf8=False)


def _decoded(octets: bytes, is_utf8: bool) -> str:
    """Undeclared text is taken for UTF-8 where it can be; Windows-1251 hardly ever passes for it."""
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return octets.decode(errors="ignore") if is_utf8 else octets.decode("cp1251", errors="replace")


def _exif_directory(image: Image.Image) -> dict:
    try:
        return image.getexif().get_ifd(ExifTags.IFD.Exif)
    except Exception:  # as in _from_exif
        return {}


def _camera_time(time: str, zone: str) -> datetime | None:
    """Read Exif's "2018:11:27 11:42:05" with "+03:00"; None for blanks, zeros and other nonsense."""
    try:
        clock = datetime.strptime(time.strip("\x00 "), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    try:
        return clock.replace(tzinfo=datetime.strptime(zone.strip("\x00 "), "%z").tzinfo)
    except ValueError:
        return clock.replace(tzinfo=CAMERA_CLOCK)

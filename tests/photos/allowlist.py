"""What a public photo file may say of itself, read by a reader of its own: every name that stands in the file."""

import io
import re
import struct

from defusedxml import ElementTree
from PIL import Image

XMP_NAMES = {
    "creator", "Credit", "rights", "UsageTerms", "WebStatement", "Marked", "Headline", "description",
    "AltTextAccessibility", "ExtDescrAccessibility", "City", "Location", "subject", "PersonInImage", "DateCreated",
    "xmpmeta", "RDF", "Description", "Alt", "Seq", "Bag", "li",
}  # fmt: skip
EXIF_TAGS = {0x0112, 0x013B, 0x010E, 0x8298}
IIM_DATASETS = {(1, 90), (2, 0), *((2, number) for number in (25, 55, 60, 80, 90, 92, 105, 110, 116, 120))}
PICTURE = {0xDB, 0xC4, 0xDA, 0xDD, 0xDC, 0xCC, *range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC)}
PICTURE |= set(range(0xCD, 0xD0))


def foreign(data):
    """Return a list of what stands in a public file and may not, in words."""
    return _in_avif(data) if data[4:8] == b"ftyp" else _in_jpeg(data)


def besides_the_picture(data):
    """Return a public file without the bytes that decoders turn into pixels."""
    if data[4:8] == b"ftyp":
        return data[: data.index(b"mdat")]
    return _SCAN.sub(b"", data)


_SCAN = re.compile(rb"\xff\xda.*?(?=\xff[^\x00\xd0-\xd7\xda])", re.DOTALL)


def _in_avif(data):
    info = Image.open(io.BytesIO(data)).info
    found = [f"avif {name}" for name in set(info) - {"xmp", "icc_profile"}]
    boxes, position = [], 0
    while position < len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        boxes.append(kind)
        position += length or len(data)
    found += [f"box {kind}" for kind in set(boxes) - {b"ftyp", b"meta", b"mdat"}]
    found += ["exif"] if b"Exif" in data else []
    return found + _in_xmp(info["xmp"])


def _in_jpeg(data):
    found, position = [], 2
    while data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xD9:
            return found + ([f"{len(data) - position - 2} bytes behind the end"] if data[position + 2 :] else [])
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        found += _in_segment(marker, data[position + 4 : position + 2 + length])
        position += 2 + length
        if marker == 0xDA:
            position = re.compile(rb"\xff[^\x00\xd0-\xd7]").search(data, position).start()
    return [*found, f"no marker at {position}"]


def _in_segment(marker, payload):
    if marker in PICTURE:
        return []
    if marker == 0xE0:
        return (
            [] if len(payload) == 14 and payload.startswith(b"JFIF\x00") and payload[12:] == b"\x00\x00" else ["JFIF"]
        )
    if marker == 0xE1 and payload.startswith(b"Exif\x00\x00"):
        exif = Image.Exif()
        exif.load(payload)
        return [f"Exif {tag:#x}" for tag in set(exif) - EXIF_TAGS]
    if marker == 0xE1 and payload.startswith(b"http://ns.adobe.com/xap/1.0/\x00"):
        return _in_xmp(payload.partition(b"\x00")[2])
    if marker == 0xE2 and payload.startswith(b"ICC_PROFILE\x00"):
        return []
    if marker == 0xED and payload.startswith(b"Photoshop 3.0\x008BIM\x04\x04\x00\x00"):
        return _in_iim(payload[26 : 26 + int.from_bytes(payload[22:26], "big")], payload)
    if marker == 0xEE and payload.startswith(b"Adobe") and len(payload) == 12:
        return []
    return [f"segment {marker:#x} {payload[:20]!r}"]


def _in_iim(block, payload):
    found = [] if len(payload) <= 26 + len(block) + 1 else ["behind IIM"]
    while block:
        mark, record, dataset, length = struct.unpack_from(">BBBH", block)
        if mark != 0x1C or (record, dataset) not in IIM_DATASETS:
            found.append(f"IIM {record}:{dataset}")
        block = block[5 + length :]
    return found


def _in_xmp(packet):
    root = ElementTree.fromstring(packet)
    names = {element.tag.partition("}")[2] for element in root.iter()}
    attributes = {name.partition("}")[2] for element in root.iter() for name in element.attrib}
    return [f"XMP {name}" for name in (names - XMP_NAMES) | (attributes - {"lang", "about"})]

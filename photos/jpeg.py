"""Replaces the metadata of a JPEG file without touching a pixel.

A JPEG file (ITU-T T.81, annex B) is a sequence of segments. Those that decode the picture are copied byte for byte; of
the rest only what viewers need for the right colours stays. It is an allowlist, so nothing of the camera can remain in
a public copy: position, serial number, maker's notes, thumbnail, comments, a name in the colour profile, a second
picture or a video after the end. Bytes within the entropy-coded data would stay: they are part of the picture.
"""

import enum
import re
import struct
from collections.abc import Iterator

from photos import profiles
from photos.metadata import Rights, exif_block, iim_records, xmp_packet

EOI, SOS = 0xD9, 0xDA
APP0, APP1, APP2, APP13, APP14 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE

DHT, DAC, DQT, DNL, DRI = 0xC4, 0xCC, 0xDB, 0xDC, 0xDD
FRAMES = frozenset(range(0xC0, 0xD0)) - {DHT, 0xC8, DAC}

# Frame headers, Huffman and arithmetic tables, scans, quantization, line count, restart interval.
PICTURE_MARKERS = FRAMES | {DHT, DAC, SOS, DQT, DNL, DRI}

JFIF = b"JFIF\x00"
ICC_PROFILE = b"ICC_PROFILE\x00"
ADOBE = b"Adobe"
EXIF = b"Exif\x00\x00"
XMP = b"http://ns.adobe.com/xap/1.0/\x00"
PHOTOSHOP = b"Photoshop 3.0\x00"

MAX_PAYLOAD_BYTES = 65_533


class BrokenJpeg(ValueError):
    """The bytes are not the segments of a JPEG file."""


class Coding(enum.Enum):
    """How the picture is encoded, as far as it decides which programs can read it."""

    USUAL = enum.auto()  # Huffman, baseline or progressive, 8 bits a colour
    ARITHMETIC = enum.auto()
    LOSSLESS = enum.auto()
    MORE_BITS = enum.auto()


def coding(data: bytes) -> Coding:
    """Return how the picture of a JPEG is encoded, by its frame header (T.81, table B.1); USUAL without one."""
    try:
        frame = next((marker, payload) for marker, payload, _scan in _segments(data) if marker in FRAMES)
    except (BrokenJpeg, StopIteration):
        return Coding.USUAL
    marker, payload = frame
    if marker >= 0xC9:
        return Coding.ARITHMETIC
    if marker in (0xC3, 0xC5, 0xC6, 0xC7):
        return Coding.LOSSLESS
    return Coding.MORE_BITS if payload[:1] not in (b"", b"\x08") else Coding.USUAL


def rewrite(data: bytes, rights: Rights, orientation: int = 1) -> bytes:
    """Return the same picture with new Exif, XMP and IIM and no other metadata.

    `orientation` stays a tag, 1 to 8, because turning the pixels would not be lossless. Raises BrokenJpeg.
    """
    head: list[bytes] = []
    profile: list[bytes] = []
    body: list[bytes] = []
    for marker, payload, scan in _segments(data):
        if marker in PICTURE_MARKERS:
            _refuse_what_is_too_long(marker, payload)
            body.append(segment(marker, payload) + scan)
        elif marker == APP0 and payload.startswith(JFIF) and not head:
            head.append(segment(APP0, _jfif_without_thumbnail(payload)))
        elif marker == APP2 and payload.startswith(ICC_PROFILE):
            profile.append(payload)
        elif marker == APP14 and payload.startswith(ADOBE):
            # The colour transform of CMYK files stands in the first twelve bytes.
            body.append(segment(APP14, payload[:12]))
    head += _fresh_segments(rights, orientation) + _profile_segments(profile)
    return b"".join([b"\xff\xd8", *head, *body, b"\xff\xd9"])


def _refuse_what_is_too_long(marker: int, payload: bytes) -> None:
    """Raise BrokenJpeg if a segment is longer than its own counts say: something could be hidden there."""
    count = payload[0] if payload else 0
    if marker in (DNL, DRI):
        expected = 2
    elif marker == SOS:
        expected = 4 + 2 * count
    elif marker in FRAMES:
        expected = 6 + 3 * int.from_bytes(payload[5:6], "big")
    elif marker == DAC:
        expected = 2 * min(len(payload) // 2, 32)
    else:
        expected = _length_of_tables(marker, payload)
    if len(payload) != expected:
        raise BrokenJpeg("A segment of the JPEG holds more or less than it should.")


def _length_of_tables(marker: int, payload: bytes) -> int:
    """Walk the quantization or Huffman tables of a segment to where the last one ends."""
    position = 0
    while position < len(payload):
        if marker == DQT:
            position += 129 if payload[position] >> 4 else 65
        else:
            position += 17 + sum(payload[position + 1 : position + 17])
    return position


def segment(marker: int, payload: bytes) -> bytes:
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise ValueError(f"A JPEG segment holds {MAX_PAYLOAD_BYTES} bytes, not {len(payload)}.")
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def photoshop_payload(iim: bytes) -> bytes:
    """Wrap IIM records as Photoshop's image resource 0x0404, the way JPEG carries them."""
    return PHOTOSHOP + b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(iim)) + iim + b"\x00" * (len(iim) % 2)


def _fresh_segments(rights: Rights, orientation: int) -> list[bytes]:
    return [
        segment(APP1, EXIF + exif_block(rights, orientation)),
        segment(APP1, XMP + _fitting_packet(rights)),
        segment(APP13, photoshop_payload(iim_records(rights))),
    ]


def _fitting_packet(rights: Rights) -> bytes:
    """Return an XMP packet that fits into one segment; a caption of many pages is shortened for that."""
    longest = 16_000
    while len(packet := xmp_packet(rights.cut(longest))) > MAX_PAYLOAD_BYTES - len(XMP):
        longest //= 2
    return packet


def _profile_segments(payloads: list[bytes]) -> list[bytes]:
    """Return the segments of the colour profile without its texts; drop what is no valid profile."""
    start = len(ICC_PROFILE) + 2  # number of this part and of all
    profile = b"".join(payload[start:] for payload in sorted(payloads, key=lambda payload: payload[start - 2 : start]))
    plain = profiles.without_words(profile)
    room = MAX_PAYLOAD_BYTES - start
    parts = [plain[place : place + room] for place in range(0, len(plain), room)]
    if len(parts) > 255:
        return []
    return [
        segment(APP2, ICC_PROFILE + bytes([number, len(parts)]) + part) for number, part in enumerate(parts, start=1)
    ]


def _jfif_without_thumbnail(payload: bytes) -> bytes:
    """Keep version and pixel density; width and height of the thumbnail become 0."""
    return payload[:12].ljust(12, b"\x00") + b"\x00\x00"


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Walk the first picture: (marker, payload, entropy-coded data behind a start of scan) up to its end.

    What follows the end is not read. A file without the end marker is broken, though decoders accept that: the last
    scan could not be told from something appended.
    """
    if data[:2] != b"\xff\xd8":
        raise BrokenJpeg("The file does not begin as a JPEG.")
    position = 2
    while position < len(data):
        marker, position = _marker(data, position)
        if marker == EOI:
            return
        length = int.from_bytes(data[position : position + 2], "big")
        if length < 2 or position + length > len(data):
            raise BrokenJpeg("A segment of the JPEG ends outside the file.")
        payload = data[position + 2 : position + length]
        position += length
        scan_end = _scan_end(data, position) if marker == SOS else position
        yield marker, payload, data[position:scan_end]
        position = scan_end
    raise BrokenJpeg("The JPEG does not end.")


def _marker(data: bytes, position: int) -> tuple[int, int]:
    """Read the marker at `position`, over the fill bytes T.81 allows before it."""
    found = _MARKER.match(data, position)
    if not found:
        raise BrokenJpeg("Between two segments of the JPEG stands something else.")
    return data[found.end() - 1], found.end()


def _scan_end(data: bytes, position: int) -> int:
    """Within a scan 0xFF 0x00 is data and 0xFF 0xD0 to 0xD7 a restart; any other marker ends it."""
    found = _MARKER_AFTER_SCAN.search(data, position)
    return found.start() if found else len(data)


_MARKER = re.compile(rb"\xff+[^\x00\xff]")
_MARKER_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")

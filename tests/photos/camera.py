"""Give a drawn picture all that a press photographer's camera writes, the private parts included.

So the demo shows, and the tests can prove, that none of it reaches a visitor. The camera is invented.
"""

import struct
from datetime import datetime
from io import BytesIO

from PIL import Image

from photos import jpeg
from photos.metadata import Rights, iim_records, tiff_directory, xmp_packet

MAKE, MODEL = "Sample Camera", "Sample Camera One"
SERIAL_NUMBER = "SC-0042-7719"
LENS_SERIAL_NUMBER = "SL-9930-1184"
MAKER_NOTE = b"SAMPLECAMERA\x00internal note, shutter count 48213\x00"
LATITUDE, LONGITUDE = (55, 45, 2088), (37, 37, 231)  # degrees, minutes, hundredths of a second; Moscow

TIFF_HEADER = b"MM\x00\x2a\x00\x00\x00\x08"
BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED = 1, 2, 3, 4, 5, 7


def camera_file(picture: bytes, taken: datetime, rights: Rights, orientation: int = 1) -> bytes:
    """Return the JPEG with the camera's Exif and the press office's XMP and IIM in front of its picture."""
    exif = exif_of_the_camera(taken, rights, orientation, thumbnail(picture))
    return b"".join(
        [
            picture[:2],
            jpeg.segment(jpeg.APP1, jpeg.EXIF + exif),
            jpeg.segment(jpeg.APP1, jpeg.XMP + xmp_packet(rights)),
            jpeg.segment(jpeg.APP13, jpeg.photoshop_payload(iim_records(rights))),
            picture[2:],
        ]
    )


def thumbnail(picture: bytes) -> bytes:
    image, file = Image.open(BytesIO(picture)), BytesIO()
    image.draft("RGB", (160, 160))
    image.thumbnail((160, 160))
    image.convert("RGB").save(file, "JPEG", quality=70)
    return file.getvalue()


def exif_of_the_camera(taken: datetime, rights: Rights, orientation: int, thumbnail: bytes) -> bytes:
    """Lay out five parts one behind the other: main, photo and position directories, thumbnail's, thumbnail.

    Each needs the offset of the next, and lengths do not depend on offsets: so the parts are made twice.
    """
    photo, position, preview = 0, 0, 0
    for _attempt in range(2):
        main = tiff_directory(
            _main_directory(taken, rights, orientation, photo, position), at=8, next_directory=preview
        )
        photo = 8 + len(main)
        photo_directory = tiff_directory(_photo_directory(taken), at=photo)
        position = photo + len(photo_directory)
        position_directory = tiff_directory(_position_directory(taken), at=position)
        preview = position + len(position_directory)
        preview_directory = tiff_directory(_preview_directory(thumbnail, preview), at=preview)
    return TIFF_HEADER + main + photo_directory + position_directory + preview_directory + thumbnail


def _main_directory(taken: datetime, rights: Rights, orientation: int, photo: int, position: int) -> list:
    return [
        _text(0x010F, MAKE),
        _text(0x0110, MODEL),
        (0x0112, SHORT, 1, struct.pack(">H", orientation)),
        _text(0x0132, f"{taken:%Y:%m:%d %H:%M:%S}"),
        _text(0x013B, rights.creator),
        _text(0x8298, rights.copyright),
        (0x8769, LONG, 1, struct.pack(">I", photo)),
        (0x8825, LONG, 1, struct.pack(">I", position)),
    ]


def _photo_directory(taken: datetime) -> list:
    zone = f"{taken:%z}"
    return [
        (0x829A, RATIONAL, 1, struct.pack(">II", 1, 125)),  # exposure time
        (0x829D, RATIONAL, 1, struct.pack(">II", 40, 10)),  # aperture
        (0x8827, SHORT, 1, struct.pack(">H", 1600)),  # sensitivity
        (0x9000, UNDEFINED, 4, b"0232"),
        _text(0x9003, f"{taken:%Y:%m:%d %H:%M:%S}"),
        _text(0x9011, f"{zone[:3]}:{zone[3:5]}"),
        (0x920A, RATIONAL, 1, struct.pack(">II", 35, 1)),  # focal length
        (0x927C, UNDEFINED, len(MAKER_NOTE), MAKER_NOTE),
        _text(0xA431, SERIAL_NUMBER),
        _text(0xA434, "Sample Lens 24-70"),
        _text(0xA435, LENS_SERIAL_NUMBER),
    ]


def _position_directory(taken: datetime) -> list:
    return [
        (0x0000, BYTE, 4, b"\x02\x03\x00\x00"),
        _text(0x0001, "N"),
        (0x0002, RATIONAL, 3, angle(LATITUDE)),
        _text(0x0003, "E"),
        (0x0004, RATIONAL, 3, angle(LONGITUDE)),
        _text(0x001D, f"{taken:%Y:%m:%d}"),
    ]


def _preview_directory(thumbnail: bytes, at: int) -> list:
    thumbnail_at = at + 2 + 3 * 12 + 4
    return [
        (0x0103, SHORT, 1, struct.pack(">H", 6)),  # JPEG
        (0x0201, LONG, 1, struct.pack(">I", thumbnail_at)),
        (0x0202, LONG, 1, struct.pack(">I", len(thumbnail))),
    ]


def angle(degrees_minutes_hundredths: tuple[int, int, int]) -> bytes:
    degrees, minutes, hundredths = degrees_minutes_hundredths
    return struct.pack(">6I", degrees, 1, minutes, 1, hundredths, 100)


def _text(tag: int, value: str) -> tuple[int, int, int, bytes]:
    data = value.encode() + b"\x00"
    return tag, ASCII, len(data), data

"""Real photo files for the tests, made on the spot: as cameras leave them, and as only trouble leaves them."""

import base64
import pathlib
import struct
import zlib
from datetime import datetime, timedelta, timezone
from io import BytesIO
from random import Random

from PIL import ExifTags, Image, ImageCms, ImageDraw

from photos.metadata import Rights
from tests.photos import camera

MOSCOW_TIME = timezone(timedelta(hours=3))
TAKEN = datetime(2018, 11, 27, 11, 42, 5, tzinfo=MOSCOW_TIME)

OFFICE = Rights(creator="CSTO Press Office", credit="CSTO", copyright="© 2018 CSTO", caption="The Council at work")

# Bytes that would give the camera, the place or the photographer away.
SECRETS = {
    "serial number": camera.SERIAL_NUMBER.encode(),
    "lens serial number": camera.LENS_SERIAL_NUMBER.encode(),
    "maker note": b"shutter count",
    "latitude": camera.angle(camera.LATITUDE),
    "longitude": camera.angle(camera.LONGITUDE),
    "camera": camera.MODEL.encode(),
}


HERE = pathlib.Path(__file__).parent

# What Pillow cannot write: photos of telephones (tests/photos/heic), and a JPEG whose picture is coded arithmetically.
ARITHMETIC_JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxO"
    "UlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P"
    "T09PT09PT0//yQARCAAYACADASIAAhEBAxEB/8wACgAQEAUBEBEF/9oADAMBAAIRAxEAPwD/AJKvVQuzcIq+LSPMrM15TQOCojui"
    "cmX9xKqkg8Z+wzLE/GLnMGM7kP/Z"
)


def heic(name):
    """One of: upright (turned by 90 degrees, with Exif that repeats the turn, and a place), display-p3, three."""
    return (HERE / "heic" / f"{name}.heic").read_bytes()


def picture(size=(1200, 800), mode="RGB"):
    """A picture with a left and a right, a top and a bottom: red, green, blue and white quarters."""
    width, height = size[0] // 2, size[1] // 2
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, width, height))
    image.paste("lime", (width, 0, size[0], height))
    image.paste("blue", (0, height, width, size[1]))
    return image.convert(mode)


def scene(number, size=(900, 600)):
    """A picture with shapes and shades, each number another one; the same number always the same."""
    random = Random(number)
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(image)
    for _shape in range(14):
        x, y = random.randrange(size[0]), random.randrange(size[1])
        colour = tuple(random.randrange(256) for _channel in range(3))
        draw.ellipse((x, y, x + size[0] // 4, y + size[1] // 3), fill=colour)
    return image


def encoded(image, format="JPEG", **options):
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def camera_jpeg(size=(1200, 800), rights=OFFICE, orientation=1, taken=TAKEN, image=None, **options):
    """A JPEG with position, serial numbers, maker note, thumbnail, Exif, XMP and IIM; of `image`, or of a picture()."""
    return camera.camera_file(encoded(image or picture(size), **options), taken, rights, orientation)


def with_exif(data, **tags):
    """The JPEG with only these Exif tags, named as in PIL.ExifTags.Base; they must be ASCII or bytes."""
    exif = Image.Exif()
    photo = exif.get_ifd(ExifTags.IFD.Exif)
    for name, value in tags.items():
        tag = ExifTags.Base[name]
        (photo if tag > 0x9000 else exif)[tag] = value
    return data[:2] + _segment(0xE1, exif.tobytes()) + data[2:]


def with_iim(data, datasets, character_set=None):
    """The JPEG with these IIM datasets: {80: b"...", 120: [b"...", b"..."]}."""
    block = b"\x1c\x01\x5a" + struct.pack(">H", len(character_set)) + character_set if character_set else b""
    for number, values in datasets.items():
        for value in values if isinstance(values, list) else [values]:
            block += b"\x1c\x02" + struct.pack(">BH", number, len(value)) + value
    payload = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(block)) + block
    return data[:2] + _segment(0xED, payload + b"\x00" * (len(block) % 2)) + data[2:]


def with_xmp(data, packet):
    return data[:2] + _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + packet) + data[2:]


def bomb(width=30_000, height=30_000):
    """A PNG of a few dozen bytes whose header promises 900 million pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\x00")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def swapped_profile():
    """An ICC profile of a fictional screen that shows red where the file says green, and green where red."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for position in range(132, 132 + 12 * int.from_bytes(profile[128:132], "big"), 12):
        name = bytes(profile[position : position + 4])
        if name in (b"rXYZ", b"gXYZ"):
            profile[position : position + 4] = b"gXYZ" if name == b"rXYZ" else b"rXYZ"
    return bytes(profile)


def _segment(marker, payload):
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload

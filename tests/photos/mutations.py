"""Photo files with something wrong in them, the same ones at every run."""

from io import BytesIO
from random import Random

from PIL import Image, ImageCms, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from photos.metadata import exif_block, iim_records, xmp_packet
from tests.photos import images

SIZE = (120, 80)


def sound():
    """Return {name: bytes} of photos in every format, with all the metadata each can carry."""
    picture = images.scene(1, SIZE)
    exif, xmp = Image.Exif(), xmp_packet(images.OFFICE)
    exif.load(b"Exif\x00\x00" + exif_block(images.OFFICE))
    exif[0x010F] = "Sample Camera One"
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[TiffImagePlugin.IPTC_NAA_CHUNK] = iim_records(images.OFFICE)
    tags[700] = xmp
    tags.tagtype.update({TiffImagePlugin.IPTC_NAA_CHUNK: 7, 700: 1})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile[:24] + bytes(12) + profile[36:]  # without the time it was made at
    return {
        "JPEG": images.camera_jpeg(SIZE, icc_profile=profile),
        "progressive JPEG": images.camera_jpeg(SIZE, progressive=True),
        "CMYK JPEG": images.encoded(picture.convert("CMYK"), exif=exif, xmp=xmp),
        "MPO": images.encoded(picture, "MPO", save_all=True, append_images=[images.scene(2, SIZE)]),
        "PNG": images.encoded(picture, "PNG", exif=exif, icc_profile=profile),
        "palette PNG": images.encoded(picture.quantize(16), "PNG", exif=exif, transparency=3),
        "WebP": images.encoded(picture, "WEBP", exif=exif, xmp=xmp, icc_profile=profile),
        "TIFF": images.encoded(picture, "TIFF", tiffinfo=tags),
        "compressed TIFF": images.encoded(picture, "TIFF", tiffinfo=tags, compression="tiff_lzw"),
    }


def mutated(number):
    """Return the photo of this number: one to six faults in a sound one."""
    random = Random(number)
    files = list(SOUND.values())
    data = bytearray(files[number % len(files)])
    for _fault in range(random.randint(1, 6)):
        random.choice(FAULTS)(data, random)
    return bytes(data)


def _place(data, random):
    """Choose a place; most often among the metadata, which stand at the beginning (in TIFF at the end)."""
    if len(data) < 10 or random.random() < 0.3:
        return random.randrange(len(data) + 1)
    near = min(len(data), 3_000)
    return random.randrange(near) if data[:2] not in (b"II", b"MM") else len(data) - random.randrange(near)


def _flip_a_bit(data, random):
    at = _place(data, random)
    if at < len(data):
        data[at] ^= 1 << random.randrange(8)


def _overwrite(data, random):
    at = _place(data, random)
    length = random.choice([1, 2, 4, 4, 64])
    content = random.choice([b"\x00", b"\xff", b"\x7f", b"\x80", bytes([random.randrange(256)])]) * length
    data[at : at + length] = content[: max(0, len(data) - at)]


def _cut_out(data, random):
    at = _place(data, random)
    del data[at : at + random.choice([1, 2, 16, 500])]


def _repeat(data, random):
    at = _place(data, random)
    data[at:at] = data[at : at + random.choice([2, 16, 500])] * random.choice([1, 2, 20])


def _insert(data, random):
    at = _place(data, random)
    data[at:at] = random.randbytes(random.choice([1, 2, 16, 500]))


def _end_early(data, random):
    if random.random() < 0.3:
        del data[random.randrange(len(data) + 1) :]


def _transplant(data, random):
    donor = random.choice(list(SOUND.values()))
    start = random.randrange(min(len(donor), 3_000))
    at = _place(data, random)
    data[at:at] = donor[start : start + random.choice([16, 200, 2_000])]


FAULTS = [_flip_a_bit, _flip_a_bit, _overwrite, _overwrite, _cut_out, _repeat, _insert, _end_early, _transplant]

SOUND = sound()


def tiff_loop():
    """A TIFF structure for Exif whose directories point at themselves and at each other."""
    entries = [(0x8769, 4, 1, (8).to_bytes(4, "big")), (0x8825, 4, 1, (8).to_bytes(4, "big"))]
    entries.append((0x0112, 3, 1, b"\x00\x01"))
    table = b"".join(
        tag.to_bytes(2, "big") + kind.to_bytes(2, "big") + count.to_bytes(4, "big") + value.ljust(4, b"\x00")
        for tag, kind, count, value in sorted(entries)
    )
    return b"MM\x00\x2a\x00\x00\x00\x08" + len(entries).to_bytes(2, "big") + table + (8).to_bytes(4, "big")


def png_with_xmp(packet):
    """A PNG with an XMP packet in an iTXt chunk, not compressed."""
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet.decode())
    file = BytesIO()
    images.scene(3, SIZE).save(file, "PNG", pnginfo=info)
    return file.getvalue()

"""Makes the public files from the original: sizes for pages, the download, and at once a few for the first minute.

All are in sRGB, upright, and without the original's metadata; the given rights are written into them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, cast

from PIL import Image, ImageCms

from photos import crops, jpeg, sizes
from photos.metadata import Rights, xmp_packet
from photos.opening import format_of, is_on_its_side, open_image, orientation

WHITE = (255, 255, 255)
AVIF_SPEED = 6  # of 10; docs/photos.md has what the others would cost


@dataclass(frozen=True)
class Rendered:
    width: int
    height: int
    format: str  # "avif" or "jpeg"
    data: bytes
    crop: str = ""  # a key of crops.SHAPES, empty for the whole picture


def render(original: BinaryIO, rights: Rights, focal: tuple[float, float] = crops.CENTRE) -> Iterator[Rendered]:
    """Yield the photo in every size of photos/sizes.py and each of its formats, the whole ones first.

    A photo is never enlarged: one of 1000 pixels comes in 1000, 960, 640 and 320. `focal` is what the crops keep in
    sight, as parts of width and height of the upright picture.
    """
    size = _upright_size(original)
    source = whole = _developed(original, at_most=sizes.working_width(size))
    for line, width, height in sizes.planned(size):
        if line.shape:
            picture = _cut(source, crops.box(source.size, crops.SHAPES[line.shape], focal), (width, height))
        else:
            picture = whole = _resized(whole, (width, height))
        for format in line.formats:
            yield Rendered(width, height, format, _encoded(picture, format, line.quality(format), rights), line.shape)


def decoded(original: BinaryIO) -> Image.Image:
    """Decode a photo once, no larger than the quick files need: preview() and quick() are made of it."""
    return _developed(original, at_most=sizes.QUICK_WIDTH)


def preview(picture: Image.Image) -> bytes:
    """Make a small JPEG of a decoded() photo, for the desk alone."""
    width = min(sizes.PREVIEW_WIDTH, picture.width)
    small = _resized(picture, (width, sizes.height_at(picture.size, width)))
    return _jpeg(small, sizes.PREVIEW_QUALITY)


def quick(picture: Image.Image, size: tuple[int, int], rights: Rights) -> list[Rendered]:
    """Make the JPEGs that visitors see until render() has made all files, of a decoded() photo of `size` pixels."""
    made = []
    for line, width, height in sizes.quick(size):
        picture = _resized(picture, (width, height))
        made.append(Rendered(width, height, "jpeg", _encoded(picture, "jpeg", line.quality("jpeg"), rights)))
    return made


def with_rights(data: bytes, rights: Rights) -> bytes:
    """Return the same quick JPEG with other rights written into it."""
    return jpeg.rewrite(data, rights)


def public_copy(original: BinaryIO, rights: Rights) -> bytes:
    """Make the download of full size, a JPEG: the camera's own pixels where they already are one."""
    image = open_image(original)
    if format_of(image) == "JPEG":
        original.seek(0)
        try:
            return jpeg.rewrite(original.read(), rights, orientation(image))
        except jpeg.BrokenJpeg:
            pass  # Pillow reads over stray bytes between segments; encoding anew leaves them behind.
    return jpeg.rewrite(_jpeg(_developed(original), sizes.DOWNLOAD_QUALITY), rights)


def _developed(original: BinaryIO, at_most: int | None = None) -> Image.Image:
    """Decode a photo into upright 8-bit sRGB without metadata, at most `at_most` pixels wide."""
    image = open_image(original)
    turn = orientation(image)
    profile = image.info.get("icc_profile")
    size = _size_before_turning(image, turn, at_most)
    # The decoder itself halves a JPEG as often as that still leaves more than is wanted.
    image.draft(None, size)
    image.load()
    picture = _resized(_plain(image), size)
    if turn in _TURNS:
        picture = picture.transpose(_TURNS[turn])
    return _srgb(picture, profile)


# What brings each Exif orientation upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _upright_size(original: BinaryIO) -> tuple[int, int]:
    image = open_image(original)
    return _turned(image.size, orientation(image))


def _size_before_turning(image: Image.Image, turn: int, at_most: int | None) -> tuple[int, int]:
    width, height = _turned(image.size, turn)
    if at_most and width > at_most:
        width, height = at_most, sizes.height_at((width, height), at_most)
    return _turned((width, height), turn)


def _turned(size: tuple[int, int], turn: int) -> tuple[int, int]:
    return (size[1], size[0]) if is_on_its_side(turn) else size


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    if picture.size == size:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)


def _cut(picture: Image.Image, box: tuple[int, int, int, int], size: tuple[int, int]) -> Image.Image:
    return picture.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3)


def _plain(image: Image.Image) -> Image.Image:
    """Bring any pixel format to one that can be resized: grey, RGB, CMYK or LAB, 8 bits, no transparency."""
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        picture = Image.new("RGB", layer.size, WHITE)
        picture.paste(layer, mask=layer.getchannel("A"))
    elif image.mode in ("F", "I") or image.mode.startswith("I;16"):
        picture = _eight_bits(image)
    elif image.mode in ("L", "RGB", "CMYK", "LAB"):
        picture = image
    else:
        picture = image.convert("L" if image.mode == "1" else "RGB")
    picture.info.clear()
    return picture


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scale 16-bit grey (0 to 65,535) and floating-point grey (0 to 1, or to its brightest) to 0 to 255."""
    white = 65_535 if image.mode.startswith("I") else max(1.0, cast(tuple[float, float], image.getextrema())[1])
    scaled = image.convert("F").point(lambda value: value * (255 / white) + 0)
    return scaled.convert("L")


def _srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Translate colours by the photo's own profile; without one, or with a broken one, it is taken as sRGB."""
    try:
        if picture.mode == "LAB":
            source = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        elif profile:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
        else:
            return picture.convert("RGB")
        picture = ImageCms.profileToProfile(  # type: ignore[assignment]  # nothing only where it works in place
            picture,
            source,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError):
        picture = picture.convert("RGB")
    picture.info.clear()
    return picture


def _encoded(picture: Image.Image, format: str, quality: int, rights: Rights) -> bytes:
    if format == "avif":
        return _avif(picture, quality, rights)
    return jpeg.rewrite(_jpeg(picture, quality), rights)


def _avif(picture: Image.Image, quality: int, rights: Rights) -> bytes:
    file = BytesIO()
    picture.save(file, "AVIF", quality=quality, speed=AVIF_SPEED, xmp=xmp_packet(rights))
    return file.getvalue()


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    file = BytesIO()
    picture.save(file, "JPEG", quality=quality, progressive=True, optimize=True)
    return file.getvalue()

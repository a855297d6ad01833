"""How every uploaded file is opened as a picture: which formats, how large, which way up.

Pillow keeps its limits in module attributes, so they are set here, where every reader of photos passes.
"""

import warnings
from typing import BinaryIO

from pi_heif import register_heif_opener
from PIL import ExifTags, Image, ImageFile

# Larger than any press camera (the largest makes 102 megapixels), far smaller than a decompression bomb.
MAX_PIXELS = 120_000_000
MAX_SIDE = 30_000

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "HEIF")

# Only the picture itself: a telephone adds previews, maps of depth and light. libheif's own limits stay in force, and
# hold against pictures that are larger than their file says.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False
# Pillow only warns between its limit and twice that; a warning in a log protects nobody.
warnings.simplefilter("error", Image.DecompressionBombWarning)


def open_image(file: BinaryIO) -> Image.Image:
    """Open a photo from its content, never from its name; nothing is decoded yet."""
    file.seek(0)
    return Image.open(file, formats=FORMATS)


def format_of(image: Image.Image) -> str:
    """Name the format as people do: JPEG also for the several-pictures-in-one files of some cameras."""
    name = image.format or ""
    return {"MPO": "JPEG", "HEIF": "HEIC"}.get(name, name)


def number_of_pictures(image: Image.Image) -> int:
    """Count the pictures of an animation or the pages of a file; the previews that cameras add are none."""
    return 1 if image.format in ("JPEG", "MPO") else getattr(image, "n_frames", 1)


def orientation(image: Image.Image) -> int:
    """How the camera was held: Exif's number from 1 (upright) to 8; 1 where it is absent or broken.

    TIFF and HEIC are always 1: they are turned while loading, and give the turned size from the start. A HEIC file has
    a turn of its own, which its Exif only repeats.
    """
    if image.format in ("TIFF", "HEIF"):
        return 1
    try:
        number = image.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # Exif of any camera and any program: Pillow raises a dozen types on broken blocks
        return 1
    return number if isinstance(number, int) and 2 <= number <= 8 else 1


def is_on_its_side(orientation: int) -> bool:
    return orientation >= 5

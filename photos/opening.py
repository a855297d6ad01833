"""The one door by which an uploaded file becomes a picture: which formats, how large, which way up.

Pillow keeps its limits in module attributes, so they are set here, where every reader of photos passes.
"""

import warnings
from typing import BinaryIO

from PIL import ExifTags, Image, ImageFile

# Larger than any press camera (the largest makes 102 megapixels), far smaller than a decompression bomb.
MAX_PIXELS = 120_000_000
MAX_SIDE = 30_000

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False
# Pillow only warns between its limit and twice that; a warning in a log protects nobody.
warnings.simplefilter("error", Image.DecompressionBombWarning)


def open_image(file: BinaryIO) -> Image.Image:
    """Open a photo from its content, never from its name; nothing is decoded yet."""
    file.seek(0)
    return Image.open(file, formats=FORMATS)


def format_of(image: Image.Image) -> str:
    """Name the format, one of FORMATS: JPEG also for the several-pictures-in-one files of some cameras."""
    return "JPEG" if image.format == "MPO" else image.format


def orientation(image: Image.Image) -> int:
    """How the camera was held: Exif's number from 1 (upright) to 8; 1 where it is absent or broken.

    TIFF is always 1: Pillow turns these while loading and gives the turned size from the start.
    """
    if image.format == "TIFF":
        return 1
    try:
        number = image.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # Exif of any camera and any program: Pillow raises a dozen types on broken blocks
        return 1
    return number if number in range(2, 9) else 1


def is_on_its_side(orientation: int) -> bool:
    return orientation >= 5

"""The table of sizes: which public files are made of every photo, besides the full-size download.

A photo is never enlarged: if it is smaller than a size, the file is as wide as the photo.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

from photos import crops


@dataclass(frozen=True)
class Size:
    """One line of the table. `avif` and `jpeg` are qualities of 100, None where the format is not made.

    The JPEG of a `quick` line is made before an upload is answered, so that a page has a picture from the beginning.
    """

    name: str
    width: int
    shape: str = ""  # a key of crops.SHAPES; empty for the whole picture
    avif: int | None = 55
    jpeg: int | None = 80
    quick: bool = False

    @property
    def formats(self) -> list[str]:
        return [format for format in ("avif", "jpeg") if getattr(self, format)]

    def quality(self, format: str) -> int:
        quality: int = getattr(self, format)
        return quality


# The whole pictures from the widest down, as each is made of the one before it.
SIZES = (
    Size("screen", 1600, quick=True),
    Size("page", 960),
    Size("column", 640, quick=True),
    Size("thumbnail", 320),
    Size("classic", 640, "3x2"),
    Size("square", 640, "1x1"),
    Size("wide", 640, "16x9"),
    Size("social", 1200, "social", avif=None),  # social networks read JPEG, not all of them AVIF
)

QUICK_WIDTH = max(line.width for line in SIZES if line.quick)
PREVIEW_WIDTH, PREVIEW_QUALITY = 320, 80  # for the desk alone, at once
DOWNLOAD_QUALITY = 92  # for originals that are not JPEG; those keep the camera's own pixels


class Planned(NamedTuple):
    """A Size with its width for one photo."""

    size: Size
    width: int
    height: int


def planned(size: tuple[int, int]) -> list[Planned]:
    """Return what will be made of a photo of `size` (width, height), in the order of the table."""
    plan: list[Planned] = []
    for line in SIZES:
        ours = _shaped(line, size) if line.shape else _whole(line, size)
        if not any((other.size.shape, other.width) == (line.shape, ours.width) for other in plan):
            plan.append(ours)
    return plan


def quick(size: tuple[int, int]) -> list[Planned]:
    """Return what is made at once of a photo of `size`; a small one may have a single width."""
    return [line for line in planned(size) if line.size.quick]


def working_width(size: tuple[int, int]) -> int:
    """Return the width to which a photo of `size` can be shrunk first, because no file needs more."""
    widths = [line.width / _share(line, size) for line in SIZES]
    return min(size[0], math.ceil(max(widths)))


def height_at(size: tuple[int, int], width: int) -> int:
    """Return the height of a picture of `size` when it is `width` wide."""
    return max(1, round(size[1] * width / size[0]))


def _whole(line, size):
    width = min(line.width, size[0])
    return Planned(line, width, height_at(size, width))


def _shaped(line, size):
    left, top, right, bottom = crops.box(size, crops.SHAPES[line.shape])
    width = min(line.width, right - left)
    return Planned(line, width, height_at((right - left, bottom - top), width))


def _share(line, size):
    """Return how much of the photo's width a line of the table shows: 1 for all of it."""
    left, _, right, _ = crops.box(size, crops.SHAPES[line.shape]) if line.shape else (0, 0, size[0], size[1])
    return (right - left) / size[0]

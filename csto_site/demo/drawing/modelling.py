"""Turn a flat outline into something round."""

from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter

from csto_site.demo.drawing.painting import Colour, blurred


def modelled(mask: Image.Image, colour: Colour, depth: int, strength: float = 1.0) -> Image.Image:
    """Give a flat shape its roundness, lit from the upper left: the slope of its blurred outline is the light."""
    soft = blurred(mask, depth)
    towards, away = ImageChops.offset(soft, depth // 2, depth // 2), ImageChops.offset(soft, -depth // 2, -depth // 2)
    slope = ImageChops.subtract(soft, towards, 1, 128)
    slope = Image.blend(slope, ImageChops.subtract(away, soft, 1, 128), 0.5)
    bands = []
    for part in colour:
        bands.append(slope.point([_shaded(part, (level - 128) / 128 * strength) for level in range(256)]))
    return Image.merge("RGB", bands)


def _shaded(part: int, slope: float) -> int:
    if slope < 0:
        return max(0, round(part * (1 + slope * 0.95)))
    return min(255, round(part + (255 - part) * slope * 0.42 + part * slope * 0.35))


def rounded(mask: Image.Image, radius: float) -> Image.Image:
    """Round every corner of a mask: blur it, cut it at half, soften the edge."""
    hard = mask.filter(ImageFilter.GaussianBlur(radius)).point(lambda part: 255 if part > 127 else 0)
    return hard.filter(ImageFilter.GaussianBlur(0.8))


def bezier(points: list[tuple[float, float]], share: float) -> tuple[float, float]:
    """The point at a share of the way along a curve that its inner points pull at."""
    while len(points) > 1:
        points = [(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share) for a, b in pairwise(points)]
    return points[0]

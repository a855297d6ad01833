"""A number that stays nearly the same when a picture is resized, compressed again or made brighter.

It is the difference hash of Neal Krawetz: the picture shrunk to nine by eight grey points, and of every point whether
its right neighbour is brighter. Two pictures are alike if few of the 64 answers differ.
"""

from django.db.models import BigIntegerField, F, Func, IntegerField, Value
from django.db.models.functions import Cast
from PIL import Image

# Of 64; copies of one picture seldom differ in more than four, pictures of different scenes in about thirty.
MAX_DISTANCE = 8

# Grey levels (of 256) between the darkest and the brightest point; below that the picture is a plain surface.
MIN_CONTRAST = 8


def of(picture: Image.Image) -> int | None:
    """Return the hash of an upright picture as PostgreSQL's bigint holds it, signed; None for a plain surface."""
    points = picture.convert("L").resize((9, 8), Image.Resampling.BOX)
    grey = points.tobytes()
    if max(grey) - min(grey) < MIN_CONTRAST:
        return None
    number = 0
    for row in range(0, 72, 9):
        for left in range(row, row + 8):
            number = number << 1 | (grey[left + 1] > grey[left])
    return number - (1 << 64) if number >> 63 else number


def distance_from(number: int) -> Func:
    """Return in how many of the 64 answers the `likeness` of a row differs from `number`, as a database expression."""
    return Func(
        F("likeness"),
        Cast(Value(number), BigIntegerField()),
        template="bit_count((%(expressions)s)::bit(64))",
        arg_joiner=" # ",
        output_field=IntegerField(),
    )


def are_alike(one: int | None, other: int | None) -> bool:
    """Tell whether two pictures with these hashes look nearly the same; a plain surface is like nothing."""
    if one is None or other is None:
        return False
    return ((one ^ other) & 0xFFFF_FFFF_FFFF_FFFF).bit_count() <= MAX_DISTANCE

"""Where to crop a photo: pure geometry."""

# Width by height. The last is the shape of previews in social networks: 1200 by 630.
SHAPES = {"3x2": 3 / 2, "1x1": 1.0, "16x9": 16 / 9, "social": 1200 / 630}

CENTRE = (0.5, 0.5)

Box = tuple[int, int, int, int]  # left, top, right, bottom


def box(size: tuple[int, int], ratio: float, focal: tuple[float, float] = CENTRE) -> Box:
    """Return (left, top, right, bottom), the largest frame of the ratio `width / height` inside a picture.

    `size` is (width, height) in pixels. `focal` is the focal point, as fractions of width and height; it is as near to
    the middle of the frame as the edges of the picture allow.
    """
    width, height = _frame(size, ratio)
    left = _start(size[0], width, focal[0])
    top = _start(size[1], height, focal[1])
    return left, top, left + width, top + height


def _frame(size, ratio):
    width, height = size
    if width > height * ratio:
        return max(1, min(width, round(height * ratio))), height
    return width, max(1, min(height, round(width / ratio)))


def _start(length, part, focal):
    """Return the start of a section of length `part` around `focal`, within 0 and `length`."""
    return max(0, min(length - part, round(focal * length - part / 2)))

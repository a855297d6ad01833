"""The frame that is cut out of a photo: as large as fits, with what matters as near to its middle as can be."""

import pytest

from photos import crops, sizes


@pytest.mark.parametrize(
    ("size", "shape", "focal", "expected"),
    [
        # A photo of the shape asked for is not cut at all, wherever the eye should rest.
        ((6000, 4000), "3x2", (0.5, 0.5), (0, 0, 6000, 4000)),
        ((6000, 4000), "3x2", (0.0, 1.0), (0, 0, 6000, 4000)),
        # Landscape to square: along the width.
        ((6000, 4000), "1x1", (0.5, 0.5), (1000, 0, 5000, 4000)),
        ((6000, 4000), "1x1", (0.4, 0.9), (400, 0, 4400, 4000)),
        ((6000, 4000), "1x1", (0.0, 0.5), (0, 0, 4000, 4000)),
        ((6000, 4000), "1x1", (1.0, 0.5), (2000, 0, 6000, 4000)),
        # Landscape to wider: along the height.
        ((6000, 4000), "16x9", (0.5, 0.5), (0, 312, 6000, 3687)),
        ((6000, 4000), "16x9", (0.5, 0.0), (0, 0, 6000, 3375)),
        ((6000, 4000), "16x9", (0.5, 1.0), (0, 625, 6000, 4000)),
        ((1200, 800), "social", (0.5, 0.5), (0, 85, 1200, 715)),
        # Portrait: the face is in the upper third.
        ((4000, 6000), "1x1", (0.5, 0.3), (0, 0, 4000, 4000)),
        ((4000, 6000), "3x2", (0.5, 0.3), (0, 466, 4000, 3133)),
        ((4000, 6000), "16x9", (0.5, 0.02), (0, 0, 4000, 2250)),
        # Panorama.
        ((8000, 1000), "1x1", (0.5, 0.5), (3500, 0, 4500, 1000)),
        ((8000, 1000), "social", (0.99, 0.5), (6095, 0, 8000, 1000)),
        # Nearly nothing.
        ((2000, 2), "1x1", (0.5, 0.5), (999, 0, 1001, 2)),
        ((1, 500), "16x9", (0.5, 0.5), (0, 250, 1, 251)),
        ((1, 1), "social", (1.0, 1.0), (0, 0, 1, 1)),
    ],
)
def test_the_frame(size, shape, focal, expected):
    assert crops.box(size, crops.SHAPES[shape], focal) == expected


@pytest.mark.parametrize("size", [(30, 20), (20, 30), (17, 23), (60, 7), (7, 60), (24, 24)])
@pytest.mark.parametrize("shape", crops.SHAPES)
def test_no_other_frame_of_its_size_is_nearer_to_what_matters(size, shape):
    for focal in [(x / 8, y / 8) for x in range(9) for y in range(9)]:
        left, top, right, bottom = crops.box(size, crops.SHAPES[shape], focal)
        assert 0 <= left < right <= size[0]
        assert 0 <= top < bottom <= size[1]
        assert right - left == size[0] or bottom - top == size[1], "a larger frame would fit"
        assert abs((right - left) - (bottom - top) * crops.SHAPES[shape]) <= crops.SHAPES[shape]
        for start, end, length, point in [(left, right, size[0], focal[0]), (top, bottom, size[1], focal[1])]:
            middles = [other + (end - start) / 2 for other in range(length - (end - start) + 1)]
            nearest = min(abs(middle - point * length) for middle in middles)
            assert abs((start + end) / 2 - point * length) == pytest.approx(nearest)


@pytest.mark.parametrize(
    "size", [(6000, 4000), (4000, 6000), (8000, 1000), (1000, 8000), (500, 400), (2000, 2), (1, 1)]
)
def test_the_smaller_picture_it_is_made_from_has_pixels_enough_for_every_size(size):
    width = sizes.working_width(size)
    smaller = (width, sizes.height_at(size, width))
    for line, planned_width, _ in sizes.planned(size):
        left, _, right, _ = crops.box(smaller, crops.SHAPES[line.shape]) if line.shape else (0, 0, *smaller)
        assert right - left >= planned_width - 1

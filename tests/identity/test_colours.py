"""Contrast as WCAG computes it, and the nearest colour that can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity import colours

any_colour = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(("one", "other", "contrast"), [
    ("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#767676", "#ffffff", 4.54), ("#12365c", "#ffffff", 12.3),
    ("#9fc8ee", "#0f1720", 10.3),
])  # fmt: skip
def test_contrast_is_that_of_the_standard(one, other, contrast):
    assert colours.contrast(one, other) == colours.contrast(other, one) == pytest.approx(contrast, abs=0.05)


@given(any_colour)
def test_the_nearest_colour_can_be_read_and_one_that_could_stays(colour):
    day, night = colours.nearest_by_day(colour), colours.nearest_by_night(colour)
    assert colours.by_day(day) >= colours.TEXT_CONTRAST
    assert colours.by_night(night) >= colours.TEXT_CONTRAST
    assert (day == colour) == (colours.by_day(colour) >= colours.TEXT_CONTRAST)
    assert (night == colour) == (colours.by_night(colour) >= colours.TEXT_CONTRAST)


def test_the_nearest_keeps_the_hue_and_goes_no_further_than_it_must():
    nearest = colours.nearest_by_day("#ff8800")
    red, green, blue = (int(nearest[place : place + 2], 16) for place in (1, 3, 5))
    assert red > green > blue
    assert colours.by_day(nearest) < 4.7

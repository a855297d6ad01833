"""Colours as “#12365c”, and the contrast of two of them as WCAG 2 computes it."""

import colorsys
import re

COLOUR = re.compile("#[0-9a-f]{6}")
TEXT_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3
# The grounds that the colour stands on, as in static/css/tokens.css: pages, cards, chips.
DAY_GROUNDS = ("#ffffff", "#f2f5f8")
NIGHT_GROUNDS = ("#0f1720", "#17222e")
WHITE, NIGHT_INK = "#ffffff", "#0b1826"  # letters on a button, by day and by night
STEPS = 200


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def by_day(colour: str) -> float:
    """Return the least contrast of `colour` where the pages use it by day: as words, and under white words."""
    return min(contrast(colour, ground) for ground in (*DAY_GROUNDS, WHITE))


def by_night(colour: str) -> float:
    """Return the least contrast of `colour` where the pages use it by night: as words, and under dark words."""
    return min(contrast(colour, ground) for ground in (*NIGHT_GROUNDS, NIGHT_INK))


def nearest_by_day(colour: str) -> str:
    """Return `colour`, or the least darkened one that can be read by day."""
    return _nearest(colour, by_day, towards=0.0)


def nearest_by_night(colour: str) -> str:
    """Return `colour`, or the least lightened one that can be read by night."""
    return _nearest(colour, by_night, towards=1.0)


def shifted(colour: str, share: float) -> str:
    """Return `colour` made darker, or lighter if `share` is above 0, by that share of what is left."""
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    end = 1.0 if share > 0 else 0.0
    return _hex(colorsys.hls_to_rgb(hue, light + (end - light) * abs(share), saturation))


def _nearest(colour, of_least, towards):
    hue, light, saturation = colorsys.rgb_to_hls(*_parts(colour))
    for step in range(STEPS + 1):
        found = colour if not step else _hex(
            colorsys.hls_to_rgb(hue, light + (towards - light) * step / STEPS, saturation)
        )  # fmt: skip
        if of_least(found) >= TEXT_CONTRAST:
            return found
    raise AssertionError("Black and white are read on every ground.")


def _luminance(colour):
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour):
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))


def _hex(parts):
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)

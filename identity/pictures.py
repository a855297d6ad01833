"""The pictures that are drawn from the identity: the card of shared links, the logo of structured data, the icon."""

import functools
import io

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from identity.current import Current
from publishing.languages import language_codes
from publishing.localized import in_language

PAPER, BRASS, SOFT = "#ffffff", "#c79a3a", "#d5dde6"
CARD = (1200, 630)  # pixels
LOGO = (512, 512)
MARGIN = 96
LETTERS_SIZE, OFFICE_SIZE, SMALLEST = 118, 48, 22

FONTS = settings.STATICFILES_DIRS[0] / "fonts"
FILES = {
    "serif": ("pt-serif-latin-700.woff2", "pt-serif-cyrillic-700.woff2", "noto-serif-armenian-700.woff2"),
    "sans": ("golos-latin-400.woff2", "golos-cyrillic-400.woff2", "noto-sans-armenian-400.woff2"),
}


def card(identity: Current) -> bytes:
    """Return the PNG for shared links: the abbreviations and the press office's names on the organization's colour."""
    picture = Image.new("RGB", CARD, identity.row.colour)
    draw = ImageDraw.Draw(picture)
    left = MARGIN
    if identity.row.parts > 1:
        left += _ticks(draw, (MARGIN, 150, MARGIN + 150, 300), identity.row.parts) + 44
    languages = language_codes()
    letters = "   ".join(dict.fromkeys(in_language(identity.row.abbreviation, code) for code in languages))
    _write(draw, (left, 150), letters, "serif", LETTERS_SIZE, PAPER, height=150)
    _rule(draw, (MARGIN, 352, CARD[0] - MARGIN, 364), identity.row.parts)
    offices = dict.fromkeys(in_language(identity.row.office, code) for code in languages)
    for number, office in enumerate(list(offices)[:3]):
        _write(draw, (MARGIN, 396 + 66 * number), office, "sans", OFFICE_SIZE, SOFT if number else PAPER, height=60)
    return _png(picture)


def logo(identity: Current) -> bytes:
    """Return the PNG for search engines: the ticks and a line, or the first letter of the abbreviation."""
    picture = Image.new("RGB", LOGO, identity.row.colour)
    draw = ImageDraw.Draw(picture)
    if identity.row.parts > 1:
        _ticks(draw, (88, 96, 428, 320), identity.row.parts)
    else:
        _write(draw, (88, 96), _initial(identity), "serif", 220, PAPER, height=224)
    draw.rectangle((88, 380, 427, 410), fill=BRASS)
    return _png(picture)


def icon(identity: Current) -> str:
    """Return the SVG of the browser's tab: the ticks, or a line, on the colour."""
    parts = identity.row.parts
    if parts > 1:
        gap = 20 / (parts - 1)
        lines = "".join(f"M{6 + gap * number:.4g} 8v13" for number in range(parts))
        width = min(2.0, gap / 2)
    else:
        lines, width = "M16 8v13", 6
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" fill="{identity.row.colour}"/>'
        f'<path d="{lines}" stroke="#fff" stroke-width="{width:g}"/>'
        f'<path d="M5 25h22" stroke="{BRASS}" stroke-width="2"/></svg>'
    )


def mark(identity: Current, colour: str) -> str:
    """Return the organization's own SVG; what it paints in “currentColor” gets `colour`."""
    return identity.row.mark.replace("<svg ", f'<svg color="{colour}" ', 1)


def _initial(identity):
    return in_language(identity.row.abbreviation)[:1]


def _ticks(draw, box, parts):
    """Draw the ticks into a box; return their width."""
    left, top, right, bottom = box
    gap = (right - left) / parts
    for number in range(parts):
        x = left + number * gap
        draw.rectangle((round(x), top, round(x + max(1, gap * 0.38)), bottom), fill=PAPER)
    return right - left


def _rule(draw, box, parts):
    left, top, right, bottom = box
    gap = min(8, (right - left) / parts / 4)
    part = (right - left - gap * (parts - 1)) / parts
    for number in range(parts):
        x = left + number * (part + gap)
        draw.rectangle((round(x), top, round(x + part) - 1, bottom), fill=BRASS)


def _write(draw, place, words, kind, size, colour, *, height):
    """Write one line, as large as there is room for; what is too long even for small letters ends with “…”."""
    x, y = place
    room = CARD[0] - MARGIN - x
    while size > SMALLEST and _length(words, kind, size) > room:
        size -= 2
    if _length(words, kind, size) > room:
        while words and _length(words + "…", kind, size) > room:
            words = words[:-1]
        words = words.rstrip() + "…"
    baseline = y + (height + size * 0.7) / 2
    for run, script in _runs(words):
        font = _font(kind, script, size)
        draw.text((x, baseline), run, font=font, fill=colour, anchor="ls")
        x += font.getlength(run)


def _length(words, kind, size):
    return sum(_font(kind, script, size).getlength(run) for run, script in _runs(words))


def _runs(words):
    """Return [(part of the words, number of the file in FILES)]: each of our fonts has a script of its own."""
    runs = []
    for character in words:
        script = 1 if "\u0400" <= character <= "\u04ff" else 2 if "\u0530" <= character <= "\u058f" else 0
        if runs and runs[-1][1] == script:
            runs[-1] = (runs[-1][0] + character, script)
        else:
            runs.append((character, script))
    return runs


@functools.lru_cache(64)
def _font(kind, script, size):
    return ImageFont.truetype(str(FONTS / FILES[kind][script]), size)


def _png(picture):
    held = io.BytesIO()
    picture.save(held, "PNG", optimize=True)
    return held.getvalue()

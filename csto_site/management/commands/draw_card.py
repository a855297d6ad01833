"""Draw the pictures of the press office: static/img/card.png for shared links, logo.png for structured data.

They are committed; run this again when the wordmark changes.
"""

from django.core.management.base import BaseCommand
from PIL import Image, ImageDraw, ImageFont

from csto_site.places import BASE

BRAND, PAPER, BRASS, SOFT = "#12365c", "#ffffff", "#c79a3a", "#b7c4d1"
CARD = (1200, 630)
LOGO = (512, 512)
TICKS = 6  # one for each member state, as in the wordmark

FONTS = BASE / "static/fonts"
SERIF, SERIF_CYRILLIC = FONTS / "pt-serif-latin-700.woff2", FONTS / "pt-serif-cyrillic-700.woff2"
SANS, SANS_CYRILLIC = FONTS / "golos-latin-400.woff2", FONTS / "golos-cyrillic-400.woff2"


class Command(BaseCommand):
    help = "Draws the picture for shared links and the logo into static/img"

    def handle(self, **options):
        card().save(BASE / "static/img/card.png", optimize=True)
        logo().save(BASE / "static/img/logo.png", optimize=True)


def card():
    """Return the wordmark in both languages on the house's blue."""
    picture = Image.new("RGB", CARD, BRAND)
    draw = ImageDraw.Draw(picture)
    _ticks(draw, left=96, top=150, gap=26, height=150, width=9, colour=PAPER)
    draw.text((290, 138), "ОДКБ", font=_font(SERIF_CYRILLIC, 118), fill=PAPER)
    draw.text((690, 138), "CSTO", font=_font(SERIF, 118), fill=PAPER)
    _six(draw, left=96, top=352, right=CARD[0] - 96, height=12)
    x = 96
    for word, font in (
        ("Пресс", SANS_CYRILLIC),
        ("-", SANS),
        ("служба", SANS_CYRILLIC),
    ):  # each font has its own script
        draw.text((x, 406), word, font=_font(font, 48), fill=PAPER)
        x += _font(font, 48).getlength(word)
    draw.text((96, 472), "Press Office", font=_font(SANS, 48), fill=SOFT)
    return picture


def logo():
    """Return the ticks and the rule alone, as on the page's icon."""
    picture = Image.new("RGB", LOGO, BRAND)
    draw = ImageDraw.Draw(picture)
    _ticks(draw, left=88, top=96, gap=62, height=224, width=30, colour=PAPER)
    draw.rectangle((88, 380, 427, 410), fill=BRASS)
    return picture


def _ticks(draw, *, left, top, gap, height, width, colour):
    for number in range(TICKS):
        x = left + number * gap
        draw.rectangle((x, top, x + width - 1, top + height), fill=colour)


def _six(draw, *, left, top, right, height):
    gap = 8
    part = (right - left - gap * (TICKS - 1)) / TICKS
    for number in range(TICKS):
        x = left + number * (part + gap)
        draw.rectangle((round(x), top, round(x + part) - 1, top + height), fill=BRASS)


def _font(path, size):
    return ImageFont.truetype(str(path), size)

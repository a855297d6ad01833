"""People without faces, seated, seen from any side: nobody in particular is meant."""

import random
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from csto_site.demo.drawing.modelling import modelled, rounded
from csto_site.demo.drawing.painting import Colour, lit, rgb

SUITS = ("#2a364c", "#303238", "#3a4660", "#263047", "#41454e", "#2e3b54")
HAIRS = ("#2a1d16", "#17130f", "#8d8a86", "#4a3728", "#20160f", "#b4b0aa")
TIES = ("#7c1f2a", "#24406e", "#5a2a3a", "#2f5a6b", "#8a2626", "#3a3f55")
SKIN = rgb("#c99878")
HEAD = (760, 360)  # millimetres of the figure that head and neck take


@lru_cache(maxsize=64)
def person(turn: float, suit: str = "#1d2635", hair: str = "#2a1d16", tie: str = "#7c1f2a", seed: int = 0):
    """Somebody seated, cut off below the waist; RGBA, two millimetres a pixel, 380 by 480.

    `turn`: 0 looks at us, 1 to the right in profile, 2 away from us; negative to the left.
    """
    image = Image.new("RGBA", (380, 500))
    side, away = _sideways(turn), abs(turn) > 1.3
    body = _body_mask(side, away)
    cloth = modelled(body, rgb(suit), 22, 1.3)
    image.paste(cloth, mask=body)
    if not away:
        _shirt_and_tie(image, side, body, rgb(suit), rgb(tie))
    _head(image, turn, rgb(hair), seed)
    return image.crop((0, 0, 380, 480))


def _sideways(turn: float) -> float:
    """How far the figure is seen from its side: 1 in profile, 0 from the front and from behind."""
    return turn if abs(turn) <= 1 else (2 - abs(turn)) * (1 if turn > 0 else -1)


def _body_mask(side: float, away: bool) -> Image.Image:
    narrow = 1 - 0.26 * abs(side)
    right = [(46, 296), (112, 334), (190, 366), (232, 420), (256, 560), (276, 720), (250, 860), (240, 1000)]
    shift = 0 if away else 26 * side
    outline = [(380 + shift + x * narrow, y) for x, y in right]
    outline += [(380 + shift - x * narrow, y) for x, y in reversed(right)]
    mask = Image.new("L", (760, 1000))
    ImageDraw.Draw(mask).polygon(outline, fill=255)
    if abs(side) > 0.5:  # the forearm reaches out in front of somebody seen from the side
        elbow, wrist = (380 + shift - 20 * side, 620), (380 + shift + 300 * side, 690)
        ImageDraw.Draw(mask).line([elbow, wrist], fill=255, width=84)
    return rounded(mask.reduce(2), 8)


def _shirt_and_tie(image: Image.Image, side: float, body: Image.Image, suit: Colour, tie: Colour) -> None:
    centre, narrow = 380 + 26 * side + 78 * side, 1 - 0.6 * abs(side)

    def at(*points):
        return [(centre + x * narrow, y) for x, y in points]

    layer = Image.new("RGBA", (760, 1000))
    draw = ImageDraw.Draw(layer)
    draw.polygon(at((-62, 292), (62, 292), (50, 340), (0, 560), (-50, 340)), fill=(226, 228, 230, 255))
    draw.polygon(at((-16, 312), (16, 312), (10, 350), (27, 500), (0, 560), (-27, 500), (-10, 350)), fill=(*tie, 255))
    draw.polygon(at((-16, 312), (-3, 312), (-3, 350), (-8, 530), (-27, 500), (-10, 350)), fill=(*lit(tie, 1.35), 255))
    draw.polygon(at((-64, 290), (-12, 318), (-40, 348)), fill=(240, 241, 242, 255))
    draw.polygon(at((64, 290), (12, 318), (40, 348)), fill=(206, 208, 212, 255))
    for sign, light in ((-1, 1.5), (1, 0.72)):
        lapel = at((64 * sign, 290), (96 * sign, 318), (104 * sign, 400), (78 * sign, 410), (84 * sign, 436), (0, 590))
        draw.polygon(lapel, fill=(*lit(suit, light), 255))
    layer = layer.reduce(2)
    layer.putalpha(ImageChops.multiply(layer.getchannel("A"), body))
    image.alpha_composite(layer)


def _head(image: Image.Image, turn: float, hair: Colour, seed: int) -> None:
    side, away = _sideways(turn), abs(turn) > 1.3
    chance = random.Random(seed)
    width, height = chance.uniform(78, 86), chance.uniform(118, 126)
    x, y = 380 + 26 * side + 34 * side, 172
    skin = lit(SKIN, chance.uniform(0.92, 1.1))
    neck = Image.new("L", HEAD)
    ImageDraw.Draw(neck).polygon([(x - 50, 220), (x + 50, 220), (x + 56, 330), (x - 56, 330)], fill=255)
    neck = rounded(neck.reduce(2), 4)
    image.paste(modelled(neck, lit(skin, 0.66), 11), (0, 0), neck)
    if away:
        collar = Image.new("L", HEAD)
        ImageDraw.Draw(collar).polygon([(x - 58, 284), (x + 58, 284), (x + 54, 302), (x - 54, 302)], fill=255)
        image.paste((214, 216, 220), (0, 0), rounded(collar.reduce(2), 2))
    head = Image.new("L", HEAD)
    draw = ImageDraw.Draw(head)
    wide = width * (1 + 0.16 * abs(side))
    draw.ellipse((x - wide, y - height, x + wide, y + height * 0.7), fill=255)
    draw.ellipse((x - wide * 0.8 + 14 * side, y - 60, x + wide * 0.8 + 14 * side, y + height), fill=255)
    if abs(side) < 0.75:
        for ear in (-1, 1):
            draw.ellipse((x + ear * wide - 13, y - 20, x + ear * wide + 13, y + 42), fill=255)
    head = rounded(head.reduce(2), 4)
    image.paste(modelled(head, skin, 17, 1.1), (0, 0), head)
    cut = ImageChops.multiply(head, _hair_mask(x, y, turn, wide))
    image.paste(modelled(head, hair, 15, 1.4), (0, 0), cut)


def _hair_mask(x: float, y: float, turn: float, wide: float) -> Image.Image:
    """All of the head but the face; the face slides round the head as it turns, and away behind it."""
    mask = Image.new("L", HEAD, 255)
    draw = ImageDraw.Draw(mask)
    draw.rectangle((0, y + 8 + 70 * min(1, abs(turn) / 1.6), *HEAD), fill=0)
    face = x + turn * wide * 0.86
    reach = wide * (0.93 - 0.12 * min(1, abs(turn)))
    draw.ellipse((face - reach, y - 78, face + reach, y + 190), fill=0)
    return mask.reduce(2).filter(ImageFilter.GaussianBlur(2))


@lru_cache(maxsize=16)
def forearms(suit: str, spread: int = 0) -> Image.Image:
    """Two forearms on a table, hands towards the middle; RGBA, two millimetres a pixel, 380 by 110."""
    image = Image.new("RGBA", (380, 110))
    for sign in (-1, 1):
        sleeve, cuff, hand = (Image.new("L", (760, 220)) for _ in range(3))
        start, end = (380 + sign * 252, 60), (380 + sign * (92 + spread), 128)
        ImageDraw.Draw(sleeve).line([start, end], fill=255, width=92)
        ImageDraw.Draw(sleeve).ellipse((start[0] - 52, 8, start[0] + 52, 112), fill=255)
        ImageDraw.Draw(cuff).line([end, (end[0] - sign * 20, end[1] + 8)], fill=255, width=66)
        middle = end[0] - sign * 52
        ImageDraw.Draw(hand).ellipse((middle - 50, 98, middle + 50, 166), fill=255)
        for drawn, colour, depth in ((hand, SKIN, 9), (cuff, (228, 229, 232), 7), (sleeve, rgb(suit), 13)):
            mask = rounded(drawn.reduce(2), 4)
            image.paste(modelled(mask, colour, depth), mask=mask)
    return image

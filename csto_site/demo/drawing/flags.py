"""The flags of the member states, simplified: at rest on a staff in a room, and in the wind."""

import random
from functools import lru_cache
from math import cos, pi, sin

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from csto_site.demo.drawing.painting import Colour, lit, rgb

RED, BLUE, ORANGE, GREEN = rgb("#c4242f"), rgb("#21418f"), rgb("#e09a2b"), rgb("#1f7a45")
PAPER_WHITE, SKY, GOLD = rgb("#eeeeea"), rgb("#1f9dbd"), rgb("#efc034")
BRASS = rgb("#b8924a")
STATES = ("AM", "BY", "KZ", "KG", "RU", "TJ")


@lru_cache(maxsize=16)
def draped_flag(state: str, seed: int = 0) -> Image.Image:
    """A flag that hangs on its staff in a room, RGBA, 520 by 1500: as tall as a staff of 2.6 metres."""
    cloth = _hanging_cloth(state, seed)
    image = Image.new("RGBA", (520, 1500))
    draw = ImageDraw.Draw(image)
    for x, light in ((0, 0.55), (3, 0.95), (6, 1.45), (9, 1.0), (12, 0.7)):
        draw.rectangle((100 + x, 60, 103 + x, 1500), fill=(*lit(BRASS, light), 255))
    image.alpha_composite(cloth)
    draw.ellipse((92, 18, 124, 62), fill=(*lit(BRASS, 0.8), 255))
    draw.ellipse((97, 22, 112, 42), fill=(*lit(BRASS, 1.5), 255))
    draw.rectangle((98, 56, 118, 84), fill=(*lit(BRASS, 0.9), 255))
    return image


def _hanging_cloth(state: str, seed: int) -> Image.Image:
    """The fly falls: the stripes run down, gathered at the staff's head and spreading towards the hem."""
    flat = flag(state).transpose(Image.Transpose.ROTATE_270).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    height, top, chance = 960, 90, random.Random(seed * 7 + STATES.index(state))
    lean = chance.uniform(0.8, 1.15)
    cloth, mask = Image.new("RGB", (520, 1500)), Image.new("L", (520, 1500), 0)
    rows = 160
    for row in range(rows):
        y = row * height // rows
        width = _cloth_width(y / height, lean)
        strip = flat.resize((round(width), height // rows + 1), box=(0, row * 600 / rows, 400, (row + 1) * 600 / rows))
        cloth.paste(strip.resize((strip.width + 14, strip.height)), (106, top + y))
    hem = [(106 + width, top + height - 26 + 18 * sin(width / 23 + seed)) for width in range(0, 400, 6)]
    rim = [(106 + _cloth_width(step / 40, lean), top + step * height / 40) for step in range(41)]
    outline = [(106, top), *rim, *[point for point in reversed(hem) if point[0] < rim[-1][0]], (106, top + height)]
    ImageDraw.Draw(mask).polygon(outline, fill=255)
    shade = Image.new("L", (520, 1500), 168)
    draw = ImageDraw.Draw(shade)
    count = 7
    for pleat in range(count * 2 + 1):
        place = (pleat + chance.uniform(-0.2, 0.2)) / (count * 2)
        pleats = [(106 + place * _cloth_width(step / 20, lean), top + step * height / 20) for step in range(21)]
        draw.line(pleats, fill=255 if pleat % 2 else 70, width=round(chance.uniform(10, 22)), joint="curve")
    shade = shade.filter(ImageFilter.GaussianBlur(9))
    cloth = ImageChops.multiply(cloth, Image.merge("RGB", [shade.point(lambda part: min(255, part * 1.15))] * 3))
    sheen = shade.point(lambda part: max(0, part - 175) * 0.55)
    cloth = ImageChops.screen(cloth, Image.merge("RGB", [sheen] * 3))
    cloth.putalpha(mask.filter(ImageFilter.GaussianBlur(1)))
    return cloth


def _cloth_width(down: float, lean: float) -> float:
    return 40 + 300 * lean * min(1, down) ** 0.72


@lru_cache(maxsize=1)
def flag_foot() -> Image.Image:
    image = Image.new("RGBA", (200, 60))
    draw = ImageDraw.Draw(image)
    draw.ellipse((10, 12, 190, 58), fill=(96, 70, 30, 255))
    draw.ellipse((10, 4, 190, 46), fill=(196, 156, 82, 255))
    draw.ellipse((40, 10, 120, 30), fill=(236, 206, 140, 255))
    return image.filter(ImageFilter.GaussianBlur(3))


@lru_cache(maxsize=16)
def flying_flag(state: str, seed: int = 0) -> Image.Image:
    """A flag in the wind, RGBA, 760 by 620; the staff's side is its left edge."""
    flat = flag(state).convert("RGBA").resize((720, 480))
    padded = Image.new("RGBA", (760, 620))
    padded.paste(flat, (0, 70))
    chance = random.Random(seed * 11 + STATES.index(state))
    phase, waves = chance.uniform(0, 6), chance.uniform(1.5, 2.1)
    step, mesh, shade = 8, [], Image.new("L", (95, 1))

    def rise(x: float) -> float:
        share = x / 720
        return (34 * sin(waves * 2 * pi * share - phase) + 26 * share) * share**0.6

    for x in range(0, 760, step):
        left, right = rise(x), rise(x + step)
        mesh.append(((x, 0, x + step, 620), (x, -left, x, 620 - left, x + step, 620 - right, x + step, -right)))
        shade.putpixel((x // step, 0), max(0, min(255, round(190 + (right - left) * 30))))
    waving = padded.transform(padded.size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)
    alpha = waving.getchannel("A")
    light = shade.resize(waving.size, Image.Resampling.BICUBIC)
    cloth = ImageChops.multiply(waving.convert("RGB"), Image.merge("RGB", [light] * 3))
    cloth.putalpha(alpha)
    return cloth


@lru_cache(maxsize=8)
def flag(state: str) -> Image.Image:
    """The flag laid flat, 600 by 400, hoist on the left."""
    image = Image.new("RGB", (600, 400), PAPER_WHITE)
    draw = ImageDraw.Draw(image)
    {"AM": _armenia, "BY": _belarus, "KZ": _kazakhstan, "KG": _kyrgyzstan, "RU": _russia, "TJ": _tajikistan}[state](
        draw
    )
    return image


def _armenia(draw):
    _stripes(draw, (133, RED), (133, BLUE), (134, ORANGE))


def _belarus(draw):
    _stripes(draw, (267, RED), (133, GREEN))
    draw.rectangle((0, 0, 66, 400), fill=PAPER_WHITE)
    for step in range(6):
        y = 33 + step * 67
        draw.polygon([(33, y - 30), (56, y), (33, y + 30), (10, y)], fill=RED)


def _kazakhstan(draw):
    _stripes(draw, (400, SKY))
    _sun(draw, (300, 170), 72, 24)
    draw.arc((190, 120, 410, 300), 25, 155, fill=GOLD, width=20)
    draw.rectangle((18, 20, 34, 380), fill=GOLD)


def _kyrgyzstan(draw):
    _stripes(draw, (400, RED))
    _sun(draw, (300, 200), 78, 40)
    draw.ellipse((255, 155, 345, 245), outline=RED, width=8)


def _russia(draw):
    _stripes(draw, (133, PAPER_WHITE), (133, BLUE), (134, RED))


def _tajikistan(draw):
    _stripes(draw, (114, RED), (172, PAPER_WHITE), (114, GREEN))
    draw.polygon([(262, 232), (270, 190), (286, 206), (300, 182), (314, 206), (330, 190), (338, 232)], fill=GOLD)


def _stripes(draw: ImageDraw.ImageDraw, *stripes: tuple[int, Colour]) -> None:
    top = 0
    for height, colour in stripes:
        draw.rectangle((0, top, 600, top + height), fill=colour)
        top += height


def _sun(draw: ImageDraw.ImageDraw, centre: tuple[int, int], radius: int, rays: int) -> None:
    x, y = centre
    for ray in range(rays):
        angle = 2 * pi * ray / rays
        tip = (x + 1.5 * radius * cos(angle), y + 1.5 * radius * sin(angle))
        feet = [(x + radius * cos(angle + side), y + radius * sin(angle + side)) for side in (-0.09, 0.09)]
        draw.polygon([tip, *feet], fill=GOLD)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=GOLD)

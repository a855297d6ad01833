"""Other rooms: a conference by video link, two figures at a window, a hall of columns."""

import random
from functools import lru_cache
from math import pi, sin

from PIL import Image, ImageChops, ImageDraw

from csto_site.demo.drawing.figures import HAIRS, SUITS, TIES, person
from csto_site.demo.drawing.flags import STATES, draped_flag, flag_foot
from csto_site.demo.drawing.painting import TALL, WIDE, Camera, Canvas, developed, mixed, rgb, round_spot
from csto_site.demo.drawing.surfaces import between, mottled, ramp, spot, under_light, wood
from csto_site.demo.drawing.things import chair, gooseneck, name_plate


def video_link() -> Image.Image:
    canvas = Canvas(Camera((0.5, 1.5, 4.4), (0.0, 1.5, -2), 54, WIDE), rgb("#0c0f15"))
    canvas.plane(mottled((900, 400), "#14181f", "#232934", 90), (-5, 4, -2.05), (10, 0, 0), (0, -4, 0))
    canvas.plane(_screen(), (-2.15, 2.95, -2), (4.3, 0, 0), (0, -2.2, 0))
    canvas.lighten(
        lambda draw, k: draw.polygon(
            [
                tuple(p * k for p in canvas.camera.project(c))
                for c in ((-2.1, 2.9, -2), (2.1, 2.9, -2), (2.1, 0.8, -2), (-2.1, 0.8, -2))
            ],
            fill=90,
        ),
        120,
        (120, 160, 220),
    )
    top = under_light(wood((1400, 700), "#3d2413", "#7b5029", seed=40), ramp((1400, 700), 1.0, 0.5))
    canvas.plane(top, (-3, 0.74, -0.9), (6, 0, 0), (0, 0, 3.4), 0.34, (0, 0.74, -1.6))
    for x, seed in ((-1.5, 3), (0.0, 5), (1.45, 6)):
        canvas.sprite(name_plate(), (x + 0.1, 0.74, 0.2), 0.085, 0.5)
        canvas.sprite(gooseneck(lit_ring=seed == 5), (x + 0.34, 0.74, 0.35), 0.4, 0.8)
    for x, seed in ((-1.3, 3), (0.12, 5), (1.5, 6)):
        canvas.sprite(person(2 if x < 1 else -1.8, "#222a38", HAIRS[seed % 3], seed=seed), (x, 0.34, 1.5), 0.96, 0.55)
        canvas.sprite(chair(), (x, -0.14, 1.8), 1.16, 0.5)
    return developed(canvas.image, 4519, warmth=-0.02)


def _screen() -> Image.Image:
    """Six places on the wall screen: a figure at a desk, a flag beside it, a bar where a name would stand."""
    image = Image.new("RGB", (1290, 660), (10, 12, 16))
    walls = ("#8f9aa8", "#7e8c92", "#a3a096", "#8b93a6", "#95908a", "#8794a0")
    for place, state in enumerate(STATES):
        tile = under_light(mottled((420, 320), "#5e6874", walls[place], 60, place), spot((420, 320), 0.6))
        cloth = draped_flag(state).resize((156, 450))
        tile.paste(cloth, (20, 20), cloth)
        sitter = person(0.2 * (place % 3 - 1), SUITS[place], HAIRS[place * 5 % 6], TIES[place], place + 30)
        sitter = sitter.resize((250, 316))
        tile.paste(sitter, (110, 44), sitter)
        draw = ImageDraw.Draw(tile)
        draw.rectangle((0, 282, 420, 320), fill=(20, 30, 48))
        draw.rectangle((16, 295, 16 + 90 + place * 17 % 60, 306), fill=(196, 204, 214))
        image.paste(tile, (8 + place % 3 * 428, 6 + place // 3 * 328))
    return image


def at_the_window() -> Image.Image:
    canvas = Canvas(Camera((0, 1.42, 2.6), (0, 1.34, 0), 50, WIDE), rgb("#dfe6ee"))
    canvas.plane(_view_outside(), (-3, 3.3, -1.4), (6, 0, 0), (0, -3.6, 0))
    canvas.blur(14)
    for x in (-1.5, -0.02, 1.46):
        canvas.box((x, 1.6, -1.2), (0.1, 4, 0.1), rgb("#5b5d60"))
    canvas.box((0, 0.62, -1.2), (6, 0.12, 0.3), rgb("#74767a"))
    canvas.blur(3)
    canvas.sprite(person(1.0, "#2a3444", "#1d1512", seed=4), (-0.33, 0.5, 0.1), 1.12, 0.62)
    canvas.sprite(person(-1.0, "#33363d", "#6f6c68", seed=7), (0.33, 0.46, 0.1), 1.14, 0.62)
    canvas.lighten(
        lambda draw, k: draw.rectangle([part * k for part in (0, 0, 2400, 1100)], fill=46), 300, (226, 238, 255)
    )
    return developed(canvas.image, 6041, warmth=-0.015)


def _view_outside() -> Image.Image:
    """A bright sky over roofs and trees, far out of focus."""
    view = under_light(between(ramp((900, 540), 0.4, 1.0), "#9cc0e8", "#f4f8fc"))
    draw, chance = ImageDraw.Draw(view), random.Random(60)
    x = -20
    while x < 900:
        width, height = chance.randrange(50, 130), chance.randrange(60, 190)
        draw.rectangle((x, 430 - height, x + width, 540), fill=mixed(rgb("#8e9aa8"), rgb("#c3ccd6"), chance.random()))
        x += width
    for _ in range(60):
        x, y, reach = chance.randrange(900), chance.randrange(400, 520), chance.randrange(16, 40)
        draw.ellipse(
            (x - reach, y - reach, x + reach, y + reach), fill=mixed(rgb("#5d7a52"), rgb("#88a06a"), chance.random())
        )
    return view


def hall() -> Image.Image:
    canvas = Canvas(Camera((0.25, 1.55, 9.6), (0, 2.2, 0), 44, TALL), rgb("#cfc7b8"))
    walls = under_light(mottled((900, 500), "#b9b0a0", "#d2cab9", 90), ramp((900, 500), 0.82, 1.0))
    canvas.plane(walls, (-3.4, 5.6, -6), (0, 0, 20), (0, -5.6, 0))
    canvas.plane(walls, (3.4, 5.6, -6), (0, 0, 20), (0, -5.6, 0))
    canvas.plane(
        under_light(mottled((700, 900), "#c9c3b6", "#ded8cb", 80), ramp((700, 900), 1.0, 0.7)),
        (-3.4, 5.6, -6),
        (6.8, 0, 0),
        (0, 0, 20),
    )
    canvas.plane(_bright_end(), (-3.4, 5.6, -6), (6.8, 0, 0), (0, -5.6, 0))
    canvas.plane(_chequers(), (-3.4, 0, -6), (6.8, 0, 0), (0, 0, 20), 0.4, (0, 0, -6))
    for step, state in enumerate(("AM", "BY", "KZ")):
        z = -4.4 + step * 3.6
        for x, name in ((-2.55, state), (2.55, {"AM": "KG", "BY": "RU", "KZ": "TJ"}[state])):
            canvas.shadow(round_spot((x, 0, z), 0.5), 22, 0.5)
            canvas.sprite(_column(), (x, 0, z), 5.6)
            place = (x + (0.72 if x < 0 else -0.32), 0, z + 0.9)
            canvas.shadow(round_spot(place, 0.2), 14, 0.5)
            canvas.sprite(draped_flag(name), place, 2.7)
            canvas.sprite(flag_foot(), (place[0] - 0.3, 0, place[2] + 0.02), 0.13)
    x, y = canvas.camera.project((0, 3, -6))
    canvas.lighten(
        lambda draw, k: draw.ellipse([part * k for part in (x - 260, y - 420, x + 260, y + 420)], fill=190),
        130,
        (255, 248, 232),
    )
    return developed(canvas.image, 418, warmth=0.015)


def _bright_end() -> Image.Image:
    image = Image.new("RGB", (680, 560), rgb("#b5ad9e"))
    draw = ImageDraw.Draw(image)
    draw.rectangle((190, 40, 490, 500), fill=(250, 251, 253))
    for bar in (190, 288, 386, 484):
        draw.rectangle((bar, 40, bar + 6, 500), fill=(150, 150, 148))
    for bar in (40, 160, 330, 494):
        draw.rectangle((190, bar, 490, bar + 6), fill=(150, 150, 148))
    return image


def _chequers() -> Image.Image:
    floor = Image.new("RGB", (680, 2000), rgb("#b8b0a2"))
    draw = ImageDraw.Draw(floor)
    for row in range(25):
        for column in range(row % 2, 9, 2):
            draw.rectangle((column * 80 - 20, row * 80, column * 80 + 59, row * 80 + 79), fill=rgb("#6d655b"))
    veins = mottled((680, 2000), "#c4c4c4", "#ffffff", 20, 44)
    return ImageChops.multiply(floor, veins)


@lru_cache(maxsize=1)
def _column() -> Image.Image:
    """A round column of pale stone, RGBA, 300 by 1680."""
    image = Image.new("RGBA", (300, 1680))
    body = Image.new("L", (220, 1))
    for x in range(220):
        body.putpixel((x, 0), round(255 * max(0.3, 0.42 + 0.58 * sin(pi * (x / 220) ** 0.72))))
    shaft = under_light(mottled((220, 1680), "#bcb4a4", "#dcd5c6", 30, 50), body.resize((220, 1680)))
    image.paste(shaft, (40, 0))
    for top, height, inset in ((0, 60, 0), (60, 34, 18), (1560, 40, 18), (1600, 80, 0)):
        block = under_light(
            Image.new("RGB", (300 - 2 * inset, height), rgb("#d8d0c0")),
            ramp((300 - 2 * inset, height), 1.0, 0.8),
            body.resize((300 - 2 * inset, height)),
        )
        image.paste(block, (inset, top))
    return image

"""The building with its flagstaffs, by day and at dusk, and flags against the sky."""

import random
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter

from csto_site.demo.drawing.flags import STATES, flying_flag
from csto_site.demo.drawing.painting import WIDE, Camera, Canvas, Colour, developed, lit, mixed, rgb
from csto_site.demo.drawing.surfaces import between, mottled, noise, ramp, under_light


def building_by_day() -> Image.Image:
    return _building(Camera((-17, 2.2, 30), (1.2, 7.2, 0), 54, WIDE), dusk=False)


def building_at_dusk() -> Image.Image:
    return _building(Camera((14, 1.9, 28), (-2.2, 7.4, 0), 58, WIDE), dusk=True)


def flags_in_the_sky() -> Image.Image:
    canvas = Canvas(Camera((-1.2, 1.5, 9.5), (0.6, 7.0, 0), 52, WIDE))
    sky_over(canvas, dusk=False)
    canvas.blur(6)
    for number, state in enumerate(STATES):
        x, z = -6.0 + 2.55 * number, -1.6 * abs(number - 2.2) * 0.5
        canvas.rod((x, -2, z), (x, 9.4, z), 0.12, rgb("#d8dbe0"))
        canvas.plane(flying_flag(state, 4), (x + 0.06, 9.7, z), (2.5, 0.1, 0.5), (0, -2.05, 0))
    return developed(canvas.image, 8260, exposure=1.08)


def _building(camera: Camera, dusk: bool) -> Image.Image:
    canvas = Canvas(camera)
    sky_over(canvas, dusk)
    stone, ground = ("#8f7d78", "#4b4a58") if dusk else ("#d9d0bd", "#a9a69d")
    pavement = under_light(_paving(ground), ramp((1200, 900), 0.86, 1.0))
    canvas.plane(pavement, (-60, 0, -6), (120, 0, 0), (0, 0, 60), 0.10 if dusk else 0, (0, 0, 0.2))
    side = lit(rgb(stone), 0.62)
    edge = 16 if camera.eye[0] > 0 else -16
    canvas.plane(_stone_wall((500, 440), side), (edge, 13.4, -14), (0, 0, 14), (0, -13.4, 0))
    canvas.plane(_front(dusk), (-16, 13.4, 0), (32, 0, 0), (0, -13.4, 0))
    canvas.box((0, 13.55, -6.8), (33, 0.5, 14.6), lit(rgb(stone), 1.06), (0.6, 1.1, 0.92))
    canvas.shadow([(-16, 13.3, 0.05), (16, 13.3, 0.05), (16, 12.5, 0.05), (-16, 12.5, 0.05)], 14, 0.4)
    _porch(canvas, stone, dusk)
    _hedges(canvas, dusk)
    _flagstaffs(canvas, dusk)
    return developed(canvas.image, 1991 if dusk else 1987, warmth=0.0 if dusk else 0.02, exposure=1.1)


def sky_over(canvas: Canvas, dusk: bool) -> None:
    width, height = canvas.image.size
    low, high = ("#f0b48c", "#3e4a74") if dusk else ("#e4eef6", "#5f95cc")
    sky = between(ramp((width // 4, height // 4), 0.0, 1.0).point(lambda part: min(255, part * 1.35)), high, low)
    veil = _clouds(sky.size)
    sky.paste(rgb("#d39a90") if dusk else (250, 251, 252), mask=veil)
    canvas.image.paste(sky.resize((width, height), Image.Resampling.BICUBIC))


@lru_cache(maxsize=1)
def _clouds(size: tuple[int, int]) -> Image.Image:
    """Long veils of cloud: noise of four sizes, stretched along the horizon."""
    veil = Image.new("L", size, 128)
    for across, seed, share in ((5, 71, 0.75), (11, 72, 0.45), (26, 73, 0.3), (70, 74, 0.16)):
        layer = noise((across, round(across * 1.7)), seed).resize(size, Image.Resampling.BICUBIC)
        veil = Image.blend(veil, layer.filter(ImageFilter.GaussianBlur(120 / across)), share)
    return veil.point(lambda part: max(0, min(235, (part - 112) * 4.2)))


def _front(dusk: bool) -> Image.Image:
    """The front of three storeys, fifteen windows wide, 2560 by 1072; 80 pixels a metre."""
    colour = rgb("#8f7d78") if dusk else rgb("#d9d0bd")
    front = _stone_wall((1280, 536), colour).resize((2560, 1072), Image.Resampling.BICUBIC)
    draw, chance = ImageDraw.Draw(front), random.Random(12)
    for storey, top in enumerate((96, 392, 688)):
        draw.rectangle((0, top + 258, 2560, top + 270), fill=lit(colour, 1.1))
        draw.rectangle((0, top + 270, 2560, top + 278), fill=lit(colour, 0.66))
        for column in range(15):
            left = 54 + column * 167
            if storey == 2 and 5 < column < 9:
                continue
            _window(draw, chance, left, top, colour, dusk)
    draw.rectangle((0, 980, 2560, 1072), fill=lit(colour, 0.72))
    draw.rectangle((0, 972, 2560, 982), fill=lit(colour, 1.05))
    light = ramp(front.size, 1.0, 0.8, upright=False) if not dusk else ramp(front.size, 0.86, 1.0)
    return under_light(front, light)


def _window(draw: ImageDraw.ImageDraw, chance: random.Random, left: int, top: int, colour: Colour, dusk: bool) -> None:
    right, bottom = left + 114, top + 210
    draw.rectangle((left - 14, top - 14, right + 14, bottom + 10), fill=lit(colour, 1.08))
    draw.rectangle((left - 22, bottom + 8, right + 22, bottom + 22), fill=lit(colour, 1.14))
    draw.rectangle((left - 22, bottom + 22, right + 22, bottom + 30), fill=lit(colour, 0.6))
    is_lit = chance.random() < (0.5 if dusk else 0.06)
    glass_top = rgb("#ffd58c") if is_lit and dusk else rgb("#39424f") if dusk else rgb("#55677c")
    glass_low = rgb("#e0963e") if is_lit and dusk else rgb("#232a36") if dusk else rgb("#1d2733")
    for row in range(top, bottom):
        draw.line([(left, row), (right, row)], fill=mixed(glass_top, glass_low, (row - top) / 210))
    if is_lit or chance.random() < 0.4:
        drop = chance.randrange(30, 120)
        blind = rgb("#f6e2b4") if is_lit and dusk else lit(rgb("#8d949c"), 0.5 if dusk else 1)
        draw.rectangle((left, top, right, top + drop), fill=blind)
    draw.rectangle((left, top, right, top + 12), fill=lit(glass_low, 0.6))
    draw.rectangle((left, top, left + 8, bottom), fill=lit(glass_low, 0.7))
    frame = rgb("#4a4f57") if not dusk else rgb("#2c2f38")
    for bar in ((left + 53, top, left + 61, bottom), (left, top + 70, right, top + 77)):
        draw.rectangle(bar, fill=frame)


def _stone_wall(size: tuple[int, int], colour: Colour) -> Image.Image:
    width, height = size
    dark, light = (f"#{r:02x}{g:02x}{b:02x}" for r, g, b in (lit(colour, 0.9), lit(colour, 1.05)))
    wall = mottled(size, dark, light, 30, 9)
    draw = ImageDraw.Draw(wall)
    for row in range(0, height, 22):
        draw.line([(0, row), (width, row)], fill=lit(colour, 0.8))
        for block in range(row // 22 % 2 * 24, width, 48):
            draw.line([(block, row), (block, row + 22)], fill=lit(colour, 0.84))
    return wall


def _paving(colour: str) -> Image.Image:
    dark, light = (f"#{r:02x}{g:02x}{b:02x}" for r, g, b in (lit(rgb(colour), 0.88), lit(rgb(colour), 1.06)))
    paving = mottled((1200, 900), dark, light, 50, 14)
    draw = ImageDraw.Draw(paving)
    for line in range(0, 1200, 20):
        draw.line([(line, 0), (line, 900)], fill=lit(rgb(colour), 0.8))
        draw.line([(0, line), (1200, line)], fill=lit(rgb(colour), 0.8))
    return paving


def _porch(canvas: Canvas, stone: str, dusk: bool) -> None:
    glow = rgb("#ffcf86") if dusk else rgb("#2a2622")
    canvas.polygon([(-3, 0.5, 0.1), (3, 0.5, 0.1), (3, 4.1, 0.1), (-3, 4.1, 0.1)], lit(rgb(stone), 0.34))
    for x in (-1.7, 0, 1.7):
        canvas.polygon(
            [(x - 0.62, 0.5, 0.12), (x + 0.62, 0.5, 0.12), (x + 0.62, 3.5, 0.12), (x - 0.62, 3.5, 0.12)], rgb("#3a2618")
        )
        canvas.polygon(
            [(x - 0.46, 0.7, 0.14), (x + 0.46, 0.7, 0.14), (x + 0.46, 3.3, 0.14), (x - 0.46, 3.3, 0.14)], glow
        )
        canvas.rod((x, 0.5, 0.16), (x, 3.5, 0.16), 0.09, rgb("#4a3020"))
    for step in range(4):
        canvas.box(
            (0, 0.07 + step * 0.14, 2.6 - step * 0.4), (8.4 - step * 0.4, 0.14, 3.4 - step * 0.2), lit(rgb(stone), 0.96)
        )
    for x in (-3.2, 3.2):
        canvas.rod((x, 0.56, 2.6), (x, 4.2, 2.6), 0.62, lit(rgb(stone), 0.98))
    canvas.box((0, 4.45, 1.6), (7.6, 0.55, 3.2), lit(rgb(stone), 1.04), (0.62, 1.1, 0.9))


def _hedges(canvas: Canvas, dusk: bool) -> None:
    for left, right in ((-15.5, -6), (6, 15.5)):
        chance = random.Random(left)
        colour = rgb("#2c3a2a") if dusk else rgb("#4d6a3a")
        canvas.box(((left + right) / 2, 0.35, 3.4), (right - left, 0.7, 1.4), lit(colour, 0.7))
        for _ in range(520):
            point = (chance.uniform(left, right), chance.uniform(0.1, 0.92), chance.uniform(3.2, 4.2))
            x, y = canvas.camera.project(point)
            reach = canvas.camera.scale(point) * chance.uniform(0.05, 0.13)
            light = 0.55 + point[1] * 0.7 + chance.uniform(-0.15, 0.15)
            canvas.draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=lit(colour, light))


def _flagstaffs(canvas: Canvas, dusk: bool) -> None:
    places = [(-12.5 + 5 * number, 7.5) for number in range(6)]
    for x, z in places:
        canvas.shadow(
            [(x, 0, z), (x + 7, 0, z + 3.4), (x + 7, 0, z + 3.55), (x, 0, z + 0.12)], 3, 0.1 if dusk else 0.34
        )
    order = sorted(zip(STATES, places), key=lambda pair: -canvas.camera.depth((pair[1][0], 4, pair[1][1])))
    for state, (x, z) in order:
        canvas.box((x, 0.2, z), (0.7, 0.4, 0.7), rgb("#b4afa5") if not dusk else rgb("#6f6a72"))
        canvas.rod((x, 0.4, z), (x, 9.2, z), 0.13, rgb("#d3d6da") if not dusk else rgb("#9aa0ad"))
        cloth = flying_flag(state, 1 if dusk else 0)
        if dusk:
            cloth = Image.merge(
                "RGBA", (*under_light(cloth.convert("RGB"), ramp(cloth.size, 0.8, 0.72)).split(), cloth.getchannel("A"))
            )
        canvas.plane(cloth, (x + 0.06, 9.5, z), (2.75, 0, 0.2), (0, -2.2, 0))

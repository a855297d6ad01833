"""Wood, stone, plaster and cloth seen flat, and the light that falls on them."""

import random
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageOps

from csto_site.demo.drawing.painting import rgb


@lru_cache(maxsize=2)
def wood(size: tuple[int, int], dark: str = "#6b3d1d", light: str = "#c98a4e", seed: int = 1) -> Image.Image:
    """Polished wood with its grain running from left to right."""
    width, height = size
    figure = noise((6, max(8, height // 28)), seed).resize(size, Image.Resampling.BICUBIC)
    fibre = noise((max(4, width // 160), height), seed + 1).resize(size, Image.Resampling.BICUBIC)
    grain = Image.blend(figure, fibre, 0.42)
    return ImageOps.colorize(ImageOps.autocontrast(grain, 1), dark, light, mid=None)


def panels(size: tuple[int, int], count: int, seed: int = 3) -> Image.Image:
    """A wall of upright wooden panels with dark joints between them."""
    width, height = size
    board = wood((height, width // count + 1), "#7a4a22", "#c0854a", seed).transpose(Image.Transpose.ROTATE_90)
    wall, chance = Image.new("RGB", size), random.Random(seed)
    draw = ImageDraw.Draw(wall)
    for number in range(count):
        left = number * width // count
        piece = ImageOps.mirror(board) if number % 2 else board
        light = chance.uniform(0.86, 1.06)
        wall.paste(piece.point(lambda part, light=light: part * light), (left, 0))
        draw.line([(left, 0), (left, height)], fill=rgb("#3a2110"), width=5)
        draw.line([(left + 5, 0), (left + 5, height)], fill=rgb("#d39c62"), width=2)
    return wall


def mottled(size: tuple[int, int], dark: str, light: str, coarse: int = 40, seed: int = 5) -> Image.Image:
    """A surface that is nearly even: carpet, plaster, stone, cloud."""
    width, height = size
    clouds = noise((width // coarse + 2, height // coarse + 2), seed).resize(size, Image.Resampling.BICUBIC)
    grit = noise((width // 2, height // 2), seed + 1).resize(size, Image.Resampling.BILINEAR)
    return ImageOps.colorize(Image.blend(clouds, grit, 0.35), dark, light)


def noise(size: tuple[int, int], seed: int) -> Image.Image:
    return Image.frombytes("L", size, random.Random(seed).randbytes(size[0] * size[1]))


@lru_cache(maxsize=2)
def curtain(dark: str, light: str) -> Image.Image:
    """Cloth in deep upright folds, 1600 by 800."""
    folds = noise((58, 1), 31).resize((1600, 1), Image.Resampling.BICUBIC)
    fine = noise((190, 1), 32).resize((1600, 1), Image.Resampling.BICUBIC)
    waves = Image.blend(folds, fine, 0.25).resize((1600, 800))
    return under_light(between(waves, dark, light), ramp((1600, 800), 0.8, 1.0), spot((1600, 800), 0.5))


def between(grey: Image.Image, dark: str, light: str) -> Image.Image:
    tables = [[round(a + (b - a) * level / 255) for level in range(256)] for a, b in zip(rgb(dark), rgb(light))]
    return Image.merge("RGB", [grey.point(table) for table in tables])


def under_light(texture: Image.Image, *lights: Image.Image) -> Image.Image:
    for light in lights:
        texture = ImageChops.multiply(texture, Image.merge("RGB", [light.resize(texture.size)] * 3))
    return texture


def ramp(size: tuple[int, int], start: float, end: float, upright: bool = True) -> Image.Image:
    """A grey ramp from one brightness to the other (0 to 1), downwards or to the right."""
    grey = Image.linear_gradient("L").point(lambda part: (start + (end - start) * part / 255) * 255)
    return (grey if upright else grey.transpose(Image.Transpose.ROTATE_90)).resize(size)


def spot(size: tuple[int, int], darkest: float, gamma: float = 1.0) -> Image.Image:
    """Light that is full in the middle and falls to `darkest` at the rim."""
    pool = Image.radial_gradient("L").point(lambda part: 255 * (1 - (1 - darkest) * (part / 255) ** gamma))
    return pool.resize(size, Image.Resampling.BICUBIC)

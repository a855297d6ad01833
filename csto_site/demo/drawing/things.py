"""What stands and lies on tables, and the armchairs around them."""

import random
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from csto_site.demo.drawing.modelling import bezier, modelled, rounded
from csto_site.demo.drawing.painting import lit, rgb
from csto_site.demo.drawing.surfaces import noise, ramp


@lru_cache(maxsize=4)
def gooseneck(lit_ring: bool = False) -> Image.Image:
    """A table microphone on a bent stem, RGBA, 300 by 500, half a millimetre a pixel at 0.25 m."""
    image = Image.new("RGBA", (600, 1000))
    draw = ImageDraw.Draw(image)
    draw.ellipse((150, 920, 450, 996), fill=(12, 13, 15, 255))
    draw.ellipse((158, 912, 442, 976), fill=(38, 40, 44, 255))
    draw.ellipse((190, 918, 400, 950), fill=(62, 65, 70, 255))
    stem = [(300, 940), (302, 760), (296, 600), (270, 440), (210, 290), (150, 200)]
    curve = [bezier(stem, step / 30) for step in range(31)]
    draw.line(curve, fill=(14, 15, 17, 255), width=26, joint="curve")
    draw.line([(x - 5, y - 3) for x, y in curve], fill=(96, 99, 105, 255), width=7, joint="curve")
    tip, end = curve[-1], (40, 92)
    draw.line([tip, end], fill=(20, 21, 23, 255), width=74)
    draw.ellipse((tip[0] - 37, tip[1] - 37, tip[0] + 37, tip[1] + 37), fill=(20, 21, 23, 255))
    draw.ellipse((end[0] - 37, end[1] - 37, end[0] + 37, end[1] + 37), fill=(30, 31, 34, 255))
    draw.line([(tip[0] - 12, tip[1] - 18), (end[0] - 4, end[1] - 14)], fill=(84, 87, 92, 255), width=14)
    if lit_ring:
        draw.line([(tip[0] + 14, tip[1] + 16), (tip[0] - 4, tip[1] + 2)], fill=(232, 44, 40, 255), width=72)
    return image.filter(ImageFilter.GaussianBlur(1.5))


@lru_cache(maxsize=8)
def press_microphone(colour: str, cube: bool = True) -> Image.Image:
    """A reporter's microphone on a table stand, RGBA, 500 by 1400: foam, cube without a name, handle, foot."""
    image = Image.new("RGBA", (500, 1400))
    foot, handle, foam, box = (Image.new("L", image.size) for _ in range(4))
    ImageDraw.Draw(foot).ellipse((60, 1240, 440, 1380), fill=255)
    ImageDraw.Draw(handle).polygon([(222, 1310), (278, 1310), (288, 460), (212, 460)], fill=255)
    ImageDraw.Draw(foam).ellipse((130, 30, 370, 400), fill=255)
    ImageDraw.Draw(box).rounded_rectangle((130, 400, 370, 590), 16, fill=255)
    image.paste(modelled(foot, (26, 27, 30), 30, 1.4), mask=foot)
    image.paste(modelled(handle, (44, 46, 50), 16, 1.9), mask=handle)
    speckle = noise((250, 700), 9).resize(image.size).point(lambda part: 170 + part / 3)
    sponge = ImageChops.multiply(modelled(foam, rgb(colour), 70, 1.25), Image.merge("RGB", [speckle] * 3))
    image.paste(sponge, mask=rounded(foam, 6))
    if cube:
        image.paste(modelled(box, (226, 227, 229), 26, 0.6), mask=box)
        draw = ImageDraw.Draw(image)
        draw.rectangle((170, 470, 330, 486), fill=(150, 154, 160, 255))
        draw.rectangle((190, 510, 310, 522), fill=(178, 182, 188, 255))
    return image


@lru_cache(maxsize=4)
def name_plate() -> Image.Image:
    """A folded card with two lines nobody can read, RGBA, 600 by 180."""
    image = Image.new("RGBA", (600, 180))
    draw = ImageDraw.Draw(image)
    draw.polygon([(14, 0), (586, 0), (600, 180), (0, 180)], fill=(236, 236, 233, 255))
    draw.polygon([(14, 0), (586, 0), (587, 8), (13, 8)], fill=(252, 252, 250, 255))
    draw.rectangle((0, 168, 600, 180), fill=(196, 196, 192, 255))
    chance = random.Random(4)
    for top, height, shade in ((50, 34, 70), (108, 18, 120)):
        x = 90
        while x < 500:
            width = chance.randrange(14, 30)
            draw.rectangle((x, top, x + width, top + height), fill=(shade, shade, shade + 6, 255))
            x += width + chance.choice((6, 6, 22))
    return image.filter(ImageFilter.GaussianBlur(2))


@lru_cache(maxsize=2)
def glass() -> Image.Image:
    """A tumbler of water, RGBA, 240 by 330."""
    image = Image.new("RGBA", (240, 330))
    draw = ImageDraw.Draw(image)
    draw.polygon([(20, 24), (220, 24), (200, 300), (40, 300)], fill=(206, 216, 222, 96))
    draw.polygon([(28, 130), (212, 130), (198, 296), (42, 296)], fill=(176, 194, 204, 110))
    draw.ellipse((28, 112, 212, 148), fill=(222, 232, 238, 150))
    draw.ellipse((40, 276, 200, 322), fill=(150, 166, 176, 150))
    draw.ellipse((20, 4, 220, 44), outline=(246, 250, 252, 230), width=5)
    draw.polygon([(44, 40), (62, 40), (70, 280), (58, 280)], fill=(255, 255, 255, 150))
    draw.polygon([(196, 40), (204, 40), (188, 280), (182, 280)], fill=(255, 255, 255, 110))
    return image.filter(ImageFilter.GaussianBlur(1.5))


@lru_cache(maxsize=8)
def document(seed: int = 1, seal: bool = False, heading: bool = True) -> Image.Image:
    """A sheet of text that cannot be read, 840 by 1188."""
    image = Image.new("RGB", (840, 1188), (244, 243, 238))
    draw, chance = ImageDraw.Draw(image), random.Random(seed)
    y = 110
    if heading:
        for width in (180, 300):
            _words(draw, chance, 420 - width, 420 + width, y, 13, 70)
            y += 40
        y += 44
    while y < 1000:
        end = 730 if chance.random() > 0.16 else chance.randrange(300, 600)
        _words(draw, chance, 110, end, y, 9, 96)
        y += 28 if end == 730 else 46
    if seal:
        draw.ellipse((520, 960, 680, 1120), outline=(46, 70, 140), width=7)
        draw.ellipse((548, 988, 652, 1092), outline=(46, 70, 140), width=3)
        draw.line(
            [bezier([(150, 1080), (260, 980), (240, 1120), (380, 1020), (430, 1060)], k / 20) for k in range(21)],
            fill=(30, 46, 110),
            width=5,
        )
    return image.filter(ImageFilter.GaussianBlur(0.8))


def _words(draw, chance, left, right, y, height, shade):
    x = left
    while x < right:
        width = chance.randrange(18, 84)
        draw.rectangle((x, y, min(x + width, right), y + height), fill=(shade, shade, shade + 4))
        x += width + 11


@lru_cache(maxsize=8)
def chair(width: int = 620, colour: str = "#191b20") -> Image.Image:
    """The back of an armchair of black leather, RGBA, a millimetre a pixel, 760 by 1100."""
    image = Image.new("RGBA", (760, 1100))
    back = Image.new("L", image.size)
    draw = ImageDraw.Draw(back)
    half = width / 2
    draw.polygon([(380 - half * 0.86, 20), (380 + half * 0.86, 20), (380 + half, 640), (380 - half, 640)], fill=255)
    back = rounded(back, 26)
    base = Image.new("L", image.size)
    draw = ImageDraw.Draw(base)
    draw.rectangle((340, 640, 420, 760), fill=255)
    draw.rounded_rectangle((380 - half - 30, 520, 380 - half + 26, 560), 14, fill=255)
    draw.rounded_rectangle((380 + half - 26, 520, 380 + half + 30, 560), 14, fill=255)
    image.paste(modelled(base, lit(rgb(colour), 0.9), 10), mask=base)
    leather = modelled(back, rgb(colour), 40, 1.5)
    sheen = ImageOps.invert(ramp(image.size, 0.9, 1.0)).point(lambda part: part * 0.9)
    image.paste(ImageChops.screen(leather, Image.merge("RGB", [sheen] * 3)), mask=back)
    return image


@lru_cache(maxsize=8)
def cushion(colour: str = "#191b20") -> Image.Image:
    """The seat of the armchair on its foot, RGBA, two millimetres a pixel, 380 by 260."""
    image = Image.new("RGBA", (760, 520))
    draw = ImageDraw.Draw(image)
    draw.rectangle((360, 120, 400, 470), fill=(*lit(rgb(colour), 1.3), 255))
    draw.polygon([(170, 508), (380, 430), (590, 508), (570, 520), (380, 468), (190, 520)], fill=(*rgb(colour), 255))
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).rounded_rectangle((70, 10, 690, 150), 60, fill=255)
    image.paste(modelled(mask, rgb(colour), 40, 1.6), mask=mask)
    return image.reduce(2)


def headset_upright() -> Image.Image:
    image = Image.new("RGBA", (1000, 800))
    draw = ImageDraw.Draw(image)
    for inset, light in ((0, 22), (10, 40), (22, 58), (34, 34)):
        draw.arc(
            (170 + inset, 40 + inset, 830 - inset, 900), 186, 354, fill=(light, light, light + 3, 255), width=46 - inset
        )
    for x, turn in ((170, 1), (830, -1)):
        draw.rounded_rectangle((x - 96, 380, x + 96, 740), 84, fill=(18, 19, 21, 255))
        draw.rounded_rectangle((x - 70 + 26 * turn, 400, x + 70 + 26 * turn, 720), 66, fill=(44, 46, 50, 255))
        draw.rounded_rectangle((x - 50 - 34 * turn, 420, x + 34 - 34 * turn, 700), 44, fill=(70, 73, 79, 255))
        draw.rounded_rectangle((x - 34 - 40 * turn, 440, x - 10 - 40 * turn, 660), 12, fill=(116, 120, 128, 255))
    return image.filter(ImageFilter.GaussianBlur(3))


@lru_cache(maxsize=1)
def camera_from_behind() -> Image.Image:
    image = Image.new("RGBA", (520, 420))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((60, 110, 460, 360), 34, fill=(22, 23, 26, 255))
    draw.polygon([(180, 116), (210, 60), (310, 60), (340, 116)], fill=(26, 27, 31, 255))
    draw.rectangle((190, 8, 330, 66), fill=(30, 31, 35, 255))
    draw.rectangle((120, 160, 400, 330), fill=(24, 44, 92, 255))
    for place, colour in zip(range(6), ("#c4242f", "#1f7a45", "#1f9dbd", "#c4242f", "#eeeeea", "#1f7a45")):
        left = 140 + place * 42 + (12 if place > 2 else 0)
        draw.polygon([(left, 180), (left + 6, 180), (left + 26, 270), (left, 270)], fill=(*rgb(colour), 255))
    draw.rectangle((248, 240, 276, 322), fill=(160, 104, 56, 255))
    draw.line([(66, 140), (66, 330)], fill=(70, 73, 80, 255), width=6)
    return image.filter(ImageFilter.GaussianBlur(2))

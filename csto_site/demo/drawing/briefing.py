"""A stage with a lectern before a blue curtain, and those who come to listen."""

from PIL import Image, ImageDraw

from csto_site.demo.drawing.figures import person
from csto_site.demo.drawing.flags import STATES, draped_flag, flag_foot
from csto_site.demo.drawing.painting import TALL, WIDE, Camera, Canvas, Point, developed, rgb
from csto_site.demo.drawing.surfaces import curtain, mottled, ramp, under_light, wood
from csto_site.demo.drawing.things import camera_from_behind, gooseneck

FLAGS_OF_THE_STAGE = (-2.45, -1.85, -1.25, 0.95, 1.55, 2.15)


def briefing() -> Image.Image:
    canvas = Canvas(Camera((0.55, 1.55, 5.4), (-0.05, 1.42, -0.4), 50, WIDE))
    _stage(canvas, FLAGS_OF_THE_STAGE)
    canvas.blur(2)
    _lectern(canvas)
    _lights_of_the_stage(canvas)

    def audience(near):
        for x, z, seed in ((-0.28, 3.1, 1), (1.34, 3.2, 4), (-0.5, 3.7, 2), (0.62, 3.6, 5), (1.28, 3.9, 3)):
            near.sprite(person(2, "#15171c", "#0c0a09", seed=seed), (x, 0.3 + seed % 2 * 0.05, z), 0.96, 0.34)

    canvas.foreground(audience, 7)
    return developed(canvas.image, 2160, warmth=0.0)


def lectern_alone() -> Image.Image:
    canvas = Canvas(Camera((-0.9, 1.3, 3.3), (0.0, 1.22, -0.4), 38, TALL))
    _stage(canvas, (-0.98, -0.72, -0.46, 0.3, 0.6, 0.9))
    canvas.blur(9)
    _lectern(canvas)
    _lights_of_the_stage(canvas)
    return developed(canvas.image, 5233)


def photographers() -> Image.Image:
    canvas = Canvas(Camera((0.2, 1.6, 5.2), (0.0, 1.5, -0.4), 44, WIDE))
    _stage(canvas, FLAGS_OF_THE_STAGE)
    _lectern(canvas)
    _lights_of_the_stage(canvas)
    canvas.blur(20)
    for x, z, seed, height in ((0.78, 1.9, 2, 0.6), (-0.72, 2.3, 1, 0.74), (0.1, 2.6, 5, 0.58), (1.12, 2.9, 4, 0.56)):
        _photographer(canvas, (x, height, z), seed)
    return developed(canvas.image, 4072, warmth=0.01)


def _photographer(canvas: Canvas, foot: Point, seed: int) -> None:
    """A back in the dark with a camera held up; the picture on its little screen is the only bright thing."""
    x, y, z = foot
    canvas.sprite(person(2, "#20242c", "#14100e", seed=seed), foot, 0.96, 0.5)
    canvas.sprite(camera_from_behind(), (x + 0.16 - 0.3 * (seed % 2), y + 0.62, z - 0.1), 0.36, 0.9)


def _stage(canvas: Canvas, flags: tuple[float, ...]) -> None:
    canvas.plane(mottled((1000, 600), "#23242a", "#3a3c44", 60), (-6, 0, -1.7), (12, 0, 0), (0, 0, 7))
    canvas.plane(curtain("#0d2150", "#2f5fb0"), (-6, 4.2, -1.7), (12, 0, 0), (0, -4.2, 0))

    def shadows(draw, k):
        for x in flags:
            fall = [(x + 0.2, 2.6), (x + 0.75, 1.0), (x + 0.3, 0.9), (x + 0.24, 0.0)]
            draw.polygon(
                [tuple(part * k for part in canvas.camera.project((px, py, -1.65))) for px, py in fall], fill=255
            )

    canvas.darken(shadows, 22, 0.4)
    for state, x in zip(STATES, flags):
        canvas.sprite(draped_flag(state), (x + 0.29, 0, -1.0), 2.75, 1.08)
        canvas.sprite(flag_foot(), (x + 0.01, 0, -0.98), 0.13)


def _lectern(canvas: Canvas, z: float = 0.0) -> None:
    front = under_light(
        wood((340, 560), "#7a4a22", "#bf8448", 14).transpose(Image.Transpose.ROTATE_90).resize((340, 560)),
        ramp((340, 560), 1.0, 0.7),
        ramp((340, 560), 1.05, 0.82, upright=False),
    )
    draw = ImageDraw.Draw(front)
    draw.rectangle((86, 120, 254, 330), fill=(228, 229, 231))
    for bar in range(6):
        draw.rectangle((108 + bar * 22, 190, 120 + bar * 22, 262), fill=(38, 74, 140))
    canvas.shadow([(-0.5, 0, z), (0.9, 0, z - 0.3), (0.9, 0, z + 0.5), (-0.4, 0, z + 0.5)], 30, 0.6)
    canvas.box((0, 0.5, z - 0.06), (0.66, 1.0, 0.4), rgb("#7d4d24"))
    canvas.plane(front, (-0.35, 1.04, z + 0.15), (0.7, 0, 0), (0, -1.04, 0))
    canvas.box((0, 1.075, z + 0.04), (0.86, 0.07, 0.5), rgb("#8c5a2d"), (0.7, 1.25, 0.9))
    for x in (-0.07, 0.05):
        canvas.sprite(gooseneck(), (x + 0.03, 1.1, z), 0.34)


def _lights_of_the_stage(canvas: Canvas) -> None:
    x, y = canvas.camera.project((0, 1.5, -1.5))
    reach = canvas.camera.scale((0, 1.5, -1.5)) * 1.5
    canvas.lighten(
        lambda draw, k: draw.ellipse([part * k for part in (x - reach, y - reach, x + reach, y + reach)], fill=70),
        200,
        (255, 246, 230),
    )

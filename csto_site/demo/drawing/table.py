"""Close to a table of polished wood: papers, a signing, the interpreters' headset, microphones."""

from math import cos, pi, sin

from PIL import Image

from csto_site.demo.drawing.flags import STATES, draped_flag, flag_foot
from csto_site.demo.drawing.painting import WIDE, Camera, Canvas, developed, rgb, round_spot
from csto_site.demo.drawing.surfaces import curtain, ramp, under_light, wood
from csto_site.demo.drawing.things import document, glass, gooseneck, headset_upright, name_plate, press_microphone


def papers() -> Image.Image:
    canvas = Canvas(Camera((0.1, 0.62, 0.62), (0.02, 0, 0.0), 44, WIDE))
    table_top(canvas)
    canvas.sprite(glass(), (0.3, 0, -0.42), 0.12)
    canvas.sprite(name_plate(), (-0.16, 0, -0.5), 0.085)
    lay_sheet(canvas, plain_sheet("#1f3f7d"), (-0.3, 0.02), 0.23, -16, 0.006)
    lay_sheet(canvas, plain_sheet("#274c92"), (-0.295, 0.024), 0.222, -16, 0.009)
    lay_sheet(canvas, document(5), (0.07, -0.035), 0.21, 9)
    lay_sheet(canvas, document(6), (0.045, -0.015), 0.21, 3, 0.004)
    lay_sheet(canvas, document(7), (0.03, 0.0), 0.21, -4, 0.006)
    lay_pen(canvas, (0.055, -0.075), (0.15, 0.055))
    canvas.lighten(
        lambda draw, k: draw.ellipse([part * k for part in (900, -500, 2500, 500)], fill=110), 260, (255, 236, 205)
    )
    canvas.focus_between(0.3, 0.78, 14)
    return developed(canvas.image, 2156, warmth=0.02)


def signing_table() -> Image.Image:
    canvas = Canvas(Camera((-0.28, 0.5, 0.72), (0.03, 0.02, -0.04), 48, WIDE))
    table_top(canvas)
    for x, seed in ((-0.28, 11), (0.27, 12)):
        lay_sheet(canvas, plain_sheet("#7a1c26", (600, 430)), (x, 0.02), 0.48, 0, 0.005)
        lay_sheet(canvas, document(seed), (x - 0.116, 0.02), 0.215, 0, 0.008)
        lay_sheet(canvas, document(seed + 20, seal=True), (x + 0.116, 0.02), 0.215, 0, 0.008)
    lay_pen(canvas, (-0.06, -0.1), (-0.075, 0.09))
    lay_pen(canvas, (0.46, -0.06), (0.42, 0.12))
    for place, state in zip((-0.3, -0.18, -0.06, 0.06, 0.18, 0.3), STATES):
        canvas.shadow(round_spot((place + 0.012, 0, -0.29), 0.03), 8, 0.6)
        canvas.sprite(draped_flag(state, 2), (place + 0.02, 0, -0.3), 0.26)
        canvas.sprite(flag_foot(), (place - 0.006, -0.004, -0.295), 0.016)
    canvas.lighten(
        lambda draw, k: draw.ellipse([part * k for part in (-300, -600, 1500, 500)], fill=100), 260, (255, 240, 214)
    )
    canvas.focus_between(0.34, 0.8, 12)
    return developed(canvas.image, 3306, warmth=0.02)


def headset() -> Image.Image:
    canvas = Canvas(Camera((0.02, 0.42, 0.56), (0.0, 0.05, -0.02), 46, WIDE))
    table_top(canvas, mirror=0)
    canvas.sprite(glass(), (-0.36, 0, -0.34), 0.12)
    canvas.sprite(gooseneck(lit_ring=True), (0.3, 0, -0.36), 0.34)
    canvas.sprite(name_plate(), (-0.06, 0, -0.42), 0.085)
    lay_sheet(canvas, document(31), (-0.21, 0.05), 0.21, -12)
    lay_sheet(canvas, document(32), (-0.19, 0.07), 0.21, -4, 0.004)
    canvas.focus_between(0.42, 0.9, 16)
    left, top = canvas.camera.project((0.0, 0.21, 0.12))
    right, bottom = canvas.camera.project((0.25, 0, 0.12))

    def fallen(draw, k):
        x, y, w, h = left * k, top * k, (right - left) * k, (bottom - top) * k
        draw.arc((x + w * 0.22, y + h * 0.42, x + w * 0.95, y + h * 1.3), 186, 354, fill=255, width=round(w * 0.07))
        for centre in (0.2, 0.93):
            draw.ellipse((x + w * (centre - 0.14), y + h * 0.62, x + w * (centre + 0.18), y + h * 1.06), fill=255)

    canvas.darken(fallen, 16, 0.6)
    canvas.sprite(headset_upright(), (0.11, 0.0, 0.12), 0.21)
    return developed(canvas.image, 7188, warmth=0.015)


def press_microphones() -> Image.Image:
    camera = Camera((0.36, 0.4, 1.02), (-0.02, 0.22, -0.06), 50, WIDE)
    canvas = Canvas(camera)
    canvas.plane(curtain("#0d2150", "#2f5fb0"), (-4, 2.6, -2.4), (8, 0, 0), (0, -3.2, 0))
    for state, x in zip(STATES, (-1.5, -0.95, -0.4, 0.12, 0.66, 1.2)):
        canvas.sprite(draped_flag(state), (x, -0.75, -2.1), 2.3, 1.15)
    canvas.blur(30)
    table_top(canvas, (4, 1.6), mirror=0.32)
    row = (
        (0.34, -0.16, "#3c424a"),
        (-0.34, -0.12, "#22262c"),
        (0.17, -0.06, "#2f79b8"),
        (-0.19, -0.03, "#b5383a"),
        (-0.02, 0.05, "#1d1f24"),
    )
    for x, z, _colour in row:
        canvas.shadow(round_spot((x + 0.03, 0, z + 0.01), 0.07), 14, 0.55)
    for x, z, colour in row:
        canvas.sprite(press_microphone(colour), (x, 0, z), 0.34)
    canvas.focus_between(0.0, 0.86, 10)
    return developed(canvas.image, 2163, warmth=0.01)


def table_top(canvas: Canvas, size: tuple[float, float] = (3.2, 2.4), mirror: float = 0.0) -> None:
    top = wood((1800, 1350), "#6d3f1d", "#bd7f45", seed=21)
    width, depth = size
    canvas.plane(top, (-width / 2, 0, -depth * 0.62), (width, 0, 0), (0, 0, depth), mirror, (0, 0, -depth * 0.62))


def lay_sheet(canvas: Canvas, sheet: Image.Image, middle: tuple[float, float], width: float, turn: float, lift=0.002):
    """Lay a sheet on the table, turned by so many degrees, with the shadow it throws."""
    height, angle = width * sheet.height / sheet.width, turn * pi / 180
    along = (width * cos(angle), 0, width * sin(angle))
    down = (-height * sin(angle), 0, height * cos(angle))
    x, z = middle[0] - (along[0] + down[0]) / 2, middle[1] - (along[2] + down[2]) / 2
    corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
    fall = lift * 2.5 + 0.004
    canvas.shadow(
        [(x + u * along[0] + v * down[0] + fall, 0, z + u * along[2] + v * down[2] + fall) for u, v in corners], 9, 0.5
    )
    canvas.plane(sheet, (x, lift, z), along, down)


def plain_sheet(colour: str, size: tuple[int, int] = (300, 420), light: tuple[float, float] = (1.0, 0.82)):
    return under_light(Image.new("RGB", size, rgb(colour)), ramp(size, *light), ramp(size, 1.0, 0.9, upright=False))


def lay_pen(canvas: Canvas, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A black pen with gilt rings that lies from its cap to its nib, a little above the paper."""
    (ax, az), (bx, bz) = start, end

    def at(share, height=0.009):
        return ax + (bx - ax) * share, height, az + (bz - az) * share

    fall = 0.012
    canvas.shadow(
        [
            (at(0)[0] + fall, 0, at(0)[2] + fall),
            (at(1)[0] + fall, 0, at(1)[2] + fall),
            (at(1)[0] + fall, 0, at(1)[2] + fall + 0.012),
            (at(0)[0] + fall, 0, at(0)[2] + fall + 0.012),
        ],
        7,
        0.55,
    )
    canvas.rod(at(0), at(0.86), 0.0125, rgb("#1b1c20"))
    canvas.rod(at(0.02), at(0.4), 0.0036, rgb("#d2a650"))
    for ring in (0.0, 0.4, 0.45, 0.83):
        canvas.rod(at(ring), at(ring + 0.018), 0.0135, rgb("#c89a42"))
    canvas.rod(at(0.86), at(0.94), 0.009, rgb("#1b1c20"))
    canvas.rod(at(0.94), at(1), 0.0045, rgb("#d9b566"))

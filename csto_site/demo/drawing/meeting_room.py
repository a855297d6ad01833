"""The room in which the Council meets, with its ring of a table, photographed from many places."""

import random
from functools import lru_cache
from math import atan2, cos, pi, sin

from PIL import Image, ImageDraw, ImageFilter

from csto_site.demo.drawing.figures import HAIRS, SUITS, TIES, forearms, person
from csto_site.demo.drawing.flags import STATES, draped_flag
from csto_site.demo.drawing.painting import WIDE, Camera, Canvas, Point, blurred, developed, lit, rgb, round_spot
from csto_site.demo.drawing.surfaces import mottled, panels, ramp, spot, under_light, wood
from csto_site.demo.drawing.things import chair, cushion, glass, gooseneck, name_plate

BACK, LEFT, RIGHT, CEILING = -5.6, -7.2, 7.2, 3.7
TABLE_TOP, OUTER, INNER, SEATS = 0.76, 2.5, 1.75, 14
FLAG_PLACES = (-2.75, -1.65, -0.55, 0.55, 1.65, 2.75)


def council_wide() -> Image.Image:
    canvas = meeting_room(Camera((1.1, 2.5, 6.2), (-0.1, 0.92, -1.6), 57, WIDE), wall=2)
    return developed(canvas.image, 2142, warmth=0.015)


def council_from_behind() -> Image.Image:
    canvas = meeting_room(Camera((-5.6, 1.75, 2.5), (0.5, 1.05, -1.6), 46, WIDE), wall=3)
    return developed(canvas.image, 2144, warmth=0.01)


def council_across() -> Image.Image:
    canvas = meeting_room(Camera((4.4, 2.15, 3.2), (-1.2, 0.95, -1.7), 46, WIDE), wall=2.5)
    return developed(canvas.image, 2147, warmth=0.02)


def empty_room() -> Image.Image:
    canvas = meeting_room(Camera((-4.6, 1.75, 4.9), (1.4, 0.8, -1.6), 56, WIDE), people=False, wall=2)
    return developed(canvas.image, 2031, warmth=-0.012)


def two_delegates() -> Image.Image:
    camera = Camera((-0.06, 1.1, -0.72), (0.0, 1.08, -4.6), 53, WIDE)
    canvas = meeting_room(camera, wall=30, seats=9, table=0, close=False)
    return developed(canvas.image, 2150, warmth=0.015)


def row_of_flags() -> Image.Image:
    camera = Camera((-1.75, 1.5, -2.15), (0.62, 1.66, -5.1), 52, WIDE)
    canvas = Canvas(camera)
    _walls(canvas)
    canvas.blur(2.5)
    _flags_of_the_room(canvas)
    canvas.lighten(
        lambda draw, k: draw.ellipse([part * k for part in (200, -700, 2300, 500)], fill=60), 240, (255, 240, 214)
    )
    canvas.foreground(lambda near: near.sprite(chair(), (-0.1, 0, -3.4), 1.02), 16)
    return developed(canvas.image, 2153, warmth=0.012)


def table_microphones() -> Image.Image:
    camera = Camera((2.35, 1.12, 0.25), (1.1, 0.84, -2.2), 44, WIDE)
    canvas = meeting_room(camera, people=False, wall=22, seats=6, table=8, close=False)
    for place, height in (((1.16, TABLE_TOP, -1.66), 0.4), ((1.83, TABLE_TOP, -0.78), 0.4)):
        canvas.shadow(round_spot(place, 0.1), 10, 0.5)
        canvas.sprite(gooseneck(lit_ring=True), place, height)
    canvas.sprite(name_plate(), (1.4, TABLE_TOP, -1.12), 0.085)
    canvas.foreground(lambda near: near.sprite(glass(), (2.04, TABLE_TOP, -0.5), 0.12), 9)
    return developed(canvas.image, 2034, warmth=0.01)


def meeting_room(
    camera: Camera, people: bool = True, wall: float = 1.0, seats: float = 0.0, table: float = 0.0, close: bool = True
) -> Canvas:
    """Paint the room with its ring of a table.

    `wall`, `seats` and `table` are the pixels by which each of these is out of focus, one behind the other;
    `close` fills the seats on our side as well.
    """
    canvas = Canvas(camera, rgb("#23262b"))
    _walls(canvas)
    _flags_of_the_room(canvas)
    canvas.blur(wall)
    from_afar = sorted(range(SEATS), key=lambda seat: -camera.depth(_place(seat, 3.0, 1)))
    beyond = [seat for seat in from_afar if camera.depth(_place(seat, 3.0, 1)) > camera.depth((0, 1, 0))]
    for seat in beyond:
        _seat(canvas, seat, people)
    canvas.blur(seats)
    _table(canvas)
    for seat in beyond:
        _on_the_table(canvas, seat)
    canvas.blur(table)
    if close:
        for seat in from_afar:
            if seat not in beyond:
                _on_the_table(canvas, seat)
                _seat(canvas, seat, people)
    return canvas


def _walls(canvas: Canvas) -> None:
    width, depth = RIGHT - LEFT, 13.0
    canvas.plane(_carpet(), (LEFT, 0, BACK), (width, 0, 0), (0, 0, depth))
    canvas.plane(_ceiling(), (LEFT, CEILING, BACK), (width, 0, 0), (0, 0, depth))
    canvas.plane(_plaster(), (LEFT, CEILING, BACK), (0, 0, depth), (0, -CEILING, 0))
    canvas.plane(_window_wall(), (RIGHT, CEILING, BACK), (0, 0, depth), (0, -CEILING, 0))
    canvas.plane(_panelling(), (LEFT, CEILING, BACK), (width, 0, 0), (0, -CEILING, 0))


@lru_cache(maxsize=1)
def _carpet() -> Image.Image:
    floor = under_light(mottled((1440, 1300), "#16294d", "#2c5590", 90), spot((1440, 1300), 0.35, 1.3))
    shadow = Image.new("L", floor.size, 255)
    centre, reach = (720, 560), 258
    ImageDraw.Draw(shadow).ellipse(
        (centre[0] - reach, centre[1] - reach, centre[0] + reach, centre[1] + reach), outline=60, width=100
    )
    return under_light(floor, blurred(shadow, 18))


@lru_cache(maxsize=1)
def _ceiling() -> Image.Image:
    image = under_light(mottled((1440, 1300), "#8d8f92", "#a5a7a9", 120), spot((1440, 1300), 0.4))
    draw = ImageDraw.Draw(image)
    for line in range(0, 1440, 120):
        draw.line([(line, 0), (line, 1300)], fill=(92, 94, 97), width=3)
        draw.line([(0, line), (1440, line)], fill=(92, 94, 97), width=3)
    draw.ellipse((440, 280, 1000, 840), fill=(255, 250, 240))
    draw.ellipse((520, 360, 920, 760), fill=(150, 152, 154))
    return image.filter(ImageFilter.GaussianBlur(2))


@lru_cache(maxsize=1)
def _plaster() -> Image.Image:
    return under_light(mottled((1300, 370), "#bdbcb6", "#d3d2cb", 160), ramp((1300, 370), 0.72, 0.98, upright=False))


@lru_cache(maxsize=1)
def _window_wall() -> Image.Image:
    """The wall on the right with three tall windows; the light outside is too bright for the camera."""
    image = under_light(mottled((1300, 370), "#c2c1bb", "#d8d7d1", 160), ramp((1300, 370), 0.95, 0.7, upright=False))
    draw = ImageDraw.Draw(image)
    for left in (190, 520, 850):
        draw.rectangle((left - 10, 40, left + 210, 300), fill=(150, 148, 142))
        draw.rectangle((left, 50, left + 200, 292), fill=(246, 250, 255))
        for bar in (left + 97, left + 100):
            draw.rectangle((bar, 50, bar + 4, 292), fill=(196, 202, 210))
        draw.rectangle((left, 130, left + 200, 136), fill=(196, 202, 210))
        for slat in range(56, 120, 8):
            draw.rectangle((left, slat, left + 200, slat + 3), fill=(226, 231, 238))
    return image.filter(ImageFilter.GaussianBlur(1))


@lru_cache(maxsize=1)
def _panelling() -> Image.Image:
    """The wall behind the flags: wood, and before it a pale field lit from above."""
    wall = panels((2160, 555), 18)
    field = under_light(mottled((1080, 480), "#d6d3cb", "#e9e6df", 200), ramp((1080, 480), 1.0, 0.8))
    draw = ImageDraw.Draw(field)
    for line in range(270, 1080, 270):
        draw.line([(line, 0), (line, 480)], fill=(172, 169, 161), width=3)
        draw.line([(line + 3, 0), (line + 3, 480)], fill=(232, 230, 224), width=2)
    shadow = Image.new("L", wall.size, 255)
    ImageDraw.Draw(shadow).rectangle((552, 50, 1632, 536), fill=90)
    wall = under_light(wall, blurred(shadow, 9))
    wall.paste(field, (540, 36))
    return under_light(wall, spot((2160, 555), 0.62, 1.8), ramp((2160, 555), 0.9, 1.0))


def _flags_of_the_room(canvas: Canvas) -> None:
    def shadows(draw, k):
        for x in FLAG_PLACES:
            fall = [(x + 0.16, 2.5), (x + 0.66, 0.95), (x + 0.3, 0.95), (x + 0.24, 0.0), (x + 0.2, 0.0)]
            outline = canvas.camera.outline([(px, py, BACK + 0.02) for px, py in fall])
            if len(outline) > 2:
                draw.polygon([(px * k, py * k) for px, py in outline], fill=255)

    canvas.darken(shadows, 16, 0.34)
    order = sorted(zip(STATES, FLAG_PLACES), key=lambda pair: -canvas.camera.depth((pair[1], 1, BACK + 0.5)))
    for state, x in order:
        # The staff stands at a fifth of the cut-out's width.
        canvas.sprite(draped_flag(state), (x + 0.27, 0, BACK + 0.5), 2.6, 1.06)


def _seat(canvas: Canvas, seat: int, people: bool) -> None:
    turn = _turn(canvas.camera, seat)
    squeeze = 0.55 + 0.45 * abs(cos(turn * pi / 2))

    def armchair():
        canvas.sprite(chair(), _place(seat, 3.27, 0), 1.16, squeeze=squeeze)

    def seat_of_it():
        canvas.sprite(cushion(), _place(seat, 2.98, 0), 0.5, squeeze=0.8 + 0.2 * squeeze)

    def sitter():
        if people:
            chance = random.Random(seat)
            canvas.sprite(
                person(turn, SUITS[seat % 6], HAIRS[seat * 5 % 6], TIES[seat * 7 % 6], seat),
                _place(seat, 3.02, 0.45 + chance.uniform(-0.03, 0.05)),
                0.96,
            )
            if abs(turn) < 0.35:
                canvas.sprite(forearms(SUITS[seat % 6], seat % 3 * 14), _place(seat, 2.66, TABLE_TOP - 0.03), 0.17)

    from_behind = abs(turn) > 1.15
    for part in (sitter, seat_of_it, armchair) if from_behind else (armchair, sitter, seat_of_it):
        part()


def _turn(camera: Camera, seat: int) -> float:
    """How the sitter, who looks at the middle, is seen: 0 from the front, 1 in profile to the right, 2 from behind."""
    x, _, z = _place(seat, 3.0, 0)
    to_us, ahead = (camera.eye[0] - x, camera.eye[2] - z), (-x, -z)
    angle = atan2(to_us[0] * ahead[1] - to_us[1] * ahead[0], to_us[0] * ahead[0] + to_us[1] * ahead[1])
    return round(-angle / (pi / 2) / 0.2) * 0.2


def _place(seat: int, radius: float, height: float, aside: float = 0.0) -> Point:
    """A point at a seat: so far from the middle of the ring, so high, so many metres to the sitter's left."""
    angle = 2 * pi * (seat + 0.5) / SEATS
    x, z = sin(angle), cos(angle)
    return radius * x + aside * z, height, radius * z - aside * x


def _table(canvas: Canvas) -> None:
    eye = canvas.camera.eye
    steps = [2 * pi * step / 120 for step in range(120)]
    for angle in steps:
        middle = angle + pi / 120
        x, z = INNER * sin(middle), INNER * cos(middle)
        if (eye[0] - x) * sin(middle) + (eye[2] - z) * cos(middle) < 0:
            _table_side(canvas, angle, INNER, True)
    canvas.plane(
        _table_texture(),
        (-2.6, TABLE_TOP, -2.6),
        (5.2, 0, 0),
        (0, 0, 5.2),
        mirror=0.3,
        edge=(0, TABLE_TOP, -OUTER),
    )
    for angle in steps:
        middle = angle + pi / 120
        x, z = OUTER * sin(middle), OUTER * cos(middle)
        if (eye[0] - x) * sin(middle) + (eye[2] - z) * cos(middle) > 0:
            _table_side(canvas, angle, OUTER, False)


def _table_side(canvas: Canvas, angle: float, radius: float, inside: bool) -> None:
    """One of 120 staves; lit from the upper left, darker towards the floor, no two quite alike."""
    ends = [(radius * sin(a), radius * cos(a)) for a in (angle, angle + pi / 60 + 0.002)]
    light = 0.74 + 0.26 * cos(angle + (2.4 if inside else 0.6)) + random.Random(angle).uniform(-0.035, 0.035)
    steps = [(0.06 + step * 0.062, 0.06 + (step + 1) * 0.062, 0.4 + step * 0.047) for step in range(10)]
    for low, high, shade in (*steps, (0.68, 0.692, 0.4), (0.692, TABLE_TOP, 1.12)):
        points = [(x, y, z) for y, pair in ((low, ends), (high, ends[::-1])) for x, z in pair]
        canvas.polygon(points, lit(rgb("#8f5a2e"), light * shade))


@lru_cache(maxsize=1)
def _table_texture() -> Image.Image:
    """The ring from above, 5.2 metres square, with what the things on it darken."""
    side, scale = 1560, 300
    top = wood((side, side), "#7a4520", "#c58446", seed=8)
    draw = ImageDraw.Draw(top)

    def ring(radius, colour, width):
        reach = radius * scale
        draw.ellipse(
            (side / 2 - reach, side / 2 - reach, side / 2 + reach, side / 2 + reach), outline=colour, width=width
        )

    for radius in (OUTER - 0.12, INNER + 0.14):
        ring(radius, (84, 46, 20), 5)
    ring(OUTER, (222, 168, 112), 7)
    ring(INNER + 0.02, (222, 168, 112), 6)
    shadow = Image.new("L", top.size, 255)
    dots = ImageDraw.Draw(shadow)
    for seat in range(SEATS):
        for radius, aside, reach in ((2.1, 0, 40), (2.2, 0.36, 22), (2.22, -0.34, 18), (2.5, 0, 70)):
            x, _, z = _place(seat, radius, 0, aside)
            x, z = side / 2 + x * scale, side / 2 + z * scale
            dots.ellipse((x - reach, z - reach * 0.7, x + reach, z + reach * 0.7), fill=120)
    top = under_light(top, blurred(shadow, 12), ramp(top.size, 1.0, 0.78))
    mask = Image.new("L", top.size)
    reach, hole = OUTER * scale, INNER * scale
    draw = ImageDraw.Draw(mask)
    draw.ellipse((side / 2 - reach, side / 2 - reach, side / 2 + reach, side / 2 + reach), fill=255)
    draw.ellipse((side / 2 - hole, side / 2 - hole, side / 2 + hole, side / 2 + hole), fill=0)
    top.putalpha(mask)
    return top


def _on_the_table(canvas: Canvas, seat: int) -> None:
    canvas.sprite(glass(), _place(seat, 2.22, TABLE_TOP, -0.34), 0.11)
    squeeze = 0.35 + 0.65 * abs(cos(_turn(canvas.camera, seat) * pi / 2))
    canvas.sprite(name_plate(), _place(seat, 2.08, TABLE_TOP), 0.085, squeeze=squeeze)
    canvas.sprite(gooseneck(), _place(seat, 2.2, TABLE_TOP, 0.36), 0.4)

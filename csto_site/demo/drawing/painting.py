"""A painter's tools for the demo's photographs: a camera that projects, a canvas that holds paint and light.

Everything stands in metres, x to the right, y up, z towards the viewer, and is painted from far to near, so
that blurring the whole canvas between two layers is what a lens does to the background.
"""

import random
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import cos, pi, radians, sin, sqrt, tan

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

WIDE, TALL = (2400, 1600), (1600, 2400)

Point = tuple[float, float, float]
Colour = tuple[int, int, int]


def rgb(name: str) -> Colour:
    return ImageColor.getrgb(name)[:3]


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in the first, 0 to 1."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other))


def lit(colour: Colour, light: float) -> Colour:
    return tuple(max(0, min(255, round(part * light))) for part in colour)


class Camera:
    """A pinhole at `eye` that looks at `target`; `field` is its horizontal angle of view in degrees."""

    def __init__(self, eye: Point, target: Point, field: float, size: tuple[int, int]):
        self.eye, self.size = eye, size
        self.focal = size[0] / 2 / tan(radians(field) / 2)
        self.forward = _unit(_minus(target, eye))
        self.right = _unit(_cross(self.forward, (0, 1, 0)))
        self.up = _cross(self.right, self.forward)

    def depth(self, point: Point) -> float:
        return _dot(_minus(point, self.eye), self.forward)

    def project(self, point: Point) -> tuple[float, float]:
        seen = _minus(point, self.eye)
        depth = max(_dot(seen, self.forward), 0.01)
        return (
            self.size[0] / 2 + self.focal * _dot(seen, self.right) / depth,
            self.size[1] / 2 - self.focal * _dot(seen, self.up) / depth,
        )

    def scale(self, point: Point) -> float:
        """Pixels per metre at the distance of the point."""
        return self.focal / max(self.depth(point), 0.01)

    def outline(self, points: Sequence[Point], nearest: float = 0.05) -> list[tuple[float, float]]:
        """Project a flat outline, cut off where it comes behind the camera."""
        kept = []
        for here, there in zip(points, [*points[1:], points[0]]):
            a, b = self.depth(here) - nearest, self.depth(there) - nearest
            if a >= 0:
                kept.append(self.project(here))
            if (a >= 0) != (b >= 0):
                kept.append(self.project(tuple(p + (q - p) * a / (a - b) for p, q in zip(here, there))))
        return kept

    def unprojection(self, origin: Point, along: Point, down: Point, texture: tuple[int, int]) -> list[list[float]]:
        """The matrix from picture to texture for a plane that spans `along` and `down` from its corner `origin`."""
        start = _minus(origin, self.eye)
        columns = [[part / texture[0] for part in along], [part / texture[1] for part in down], start]
        across, below, away = (
            [_dot(column, axis) for column in columns] for axis in (self.right, self.up, self.forward)
        )
        width, height = self.size
        return _inverse(
            [
                [self.focal * a + width / 2 * w for a, w in zip(across, away)],
                [-self.focal * b + height / 2 * w for b, w in zip(below, away)],
                away,
            ]
        )


class Canvas:
    def __init__(self, camera: Camera, colour: Colour = (0, 0, 0)):
        self.camera = camera
        self.image = Image.new("RGB", camera.size, colour)

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def plane(
        self, texture: Image.Image, origin: Point, along: Point, down: Point, mirror: float = 0, edge: Point = (0, 0, 0)
    ) -> None:
        """Lay a texture, RGB or RGBA, on a parallelogram in space.

        `mirror` is the share of what stands behind `edge` that a polished plane gives back upside down.
        """
        corners = [origin, _plus(origin, along), _plus(_plus(origin, along), down), _plus(origin, down)]
        outline = self.camera.outline(corners)
        box = _box(outline, self.camera.size)
        if not box:
            return
        matrix = self.camera.unprojection(origin, along, down, texture.size)
        shifted = [[row[0], row[1], row[0] * box[0] + row[1] * box[1] + row[2]] for row in matrix]
        data = [part / shifted[2][2] for row in shifted for part in row][:8]
        size = (box[2] - box[0], box[3] - box[1])
        seen = texture.transform(size, Image.Transform.PERSPECTIVE, data, Image.Resampling.BILINEAR)
        mask = Image.new("L", size, 0)
        ImageDraw.Draw(mask).polygon([(x - box[0], y - box[1]) for x, y in outline], fill=255)
        if seen.mode == "RGBA":
            mask = ImageChops.multiply(mask, seen.getchannel("A"))
        seen = seen.convert("RGB")
        if mirror:
            seen = ImageChops.screen(seen, self._reflection(edge, mirror).crop(box))
        self.image.paste(seen, box[:2], mask)

    def _reflection(self, edge: Point, strength: float) -> Image.Image:
        line = self.camera.project(edge)[1]
        turned = self.image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        turned = ImageChops.offset(turned, 0, round(2 * line) - self.image.height + 1)
        return blurred(turned, 9).point(lambda part: part * strength)

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        outline = self.camera.outline(points)
        if len(outline) > 2:
            self.draw.polygon(outline, fill=colour)

    def box(self, centre: Point, size: Point, colour: Colour, lights=(0.62, 1.0, 0.82)) -> None:
        """An upright box; `lights` are the brightness of its sides, its top and its front."""
        x, y, z = centre
        w, h, d = (part / 2 for part in size)
        eye = self.camera.eye
        side = x + w if eye[0] > x + w else x - w if eye[0] < x - w else None
        if side is not None:
            self.polygon(
                [(side, y - h, z - d), (side, y + h, z - d), (side, y + h, z + d), (side, y - h, z + d)],
                lit(colour, lights[0]),
            )
        if eye[1] > y + h:
            self.polygon(
                [(x - w, y + h, z - d), (x + w, y + h, z - d), (x + w, y + h, z + d), (x - w, y + h, z + d)],
                lit(colour, lights[1]),
            )
        front = z + d if eye[2] > z + d else z - d
        self.polygon(
            [(x - w, y - h, front), (x + w, y - h, front), (x + w, y + h, front), (x - w, y + h, front)],
            lit(colour, lights[2]),
        )

    def rod(self, start: Point, end: Point, thickness: float, colour: Colour) -> None:
        """A round bar: a dark line, a lighter one on it, and the glint of a lamp from the left."""
        a, b = self.camera.project(start), self.camera.project(end)
        width = thickness * self.camera.scale(tuple((p + q) / 2 for p, q in zip(start, end)))
        for share, light, shift in ((1, 0.6, 0), (0.6, 1, -0.12), (0.18, 1.5, -0.2)):
            line = [(x + shift * width, y) for x, y in (a, b)]
            self.draw.line(line, fill=lit(colour, light), width=max(1, round(width * share)))

    def sprite(self, sprite: Image.Image, foot: Point, height: float, light: float = 1.0, squeeze: float = 1.0) -> None:
        """Stand a flat RGBA cut-out of so many metres on a point, facing the camera."""
        scale = self.camera.scale(foot) * height / sprite.height
        size = (max(1, round(sprite.width * scale * squeeze)), max(1, round(sprite.height * scale)))
        x, y = self.camera.project(foot)
        self.stick(sprite, (round(x - size[0] / 2), round(y - size[1])), size, light)

    def stick(self, sprite: Image.Image, at: tuple[int, int], size: tuple[int, int], light: float = 1.0) -> None:
        """Stick an RGBA cut-out on the canvas, its upper left corner `at` a pixel."""
        if at[0] > self.image.width or at[1] > self.image.height or at[0] + size[0] < 0 or at[1] + size[1] < 0:
            return
        seen = sprite.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
        paint = seen.convert("RGB")
        if light != 1:
            paint = paint.point(lambda part: min(255, part * light))
        self.image.paste(paint, at, seen.getchannel("A"))

    def darken(self, paint: Callable[[ImageDraw.ImageDraw, float], None], blur: float, strength: float) -> None:
        """Throw a soft shadow: `paint` draws it in 255 on a small canvas, at the scale it is given."""
        box, mask = self._soft(paint, blur)
        self.image.paste((6, 8, 14), box, mask.point(lambda part: part * strength))

    def lighten(self, paint: Callable, blur: float, colour: Colour) -> None:
        """Let soft light fall: as darken, but adding a colour."""
        box, mask = self._soft(paint, blur)
        layers = [mask.point(lambda part, level=level: part * level / 255) for level in colour]
        self.image.paste(ImageChops.screen(self.image.crop(box), Image.merge("RGB", layers)), box)

    def _soft(self, paint: Callable, blur: float) -> tuple[tuple[int, int, int, int], Image.Image]:
        """Paint on a canvas an eighth the size, blur, and enlarge the part that holds anything."""
        small = Image.new("L", tuple(side // 8 for side in self.image.size))
        paint(ImageDraw.Draw(small), 1 / 8)
        small = small.filter(ImageFilter.GaussianBlur(blur / 8))
        box = small.getbbox() or (0, 0, 1, 1)
        large = tuple(side * 8 for side in box)
        size = (large[2] - large[0], large[3] - large[1])
        return large, small.crop(box).resize(size, Image.Resampling.BICUBIC)

    def shadow(self, points: Sequence[Point], blur: float, strength: float) -> None:
        outline = self.camera.outline(points)
        if len(outline) > 2:
            self.darken(lambda draw, k: draw.polygon([(x * k, y * k) for x, y in outline], fill=255), blur, strength)

    def blur(self, radius: float) -> None:
        """Put everything painted so far out of focus."""
        self.image = blurred(self.image, radius)

    def focus_between(self, top: float, bottom: float, radius: float) -> None:
        """Keep a band of the picture sharp, given in shares of its height, and blur towards both edges."""
        height = 256
        band = Image.new("L", (1, height))
        for row in range(height):
            share = row / height
            off = max(top - share, share - bottom, 0) / 0.28
            band.putpixel((0, row), round(255 * min(1, off)))
        mask = band.resize(self.image.size, Image.Resampling.BICUBIC)
        self.image.paste(blurred(self.image, radius), mask=mask)

    def foreground(self, paint: Callable[["Canvas"], None], blur: float) -> None:
        """Paint something close to the lens, out of focus, over the sharp picture."""
        near = Canvas(self.camera)
        near.image = self.image.copy()
        paint(near)
        changed = ImageChops.difference(near.image, self.image).convert("L").reduce(4)
        mask = changed.point(lambda part: 255 if part > 2 else 0).filter(ImageFilter.MaxFilter(5))
        mask = mask.filter(ImageFilter.GaussianBlur(blur / 4)).resize(self.image.size, Image.Resampling.BICUBIC)
        self.image.paste(blurred(near.image, blur), mask=mask)


def round_spot(centre: Point, radius: float) -> list[Point]:
    return [
        (centre[0] + radius * cos(a), centre[1] + 0.001, centre[2] + radius * sin(a))
        for a in (2 * pi * step / 24 for step in range(24))
    ]


def blurred(image: Image.Image, radius: float) -> Image.Image:
    """Blur by so many pixels, if any; a large blur is made on a small copy, where nobody can tell."""
    if not radius:
        return image
    step = 1 if radius < 2 else 2 if radius < 8 else 4 if radius < 24 else 8
    if step == 1:
        return image.filter(ImageFilter.GaussianBlur(radius))
    small = image.reduce(step).filter(ImageFilter.GaussianBlur(radius / step))
    return small.resize(image.size, Image.Resampling.BILINEAR)


def developed(
    image: Image.Image, seed: int, warmth: float = 0.0, exposure: float = 1.3, grain: float = 0.07
) -> Image.Image:
    """Do what the camera does last: soften by a lens, let lamps glow, draw the corners down, add grain."""
    image = image.filter(ImageFilter.Kernel((3, 3), (1, 2, 1, 2, 4, 2, 1, 2, 1)))
    image = ImageChops.screen(image, _glow(image))
    image = ImageChops.multiply(image, _vignette(image.size))
    image = image.point(_curves(warmth, exposure))
    noise = ImageChops.offset(_noise(image.size), seed * 37 % image.width, seed * 53 % image.height)
    noise = noise.point(lambda part: 128 + (part - 128) * grain)
    return ImageChops.add(image, Image.merge("RGB", [noise] * 3), 1, -128)


def _glow(image: Image.Image) -> Image.Image:
    bright = image.reduce(8).point(lambda part: max(0, part - 205) * 1.6)
    return bright.filter(ImageFilter.GaussianBlur(9)).resize(image.size, Image.Resampling.BILINEAR)


@lru_cache(maxsize=2)
def _vignette(size: tuple[int, int]) -> Image.Image:
    ring = Image.radial_gradient("L").crop((20, 20, 236, 236)).resize(size, Image.Resampling.BICUBIC)
    return Image.merge("RGB", [ring.point(lambda part: 255 - (part / 255) ** 2.2 * 92)] * 3)


def _curves(warmth: float, exposure: float) -> list[int]:
    """A film's response for red, green and blue: an S, red lifted and blue lowered as the light is warm."""
    tables = []
    for shift in (warmth, warmth * 0.25, -warmth):
        for level in range(256):
            # Exposure opens the middle and leaves the highlights their drawing.
            x = (level / 255) ** (1 / exposure)
            s = x * x * (3 - 2 * x)
            y = x + (s - x) * 0.42
            tables.append(max(0, min(255, round((0.015 + 0.985 * y) * 255 * (1 + shift * (1 - x * 0.5))))))
    return tables


@lru_cache(maxsize=4)
def _noise(size: tuple[int, int]) -> Image.Image:
    octets = random.Random(2018).randbytes(size[0] * size[1])
    return Image.frombytes("L", size, octets).filter(ImageFilter.GaussianBlur(0.65))


def _box(outline: Sequence[tuple[float, float]], size: tuple[int, int]) -> tuple[int, int, int, int] | None:
    if len(outline) < 3:
        return None
    xs, ys = zip(*outline)
    box = max(0, int(min(xs))), max(0, int(min(ys))), min(size[0], int(max(xs)) + 2), min(size[1], int(max(ys)) + 2)
    return box if box[2] > box[0] and box[3] > box[1] else None


def _plus(a: Point, b: Point) -> Point:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _minus(a: Point, b: Point) -> Point:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def _dot(a: Point, b: Point) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Point, b: Point) -> Point:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _unit(a: Point) -> Point:
    length = sqrt(_dot(a, a))
    return a[0] / length, a[1] / length, a[2] / length


def _inverse(matrix: list[list[float]]) -> list[list[float]]:
    """Of three rows of three, by Cramer's rule."""
    (a, b, c), (d, e, f), (g, h, i) = matrix
    determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    adjugate = [
        [e * i - f * h, c * h - b * i, b * f - c * e],
        [f * g - d * i, a * i - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ]
    return [[part / determinant for part in row] for row in adjugate]

"""Visitors get the photo upright, in the right colours, small enough for their page and with its rights."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from photos import crops
from photos.metadata import Rights, read_rights
from photos.rendering import decoded, preview, public_copy, render
from tests.photos.images import SECRETS, camera_jpeg, encoded, heic, picture, swapped_profile

RIGHTS = Rights(creator="Пресс-служба ОДКБ", credit="ОДКБ", copyright="© ОДКБ", caption="Совет", alt="Люди за столом")

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


@pytest.fixture(scope="module", autouse=True)
def _hurried_avif():
    """Not here: these are the files as visitors get them."""


def opened(data):
    return Image.open(BytesIO(data))


def rendered(data, rights=RIGHTS):
    """The whole pictures; the crops have tests of their own below."""
    return [one for one in render(BytesIO(data), rights) if not one.crop]


def cropped(data, focal=crops.CENTRE):
    return [one for one in render(BytesIO(data), RIGHTS, focal) if one.crop]


def small(data):
    return preview(decoded(BytesIO(data)))


def corners(data):
    """The colours of the quarters, clockwise from the upper left."""
    image = opened(data).convert("RGB")
    width, height = image.size
    return [image.getpixel((x * width // 4, y * height // 4)) for x, y in [(1, 1), (3, 1), (3, 3), (1, 3)]]


def alike(colours, expected, tolerance=12):
    pairs = zip(sum(colours, ()), sum(expected, ()), strict=True)
    return all(abs(one - other) <= tolerance for one, other in pairs)


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        ((2400, 1600), [(1600, 1067), (960, 640), (640, 427), (320, 213)]),
        ((1600, 2400), [(1600, 2400), (960, 1440), (640, 960), (320, 480)]),
        ((1000, 500), [(1000, 500), (960, 480), (640, 320), (320, 160)]),
        ((960, 640), [(960, 640), (640, 427), (320, 213)]),
        ((200, 100), [(200, 100)]),
        ((2000, 2), [(1600, 2), (960, 1), (640, 1), (320, 1)]),
    ],
)
def test_a_photo_comes_in_every_page_width_and_is_never_enlarged(size, sizes):
    renditions = rendered(encoded(picture(size)))
    assert [(one.width, one.height, one.format) for one in renditions] == [
        (*size, format) for size in sizes for format in ("avif", "jpeg")
    ]
    for one in renditions:
        image = opened(one.data)
        assert (*image.size, image.format.lower()) == (one.width, one.height, one.format)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize(
    ("turn", "seen"),
    [
        (1, [RED, GREEN, WHITE, BLUE]),
        (2, [GREEN, RED, BLUE, WHITE]),
        (3, [WHITE, BLUE, RED, GREEN]),
        (4, [BLUE, WHITE, GREEN, RED]),
        (5, [RED, BLUE, WHITE, GREEN]),
        (6, [BLUE, RED, GREEN, WHITE]),
        (7, [WHITE, GREEN, RED, BLUE]),
        (8, [GREEN, WHITE, BLUE, RED]),
    ],
)
def test_every_way_of_holding_the_camera_comes_out_upright(format, turn, seen):
    exif = Image.Exif()
    exif[0x0112] = turn
    original = encoded(picture((360, 240)), format, exif=exif)
    made = [*(one.data for one in rendered(original)), small(original)]
    for data in made:
        assert opened(data).getexif().get(0x0112, 1) == 1
        assert (opened(data).width < opened(data).height) == (turn >= 5)
        assert alike(corners(data), seen), (turn, corners(data))


def in_lab(image):
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    return ImageCms.profileToProfile(image, srgb, lab, outputMode="LAB")


PIXEL_FORMATS = {
    "CMYK": encoded(picture((360, 240), "CMYK")),
    "palette": encoded(picture((360, 240)).quantize(8), "PNG"),
    "LAB": encoded(in_lab(picture((360, 240))), "TIFF"),
    "transparency": encoded(picture((360, 240), "RGBA"), "PNG"),
    "transparent palette": encoded(picture((360, 240)).quantize(8), "PNG", transparency=7),
}


@pytest.mark.parametrize("original", PIXEL_FORMATS.values(), ids=PIXEL_FORMATS)
def test_every_pixel_format_becomes_rgb(original):
    for data in [*(one.data for one in rendered(original)), small(original)]:
        assert opened(data).mode == "RGB"
        assert alike(corners(data), [RED, GREEN, WHITE, BLUE], tolerance=25)


@pytest.mark.parametrize(
    ("mode", "level", "seen"),
    [("L", 128, 128), ("I;16", 128 * 257, 128), ("I", 128 * 257, 128), ("F", 0.5, 128), ("1", 255, 255)],
)
def test_grey_of_any_depth_keeps_its_brightness(mode, level, seen):
    format = "TIFF" if mode in ("I", "F") else "PNG"
    for one in rendered(encoded(Image.new(mode, (360, 240), level), format)):
        assert alike([opened(one.data).convert("RGB").getpixel((50, 50))], [(seen,) * 3], tolerance=2)


@pytest.mark.parametrize(("mode", "transparent"), [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0))])
def test_what_is_transparent_shows_white_paper(mode, transparent):
    original = encoded(Image.new(mode, (360, 240), transparent), "PNG")
    download = public_copy(BytesIO(original), RIGHTS)
    for data in [rendered(original)[0].data, small(original), download]:
        assert alike(corners(data), [WHITE] * 4, tolerance=2)


def test_colours_are_translated_by_the_photos_own_profile():
    original = encoded(picture((360, 240)), icc_profile=swapped_profile())
    for data in [*(one.data for one in rendered(original)), small(original)]:
        assert "icc_profile" not in opened(data).info
        assert alike(corners(data), [GREEN, RED, WHITE, BLUE], tolerance=25), corners(data)


@pytest.mark.parametrize("profile", [b"not a profile", swapped_profile()[:200]], ids=["nonsense", "half"])
def test_a_broken_profile_is_passed_over(profile):
    original = encoded(picture((360, 240)), icc_profile=profile)
    assert alike(corners(rendered(original)[1].data), [RED, GREEN, WHITE, BLUE])


def test_every_rendition_carries_its_rights_and_nothing_of_the_camera():
    original = camera_jpeg()
    for one in rendered(original) + cropped(original):
        assert read_rights(opened(one.data)) == RIGHTS, one.format
        for name, data in SECRETS.items():
            assert data not in one.data, name


@pytest.mark.parametrize(
    ("size", "made"),
    [
        ((2400, 1600), {"3x2": (640, 427), "1x1": (640, 640), "16x9": (640, 360), "social": (1200, 630)}),
        ((1600, 2400), {"3x2": (640, 427), "1x1": (640, 640), "16x9": (640, 360), "social": (1200, 630)}),
        ((4000, 700), {"3x2": (640, 427), "1x1": (640, 640), "16x9": (640, 360), "social": (1200, 630)}),
        ((600, 400), {"3x2": (600, 400), "1x1": (400, 400), "16x9": (600, 338), "social": (600, 315)}),
        ((2000, 2), {"3x2": (3, 2), "1x1": (2, 2), "16x9": (4, 2), "social": (4, 2)}),
    ],
)
def test_a_photo_is_cut_into_four_shapes_and_never_enlarged(size, made):
    files = cropped(encoded(picture(size)))
    formats = {shape: ["jpeg"] if shape == "social" else ["avif", "jpeg"] for shape in made}
    assert [(one.crop, one.format) for one in files] == [(shape, format) for shape in made for format in formats[shape]]
    for one in files:
        image = opened(one.data)
        assert image.size == (one.width, one.height) == made[one.crop]
        assert image.format.lower() == one.format


@pytest.mark.parametrize(("focal", "seen"), [((0.1, 0.5), (RED, BLUE)), ((0.9, 0.5), (GREEN, WHITE))])
@pytest.mark.parametrize("turn", [1, 6])
def test_a_crop_shows_what_the_eye_should_meet(focal, seen, turn):
    """The focal point is on the upright picture, however the camera was held."""
    upright = picture((800, 300))
    lying = upright.transpose(Image.Transpose.ROTATE_90) if turn == 6 else upright
    exif = Image.Exif()
    exif[0x0112] = turn
    for one in cropped(encoded(lying, exif=exif), focal):
        if one.crop == "1x1":
            upper_left, _, _, lower_left = corners(one.data)
            assert alike([upper_left, lower_left], seen)


def test_the_preview_is_small_and_silent():
    original = camera_jpeg()
    data = small(original)
    assert opened(data).size == (320, 213)
    assert read_rights(opened(data)) == Rights()
    for name, content in SECRETS.items():
        assert content not in data, name


def test_the_download_of_a_jpeg_has_the_cameras_own_pixels_and_its_orientation():
    original = camera_jpeg(orientation=6)
    data = public_copy(BytesIO(original), RIGHTS)
    assert opened(data).getexif()[0x0112] == 6
    assert opened(data).tobytes() == opened(original).tobytes()
    assert read_rights(opened(data)) == RIGHTS
    for name, content in SECRETS.items():
        assert content not in data, name


@pytest.mark.parametrize("format", ["PNG", "WEBP", "TIFF"])
def test_the_download_of_another_format_is_an_upright_jpeg_of_full_size(format):
    exif = Image.Exif()
    exif[0x0112] = 6
    data = public_copy(BytesIO(encoded(picture((360, 240)), format, exif=exif)), RIGHTS)
    assert (opened(data).format, opened(data).size) == ("JPEG", (240, 360))
    assert alike(corners(data), [BLUE, RED, GREEN, WHITE])
    assert read_rights(opened(data)) == RIGHTS


def test_the_download_of_an_untidy_jpeg_is_encoded_anew():
    plain = encoded(picture((360, 240)))
    tables = plain.index(b"\xff\xdb")
    untidy = plain[:tables] + b"SC-0042" + plain[tables:]
    assert opened(untidy).tobytes()
    data = public_copy(BytesIO(untidy), RIGHTS)
    assert b"SC-0042" not in data
    assert opened(data).size == (360, 240)


def test_a_photo_of_a_telephone_comes_out_upright_once_and_without_its_place():
    original = heic("upright")
    assert b"Telephone Works" in original
    made = [rendered.data for rendered in render(BytesIO(original), RIGHTS)] + [public_copy(BytesIO(original), RIGHTS)]
    for data in made:
        image = Image.open(BytesIO(data))
        assert image.getexif().get(0x0112, 1) == 1
        assert not image.getexif().get_ifd(0x8825)
        assert b"Telephone Works" not in data
        assert b"SC-0042" not in data
    whole = Image.open(BytesIO(made[-1])).convert("RGB")
    assert whole.size == (200, 300)
    corners = [(5, 5), (194, 5), (5, 294), (194, 294)]
    for place, colour in zip(corners, [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]):
        assert max(abs(a - b) for a, b in zip(whole.getpixel(place), colour)) < 12


def test_the_wide_colours_of_a_telephone_are_translated():
    image = Image.open(BytesIO(public_copy(BytesIO(heic("display-p3")), RIGHTS)))
    red, green, blue = image.getpixel((30, 20))
    assert "icc_profile" not in image.info
    assert (210 <= red <= 216, 92 <= green <= 99, 25 <= blue <= 42) == (True, True, True), (red, green, blue)

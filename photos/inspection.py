"""Inspects an uploaded file before it is stored: is it a photo, how large is it, whose, and when was it taken?

Only the content counts, not the name or the type that the browser sends.
"""

import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, TiffImagePlugin

from photos import jpeg
from photos.metadata import Rights, Text, moment, plain, read_rights, taken_at
from photos.opening import (
    MAX_PIXELS,
    MAX_SIDE,
    format_of,
    is_on_its_side,
    number_of_pictures,
    open_image,
    orientation,
)

MAX_BYTES = 50_000_000
MAX_NAME_CHARACTERS = 120
MAX_PICTURES = 1000  # in one file: an animation, a burst, the pages of a scan

# Characters that are kept of the texts in the file.
MAX_KEYWORD, MAX_LINE, MAX_ADDRESS, MAX_TERMS, MAX_CAPTION = 100, 200, 300, 500, 4_000


@dataclass(frozen=True)
class Inspected:
    """The facts of an accepted photo; width and height are those of the upright picture, missing texts are ''.

    A `Text` is a str or {language: text}, with "x-default" for a text without a language.
    """

    file_name: str
    format: str
    width: int
    height: int
    pictures: int  # in the file, of which the library shows the first
    size: int
    sha256: str
    taken_at: datetime | None
    creator: str
    credit: str
    copyright: str
    usage_terms: Text
    rights_url: str
    headline: str
    caption: Text
    alt: Text
    extended_description: Text
    place: str
    keywords: list[str]
    persons: list[str]


class PhotoRefused(ValueError):
    """A file that is refused, with a sentence for the editor."""


def inspect_photo(file: BinaryIO, name: str) -> Inspected:
    """Return the facts of a file, or raise PhotoRefused. The file is left at its beginning.

    The picture is decoded completely, because a truncated upload shows only at its end.
    """
    name = clean_file_name(name)
    size = _checked_size(file, name)
    image = _opened(file, name)
    pixels = image.size  # decoding at an eighth will change it
    _refuse_what_is_too_large(*pixels, name)
    try:
        _refuse_raw_files(file, image, name)
        _refuse_rare_jpegs(file, image, name)
        _refuse_too_many(image, name)
        _decode(image)
        return _inspected(file, image, pixels, name, size)
    except PhotoRefused:
        raise
    except Exception as broken:  # as in _opened
        raise damaged(name) from broken


def clean_file_name(name: str) -> str:
    """Return the camera's name without folders and invisible characters, at most MAX_NAME_CHARACTERS long.

    It is in NFC: macOS sends й as two characters.
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(" " if letter.isspace() else letter for letter in name)
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    stem, extension = os.path.splitext(" ".join(name.split()).lstrip("."))
    if len(extension) > 10:
        stem, extension = stem + extension, ""
    stem = stem[: MAX_NAME_CHARACTERS - len(extension)].rstrip(" .")
    return (stem or "photo") + extension


def _checked_size(file: BinaryIO, name: str) -> int:
    size = file.seek(0, os.SEEK_END)
    if not size:
        raise PhotoRefused(
            _("“%(name)s” is empty. Copy it from the camera once more and upload it again.") % {"name": name}
        )
    if size > MAX_BYTES:
        raise PhotoRefused(
            _(
                "“%(name)s” has %(size)d MB; the library takes up to %(limit)d MB. "
                "Save it as a JPEG of high quality and upload that."
            )
            % {"name": name, "size": -(-size // 1_000_000), "limit": MAX_BYTES // 1_000_000}
        )
    return size


def _opened(file: BinaryIO, name: str) -> Image.Image:
    try:
        return open_image(file)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large(name) from None
    except Exception as broken:  # hostile or damaged: Pillow's readers raise a dozen types
        raise _not_a_photo(file, name) from broken


def _refuse_what_is_too_large(width: int, height: int, name: str) -> None:
    if max(width, height) >= MAX_SIDE or width * height > MAX_PIXELS:
        raise _too_large(name)


def _too_large(name: str) -> PhotoRefused:
    return PhotoRefused(
        _(
            "“%(name)s” has more pixels than a photo should; the library takes up to %(limit)d megapixels. "
            "Make it smaller and upload it again."
        )
        % {"name": name, "limit": MAX_PIXELS // 1_000_000}
    )


def _not_a_photo(file: BinaryIO, name: str) -> PhotoRefused:
    """Return the refusal, with the kind of file if its first bytes tell."""
    file.seek(0)
    beginning = file.read(1024)
    if beginning.startswith(_OUR_BEGINNINGS) or beginning[8:12] == b"WEBP" or beginning[4:12] in _HEIC_BEGINNINGS:
        return damaged(name)
    for is_kind, kind in _OTHER_KINDS:
        if is_kind(beginning):
            return _of_other_kind(name, kind)
    return PhotoRefused(
        _("“%(name)s” is not a photo. Choose the picture itself: a JPEG, HEIC, PNG, WebP or TIFF file.")
        % {"name": name}
    )


def _of_other_kind(name: str, kind: str | Promise) -> PhotoRefused:
    return PhotoRefused(
        _("“%(name)s” is %(kind)s. Save the picture as JPEG, PNG, WebP or TIFF and upload that.")
        % {"name": name, "kind": kind}
    )


def damaged(name: str) -> PhotoRefused:
    return PhotoRefused(
        _("“%(name)s” is damaged or did not arrive whole. Copy it from the camera once more and upload it again.")
        % {"name": name}
    )


_OUR_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_HEIC_BEGINNINGS = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1")

_OTHER_KINDS = (
    (lambda data: data.startswith(b"%PDF"), gettext_lazy("a PDF document")),
    (lambda data: data.startswith(b"GIF8"), gettext_lazy("a GIF picture")),
    (lambda data: data.startswith(b"BM"), gettext_lazy("a BMP picture")),
    (lambda data: data.startswith(b"8BPS"), gettext_lazy("a Photoshop document")),
    (lambda data: data[4:11] == b"ftypavi", gettext_lazy("an AVIF picture")),
    (lambda data: b"<svg" in data.lower(), gettext_lazy("an SVG drawing")),
)


def _refuse_raw_files(file: BinaryIO, image: Image.Image, name: str) -> None:
    """Raw files of most makers are TIFF outside and show a stamp-sized preview as their first picture."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return
    new_subfile_type, dng_version = image.tag_v2.get(254, 0), image.tag_v2.get(50706)
    is_reduced = isinstance(new_subfile_type, int) and new_subfile_type & 1
    file.seek(8)
    if is_reduced or dng_version or file.read(2) == b"CR":
        raise _of_other_kind(name, _("a raw file of the camera"))


def _refuse_rare_jpegs(file: BinaryIO, image: Image.Image, name: str) -> None:
    """Name the kinds of JPEG that neither this library nor any browser reads, which are not damaged."""
    if format_of(image) != "JPEG":
        return
    file.seek(0)
    coding = jpeg.coding(file.read())
    if coding in _RARE_JPEGS:
        raise _of_other_kind(name, _RARE_JPEGS[coding])


_RARE_JPEGS = {
    jpeg.Coding.ARITHMETIC: gettext_lazy("a JPEG with arithmetic coding, which hardly any program reads"),
    jpeg.Coding.LOSSLESS: gettext_lazy("a lossless JPEG, which hardly any program reads"),
    jpeg.Coding.MORE_BITS: gettext_lazy("a JPEG with more than 8 bits a colour, which hardly any program reads"),
}


def _refuse_too_many(image: Image.Image, name: str) -> None:
    if number_of_pictures(image) > MAX_PICTURES:
        raise PhotoRefused(
            _("“%(name)s” holds more than %(limit)d pictures. Save the one you mean as JPEG and upload that.")
            % {"name": name, "limit": MAX_PICTURES}
        )


def _decode(image: Image.Image) -> None:
    # An eighth of the size still reads every byte of a JPEG, in a fraction of the time and memory.
    image.draft(None, (max(1, image.width // 8), max(1, image.height // 8)))
    image.load()


def _inspected(file: BinaryIO, image: Image.Image, pixels: tuple[int, int], name: str, size: int) -> Inspected:
    width, height = reversed(pixels) if is_on_its_side(orientation(image)) else pixels
    rights = read_rights(image)
    pictures = number_of_pictures(image)
    inspected = Inspected(
        file_name=name,
        format=format_of(image),
        width=width,
        height=height,
        pictures=pictures,
        size=size,
        sha256=_sha256(file),
        taken_at=taken_at(image) or moment(plain(rights.date)),
        **_texts(rights),
    )
    file.seek(0)
    return inspected


def _texts(rights: Rights) -> dict:
    keywords, lines, terms, captions = map(rights.cut, (MAX_KEYWORD, MAX_LINE, MAX_TERMS, MAX_CAPTION))
    address = rights.rights_url
    return {
        "creator": lines.creator,
        "credit": lines.credit,
        "copyright": lines.copyright,
        "usage_terms": terms.usage_terms,
        "rights_url": address if _WEB_ADDRESS.fullmatch(address) and len(address) <= MAX_ADDRESS else "",
        "headline": lines.headline,
        "caption": captions.caption,
        "alt": captions.alt,
        "extended_description": captions.extended_description,
        "place": lines.place,
        "keywords": list(keywords.keywords),
        "persons": list(lines.persons),
    }


_WEB_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*")


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    return digest.hexdigest()

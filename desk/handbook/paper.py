"""The handbook on paper: all its pages as one Sheet, which is set like every PDF of the newsroom (decision 28)."""

import dataclasses
import io

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from news.paper import pieces, sheets
from publishing import clock
from publishing.addresses import absolute_url


@dataclasses.dataclass(frozen=True)
class Shot:
    """A picture of a screen as typesetting reads the pictures of a sheet."""

    file: ContentFile


def sheet(book, groups):
    """Return the Sheet of the Handbook `book`, with the pages of `groups`."""
    with override(book.language):
        address = absolute_url(reverse("admin:help"))
        shots, blocks = [], []
        for group in groups:
            blocks.append(pieces.heading(group.title))
            for page in group.pages:
                blocks += _page(page, address, shots)
        data = {
            **sheets.frame(address, book.language),
            "title": book.title,
            "kicker": "",
            "dateline": "",
            "notes": [],
            "standfirst": book.lead,
            "facts": [],
            "blocks": blocks,
            "signature": [],
            "edition": "",
        }
        return sheets.Sheet("handbook", clock.now(), sheets.cleaned(data), tuple(shots))


def _page(page, address, shots):
    def read(html):
        return pieces.of_html(str(html), address, lambda number: None)

    figures = [_figure(picture, shots) for picture in page.pictures]
    title, wrong = pieces.heading(page.title, 3), pieces.heading(page.wrong_title, 4)
    return [title, *read(page.lead), *read(page.steps), *figures, wrong, *read(page.wrong)]


def _figure(picture, shots):
    """Return the figure of a Picture, whose JPEG is added to `shots`."""
    with Image.open(picture.file) as image:
        made = io.BytesIO()
        image.convert("RGB").save(made, "JPEG", quality=85)
        ratio = image.width / image.height
    shots.append(Shot(ContentFile(made.getvalue(), picture.file.name)))
    return {
        "kind": "figure", "picture": len(shots), "ratio": round(ratio, 4), "alt": picture.alt, "caption": picture.alt,
        "credit": "", "file": "",
    }  # fmt: skip

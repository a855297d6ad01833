"""Old pages written in tests, and read without a database."""

import datetime
import html
import re

from moving import addressing, decoding, reading
from moving.furniture import Furniture
from moving.profiles import Profile

TODAY = datetime.date(2026, 12, 1)
TEXT = (
    "The council met and agreed the draft statement on cooperation at the border, with every member state present and "
    "voting in favour of it."
)


def page(
    body, *, title="A meeting of the council | CSTO", head="", address="http://old.example.org/news/1/", profile=None
):
    """Return the parsed Page of some mark-up."""
    text = f"<html lang=en><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return reading.Page(decoding.Decoded(text, "utf-8"), address, profile or Profile(section="news"))


def others(number=6, body="", profile=None):
    """Return pages of the same site with other texts, among which `body` stands on each."""
    return [
        page(
            f"{body}<h1>Another text {n}</h1><p>01.0{n + 1}.2019</p><p>Other words {n}: {TEXT[::-1]} {n * 7919}</p>",
            title=f"Another text {n} | CSTO",
            address=f"http://old.example.org/news/other-{n}/",
            profile=profile,
        )
        for n in range(number)
    ]


def read(read_page, among=()):
    """Return the Reading of a page that is compared with the pages `among`."""
    furniture = Furniture()
    known = set()
    for one in [read_page, *among]:
        furniture.add(one.blocks, one.heading(), one.window_title)
        known.add(addressing.identity(one.address))
    return reading.read(read_page, furniture, known=known, today=TODAY)


def words(text):
    """Return the words of some HTML."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text or "")).split())

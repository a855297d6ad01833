"""What a page consists of, without its words: two pages of which this is the same are the same to axe."""

import re

from lxml import html

ATTRIBUTES = ["class", "role", "type", "hidden", "open", "required", "disabled"]
OUTLINE = {"h1", "h2", "h3", "h4", "h5", "h6", "main", "nav", "header", "footer", "aside", "section", "form", "dialog",
           "table", "fieldset"}  # fmt: skip


def make_of(text):
    """Return the set of what the page is made of, nothing for what is no whole page.

    It is each element with all those that it stands in, and the outline.
    """
    page = html.fromstring(text)
    if page.tag != "html" or page.find("body") is None:
        return set()
    return {_outline_of(page), *_places_in(page.body, (), {label.get("for") for label in page.iter("label")})}


def _outline_of(page):
    """Return the headings and the larger parts in their order, and whether they have a name."""
    parts = [element for element in page.body.iter("*") if element.tag in OUTLINE or element.get("role")]
    names = ("aria-label", "aria-labelledby")
    return tuple((part.tag, part.get("role"), any(part.get(name) for name in names)) for part in parts)


def _places_in(element, above, labelled):
    """Yield each element as a number for its kind, whether it is empty, and the kinds of those around it."""
    told = [element.tag, element.get("id") in labelled, *(element.get(name) for name in ATTRIBUTES)]
    here = hash((above, re.sub(r"\d+", "0", " ".join(map(str, told)))))
    children = list(element.iterchildren("*"))
    yield here, not children and not (element.text or "").strip()
    for child in children:
        yield from _places_in(child, here, labelled)

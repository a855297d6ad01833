"""An old page as blocks: paragraphs, headings, cells and pictures in their order, whatever mark-up they are in.

Pages are compared with each other by the hashes of their blocks (moving/furniture.py), and an article is made of those
that are left (moving/markup.py).
"""

import dataclasses
import hashlib
import re
from collections.abc import Iterator

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

MAX_DEPTH = 200  # deeper pages are broken beyond reading, and would exhaust the stack of others

DROPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "canvas",
    "form",
    "input",
    "button",
    "select",
    "textarea",
    "head",
    "link",
    "meta",
    "base",
)
BLOCKS = frozenset("""
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer
    frameset h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre section summary table tbody td tfoot th
    thead tr ul marquee layer
""".split())  # fmt: skip
BARE = frozenset(["table", "tr", "tbody", "thead", "tfoot", "ul", "ol"])  # hold no words of their own
MEDIA = frozenset(["img", "iframe", "embed", "object", "video", "audio"])
_PARSER = dict(remove_comments=True, remove_pis=True, huge_tree=True, recover=True)
_BLANK = re.compile(r"[\s\u200b\ufeff]+")


@dataclasses.dataclass(eq=False)
class Block:
    """One piece of a page: its element, its words with single blanks, and a hash by which pages are compared."""

    element: HtmlElement
    text: str
    hash: int
    links: int  # the letters of the text that are links

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def is_link(self) -> bool:
        return bool(self.text) and self.links * 10 >= len(self.text) * 9


def parse(text: str) -> HtmlElement:
    """Return the <html> element of a page, however broken, without scripts, forms and comments; head kept apart."""
    # A declaration of an encoding in the text itself is of no meaning once it is decoded, and lxml refuses it.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
    parser = lxml.html.HTMLParser(**_PARSER)
    root = lxml.html.document_fromstring(text or "<html></html>", parser=parser)
    return root


def strip(root: HtmlElement) -> None:
    """Drop what is never words, and put loose words into paragraphs, so that each block has an element of its own."""
    body = root.find("body")
    if body is None:
        return
    etree.strip_elements(body, *DROPPED, with_tail=False)
    _flatten(body)
    for line_break in body.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    _wrap(body)


def _flatten(body):
    """Lift up what lies deeper than any page means it."""
    deep = [(body, 0)]
    while deep:
        element, depth = deep.pop()
        for child in list(element):
            if depth >= MAX_DEPTH:
                text = " ".join(child.itertext())
                child.clear(keep_tail=True)
                child.tag, child.text = "div", text
            else:
                deep.append((child, depth + 1))


def _wrap(body):
    holding, _kept = _holding(body)
    for element in list(holding):
        has_words = element.tag in BLOCKS and element.tag not in BARE
        if has_words and (any(child in holding for child in element) or _breaks_twice(element)):
            _wrap_runs(element, holding)


def _holding(body):
    """Return (the elements that are blocks or hold some, all elements): lxml knows an element by what holds it."""
    every = [element for element in body.iter() if isinstance(element.tag, str)]
    holding = set()
    for element in every:
        if element.tag in BLOCKS:
            while element is not None and element not in holding:
                holding.add(element)
                element = element.getparent()
    return holding, every


def _breaks_twice(element):
    breaks = element.findall("br")
    return any(not (br.tail or "").strip(" \t\r\n\xa0") and _next_is_break(br) for br in breaks)


def _next_is_break(br):
    following = br.getnext()
    return following is not None and following.tag == "br"


def _wrap_runs(element, holding):
    """Put each run of words and inline elements between blocks, or between two line breaks, into a <p>."""
    pieces = []  # of the run at hand: strings and elements
    children = [(None, element.text)] + [(child, child.tail) for child in element]
    element.text = None
    for child in list(element):
        element.remove(child)

    def close():
        while pieces and (pieces[-1] == "br" or (isinstance(pieces[-1], str) and not pieces[-1].strip())):
            pieces.pop()
        if any(isinstance(piece, HtmlElement) or (piece != "br" and piece.strip()) for piece in pieces):
            _paragraph(element, pieces)
        pieces.clear()

    for child, tail in children:
        if child is not None:
            child.tail = None
            if child.tag == "br":
                if pieces and pieces[-1] == "br":
                    close()
                elif pieces:
                    pieces.append("br")
            elif child in holding:
                close()
                element.append(child)
            else:
                pieces.append(child)
        follows_break = bool(pieces) and pieces[-1] == "br"
        if tail and (tail.strip() or (pieces and not follows_break)):
            pieces.append(tail)
    close()


def _paragraph(parent, pieces):
    paragraph = etree.SubElement(parent, "p")
    last = None
    for piece in pieces:
        if isinstance(piece, str) and piece != "br":
            if last is None:
                paragraph.text = (paragraph.text or "") + piece
            else:
                last.tail = (last.tail or "") + piece
        else:
            last = etree.SubElement(paragraph, "br") if isinstance(piece, str) else piece
            if last.getparent() is not paragraph:
                paragraph.append(last)


def of(root: HtmlElement) -> list[Block]:
    """Return the blocks of a stripped page: the innermost blocks with words, and pictures."""
    body = root.find("body")
    if body is None:
        return []
    holding, _kept = _holding(body)
    return list(_blocks(body, holding))


def _blocks(element, holding) -> Iterator[Block]:
    if any(child in holding for child in element):
        for child in element:
            if isinstance(child.tag, str):
                yield from _blocks(child, holding)
        return
    text = words_of(element)
    media = [element] if element.tag in MEDIA else [one for one in element.iter(*MEDIA)]
    if not text and not media:
        return
    links = sum(len(words_of(link)) for link in element.iter("a"))
    yield Block(element, text, fingerprint(text, media), links)


def words_of(element: HtmlElement) -> str:
    return _BLANK.sub(" ", "".join(element.itertext())).strip()


def fingerprint(text: str, media: list[HtmlElement] = ()) -> int:
    """Return 64 bits by which the same block is known on other pages."""
    sources = " ".join(one.get("src") or one.get("data") or "" for one in media)
    digest = hashlib.blake2b(f"{text.casefold()}\n{sources}".encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big", signed=True)  # as databases count

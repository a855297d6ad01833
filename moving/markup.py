"""The mark-up of an old page turned into ours, before publishing.html cleans it as it cleans everything.

A photograph becomes <figure data-photo="2"></figure> with its place among the pictures of the page, counted from 1;
moving/drafting.py puts the number of the photo in the library instead.
"""

import dataclasses
import re
from urllib.parse import unquote, urljoin, urlsplit

from django.utils.html import escape
from lxml.html import HtmlElement

from moving.blocks import words_of
from news.checks import looks_like_file_name

SAME = {
    "p",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "tbody",
    "thead",
    "tr",
    "td",
    "th",
    "sup",
    "sub",
    "hr",
}
BECOMES = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "div": "p",
    "pre": "p",
    "dt": "p",
    "dd": "p",
    "caption": "p",
    "center": "p",
    "figcaption": "p",
    "address": "p",
    "q": "q",
    "tfoot": "tbody",
}
_FIGURE = re.compile(r'<figure data-photo="(\d+)">')
VOID = {"hr"}
PLAYERS = {"iframe", "embed", "object", "video", "audio"}
DOCUMENTS = re.compile(r"\.(pdf|docx?|odt|rtf|xlsx?|ods|pptx?|odp|zip)$", re.I)
PICTURES = re.compile(r"\.(jpe?g|png|webp|tiff?|gif|bmp|heic)$", re.I)
GENERIC_LABELS = re.compile(
    r"(download|скачать|открыть|open|view|здесь|here)( (the )?(document|file|документ|файл))?\W*", re.I
)


@dataclasses.dataclass
class Picture:
    """A photograph of an old page: where it lies, and the words that go with it, '' for none."""

    address: str
    file_name: str
    caption: str = ""
    alt: str = ""
    printed_name: str = ""  # a camera's name that was printed as if it were words


@dataclasses.dataclass
class Document:
    """A file that an old page offers."""

    address: str
    file_name: str
    label: str


@dataclasses.dataclass
class Written:
    """What became of the elements of a text."""

    html: str = ""
    pictures: list[Picture] = dataclasses.field(default_factory=list)
    documents: list[Document] = dataclasses.field(default_factory=list)
    links: list[str] = dataclasses.field(default_factory=list)  # absolute addresses


class Writer:
    """Writes elements of one old page as HTML of ours; `base` is the address against which its links are read."""

    def __init__(self, base: str, embedded_note: str) -> None:
        self.base = base
        self.embedded_note = embedded_note  # “Video on the former site”: the words of a link to a film
        self.written = Written()

    def write(self, elements: list[HtmlElement], skipped: set[HtmlElement]) -> Written:
        """Return what `elements` say, without those in `skipped`."""
        html = "".join(self._of(element, skipped) for element in elements)
        self.written.html = re.sub(r"<(p|h2|h3|h4|li|blockquote|strong|em|ul|ol)>\s*</\1>", "", html)
        return self.written

    def absolute(self, address: str) -> str:
        """Return an absolute address, its bytes as they stand; '' for one that leads nowhere."""
        address = re.sub(r"[\t\r\n]", "", address.strip())
        if not address or address.startswith(("#", "javascript:", "data:", "about:", "vbscript:")):
            return ""
        try:
            return urljoin(self.base, address)
        except ValueError:
            return ""

    def _of(self, element, skipped):
        if element in skipped or not isinstance(element.tag, str):
            return ""
        tag = element.tag
        if tag == "img":
            return self._picture(element)
        if tag in PLAYERS:
            return self._player(element)
        if tag == "br":
            return "<br>"
        inner = escape(element.text or "") + "".join(
            self._of(child, skipped) + escape(child.tail or "") for child in element
        )
        if tag == "a":
            return self._link(element, inner)
        name = tag if tag in SAME else BECOMES.get(tag)
        if name is None:
            return inner
        if name in VOID:
            return f"<{name}>"
        if name == "p" and re.search(r"<(p|ul|ol|table|blockquote|h[2-4]|figure|hr)\b", inner):
            return inner  # a <div> around blocks
        if not inner.strip() and name not in ("td", "th"):
            return ""
        return f"<{name}{self._spans(element)}>{inner.strip() if name == 'p' else inner}</{name}>"

    def _spans(self, element):
        if element.tag not in ("td", "th", "ol"):
            return ""
        kept = {name: element.get(name) for name in ("colspan", "rowspan", "start", "type")}
        return "".join(f' {name}="{escape(value)}"' for name, value in kept.items() if value and value.isalnum())

    def _link(self, element, inner):
        address = self.absolute(element.get("href") or "")
        if not address or not inner.strip():
            return inner
        path = urlsplit(address).path
        if DOCUMENTS.search(path):
            label = words_of(element)
            name = file_name_of(address)
            if not label or GENERIC_LABELS.fullmatch(label):
                label = ""
            self.written.documents.append(Document(address, name, label))
            return inner
        if PICTURES.search(path) and "<figure" in inner:
            # A small picture that opens the large one: the large one is the photograph.
            shown = self.written.pictures[int(_FIGURE.search(inner)[1]) - 1]
            shown.address, shown.file_name = address, file_name_of(address)
            return inner
        self.written.links.append(address)
        return f'<a href="{escape(address)}">{inner}</a>'

    def _picture(self, element):
        address = self.absolute(element.get("src") or element.get("data-src") or "")
        if not address or _is_decoration(element):
            return ""
        alt = " ".join((element.get("alt") or "").split())
        picture = Picture(address, file_name_of(address))
        if looks_like_file_name(alt):
            picture.printed_name = alt
        else:
            picture.alt = alt
        title = " ".join((element.get("title") or "").split())
        if title and title != alt and not looks_like_file_name(title):
            picture.caption = title
        known = [shown.address for shown in self.written.pictures]
        if address in known:
            return ""  # the same picture twice on one page
        self.written.pictures.append(picture)
        return f'<figure data-photo="{len(self.written.pictures)}"></figure>'

    def _player(self, element):
        source = element.find(".//source")
        address = self.absolute(
            element.get("src") or element.get("data") or (source.get("src") if source is not None else "") or ""
        )
        if not address.startswith(("http://", "https://")):
            return ""
        self.written.links.append(address)
        return f'<p><a href="{escape(address)}">{escape(self.embedded_note)}</a></p>'


def file_name_of(address: str) -> str:
    """Return the last part of an address as a name of a file."""
    return unquote(urlsplit(address).path).rsplit("/", 1)[-1]


def _is_decoration(element):
    """Tell whether a picture is a dot, a counter or an arrow."""
    sizes = [re.fullmatch(r"\s*(\d+)(px)?\s*", element.get(name) or "") for name in ("width", "height")]
    return any(size and int(size[1]) < 40 for size in sizes)

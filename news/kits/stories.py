"""An edition told outside its page: as paragraphs, as plain text, and as an HTML file that needs no other."""

import dataclasses
import datetime
import re

import lxml.html
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from news.models import Edition
from news.pages import address_of
from publishing import dates, numbers

INLINE = {"a", "b", "strong", "i", "em", "u", "s", "sub", "sup", "span", "code", "br"}
HEADINGS = {"h1": 1, "h2": 1, "h3": 2, "h4": 3, "h5": 3, "h6": 3}
# What neither XML nor a text file may hold.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclasses.dataclass(frozen=True)
class Run:
    """Words that look alike."""

    text: str
    bold: bool = False
    italic: bool = False
    address: str = ""


@dataclasses.dataclass(frozen=True)
class Block:
    """A paragraph of some kind: heading, paragraph, bullet, number, quote, question, table, figure or rule.

    `level` is that of a heading, or how deep a list's item lies, from 1. `number` is a numbered item's; the first item
    of its list `opens` it. `rows` are a table's: tuples of the plain text of its cells.
    """

    kind: str
    runs: tuple = ()
    level: int = 0
    number: int = 0
    opens: bool = False
    rows: tuple = ()

    @property
    def text(self):
        return "".join(run.text for run in self.runs)


@dataclasses.dataclass(frozen=True)
class Story:
    """Everything a reader sees of an edition but its photographs. Notes are dicts with label, moment and text."""

    language: str
    title: str
    date: str
    notes: tuple
    standfirst: str
    html: str
    turns: tuple
    signature: tuple
    address: str
    published_at: object

    def blocks(self):
        """Return the text and the interview as a list of Blocks."""
        found = blocks(self.html)
        for question, answer in self.turns:
            found += [Block("question", (Run(question),)), *blocks(answer)]
        return found

    def as_text(self):
        return _rendered("article.txt", self, text=plain(self.blocks())).strip() + "\n"

    def as_html(self):
        return _rendered("article.html", self)


def of(edition, figures):
    """Return the Story of `edition`; `figures` is {photo's id: (name of its file, caption)}, for photos in the text."""
    address = settings.SITE_URL + address_of(edition)
    with override(edition.language):
        return Story(
            language=edition.language,
            title=printable(edition.title),
            date=dates.in_words(edition.shown_on, edition.shown_precision),
            notes=tuple(_note(it) for it in edition.notes),
            standfirst=printable(edition.standfirst),
            html=self_contained(edition.body, address, figures),
            turns=tuple(
                (printable(it.question), self_contained(it.answer, address, figures)) for it in edition.turns.all()
            ),
            signature=tuple(line.strip() for line in printable(edition.signature).splitlines() if line.strip()),
            address=address,
            published_at=edition.live_from,
        )


def self_contained(html, address, figures):
    """Return `html` with whole addresses in its links, and with words in the place of its photographs."""
    root = lxml.html.fragment_fromstring(printable(html), create_parent="div")
    root.make_links_absolute(address)
    for figure in list(root.iter("figure")):
        _put_into_words(figure, figures)
    inner = [root.text or "", *(lxml.html.tostring(child, encoding="unicode") for child in root)]
    return "".join(inner)


def blocks(html):
    """Return the paragraphs of `html`, which was cleaned before, as a list of Blocks."""
    return list(_blocks(lxml.html.fragment_fromstring(html, create_parent="div"), "paragraph", 0))


def plain(blocks):
    """Return the Blocks as plain text: a blank line between paragraphs, none between the items of a list."""
    pieces, before = [], None
    for block in blocks:
        in_list = block.kind in ("bullet", "number") and before in ("bullet", "number")
        pieces += ["\n" if in_list else "\n\n", _plain(block)]
        before = block.kind
    return "".join(pieces[1:])


def printable(text):
    """Return `text` without the control characters that files cannot carry."""
    return UNPRINTABLE.sub("", text)


def _note(note):
    moment = dates.moment_in_words(datetime.datetime.fromisoformat(note["at"])) if note["at"] else ""
    return {"label": str(Edition.Change(note["kind"]).label), "moment": moment, "text": printable(note["text"])}


def _put_into_words(figure, figures):
    """Make a paragraph of a photograph in the text; one that is not in the kit leaves nothing behind."""
    number = figure.get("data-photo", "")
    name, caption = figures.get(numbers.whole(number), ("", ""))
    tail = figure.tail
    figure.clear()
    figure.tag, figure.tail = "p", tail
    if name:
        words = lxml.html.Element("em")
        words.text = f"[{_('Photograph')}: {name}] {caption}".strip()
        figure.append(words)


def _rendered(template, story, **more):
    with override(story.language):
        return render_to_string(f"news/kit/{template}", {"story": story, **more})


# --- From HTML to paragraphs -----------------------------------------------------------------------------------------


def _blocks(element, kind, level):
    """Yield the Blocks within `element`; words that stand in no paragraph are one of the kind given."""
    runs = [*_words(element.text, {})]
    for child in element:
        if not isinstance(child.tag, str):
            pass  # a comment; what follows it counts
        elif child.tag in INLINE:
            runs += _runs(child, {})
        else:
            yield from _block_of(runs, kind, level)
            runs = []
            yield from _inner_blocks(child, kind, level)
        runs += _words(child.tail, {})
    yield from _block_of(runs, kind, level)


def _inner_blocks(element, kind, level):
    if element.tag in HEADINGS:
        yield from _block_of(_runs(element, {}), "heading", HEADINGS[element.tag])
    elif element.tag in ("ul", "ol"):
        yield from _items(element, level + 1)
    elif element.tag == "blockquote":
        yield from _blocks(element, "quote", 0)
    elif element.tag == "table":
        yield Block("table", rows=tuple(tuple(_cell(it) for it in row.iter("td", "th")) for row in element.iter("tr")))
    elif element.tag == "hr":
        yield Block("rule")
    else:
        yield from _blocks(element, kind, level)


def _items(of_list, level):
    kind = "number" if of_list.tag == "ol" else "bullet"
    start = numbers.whole(of_list.get("start"), 1)
    for position, item in enumerate(of_list.iterchildren("li")):
        first, *others = [*_blocks(item, "paragraph", level)] or [Block("paragraph")]
        if first.kind == "paragraph":
            first = dataclasses.replace(first, kind=kind, level=level, number=start + position, opens=position == 0)
        yield from (first, *others)


def _cell(element):
    return "\n".join(_plain(it) for it in _blocks(element, "paragraph", 0))


def _block_of(runs, kind, level):
    """Yield the Block that `runs` make, without the blanks around it; nothing if there are no words."""
    if not "".join(run.text for run in runs).strip():
        return
    while not runs[0].text.strip():
        runs = runs[1:]
    while not runs[-1].text.strip():
        runs = runs[:-1]
    runs[0] = dataclasses.replace(runs[0], text=runs[0].text.lstrip(" \n"))
    runs[-1] = dataclasses.replace(runs[-1], text=runs[-1].text.rstrip(" \n"))
    yield Block(kind, tuple(runs), level)


def _runs(element, look):
    """Return the Runs of `element`, which looks as `look` (fields of Run) says and as its own tag does."""
    if element.tag == "br":
        return [Run("\n", **look)]
    if element.tag in ("b", "strong"):
        look = {**look, "bold": True}
    elif element.tag in ("i", "em"):
        look = {**look, "italic": True}
    elif element.tag == "a" and element.get("href"):
        look = {**look, "address": element.get("href")}
    runs = [*_words(element.text, look)]
    for child in element:
        runs += _runs(child, look) if isinstance(child.tag, str) else []
        runs += _words(child.tail, look)
    return runs


def _words(text, look):
    """Return the text as at most one Run; blanks and line ends count as one blank, as in a browser."""
    return [Run(re.sub(r"[ \t\r\n]+", " ", text), **look)] if text else []


def _plain(block):
    if block.kind == "table":
        return "\n".join(" | ".join(cell.replace("\n", " ") for cell in row) for row in block.rows)
    if block.kind == "rule":
        return "* * *"
    mark = {
        "bullet": "  " * (block.level - 1) + "• ",
        "number": "  " * (block.level - 1) + f"{block.number}. ",
        "quote": "> ",
        "question": "— ",
    }.get(block.kind, "")
    return mark + "".join(_with_address(run) for run in block.runs)


def _with_address(run):
    shown = run.text.strip()
    differs = run.address and shown and run.address.removeprefix("mailto:") != shown
    return f"{run.text} ({run.address})" if differs else run.text

"""The words of an edition as the rules read them: passages of plain text, each with its place in the form.

A passage is the text of one block of HTML. For each of its characters it keeps the place in the HTML source, so words
can be replaced without touching a tag or anything else.
"""

import dataclasses
import functools
import html as html_entities
import re
from html.parser import HTMLParser

from publishing import prose

BLOCKS = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "table", "tbody", "thead", "tr", "td",
    "th", "figure", "hr", "div",
}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Link:
    """A link in a passage: its address, and the places in the text where its words begin and end."""

    address: str
    start: int
    end: int


@dataclasses.dataclass(eq=False)
class Passage:
    """A line or a block of text. `field` is named as in publishing.checks; `block` counts the blocks of a field.

    `sources[i]` is the (start, end) of the i-th character in the field's HTML; None where the field is plain text.
    """

    field: str
    text: str
    block: int = 0
    sources: list | None = None
    links: list = dataclasses.field(default_factory=list)

    @functools.cached_property
    def quoted(self):
        """The spans (start, end) between quotation marks."""
        return [match.span() for match in QUOTED.finditer(self.text)]

    def is_quoted(self, place):
        return any(start < place < end for start, end in self.quoted)

    def sentence_around(self, start, end):
        """Return the sentence around the span from `start` to `end`."""
        before = max((match.end() for match in SENTENCE_END.finditer(self.text, 0, start)), default=0)
        after = SENTENCE_END.search(self.text, end)
        return self.text[before : after.start() if after else len(self.text)]


QUOTED = re.compile(r"«[^«»]*(?:«[^«»]*»[^«»]*)*»|“[^“”]*”|„[^„“”]*[“”]|\"[^\"]*\"")
SENTENCE_END = re.compile(r"[.!?…][»”\"’)]*\s+(?=[«“\"(]?[A-ZА-ЯЁ])|\n")


class Texts:
    """All passages of an edition, with what the rules need to know about it. At most three queries."""

    def __init__(self, edition):
        self.edition = edition
        self.language = edition.language
        self.shown_on = edition.shown_on
        self.precision = edition.shown_precision
        self.passages = [
            passage for field, value, is_html in fields(edition) for passage in _passages(field, value, is_html)
        ]


def fields(edition):
    """Yield (field, value, whether it is HTML) of all texts of an edition, in the order of the form."""
    yield "title", edition.title, False
    yield "standfirst", edition.standfirst, False
    yield "body", edition.body, True
    for number, turn in enumerate(edition.turns.all()):
        yield f"turns-{number}-question", turn.question, False
        yield f"turns-{number}-answer", turn.answer, True
    for number, attachment in enumerate(edition.attachments.all()):
        yield f"attachments-{number}-label", attachment.label, False
    yield "change_note", edition.change_note, False
    for number, use in enumerate(edition.photos.all()):
        yield f"photos-{number}-caption", use.caption, False
        yield f"photos-{number}-alt", use.alt, False


def _passages(field, value, is_html):
    if not value:
        return []
    return in_html(field, value) if is_html else [Passage(field, value)]


def in_html(field, source):
    """Return a Passage for each block of `source` that has text or a link."""
    reader = _Reader(field, source)
    reader.feed(source)
    reader.close()
    reader.end_block()
    return reader.passages


def replaced(passage, value, edits):
    """Return the field's whole `value` with the `edits` applied: (start, end, new text), places in the passage.

    Tags inside a replaced span stay where they are.
    """
    changes = []
    for start, end, new in edits:
        if passage.sources is None:
            changes.append((start, end, new))
            continue
        pieces = [piece for piece in passage.sources[start:end] if piece[1] > piece[0]]
        place = pieces[0][0] if pieces else passage.sources[start][0] if start < len(passage.sources) else None
        if place is None:
            place = passage.sources[-1][1]
        changes += [(first, last, "") for first, last in pieces]
        changes.append((place, place, html_entities.escape(new, quote=False)))
    for start, end, new in sorted(changes, key=lambda change: (change[0], change[1]), reverse=True):
        value = value[:start] + new + value[end:]
    return value


class _Reader(HTMLParser):
    def __init__(self, field, source):
        super().__init__(convert_charrefs=False)
        self.field = field
        self.lines = [0, *(match.end() for match in re.finditer("\n", source))]
        self.source = source
        self.passages, self.number = [], 0
        self.raised = 0  # how many <sup> are open
        self._begin()

    def _begin(self):
        self.text, self.sources, self.links, self.open_links = [], [], [], []

    def end_block(self):
        if self.text or self.links:
            if "".join(self.text).strip() or self.links:
                passage = Passage(self.field, "".join(self.text), self.number, self.sources, self.links)
                self.passages.append(passage)
            self.number += 1
        self._begin()

    @property
    def _place(self):
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag, attributes):
        if tag in BLOCKS:
            self.end_block()
        elif tag == "br":
            self._add("\n", self._place, self._place)
        elif tag == "sup":
            self.raised += 1
        elif tag == "a":
            self.open_links.append((dict(attributes).get("href") or "", len(self.text)))

    def handle_endtag(self, tag):
        if tag == "a" and self.open_links:
            address, start = self.open_links.pop()
            self.links.append(Link(address, start, len(self.text)))
        elif tag == "sup":
            self.raised = max(self.raised - 1, 0)
        elif tag in BLOCKS:
            self.end_block()

    def handle_data(self, data):
        place = self._place
        # A superscript does not belong to the number before it: 2018² is a year with a footnote.
        self.text += data.translate(prose.RAISED) if self.raised else data
        self.sources += zip(range(place, place + len(data)), range(place + 1, place + len(data) + 1))

    def handle_entityref(self, name):
        self._reference(f"&{name}")

    def handle_charref(self, name):
        self._reference(f"&#{name}")

    def _reference(self, written):
        start = self._place
        end = start + len(written) + self.source.startswith(";", start + len(written))
        for character in html_entities.unescape(written + ";"):
            self._add(character, start, end)
            start = end

    def _add(self, character, start, end):
        self.text.append(character)
        self.sources.append((start, end))

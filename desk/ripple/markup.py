"""Clean HTML as the words a reader sees, and changes of these words in the HTML: tags and attributes stay."""

import html
import re
from functools import cached_property

from desk.ripple.edits import Edit, applied

_MARK = re.compile(r"<[^>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_INLINE = re.compile(r"</?(?:strong|em|b|i|a|u|s|sub|sup|span|cite|abbr|q)\b", re.IGNORECASE)
_QUOTE = re.compile(r"<(/?)(?:blockquote|q)\b", re.IGNORECASE)


class Words:
    """The words of `source`. `text` is what a reader sees, with a line break where a block begins or ends.

    `quoted` are the stretches (start, end) of the text that stand in a quotation of the markup. Plain text, which has
    no tags, is read with `is_html=False`.
    """

    def __init__(self, source: str, *, is_html: bool) -> None:
        self.source = source
        self.is_html = is_html
        self.quoted: list[tuple[int, int]] = []
        self._marks: list[tuple[int, int, str]] = []  # where each tag and entity stands, and what a reader sees of it
        self.text = self._read() if is_html else source

    def _read(self):
        """Return the text; many are read and few are changed, so that where each letter stands is told by _places."""
        pieces, opened, at, length = [], [], 0, 0
        for mark in _MARK.finditer(self.source):
            said, (start, end) = mark[0], mark.span()
            pieces.append(self.source[at:start])
            length += start - at
            at = end
            is_tag = said[0] == "<"
            seen = ("" if _INLINE.match(said) else "\n") if is_tag else html.unescape(said)
            pieces.append(seen)
            length += len(seen)
            self._marks.append((start, end, seen))
            if is_tag and (quote := _QUOTE.match(said)):
                self._quote(opened, bool(quote[1]), length)
        pieces.append(self.source[at:])
        return "".join(pieces)

    @cached_property
    def _places(self):
        """Where each letter of the text stands in the source: (start, end); a line break has no length there."""
        places, at = [], 0
        for start, end, seen in [*self._marks, (len(self.source), len(self.source), "")]:
            places += [(place, place + 1) for place in range(at, start)]
            places += [(start, start if self.source[start] == "<" else end) for _letter in seen]
            at = end
        return places

    def _quote(self, opened, is_end, at):
        if not is_end:
            opened.append(at)
        elif opened:
            self.quoted.append((opened.pop(), at))

    def changed(self, edits: list[Edit]) -> str:
        """Return the source with these `edits` of the text made."""
        return applied(self.source, [piece for edit in edits for piece in self._pieces(edit)])

    def _pieces(self, edit):
        """Yield the edits of the source: the new words where the old ones begin; a tag between them stays."""
        new = html.escape(edit.new, quote=False) if self.is_html else edit.new
        places = [place for place in self._places[edit.start : edit.end] if place[0] != place[1]]
        if not places:  # nothing is taken out: the new words come after the letter before
            at = self._places[edit.start - 1][1] if edit.start else 0
            yield Edit(at, at, new)
            return
        for number, (start, end) in enumerate(places):
            yield Edit(start, end, "" if number else new)

"""Clean HTML as the words a reader sees, and changes of these words in the HTML: tags and attributes stay."""

import html
import re

from desk.ripple.edits import Edit, applied

_TOKEN = re.compile(r"<[^>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);|.", re.DOTALL)
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
        self._places = [(at, at + 1) for at in range(len(source))]
        self.text = self._read() if is_html else source

    def _read(self):
        letters, self._places, opened = [], [], []
        for token in _TOKEN.finditer(self.source):
            said = token[0]
            if said.startswith("<") and len(said) > 1:
                if not _INLINE.match(said):
                    letters.append("\n")
                    self._places.append((token.start(), token.start()))
                if quote := _QUOTE.match(said):
                    self._quote(opened, bool(quote[1]), len(letters))
                continue
            words = html.unescape(said)
            for each in words:
                letters.append(each)
                self._places.append((token.start(), token.end()))
        return "".join(letters)

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

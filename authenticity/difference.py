"""What differs between a text of ours and a visitor's, word by word, as Pieces of news.comparison."""

import re

from rapidfuzz.distance import Indel

from authenticity import verifier
from news.comparison import ADDED, REMOVED, SAME, Piece

CONTEXT_WORDS = 12  # unchanged words that are shown before and after a difference
MIN_ANCHOR_WORDS = 3  # consecutive words that are hardly the same by chance


def of(ours: str, asked: str, *, whole: bool = False) -> tuple[tuple[Piece, ...], int]:
    """Return (Pieces, how many places differ): removed is what was left out of ours, added what is not ours.

    Unless the text claims to be `whole`, our words before and after the passage are no difference: a quotation leaves
    out the rest.
    """
    our_words, their_words = _Words(ours), _Words(asked)
    if not whole:
        our_words.crop(*_window(our_words, their_words))
    steps = _steps(our_words, their_words)
    pieces = []
    for place, (tag, a, b, c, d) in enumerate(steps):
        is_first, is_last = place == 0, place == len(steps) - 1
        if tag == "equal":
            pieces.append(Piece(SAME, _shortened(our_words, a, b, is_first, is_last)))
            continue
        if b > a and (whole or d > c or not (is_first or is_last)):
            pieces.append(Piece(REMOVED, our_words.part(a, b)))
        if d > c:
            pieces.append(Piece(ADDED, their_words.part(c, d)))
    places = sum(
        piece.change != SAME and (not place or pieces[place - 1].change == SAME) for place, piece in enumerate(pieces)
    )
    return tuple(pieces), places


def _window(ours, theirs):
    """Return where in our words the passage begins and ends, by the first and the last common sequence of words."""
    same = [step for step in _steps(ours, theirs) if step[0] == "equal" and step[2] - step[1] >= MIN_ANCHOR_WORDS]
    if not same:
        return 0, len(ours.normal)
    (_tag, start, _end, before, _d), (_tag, _start, end, _c, behind) = same[0], same[-1]
    # Twice as far as their words reach, because some of ours may be left out in between.
    return max(0, start - 2 * before), end + 2 * (len(theirs.normal) - behind)


def _steps(ours, theirs):
    """Return (tag, part of ours, part of theirs) in order; replacing a word by another is one step."""
    merged = []
    for operation in Indel.opcodes(ours.normal, theirs.normal):
        step = (operation.tag, operation.src_start, operation.src_end, operation.dest_start, operation.dest_end)
        if merged and operation.tag != "equal" and merged[-1][0] != "equal":
            _tag, a, _b, c, _d = merged.pop()
            step = ("replace", a, operation.src_end, c, operation.dest_end)
        merged.append(step)
    return merged


def _shortened(words, start, end, is_first, is_last):
    if end - start <= 2 * CONTEXT_WORDS:
        return words.part(start, end)
    beginning = "" if is_first else words.part(start, start + CONTEXT_WORDS)
    ending = "" if is_last else words.part(end - CONTEXT_WORDS, end)
    return f"{beginning.rstrip()} … {ending}".lstrip()


class _Words:
    """A text as the verifier compares it, and as it was written."""

    def __init__(self, text: str) -> None:
        self.text = verifier.normalized(text)
        self.places = [match.span() for match in verifier.WORD.finditer(self.text)]
        self.normal = [self.text[start:end].translate(verifier.SAME) for start, end in self.places]

    def crop(self, start: int, end: int) -> None:
        self.places, self.normal = self.places[start:end], self.normal[start:end]

    def part(self, start: int, end: int) -> str:
        """Return the words from one place to another with the blanks between and behind them."""
        behind = self.places[end][0] if end < len(self.places) else self.places[end - 1][1]
        return re.sub(r"\s+", " ", self.text[self.places[start][0] : behind])

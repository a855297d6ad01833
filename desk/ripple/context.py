"""What stands around a saying: its sentence, a quotation, a thing's name; and from that whether it is to be changed."""

import bisect
import re
from collections.abc import Iterable

_QUOTES = {"«": "»", "“": "”", "„": "“”"}
_SIGNS = re.compile(r"[«»“”„\"\n]")
# A point after “г.”, “дек.” or “a.m.” ends no sentence.
_SHORT = "".join(
    rf"(?<!{word})" for word in (" г", "\u00a0г", " гг", " им", "дек", "янв", "фев", "ноя", "окт", "Dec", "Jan")
)
_END = re.compile(_SHORT + r"(?<!\.[mмнэ])[.!?…]+[»”\")\]]*[ \u00a0]+(?=[«“\"(]?[^\W\d_a-zа-яё])|\n+")
_WORD = re.compile(r"\w+")
# Of a word of a name so much stays in all its cases and numbers: “Постоянного совета” has “постоянн” and “совет”.
MAX_CUT, MIN_STEM = 3, 4


class Surroundings:
    """A text by its sentences, blocks and quotations; `quoted` are quotations that the markup makes."""

    def __init__(self, text: str, quoted: Iterable[tuple[int, int]] = ()) -> None:
        self.text = text
        self._quoted = [*quoted, *_quotations(text)]
        self._ends = [match.end() for match in _END.finditer(text)]

    def sentence(self, place: int) -> tuple[int, int]:
        """Return where the sentence at `place` begins and ends."""
        at = bisect.bisect_right(self._ends, place)
        start = self._ends[at - 1] if at else 0
        end = self._ends[at] if at < len(self._ends) else len(self.text)
        return start, end

    def said_in_sentence(self, place: int) -> str:
        start, end = self.sentence(place)
        return self.text[start:end]

    def block(self, place: int) -> str:
        """Return the paragraph, or whatever stands between two line breaks, at `place`."""
        start = self.text.rfind("\n", 0, place) + 1
        end = self.text.find("\n", place)
        return self.text[start : end if end >= 0 else len(self.text)]

    def is_quoted(self, place: int) -> bool:
        return any(start <= place < end for start, end in self._quoted)


def _quotations(text):
    """Return the stretches in quotation marks; a mark without its other one begins none."""
    found, opened = [], []
    for mark in _SIGNS.finditer(text):
        place, sign = mark.start(), mark[0]
        if opened and sign in opened[-1][1]:
            found.append((opened.pop()[0], place))
        elif sign in _QUOTES:
            opened.append((place, _QUOTES[sign]))
        elif sign == '"':
            opened.append((place, '"'))
        elif sign == "\n":
            opened.clear()  # a quotation ends with its paragraph
    return found


def name_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern that finds any of `names` in whatever case a text has it; None if there are none."""
    patterns = {_of_name(name) for name in names if _WORD.search(name)}
    return re.compile("|".join(sorted(patterns, key=len, reverse=True)), re.IGNORECASE) if patterns else None


def _of_name(name):
    """Return the pattern of one name: an abbreviation stands as it is, a word by its beginning."""
    parts = [
        rf"{re.escape(word)}" if word.isupper() or len(word) <= MIN_STEM else rf"{re.escape(stem(word))}\w{{0,4}}"
        for word in _WORD.findall(name)
    ]
    return r"\b" + r"\W{1,3}".join(parts) + r"\b"


def stem(word: str) -> str:
    """Return the beginning of a word that all its cases have in common."""
    return word[: max(MIN_STEM, len(word) - MAX_CUT)] if len(word) > MIN_STEM else word

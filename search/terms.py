"""Parses what was typed into the search box: words, “phrases”, exclusions, alternatives.

No input is an error; what has no meaning is ignored.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from search import telephones

MAX_QUERY_CHARACTERS = 500
MAX_TERMS = 24
MAX_WORD_CHARACTERS = 100

OR = {"or", "или", "|"}
# Letters that people type without accents. The index folds its texts in the same way (SQL function search_folded).
FOLDED = str.maketrans(
    {
        sign: base
        for sign in map(chr, range(0xC0, 0x250))
        if (base := unicodedata.normalize("NFD", sign)[0]) != sign and base.isascii() and base.isalpha()
    }
    | dict(zip("łŁøØđĐёЁ", "lLoOdDеЕ"))
    | dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789"))
)
# A superscript does not belong to the number before it.
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"

_SIGNS = re.compile(f"[!-/:-@[-`{{-~\xa0-\xbf\xd7\xf7\u2010-\u205e\u2116{RAISED}]")

_PIECE = re.compile(
    rf'(?P<minus>(?<!\S)-)?(?:(?P<telephone>{telephones.PATTERN})|"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))'
)
_WORDS = re.compile(r"[^\W_]+")
_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟″＂", '"'))
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_APART = str.maketrans(dict.fromkeys(RAISED, " "))


@dataclass(frozen=True)
class Term:
    """Adjacent words: one word, a phrase, or a hyphenated word; with a star, the last one is the beginning of a word.

    A telephone number is one word, its digits. With `is_apart` the words may be anywhere in the text.
    """

    words: tuple[str, ...]
    is_phrase: bool = False
    is_beginning: bool = False
    is_telephone: bool = False
    is_apart: bool = False

    def __str__(self) -> str:
        star = "*" if self.is_beginning else ""
        return f'"{" ".join(self.words)}"' if self.is_phrase else "-".join(self.words) + star


@dataclass(frozen=True)
class Terms:
    """What a text must contain, each a tuple of alternatives, and what it must not contain."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()
    was_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)

    def __str__(self) -> str:
        return " ".join(
            [*(" OR ".join(map(str, group)) for group in self.wanted), *(f"-{term}" for term in self.unwanted)]
        )

    @property
    def words(self) -> list[str]:
        """Every wanted word, in the order typed."""
        return [word for group in self.wanted for term in group for word in term.words]

    def replaced(self, words: Mapping[str, str]) -> "Terms":
        """Return the terms with wanted words replaced as in the dict `words`."""
        wanted = tuple(
            tuple(replace(term, words=tuple(words.get(word, word) for word in term.words)) for term in group)
            for group in self.wanted
        )
        return Terms(wanted, self.unwanted)


def cleaned(text: str) -> str:
    """Return what was typed as one line in NFC, without invisible and control characters."""
    text = unicodedata.normalize("NFC", str(text)[: MAX_QUERY_CHARACTERS * 4].encode("utf-8", "ignore").decode("utf-8"))
    seen = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or _is_visible(sign))
    return " ".join(seen.split())[:MAX_QUERY_CHARACTERS].strip()


def _is_visible(sign):
    return unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def parse(text: str) -> Terms:
    """Return the Terms of what was typed; they may be empty."""
    wanted: list[tuple[Term, ...]] = []
    unwanted: list[Term] = []
    joined = False
    number = 0
    for piece in _PIECE.finditer(cleaned(text).translate(_QUOTES).translate(_HYPHENS).translate(_APART)):
        if piece["word"] and piece["word"].lower() in OR:
            joined = bool(wanted)
            continue
        term = _term(piece)
        if term is None:
            continue
        number += 1
        if number > MAX_TERMS:
            return Terms(tuple(wanted), tuple(unwanted), was_cut=True)
        if piece["minus"]:
            unwanted.append(term)
        elif joined:
            wanted[-1] = (*wanted[-1], term)
        else:
            wanted.append((term,))
        joined = False
    return Terms(tuple(wanted), tuple(unwanted))


def _term(piece):
    if piece["telephone"]:
        return Term((telephones.figures(piece),), is_telephone=True)
    is_phrase = piece["phrase"] is not None
    words = tuple(
        word[:MAX_WORD_CHARACTERS] for word in _WORDS.findall(piece["phrase"] if is_phrase else piece["word"])
    )
    if not words:
        return None
    is_beginning = not is_phrase and piece["word"].endswith("*") and len(words[-1]) > 1
    return Term(words[:MAX_TERMS], is_phrase, is_beginning)


def folded(word: str) -> str:
    """Return the word in lower case and without accents, as in the index."""
    return word.lower().translate(FOLDED)


def folded_text(text: str) -> str:
    """Return the text folded as in the index; its length does not change."""
    return _SIGNS.sub(" ", text).translate(FOLDED)

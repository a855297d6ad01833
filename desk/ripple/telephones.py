"""How texts write a telephone number, and another one in the same notation: “+7495-123-45-67”, “8 (495) 123-45-67”."""

import re

from desk.ripple.edits import Edit, Saying
from search import telephones

_RUN = re.compile(r"(?<![\w+])\+?\(?\d[\d()\u00a0 ‑–-]{4,22}\d(?!\w)(?!-\d)")


def find(text: str, old: str, new: str) -> list[Saying]:
    """Return where `text` has the number `old`, each with the edit that makes it `new` in the notation of the text."""
    return [
        Saying(start, end, (Edit(start, end, _in_notation(text[start:end], old, new)),))
        for start, end in (match.span() for match in _RUN.finditer(text))
        if _is_same(text[start:end], old)
    ]


def word_queries(old: str) -> list[tuple[str, ...]]:
    """Return groups of neighbouring words, one of which stands in every text that has the number."""
    figures = _figures(old)
    asked = figures[-10:] if len(figures) >= 10 else figures
    return telephones.spellings(asked) + telephones.spellings(figures[-telephones.LOCAL_FIGURES :])


def _figures(words):
    return re.sub(r"\D", "", words)


def _national(figures):
    """Return the figures without the country code 7 or the trunk prefix 8."""
    return figures[1:] if len(figures) == 11 and figures[0] in "78" else figures


def _is_same(said, old):
    """Tell whether `said` is the number `old`, whole or without its area code."""
    said, old = _national(_figures(said)), _national(_figures(old))
    return len(said) >= telephones.LOCAL_FIGURES and said in (old, old[-telephones.LOCAL_FIGURES :])


def _in_notation(said, old, new):
    """Return `new` with the signs between the figures of `said`; as it is printed where that cannot be."""
    figures, wanted = _figures(said), _national(_figures(new))
    is_short = len(_national(figures)) < len(_national(_figures(old)))
    area = slice(0, -telephones.LOCAL_FIGURES)
    if is_short and _national(_figures(old))[area] != wanted[area]:
        return new  # without its area code the new number would be another one
    if len(_national(figures)) > len(wanted) or (not is_short and len(_national(figures)) != len(wanted)):
        return new
    kept = figures[: len(figures) - len(_national(figures))]
    whole = iter(kept + wanted[-len(_national(figures)) :])
    return re.sub(r"\d", lambda _figure: next(whole), said)

"""What typing and pasting leave behind: double spaces, spaces before punctuation, invisible characters.

One remark for each passage, so that a pasted page does not bury the other remarks. news.remarks.clean() fixes them all.
"""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.lint.finding import Finding

NAME = "spaces"

# (pattern, replacement, name). Order matters: an earlier pattern takes the characters first.
DEBRIS = [
    ("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e]+", "", lambda: _("invisible characters")),
    (
        r"(?<=\S)[ \t\u00a0\u202f]+(?=[,;!?](?!\w)|[.:](?![\w/)(.]|\s?\d)|[»”)\]])",
        "",
        lambda: _("a space before a mark"),
    ),
    (r"(?<=[«„(\[])[ \t\u00a0\u202f]+(?=\S)", "", lambda: _("a space after an opening mark")),
    (r"(?<=\S)[ \t\u00a0\u202f]{2,}(?=\S)", " ", lambda: _("more than one space")),
    (r"(?<=[^\W\d_]{4})[\u00a0\u202f](?=[^\W\d_]{4})", " ", lambda: _("a non-breaking space between words")),
    (r"[ \t\u00a0\u202f]*[\u00a0\u202f][ \t\u00a0\u202f]*$|^[\u00a0\u202f]+", "", lambda: _("a space at an end")),
]
# All of it begins with one of these characters; without being told, every letter is tried against each pattern.
_BEGINS = "(?=[ \t\u00a0\u202f\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e])"
_ALL = re.compile(
    f"{_BEGINS}(?:{'|'.join(f'(?P<d{number}>{pattern})' for number, (pattern, _new, _name) in enumerate(DEBRIS))})"
)


def find(texts):
    for passage in texts.passages:
        debris = [_edit(match) for match in _ALL.finditer(passage.text)]
        if debris:
            edits = tuple(edit for edit, _name in debris)
            names = list(dict.fromkeys(name() for _edit, name in debris))
            start, end = edits[0][0], edits[-1][1]
            yield Finding(NAME, passage, start, end, _sentence(len(edits), names), edits)


def _edit(match):
    _pattern, new, name = DEBRIS[int(match.lastgroup[1:])]
    return (match.start(), match.end(), new), name


def _sentence(number, names):
    words = {"number": number, "names": ", ".join(names)}
    return (
        ngettext(
            "%(number)d place with spaces or characters that do not belong there: %(names)s.",
            "%(number)d places with spaces or characters that do not belong there: %(names)s.",
            number,
        )
        % words
    )

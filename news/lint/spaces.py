"""What typing and pasting leave behind: doubled spaces, spaces before punctuation, characters that nobody sees.

One remark for a passage, so that a pasted page does not drown the other remarks; `clean` mends all of them at once.
"""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.lint.finding import Finding

NAME = "spaces"

# Order matters: what stands earlier takes the characters. Each is (pattern, what stands there instead, its name).
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
_ALL = re.compile("|".join(f"(?P<d{number}>{pattern})" for number, (pattern, _new, _name) in enumerate(DEBRIS)))


def find(texts):
    for passage in texts.passages:
        found = [_edit(match) for match in _ALL.finditer(passage.text)]
        if found:
            edits = tuple(edit for edit, _name in found)
            names = list(dict.fromkeys(name() for _edit, name in found))
            start, end = edits[0][0], edits[-1][1]
            yield Finding(NAME, passage, start, end, _sentence(len(edits), names), edits)


def _edit(match):
    _pattern, new, name = DEBRIS[int(match.lastgroup[1:])]
    return (match.start(), match.end(), new), name


def _sentence(number, names):
    told = {"number": number, "names": ", ".join(names)}
    return (
        ngettext(
            "%(number)d place with spaces or characters that do not belong there: %(names)s.",
            "%(number)d places with spaces or characters that do not belong there: %(names)s.",
            number,
        )
        % told
    )

"""Quotation marks: as many closed as opened, “curly” ones in English, «ёлочки» with „лапки“ inside them in Russian and
the other languages of the member states.
"""

import re

from django.utils.translation import gettext as _

from news.lint.finding import Finding

NAME = "quotes"

_ANGLES = ("«", "»", "„", "“")
MARKS = {"en": ("“", "”", "‘", "’")} | dict.fromkeys(("ru", "be", "kk", "ky", "tg", "hy"), _ANGLES)
_ANY = re.compile('[«»„“”"]')
_OPENS = re.compile(r"(?:^|[\s(\[«„“—–\-/])$")
MAX_WORDS_SHOWN = 40


def find(texts):
    if texts.language not in MARKS:
        return
    for passage, following in zip(texts.passages, [*texts.passages[1:], None]):
        yield from _in_passage(passage, texts.language, _goes_on(passage, following))


def _goes_on(passage, following):
    """Whether a quotation continues in the next paragraph: English opens it there again and does not close it here."""
    return bool(following) and following.field == passage.field and following.text.startswith("“")


def _in_passage(passage, language, goes_on):
    findings, stack = [], []
    for mark in _ANY.finditer(passage.text):
        if _is_measure(passage.text, mark.start()):
            continue
        if _is_opening(passage.text, mark, stack):
            stack.append(mark)
        elif stack:
            findings += _foreign(passage, stack.pop(), mark, language, depth=len(stack))
        else:
            findings.append(_lonely(passage, mark.start(), _("This quotation mark closes what nothing opened.")))
    if goes_on and language == "en" and stack and stack[0][0] == "“":
        del stack[0]
    return findings + [_lonely(passage, element.start(), _("This quotation is never closed.")) for element in stack]


def _is_opening(text, mark, stack):
    if mark[0] in "«„":
        return True
    if mark[0] in "»”":
        return False
    # “ closes „ in Russian; a straight mark may open or close.
    if mark[0] == "“":
        return not (stack and stack[-1][0] == "„")
    return bool(_OPENS.search(text[: mark.start()])) and not (stack and stack[-1][0] == '"')


def _is_measure(text, place):
    """Whether a straight mark means inches: 15\"."""
    return text[place] == '"' and text[place - 1 : place].isdigit() and '"' not in text[:place]


def _foreign(passage, opening, closing, language, depth):
    """Return a finding for a pair of marks that the language does not use there."""
    outer, inner = MARKS[language][:2], MARKS[language][2:]
    written = (opening[0], closing[0])
    inside = passage.text[opening.end() : closing.start()]
    if written == outer and (depth == 0 or language != "en"):
        return []
    if written in (outer, inner) or (written == ("«", "»") and language == "en" and re.search("[А-Яа-я]", inside)):
        return []
    new = inner if depth else outer
    edits = ((opening.start(), opening.end(), new[0]), (closing.start(), closing.end(), new[1]))
    marks = {"written": "".join(written), "right": "".join(new)}
    sentence = _("Quotation marks of another kind: %(written)s instead of %(right)s.") % marks
    return [Finding(NAME, passage, opening.start(), closing.end(), sentence, edits)]


def _lonely(passage, place, sentence):
    end = min(len(passage.text), place + MAX_WORDS_SHOWN)
    start = place if end - place > 1 else max(0, place - MAX_WORDS_SHOWN)
    return Finding(NAME, passage, start, end, sentence)

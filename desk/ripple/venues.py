"""How texts say where a meeting is held, and another place instead: “Moscow”, “в Москве”."""

import re

from desk.ripple import names
from desk.ripple.edits import Saying

_NOT_A_PLACE = re.compile(r"[ \u00a0]+(?:time|region|Treaty|Declaration)\b")


def find(text: str, language: str, old: str, new: str) -> list[Saying]:
    """Return where `text` names the place `old`; where its case is not plain, a person words it."""
    found = names.find(text, language, old, new) if old else []
    return [each for each in found if not _NOT_A_PLACE.match(text[each.end : each.end + 20])]

"""The direction of writing: from the left or, as Persian, Arabic and Hebrew, from the right."""

import unicodedata

from django.utils.translation import get_language_info

LTR, RTL = "ltr", "rtl"
BY_LETTER = {"L": LTR, "R": RTL, "AL": RTL}


def of_language(language: str) -> str:
    """Return the direction of a language; one that Django does not know is written from the left."""
    try:
        return RTL if get_language_info(language)["bidi"] else LTR
    except KeyError:
        return LTR


def of_words(words: str, otherwise: str = LTR) -> str:
    """Return the direction of words by their first letter, as browsers do with dir="auto"."""
    for letter in words:
        if direction := BY_LETTER.get(unicodedata.bidirectional(letter)):
            return direction
    return otherwise

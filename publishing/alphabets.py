"""The order of words in a language: names stand where its readers look for them.

PostgreSQL sorts by language only where it is built with ICU, and the embedded one is not (decision 92). So short lists
are sorted here; a letter that an alphabet lacks is placed as the one that it is made of: é as e, in Russian ё as е.
"""

import functools
import unicodedata

from django.utils.translation import get_language

# Where the order of a language's letters is not that of their numbers in Unicode.
ALPHABETS = {
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "kk": "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ky": "абвгдежзийклмнңоөпрстуүфхцчшщъыьэюя",
    "tg": "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюя",
}

Key = tuple[tuple[tuple[int, int], ...], str]


def key(words: str, language: str | None = None) -> Key:
    """Return the key by which `words` are sorted in a language, by default the active one.

    Signs and figures come first, then the language's own letters, then those of other scripts.
    """
    own = _places(language or get_language() or "")
    return tuple(_place(letter, own) for letter in words.lower() if not unicodedata.combining(letter)), words


def _place(letter, own):
    if letter in own:
        return 1, own[letter]
    base = unicodedata.normalize("NFKD", letter)[0]
    if base in own:
        return 1, own[base]
    return (2, ord(base)) if base.isalpha() else (0, ord(base))


@functools.cache
def _places(language):
    return {letter: place for place, letter in enumerate(ALPHABETS.get(language, ""))}

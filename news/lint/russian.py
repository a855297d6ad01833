"""Russian words in all their cases, by simple stems."""

import functools
import re

_ADJECTIVE = "ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ом|ем|ую|юю|ей|ыми|ими|ых|их|ою|ею"
_NOUN = "а|я|о|е|ы|и|у|ю|ь|й|ой|ей|ою|ею|ью|ом|ем|ём|ам|ям|ами|ями|ах|ях|ов|ев|ие|ия|ии|ию|ий|ием|ией|иям|иях|иями"
ENDING = f"(?:{'|'.join(sorted({*_ADJECTIVE.split('|'), *_NOUN.split('|')}, key=len, reverse=True))})?"
_DICTIONARY_ENDING = re.compile(r"(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|[аяоеыиуюьй])$")
_MIN_INFLECTED_CHARACTERS = 4  # shorter words are taken as they are


@functools.cache
def inflected(phrase):
    """Return a regular expression, as text, for the words of `phrase` in any case and number."""
    return r"[\s\u00a0]+".join(_word(word) for word in phrase.split())


def _word(word):
    parts = word.split("-")
    return "-".join(_part(part) for part in parts)


def _part(part):
    letters = part.strip("«»“”„()")
    if len(letters) < _MIN_INFLECTED_CHARACTERS or letters.isupper() or not re.fullmatch("[А-Яа-яЁё]+", letters):
        return re.escape(part)
    stem = _DICTIONARY_ENDING.sub("", letters)
    stem = stem if len(stem) >= 3 else letters[:-1]  # «Юри-й», «Юри-ем»
    return re.escape(part).replace(re.escape(letters), re.escape(stem) + ENDING)


def phrase(words, language):
    """Return a regular expression, as text, for these whole `words`; in Russian in any case."""
    pattern = inflected(words) if language == "ru" else r"[\s\u00a0]+".join(re.escape(part) for part in words.split())
    return rf"(?<![\w-]){pattern}(?![\w-])"

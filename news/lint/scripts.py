"""Cyrillic and Latin letters in one word: they look the same, but a search does not find the word."""

import re

from django.utils.translation import gettext as _

from news.lint.finding import propose

NAME = "mixed-letters"

OF_CYRILLIC = ("ru", "be", "kk", "ky", "tg")
LATIN, CYRILLIC = "A-Za-zÀ-ɏ", "Ѐ-ԯ"
_MIXED = re.compile(rf"[{LATIN}]+[{CYRILLIC}][{LATIN}{CYRILLIC}]*|[{CYRILLIC}]+[{LATIN}][{LATIN}{CYRILLIC}]*")
# A single small letter that is a word of Russian, or of English, in the letters of the other alphabet.
_LONE_LATIN = re.compile(rf"(?<=[{CYRILLIC}0-9,] )[acokyu](?= [{CYRILLIC}«0-9])|^[ACOKY](?= [{CYRILLIC}«0-9])")
_LONE_CYRILLIC = re.compile(rf"(?<=[{LATIN}0-9,] )[аіІА](?= [{LATIN}“0-9])|^[АІ](?= [{LATIN}“0-9])")

TO_CYRILLIC = dict(zip("AaBCcEeHKkMOoPpTXxYyIi", "АаВСсЕеНКкМОоРрТХхУуІі"))
TO_LATIN = {cyrillic: latin for latin, cyrillic in TO_CYRILLIC.items()}


def is_of_another_language(text, language, *, least):
    """Tell whether most letters of a text of `least` letters or more are not those of its language."""
    latin, cyrillic = (len(re.findall(f"[{letters}]", text)) for letters in (LATIN, CYRILLIC))
    own, other = (cyrillic, latin) if language in OF_CYRILLIC else (latin, cyrillic)
    return own + other >= least and other > 0.7 * (own + other)


def find(texts):
    for passage in texts.passages:
        for match in _MIXED.finditer(passage.text):
            yield _mixed(passage, match)
        lone = {"ru": _LONE_LATIN, "en": _LONE_CYRILLIC}.get(texts.language)
        for match in lone.finditer(passage.text) if lone else []:
            yield _lone(passage, match, is_latin=lone is _LONE_LATIN)


def _mixed(passage, match):
    word = match[0]
    latin = [place for place, letter in enumerate(word) if re.match(f"[{LATIN}]", letter)]
    cyrillic = [place for place in range(len(word)) if place not in latin]
    to_cyrillic = _can(word, latin, TO_CYRILLIC)
    to_latin = _can(word, cyrillic, TO_LATIN)
    # Replace the alphabet that has fewer letters in the word, unless only the other one can be replaced.
    strangers_are_latin = len(latin) <= len(cyrillic) if to_cyrillic == to_latin else to_cyrillic
    places, twins = (latin, TO_CYRILLIC) if strangers_are_latin else (cyrillic, TO_LATIN)
    can = to_cyrillic if strangers_are_latin else to_latin
    new = "".join(twins[letter] if place in places else letter for place, letter in enumerate(word)) if can else None
    words = {"letters": ", ".join(f"“{word[place]}” ({place + 1})" for place in places), "word": word}
    if strangers_are_latin:
        sentence = _("Latin letters in the Cyrillic word “%(word)s”: %(letters)s.") % words
    else:
        sentence = _("Cyrillic letters in the Latin word “%(word)s”: %(letters)s.") % words
    return propose(NAME, passage, match.start(), match.end(), sentence, new)


def _can(word, places, twins):
    return all(word[place] in twins for place in places)


def _lone(passage, match, *, is_latin):
    letter = match[0]
    twin = (TO_CYRILLIC if is_latin else TO_LATIN).get(letter)
    if is_latin:
        sentence = _("This “%(letter)s” is a Latin letter between Russian words.") % {"letter": letter}
    else:
        sentence = _("This “%(letter)s” is a Cyrillic letter between English words.") % {"letter": letter}
    return propose(NAME, passage, match.start(), match.end(), sentence, twin)

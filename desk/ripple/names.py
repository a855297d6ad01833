"""How texts say a name or a title, in all its cases, and another one instead: “Республики Армения”, “И. Иванову”.

A form of a word is one that begins as the word does and ends as a case can. The new name is put into the same case
where it is declined as the old one was (“Лукашэнко” and “Лукашенко”, “Киргизская” and “Кыргызская”); where it is not,
or where the case cannot be told, a person words it.
"""

import itertools
import re
from functools import cache

from desk.ripple.context import MIN_STEM, stem
from desk.ripple.edits import Edit, Saying, apart, before

SLAVIC = ("ru", "be", "uk")
# In these languages endings are added one to the other, so that the word itself stays whole.
ADDING = ("hy", "kk", "ky", "tg")
ENDINGS = frozenset(
    "а я о е ё и ы у ю й ь ой ей ою ею ом ем ём ым им ого его ому ему ое ее ая яя ую юю ые ие ый ий ых их ыми ими ами"
    " ями ах ях ам ям ов ев ёв ью ии ию ия ией иею ьи ья ье ьей і ы є ї аў яў ай ага яга аму яму ае".split()
)
MAX_ADDED = 5
_SURNAME_ENDINGS = ("ов", "ев", "ёв", "ин", "ын", "ий", "ый", "ой")
_VELAR = "гкхжшщчц"
_HARD = "бвгдзклмнпрстфх"
_GAP = r"[ \u00a0\u202f]{1,2}"
_PREPOSITION = re.compile(
    r"\b(?:в|во|из|под|над|на|до|от|у|к|ко|о|об|при|с|со|за|через|для|без|по|г\.|городе|города)[ \u00a0]+$",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"\b(?P<first>[^\W\d_])\.[ \u00a0]?(?:[^\W\d_]\.[ \u00a0]?)?$")
_WORD_BEFORE = re.compile(r"(?P<word>[^\W\d_][\w-]*)[ \u00a0]+$")


def find(text: str, language: str, old: str, new: str) -> list[Saying]:
    """Return where `text` says the name `old` in any case, each with the edit that says `new` in that case."""
    pattern = _pattern(old, language)
    found = []
    for match in pattern.finditer(text) if pattern else ():
        if said := _said(match, language, old, new, before(text, match.start())):
            found.append(said)
    return _beside_new(text, language, found, new)


def find_person(text: str, language: str, old: str, new: str) -> list[Saying]:
    """Return where `text` names a person: the whole name, initials with the surname, and the surname alone.

    A surname alone is unsure where the text does not say the whole name, for it may be another person's, or a word.
    """
    found = find(text, language, old, new)
    given, surname = old.split()[:-1], old.split()[-1:]
    if not given or not surname:
        return found
    becomes = new.split()
    is_same = becomes[-1:] == surname
    is_named = bool(found)
    for match in _pattern(surname[0], language).finditer(text):
        ahead = before(text, match.start())
        initials = _INITIALS.search(ahead)
        if not match[0][0].isupper() or any(each.start <= match.start() < each.end for each in found):
            continue
        if initials and initials["first"].lower() != given[0][0].lower():
            continue
        if is_same and not (initials and becomes and becomes[0][0].lower() != given[0][0].lower()):
            continue
        said = _said(match, language, surname[0], becomes[-1] if becomes else "", "")
        if said is None:
            continue
        edits, start = said.edits, said.start
        if initials:
            place = match.start() - len(ahead) + initials.start("first")
            start = place
            if edits and becomes[0][0] != given[0][0]:
                edits = (Edit(place, place + 1, becomes[0][0]), *edits)
        other = _WORD_BEFORE.search(ahead)
        is_unsure = said.is_unsure or (not initials and (not is_named or bool(other and other["word"][0].isupper())))
        found.append(Saying(start, said.end, edits, is_unsure=is_unsure))
    return apart(_beside_new(text, language, found, new))


def _beside_new(text, language, found, new):
    """Leave out what stands inside the new name: “Македония” in “Северная Македония”."""
    pattern = _pattern(new, language) if found and new else None
    taken = [match.span() for match in pattern.finditer(text)] if pattern else []
    return [each for each in found if not any(_is_inside(each, *span) for span in taken)]


def _is_inside(saying, start, end):
    return start <= saying.start and saying.end <= end and saying.end - saying.start < end - start


@cache
def _pattern(name, language):
    """Return a pattern for the words of a name in about any case, a group for each word; None without words."""
    words = _words(name)
    if not words:
        return None
    return re.compile(r"\b" + _GAP.join(f"({_beginning(word, language)})" for word in words) + r"(?!\w)", re.IGNORECASE)


def _words(name):
    return re.findall(r"[\w’'-]+", name)


def _beginning(word, language):
    if language not in (*SLAVIC, *ADDING) or len(word) < MIN_STEM or word.isupper():
        return re.escape(word)
    kept = word if language in ADDING else stem(word)
    return rf"{re.escape(kept)}[\w-]{{0,{MAX_ADDED}}}"


def _said(match, language, old, new, ahead):
    """Return the Saying of a match; None if a word of it is no form of the name."""
    olds, news = _words(old), _words(new)
    forms = match.groups()
    if not all(is_form(said, word, language) for said, word in zip(forms, olds)):
        return None
    start, end = match.span()
    if not new:
        return Saying(start, end, (), is_unsure=True)
    is_alike = len(olds) == len(news) and all(map(declined_alike, olds, news))
    if language in ADDING:
        is_alike = False
    if language not in (*SLAVIC, *ADDING) or (_is_plain(forms, olds) and not _PREPOSITION.search(ahead)):
        return Saying(start, end, (Edit(start, end, _capitals(match[0], new)),))
    if not is_alike:
        return Saying(start, end, (), is_unsure=True)
    places = (match.span(number) for number in range(1, len(forms) + 1))
    changed = [
        Edit(*place, declined(said, was, becomes))
        for place, said, was, becomes in zip(places, forms, olds, news)
        if was != becomes
    ]
    return Saying(start, end, tuple(changed))


def _is_plain(forms, olds):
    return [form.lower() for form in forms] == [word.lower() for word in olds]


def is_form(said: str, word: str, language: str) -> bool:
    """Tell whether `said` can be the word `word` in some case: “Армении” of “Армения”, and not “армянин”."""
    said, word = said.lower(), word.lower()
    if said == word:
        return True
    if language in ADDING:
        return said.startswith(word) and len(said) - len(word) <= MAX_ADDED
    if language not in SLAVIC:
        return False
    kept = _in_common(said, word)
    return len(word) - kept <= 2 and kept >= 2 and (said[kept:] == "" or said[kept:] in ENDINGS)


def _in_common(word, other):
    """Return how many letters two words have in common at their beginning."""
    return sum(1 for _letter in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(word, other)))


def declined_alike(word: str, other: str) -> bool:
    """Tell whether two words have the same endings in all cases."""
    word, other = word.lower(), other.lower()
    if word == other or (word[-2:] == other[-2:] and len(word) > 2 < len(other)):
        return True
    if word[-1] == other[-1] == "а" and min(len(word), len(other)) > 2:
        return (word[-2] in _VELAR) == (other[-2] in _VELAR)
    ends = word.endswith(_SURNAME_ENDINGS) or other.endswith(_SURNAME_ENDINGS)
    return word[-1] in _HARD and other[-1] in _HARD and not ends


def declined(said: str, word: str, other: str) -> str:
    """Return `other` in the case in which `said` is a form of `word`; the two are declined alike."""
    kept = _in_common(said.lower(), word.lower())
    ending = word[kept:]
    begins = other[: len(other) - len(ending)] if ending else other
    return _capitals(said, begins + said[kept:].lower())


def _capitals(said, words):
    """Return the words in capitals if `said` is, and with a first capital only if it has one."""
    if said.isupper() and len(said) > 1:
        return words.upper()
    first = words[:1].upper() if said[:1].isupper() else words[:1].lower()
    return first + words[1:]

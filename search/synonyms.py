"""Synonyms: present, former and foreign names of states, and names and abbreviations of bodies.

Each line has the names of one thing in both languages, in the nominative. What a reader types may be in any case.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from identity.current import current as identity

ENDING = "[а-я]{0,4}"  # a case ending after the stem of a Russian word
MAX_NAME_WORDS = 7

NAMES = [
    "Армения | Республика Армения | Armenia | Republic of Armenia",
    "Беларусь | Белоруссия | Республика Беларусь | Belarus | Byelorussia | Belorussia | Republic of Belarus",
    "Казахстан | Республика Казахстан | Kazakhstan | Kazakstan | Republic of Kazakhstan",
    "Кыргызстан | Киргизия | Киргизстан | Кыргызская Республика | Киргизская Республика"
    " | Kyrgyzstan | Kirghizia | Kirgizia | Kirghizstan | Kirgizstan | Kyrgyz Republic | Kirghiz Republic",
    "Россия | Российская Федерация | РФ | Russia | Russian Federation",
    "Таджикистан | Республика Таджикистан | Tajikistan | Tadzhikistan | Tadjikistan | Republic of Tajikistan",
    "Узбекистан | Республика Узбекистан | Uzbekistan | Republic of Uzbekistan",
    "Азербайджан | Азербайджанская Республика | Azerbaijan | Azerbaidzhan | Republic of Azerbaijan",
    "Молдова | Молдавия | Республика Молдова | Moldova | Moldavia | Republic of Moldova",
    "Туркменистан | Туркмения | Turkmenistan | Turkmenia",
    "ООН | Организация Объединённых Наций | UN | United Nations",
    "ЕС | Европейский союз | Евросоюз | EU | European Union",
    "СНГ | Содружество Независимых Государств | CIS | Commonwealth of Independent States",
    "ОБСЕ | Организация по безопасности и сотрудничеству в Европе | OSCE",
    "ШОС | Шанхайская организация сотрудничества | SCO | Shanghai Cooperation Organization",
    "ЕАЭС | Евразийский экономический союз | EAEU | Eurasian Economic Union",
    "СБ | Совет Безопасности | Security Council",
    "ПА | Парламентская Ассамблея | PA | Parliamentary Assembly",
    "США | Соединённые Штаты | US | USA | United States",
]


@dataclass(frozen=True)
class Name:
    """A name as words, and a pattern for it in any case."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]

    @classmethod
    def read(cls, text: str) -> Self:
        words = re.findall(r"\w+", text.replace("ё", "е"))
        return cls(tuple(word.lower() for word in words), re.compile(" ".join(map(_in_any_case, words))))


def _in_any_case(word):
    """Return the pattern of a word: Russian words may have any ending, abbreviations and English words may not."""
    changes = re.fullmatch("[А-Яа-я]{3,}", word) and not word.isupper()
    return re.sub("(ая|ий|ый|ия|[аеиоуыьюя])$", "", word.lower()) + ENDING if changes else re.escape(word.lower())


def groups() -> list[tuple[Name, ...]]:
    """Return a tuple of synonymous Names for each line of NAMES and of the identity."""
    own = identity().row
    same = {*own.abbreviation.values(), *own.name.values()}
    return [*_read("\n".join(NAMES)), *_read("\n".join([" | ".join(sorted(same)), own.synonyms]))]


@lru_cache(4)
def _read(lines):
    groups = [[part for part in line.split("|") if part.strip()] for line in lines.splitlines()]
    return [tuple(map(Name.read, parts)) for parts in groups if len(parts) > 1]


def of(words: Iterable[str]) -> list[tuple[str, ...]]:
    """Return all names, each as words, of the thing that the typed `words` name; [] if they are no name."""
    text = " ".join(words)
    for names in groups():
        if any(name.pattern.fullmatch(text) for name in names):
            return [name.words for name in names]
    return []

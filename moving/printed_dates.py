"""Dates as pages print them, in Russian and English: 27.11.2018, «27 ноября 2018 года», November 27, 2018.

Only what is printed counts: a date is never put together from a day here and a year there.
"""

import dataclasses
import datetime
import re

MONTHS = {
    "ru": ["январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"],
    "en": [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ],
}  # fmt: skip
_RU = (
    r"(?P<ru>январ[ьяе]|феврал[ьяе]|март[ае]?|апрел[ьяе]|ма[йяе]|июн[ьяе]|июл[ьяе]|август[ае]?|"
    r"сентябр[ьяе]|октябр[ьяе]|ноябр[ьяе]|декабр[ьяе])"
)
_EN = (
    r"(?P<en>January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_YEAR = r"(?P<y>(?:19|20)\d\d)"

_FORMS = [
    (re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.{_YEAR}(?!\d)"), "day"),
    (re.compile(rf"(?<!\d){_YEAR}-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"), "day"),
    # American: the body pages of the old site print 11/28/2019 14:56:41.
    (re.compile(rf"(?<![\d/])(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})/{_YEAR}(?![\d/])"), "day"),
    (re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:-?го)?\s+{_RU}\s*,?\s+{_YEAR}(?!\d)", re.I), "day"),
    (re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_EN},?\s+{_YEAR}(?!\d)", re.I), "day"),
    (re.compile(rf"\b{_EN}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)", re.I), "day"),
    (re.compile(rf"\b{_RU}\s+{_YEAR}(?!\d)", re.I), "month"),
    (re.compile(rf"\b{_EN},?\s+{_YEAR}(?!\d)", re.I), "month"),
]


@dataclasses.dataclass(frozen=True)
class PrintedDate:
    """A date in a text: the first day of what is known, "day", "month" or "year", and where it stands."""

    date: datetime.date
    precision: str
    start: int
    end: int


def find(text: str) -> list[PrintedDate]:
    """Return the dates in `text`, the first one first; a part of a longer date is none of its own."""
    found: list[PrintedDate] = []
    for pattern, precision in _FORMS:
        for match in pattern.finditer(text):
            date = _date(match)
            if date and not any(known.start < match.end() and match.start() < known.end for known in found):
                found.append(PrintedDate(date, precision, match.start(), match.end()))
    return sorted(found, key=lambda date: date.start)


def of_format(text: str, formats: list[str]) -> PrintedDate | None:
    """Return the date that `text` is in one of the `formats` of strptime, None if it is in none."""
    text = text.strip()
    for form in formats:
        try:
            date = datetime.datetime.strptime(text, form).date()
        except ValueError:
            continue
        precision = "day" if "%d" in form else "month" if "%m" in form else "year"
        return PrintedDate(date, precision, 0, len(text))
    return None


def _date(match):
    parts = match.groupdict()
    day = int(parts.get("d") or 1)
    try:
        return datetime.date(int(parts["y"]), _month(parts), day)
    except ValueError:
        return None  # 31.02., or the 14th month: day and month in the other order are not to be guessed


def _month(parts):
    if parts.get("m"):
        return int(parts["m"])
    if parts.get("ru"):
        word = parts["ru"].lower()
        # «ма» is the beginning of «март» as well: the longest stem counts.
        stems = [stem for stem in MONTHS["ru"] if word.startswith(stem)]
        return MONTHS["ru"].index(max(stems, key=len)) + 1
    word = parts["en"].lower().rstrip(".")[:3]
    return [name[:3] for name in MONTHS["en"]].index(word) + 1

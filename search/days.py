"""Dates as people type them: “27 November 2018”, “27 ноября 2018 года”, “27.11.2018”, “2018-11-27”; and parts of dates:
“27 ноября”, “November 2018”, “11.2018”, “2018”.
"""

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass
from functools import cache

from django.utils.dates import MONTHS, MONTHS_ALT
from django.utils.translation import override

from publishing import dates
from publishing.languages import language_codes

_IN_FIGURES = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})")
_BY_MACHINE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_IN_WORDS = re.compile(r"(?P<day>\d{1,2}) (?P<month>[^\W\d_]+),? (?P<year>\d{4})(?: г(?:ода|\.)?)?")
_MONTH_FIRST = re.compile(r"(?P<month>[^\W\d_]+) (?P<day>\d{1,2}),? (?P<year>\d{4})")

# As pages in Kazakh, Kyrgyz and Armenian print them: “2018 ж. 27 қараша”, “2018-ж., 27-ноябрь”, “2018 թ. նոյեմբերի 27”.
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[ -]ж\.,? (?P<day>\d{1,2})[ -](?P<month>[^\W\d_]+)")
_YEAR_AND_MONTH_FIRST = re.compile(r"(?P<year>\d{4}) թ[.․]? (?P<month>[^\W\d_]+) (?P<day>\d{1,2})")

_YEAR = r"(?P<year>(?:19|20)\d{2})(?: г(?:од|ода|оду|\.)?)?"
_PARTS = [
    re.compile(pattern)
    for pattern in (
        _YEAR,
        rf"(?P<month>[^\W\d_]+),? {_YEAR}",
        r"(?P<month>\d{1,2})[./](?P<year>(?:19|20)\d{2})",
        r"(?P<year>(?:19|20)\d{2})-(?P<month>\d{1,2})",
        r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})\.?",
        r"(?P<day>\d{1,2}) (?P<month>[^\W\d_]+)",
        r"(?P<month>[^\W\d_]+) (?P<day>\d{1,2})",
    )
]
FIRST_YEAR = 1992  # the Treaty's; a day without a year is looked for from then on


def read(text: str) -> datetime.date | None:
    """Return the date that `text` consists of, None if it is anything else."""
    for pattern in (_IN_FIGURES, _BY_MACHINE, _IN_WORDS, _MONTH_FIRST, _YEAR_FIRST, _YEAR_AND_MONTH_FIRST):
        if found := pattern.fullmatch(" ".join(text.lower().split())):
            month = found["month"]
            number = int(month) if month.isdigit() else _months(*language_codes()).get(month, 0)
            try:
                return datetime.date(int(found["year"]), number, int(found["day"]))
            except ValueError:
                return None
    return None


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: datetime.date
    last: datetime.date

    @property
    def is_day(self) -> bool:
        return self.first == self.last


def periods(text: str, today: datetime.date) -> list[Period]:
    """Return what a date or a part of a date stands for, [] if `text` is anything else; the latest comes first.

    A day without a year stands for that day in every year from FIRST_YEAR to the next one.
    """
    if day := read(text):
        return [Period(day, day)]
    for pattern in _PARTS:
        if found := pattern.fullmatch(" ".join(text.lower().split())):
            parts = found.groupdict()
            month = _month_number(parts.get("month"))
            years = [int(parts["year"])] if "year" in parts else range(today.year + 1, FIRST_YEAR - 1, -1)
            known = [_period(year, month, parts.get("day")) for year in years]
            if whole := [period for period in known if period]:
                return whole
    return []


def _month_number(month):
    """Return the number of a month in words or figures, None if there is none, 0 if it is no month."""
    if month is None:
        return None
    return int(month) if month.isdigit() else _months(*language_codes()).get(month, 0)


def _period(year, month, day):
    try:
        if month is None:
            return Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
        if day is None:
            return Period(datetime.date(year, month, 1), datetime.date(year, month, monthrange(year, month)[1]))
        return Period(datetime.date(year, month, int(day)), datetime.date(year, month, int(day)))
    except ValueError:  # no such month or day, or 29 February in this year
        return None


@cache
def _months(*codes):
    """Return {name of a month: its number} in all these languages and both forms, alone and in a date."""
    found = {}
    for code in codes:
        with override(code):
            for number in range(1, 13):
                found |= {str(names[number]).lower(): number for names in (MONTHS, MONTHS_ALT)}
                found |= {name.lower(): number for name in dates.month_names(number)}
    return found

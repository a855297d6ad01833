"""Dates as people type them: “27 November 2018”, “27 ноября 2018 года”, “27.11.2018”, “2018-11-27”."""

import datetime
import re
from functools import cache

from django.conf import settings
from django.utils.dates import MONTHS, MONTHS_ALT
from django.utils.translation import override

_IN_FIGURES = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})")
_BY_MACHINE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_IN_WORDS = re.compile(r"(?P<day>\d{1,2}) (?P<month>[^\W\d_]+),? (?P<year>\d{4})(?: г(?:ода|\.)?)?")
_MONTH_FIRST = re.compile(r"(?P<month>[^\W\d_]+) (?P<day>\d{1,2}),? (?P<year>\d{4})")


def read(text: str) -> datetime.date | None:
    """Return the date that `text` consists of, None if it is anything else."""
    for pattern in (_IN_FIGURES, _BY_MACHINE, _IN_WORDS, _MONTH_FIRST):
        if found := pattern.fullmatch(text.strip().lower()):
            month = found["month"]
            number = int(month) if month.isdigit() else _months().get(month, 0)
            try:
                return datetime.date(int(found["year"]), number, int(found["day"]))
            except ValueError:
                return None
    return None


@cache
def _months():
    """Return {name of a month: its number} in all languages of the site and both forms, alone and in a date."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for number in range(1, 13):
                found |= {str(names[number]).lower(): number for names in (MONTHS, MONTHS_ALT)}
    return found

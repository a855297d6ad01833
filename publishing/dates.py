"""Dates of which perhaps only the month or the year is known, and how they are printed.

Languages with a file in csto_site/formats are printed as it says, with Django's names of months and days; all others as
CLDR, the Unicode Consortium's collection, has them.
"""

import calendar
import datetime
import functools

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format, get_format_modules
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from publishing import cldr

# Languages that write months and weekdays small; Django, and CLDR for some of them, begins them with a capital.
LOWER_CASE = {"ru", "be", "kk", "ky", "tg"}

# What few fonts have of CLDR's characters, and what is printed instead: the full stop of some Armenian abbreviations,
# and a narrow space that does not break.
PRINTABLE = str.maketrans({"\u2024": ".", "\u202f": "\u00a0"})


class Precision(models.TextChoices):
    DAY = "day", pgettext_lazy("precision", "day")
    MONTH = "month", pgettext_lazy("precision", "month")
    YEAR = "year", pgettext_lazy("precision", "year")
    UNKNOWN = "unknown", pgettext_lazy("precision", "not known")


def in_words(date: datetime.date | None, precision: str = Precision.DAY) -> str:
    """Return “27 November 2018”, “November 2018”, “2018” or “date not known” in the active language."""
    if date is None or precision == Precision.UNKNOWN:
        return str(_("date not known"))
    if precision == Precision.YEAR:
        return str(date.year)
    if precision == Precision.DAY:
        return _day(date)
    return _month_and_year(date)


def month_name(number: int) -> str:
    """Return the name of a month, from 1 to 12, as it stands alone in a sentence: “November”, in Russian “ноябрь”."""
    if locale := _of_cldr(get_language()):
        return _small(locale.months["stand-alone"]["wide"][number])
    return _small(str(MONTHS[number]))


def month_names(number: int) -> set[str]:
    """Return the names of a month in the active language, alone and within a date."""
    locale = _of_cldr(get_language())
    return {month_name(number)} | ({locale.months["format"]["wide"][number]} if locale else set())


def weekday_name(number: int) -> str:
    """Return the name of a day, from 0 for Monday, as in a sentence: “Tuesday”, in Russian “вторник”."""
    if locale := _of_cldr(get_language()):
        return _small(locale.days["stand-alone"]["wide"][number])
    return _small(str(WEEKDAYS[number]))


def _day(date):
    locale = _of_cldr(get_language())
    if locale is None:
        return date_format(date, "DATE_FORMAT" if _is_of_ours(get_language()) else "j E Y")
    from babel.dates import format_date

    pattern = locale.date_formats["long"].pattern.replace("dd", "d")  # no “01 January”
    return _small(format_date(date, pattern, locale=locale).translate(PRINTABLE))


def _month_and_year(date):
    locale = _of_cldr(get_language())
    if locale is None:
        return _small(date_format(date, "F Y"))
    from babel.dates import format_skeleton

    return _small(format_skeleton("yMMMM", date, locale=locale).translate(PRINTABLE))


def _small(words):
    return words.lower() if get_language() in LOWER_CASE else words


@functools.cache
def _is_of_ours(code):
    return any(module.__name__.startswith(tuple(settings.FORMAT_MODULE_PATH)) for module in get_format_modules(code))


@functools.cache
def _of_cldr(code):
    """Return Babel's Locale of a language; None if its form is of ours, or CLDR does not know it."""
    return None if code is None or _is_of_ours(code) else cldr.locale_of(code)


def in_sentence(date: datetime.date) -> str:
    """Return a day for running text: “27 November 2018”, in Russian “27 ноября 2018 года”."""
    words = in_words(date)
    return f"{words} года" if get_language() == "ru" else words


def period_in_words(
    start: datetime.date | None, start_precision: str, end: datetime.date | None, end_precision: str
) -> str:
    """Return “2 May 2017 – 2 November 2018”, “2019” for the whole year, or “since 2023” without an end."""
    beginning = in_words(start, start_precision)
    if end is None:
        return _("since %(date)s") % {"date": beginning}
    ending = in_words(end, end_precision)
    return beginning if beginning == ending else f"{beginning} – {ending}"


def read(text: str) -> tuple[datetime.date, datetime.date, Precision]:
    """Return (first day, last day, Precision) of “2018-11-27”, “2018-11” or “2018”."""
    year, *rest = map(int, text.split("-"))
    if len(rest) > 1:
        day = datetime.date(year, *rest)
        return day, day, Precision.DAY
    if rest:
        (month,) = rest
        last = calendar.monthrange(year, month)[1]
        return datetime.date(year, month, 1), datetime.date(year, month, last), Precision.MONTH
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31), Precision.YEAR


def in_figures(date: datetime.date | None, precision: str = Precision.DAY) -> str:
    """Return “27.11.2018”, “11.2018”, “2018” or nothing."""
    if date is None or precision == Precision.UNKNOWN:
        return ""
    return date.strftime({"day": "%d.%m.%Y", "month": "%m.%Y", "year": "%Y"}[precision])


def moment_in_words(instant: datetime.datetime) -> str:
    """Return “27 November 2018, 17:40” on the press office's clock."""
    return on_the_clock(timezone.localtime(instant))


def on_the_clock(shown: datetime.datetime) -> str:
    """Return “27 November 2018, 17:40” as a datetime says itself, whatever its zone."""
    if _is_of_ours(get_language()):
        return date_format(shown, "DATETIME_FORMAT")
    locale = _of_cldr(get_language())
    pattern = str(locale.datetime_formats["medium"]) if locale else "{1}, {0}"
    return pattern.replace("{1}", _day(shown)).replace("{0}", f"{shown:%H:%M}")

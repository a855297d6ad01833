"""Dates of which perhaps only the month or the year is known, and how they are printed."""

import calendar
import datetime

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

# Languages that do not capitalise the names of months; Django's YEAR_MONTH_FORMAT does.
LOWER_CASE_MONTHS = {"ru", "be", "kk", "ky", "tg"}


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
        return date_format(date, "DATE_FORMAT")
    month = date_format(date, "YEAR_MONTH_FORMAT")
    return month.lower() if get_language() in LOWER_CASE_MONTHS else month


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
    return date_format(timezone.localtime(instant), "DATETIME_FORMAT")

import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS

from publishing import dates

register = template.Library()
register.filter("long_date", dates.in_words)
register.filter("numeric_date", dates.in_figures)
register.filter("moment", dates.moment_in_words)


@register.filter
def machine_moment(instant: datetime.datetime | None) -> str:
    """Return “2018-11-27T17:40:00+03:00”; HTML allows three decimals of a second, the database has six."""
    return timezone.localtime(instant).isoformat(timespec="seconds") if instant else ""


@register.filter
def weekday(date: datetime.date | None) -> str:
    """Return the name of the day, as in “Tuesday”."""
    return WEEKDAYS[date.weekday()] if date else ""


@register.filter
def shown_date(edition: Any) -> str:
    """Return an edition's displayed date in words, as precisely as it is known."""
    return dates.in_words(edition.shown_on, edition.shown_precision)


@register.filter
def shown_figures(edition: Any) -> str:
    """Return an edition's displayed date in figures, as precisely as it is known."""
    return dates.in_figures(edition.shown_on, edition.shown_precision)

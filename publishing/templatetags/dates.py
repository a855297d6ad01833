import datetime
from typing import Any

from django import template
from django.utils import timezone

from publishing import dates, moments

register = template.Library()
register.filter("long_date", dates.in_words, expects_localtime=True)
register.filter("numeric_date", dates.in_figures, expects_localtime=True)
register.filter("moment", dates.moment_in_words)
register.simple_tag(moments.our_zone)


@register.filter
def clock_name(moment: Any) -> str:
    """Return what is to stand after a moment that is printed here: “Moscow time”, whichever moment it is."""
    return moments.clock_name()


@register.filter
def clock_place(moment: Any) -> str:
    """Return where the clock stands by which moments and days are printed here: “Moscow”."""
    return moments.place_name()


@register.filter
def machine_moment(instant: datetime.datetime | None) -> str:
    """Return “2018-11-27T17:40:00+03:00”; HTML allows three decimals of a second, the database has six."""
    return timezone.localtime(instant).isoformat(timespec="seconds") if instant else ""


# Django's own `date` and `time` read their format anew for each value, which in a list is felt.


@register.filter
def clock_time(moment: datetime.time | datetime.datetime | None) -> str:
    """Return “17:40”, in the time zone that the moment has."""
    return moment.strftime("%H:%M") if moment else ""


@register.filter(expects_localtime=True)
def figures_of_moment(moment: datetime.datetime | None) -> str:
    """Return the day of a moment on the press office's clock: “27.11.2018”."""
    return dates.in_figures(moment.date()) if moment else ""


@register.filter
def weekday(date: datetime.date | None) -> str:
    """Return the name of the day, as in a sentence: “Tuesday”."""
    return dates.weekday_name(date.weekday()) if date else ""


@register.filter
def month_name(date: datetime.date) -> str:
    """Return the name of the month, as in a sentence: “November”."""
    return dates.month_name(date.month)


@register.filter
def shown_date(edition: Any) -> str:
    """Return an edition's displayed date in words, as precisely as it is known."""
    return dates.in_words(edition.shown_on, edition.shown_precision)


@register.filter
def shown_figures(edition: Any) -> str:
    """Return an edition's displayed date in figures, as precisely as it is known."""
    return dates.in_figures(edition.shown_on, edition.shown_precision)

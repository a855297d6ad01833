"""The instant of a date and a time in some time zone, where clocks may be put forward and back."""

import datetime
import functools
import zoneinfo

from django.conf import settings
from django.utils.formats import time_format
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from publishing import cldr, dates

OURS = settings.TIME_ZONE  # the press office's
PLACES = {
    "Europe/Moscow": gettext_lazy("Moscow"),
    "Asia/Yerevan": gettext_lazy("Yerevan"),
    "Europe/Minsk": gettext_lazy("Minsk"),
    "Asia/Almaty": gettext_lazy("Astana"),
    "Asia/Bishkek": gettext_lazy("Bishkek"),
    "Asia/Dushanbe": gettext_lazy("Dushanbe"),
    "UTC": gettext_lazy("UTC"),
    "Europe/Brussels": gettext_lazy("Brussels"),
    "America/New_York": gettext_lazy("New York"),
}
CLOCKS = {
    "Europe/Moscow": pgettext_lazy("clock", "Moscow time"),
    "Asia/Yerevan": pgettext_lazy("clock", "Yerevan time"),
    "Europe/Minsk": pgettext_lazy("clock", "Minsk time"),
    "Asia/Almaty": pgettext_lazy("clock", "Astana time"),
    "Asia/Bishkek": pgettext_lazy("clock", "Bishkek time"),
    "Asia/Dushanbe": pgettext_lazy("clock", "Dushanbe time"),
    "UTC": pgettext_lazy("clock", "UTC"),
}


def place_name(zone: str = OURS) -> str:
    """Return the city by which a time zone is known, in the active language: “Moscow”; from CLDR where we have none."""
    return str(PLACES[zone]) if zone in PLACES else _of_cldr(zone, get_language() or "en")


def clock_name(zone: str = OURS) -> str:
    """Return what stands after a moment on a zone's clock: “Moscow time”, in Russian “по московскому времени”."""
    if zone in CLOCKS:
        return str(CLOCKS[zone])
    return pgettext("clock", "%(place)s time") % {"place": place_name(zone)}


def told(instant: datetime.datetime) -> dict[str, str]:
    """Return {"moment": “27 November 2018, 17:40”, "clock": “Moscow time”} for a sentence that says both."""
    return {"moment": dates.moment_in_words(instant), "clock": clock_name()}


@functools.cache
def _of_cldr(zone, language):
    from babel.dates import get_timezone_location

    return get_timezone_location(zone, locale=cldr.locale_of(language) or "en", return_city=True)


# Where a moment may be typed: on the press office's own clock first, then in the capitals and where the readers are.
ZONES = {zone: lazy(place_name, str)(zone) for zone in dict.fromkeys([OURS, *PLACES])}


# Migrations write down the names of these two, and not what they return, so a newsroom in another zone needs none.
def our_zone() -> str:
    """Return OURS, as the default of a column."""
    return OURS


def zone_choices() -> list[tuple[str, str]]:
    """Return ZONES as the choices of a field."""
    return list(ZONES.items())


class NoSuchMoment(ValueError):
    """A time that a clock never shows, or shows twice, with a sentence that says why."""


def at(date: datetime.date, time: datetime.time, zone: str) -> datetime.datetime:
    """Return the instant at which the clocks of `zone`, as “Europe/Moscow”, show `date` and `time`.

    Raises NoSuchMoment if they skip that time or show it twice, or if Python's calendar does not reach so far.
    """
    shown = datetime.datetime.combine(date, time)
    in_words = {
        "time": time_format(time),
        "date": dates.in_words(date),
        "place": place_name(zone),
        "ours": place_name(),
    }
    try:
        earlier, later = (_instant(shown.replace(fold=fold), zone) for fold in (0, 1))
        is_skipped = _on_the_clock(earlier, zone) != shown
    except OverflowError:
        raise NoSuchMoment(_("No calendar here reaches %(date)s.") % in_words) from None
    if is_skipped:
        sentence = _(
            "%(time)s on %(date)s does not exist in %(place)s: the clocks are put forward past it. "
            "Choose a time before or after that, or one on the clocks of %(ours)s."
        )
        raise NoSuchMoment(sentence % in_words)
    if earlier != later:
        sentence = _(
            "%(time)s on %(date)s exists twice in %(place)s: the clocks are put back over it. "
            "Choose a time before or after that, or one on the clocks of %(ours)s."
        )
        raise NoSuchMoment(sentence % in_words)
    return earlier


def first_at(date: datetime.date, time: datetime.time, zone: str) -> datetime.datetime:
    """Return the aware datetime in `zone` at which clocks there first show `date` and `time`.

    For what need not be exact, as the hour of a meeting: a time that clocks skip counts as the one after the gap.
    """
    shown = datetime.datetime.combine(date, time)
    return _instant(shown, zone).astimezone(zoneinfo.ZoneInfo(zone))


def is_skipped(date: datetime.date, time: datetime.time, zone: str) -> bool:
    """Tell whether the clocks of `zone` are put forward past `time` on `date`."""
    shown = datetime.datetime.combine(date, time)
    return _on_the_clock(_instant(shown, zone), zone) != shown


def _instant(shown, zone):
    return shown.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(datetime.UTC)


def _on_the_clock(instant, zone):
    return instant.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)

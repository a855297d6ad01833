"""The instant of a date and a time in some time zone, where clocks may be put forward and back."""

import datetime
import zoneinfo

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import dates

# The press office's own clock first, then the capitals of the other member states, then where the readers are.
MOSCOW = "Europe/Moscow"
ZONES = {
    MOSCOW: gettext_lazy("Moscow"),
    "Asia/Yerevan": gettext_lazy("Yerevan"),
    "Europe/Minsk": gettext_lazy("Minsk"),
    "Asia/Almaty": gettext_lazy("Astana"),
    "Asia/Bishkek": gettext_lazy("Bishkek"),
    "Asia/Dushanbe": gettext_lazy("Dushanbe"),
    "UTC": gettext_lazy("UTC"),
    "Europe/Brussels": gettext_lazy("Brussels"),
    "America/New_York": gettext_lazy("New York"),
}


class NoSuchMoment(ValueError):
    """A time that a clock never shows, or shows twice, with a sentence that says why."""


def at(date: datetime.date, time: datetime.time, zone: str) -> datetime.datetime:
    """Return the instant at which the clocks of `zone`, a key of ZONES, show `date` and `time`.

    Raises NoSuchMoment if they skip that time or show it twice, or if Python's calendar does not reach so far.
    """
    shown = datetime.datetime.combine(date, time)
    in_words = {"time": time_format(time), "date": dates.in_words(date), "place": ZONES[zone]}
    try:
        earlier, later = (_instant(shown.replace(fold=fold), zone) for fold in (0, 1))
        is_skipped = _on_the_clock(earlier, zone) != shown
    except OverflowError:
        raise NoSuchMoment(_("No calendar here reaches %(date)s.") % in_words) from None
    if is_skipped:
        sentence = _(
            "%(time)s on %(date)s does not exist in %(place)s: the clocks are put forward past it. "
            "Choose a time before or after that, or Moscow time."
        )
        raise NoSuchMoment(sentence % in_words)
    if earlier != later:
        sentence = _(
            "%(time)s on %(date)s exists twice in %(place)s: the clocks are put back over it. "
            "Choose a time before or after that, or Moscow time."
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

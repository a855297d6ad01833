"""The day a page of the record speaks of: today, or the one its address asks for with ?on=2018-11-27."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from publishing import clock, dates

FIRST_DAY = datetime.date(1992, 5, 15)  # the Treaty was signed; before it there is nothing to be asked
YEARS_AHEAD = 10  # terms are announced years before they begin, never decades


@dataclass(frozen=True)
class AsOf:
    """`day` is the day asked for, None if it is none; then `error` is a sentence, and `typed` what stood there."""

    day: datetime.date | None
    today: datetime.date
    typed: str = ""
    error: str = ""

    @property
    def is_today(self):
        return self.day == self.today

    @property
    def query(self):
        """What an address needs to speak of the same day: “?on=2018-11-27”, nothing for today."""
        return "" if self.is_today or self.day is None else f"?on={self.day.isoformat()}"

    @property
    def first_day(self):
        return FIRST_DAY

    @property
    def last_day(self):
        return datetime.date(self.today.year + YEARS_AHEAD, 12, 31)

    @property
    def status(self):
        """The status of the answer: 400 where no day could be made out."""
        return 400 if self.error else 200


def asked(request):
    """Return the AsOf of what `request` asks for."""
    today = clock.today()
    typed = request.GET.get("on", "").strip()[:40]
    if not typed:
        return AsOf(today, today)
    try:
        day = datetime.date.fromisoformat(typed)
    except ValueError:
        return AsOf(None, today, typed, _("“%(typed)s” is no date. Write it as 2018-11-27.") % {"typed": typed})
    asked_for = AsOf(day, today, typed)
    if day < FIRST_DAY:
        return AsOf(None, today, typed, _("The record begins on %(day)s.") % {"day": dates.in_words(FIRST_DAY)})
    if day > asked_for.last_day:
        told = {"day": dates.in_words(asked_for.last_day)}
        return AsOf(None, today, typed, _("The record does not reach beyond %(day)s.") % told)
    return asked_for

"""The day that a page of the record describes: today, or that of the parameter ?on=2018-11-27."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from publishing import clock, dates

FIRST_DAY = datetime.date(1992, 5, 15)  # the day on which the Treaty was signed
YEARS_AHEAD = 10  # nothing is announced further ahead


@dataclass(frozen=True)
class AsOf:
    """`day` is the requested day. If it is not valid, it is None, `error` says why, and `typed` is the parameter."""

    day: datetime.date | None
    today: datetime.date
    typed: str = ""
    error: str = ""

    @property
    def is_today(self):
        return self.day == self.today

    @property
    def query(self):
        """The query string for links to the same day: “?on=2018-11-27”, '' for today."""
        return "" if self.is_today or self.day is None else f"?on={self.day.isoformat()}"

    @property
    def first_day(self):
        return FIRST_DAY

    @property
    def last_day(self):
        return datetime.date(self.today.year + YEARS_AHEAD, 12, 31)

    @property
    def status(self):
        """The status of the response: 400 without a valid day."""
        return 400 if self.error else 200


def from_request(request):
    """Return the AsOf of the parameter `on`."""
    today = clock.today()
    typed = request.GET.get("on", "").strip()[:40]
    if not typed:
        return AsOf(today, today)
    try:
        day = datetime.date.fromisoformat(typed)
    except ValueError:
        return AsOf(None, today, typed, _("“%(typed)s” is no date. Write it as 2018-11-27.") % {"typed": typed})
    as_of = AsOf(day, today, typed)
    if day < FIRST_DAY:
        return AsOf(None, today, typed, _("Records begin on %(day)s.") % {"day": dates.in_words(FIRST_DAY)})
    if day > as_of.last_day:
        words = {"day": dates.in_words(as_of.last_day)}
        return AsOf(None, today, typed, _("Records end on %(day)s.") % words)
    return as_of

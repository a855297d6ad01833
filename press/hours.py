"""Whether a contact is open now, and until when: weekly hours and special days, in the contact's time zone."""

import dataclasses
import datetime
import zoneinfo

from django.utils.formats import time_format
from django.utils.translation import gettext as _

from press import deadlines
from press.models import SpecialDay
from publishing import clock, dates, moments

DAYS_LOOKED_AHEAD = 21  # longer than the longest holidays
MIDNIGHT = datetime.time(0)
ONE_DAY = datetime.timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Openness:
    """Whether a contact is open, and the instant at which that changes; None if not within DAYS_LOOKED_AHEAD."""

    is_open: bool
    changes: datetime.datetime | None
    zone: str
    now: datetime.datetime

    def __str__(self):
        return _in_words(self)


def of_all(contacts, now=None):
    """Return {number of the contact: Openness} for those of `contacts` with opening hours.

    Their `openings` should be prefetched; special days are one query.
    """
    now = now or clock.now()
    special = list(SpecialDay.objects.filter(last_day__gte=(now - 2 * ONE_DAY).date()).order_by("first_day", "pk"))
    return {contact.pk: _openness(contact, now, special) for contact in contacts if contact.openings.all()}


def _openness(contact, now, special):
    spans = _merged(_spans(contact, now, special))
    inside = next((span for span in spans if span[0] <= now < span[1]), None)
    if inside:
        is_for_good = inside[1] >= spans[-1][1] and inside[1] - now > DAYS_LOOKED_AHEAD * ONE_DAY
        return Openness(True, None if is_for_good else inside[1], contact.zone, now)
    following = next((span for span in spans if span[0] > now), None)
    return Openness(False, following and following[0], contact.zone, now)


def _spans(contact, now, special):
    """Yield (opens, closes) as instants, from yesterday on."""
    today = now.astimezone(zoneinfo.ZoneInfo(contact.zone)).date()
    mine = [special_day for special_day in special if special_day.contact_id in (None, contact.pk)]
    for day in (today + number * ONE_DAY for number in range(-1, DAYS_LOOKED_AHEAD + 2)):
        for opens, closes in _hours(contact, day, mine):
            last = day + ONE_DAY if closes == MIDNIGHT else day
            yield moments.first_at(day, opens, contact.zone), moments.first_at(last, closes, contact.zone)


def _hours(contact, day, special):
    """Return the [(opens, closes)] of one day; a special day of this contact takes precedence over one for all."""
    said = [special_day for special_day in special if special_day.first_day <= day <= special_day.last_day]
    said = [text for text in said if text.contact_id] or said
    if said:
        return [(text.opens, text.closes) for text in said if text.opens is not None]
    openings = [opening for opening in contact.openings.all() if opening.first_day <= day.weekday() <= opening.last_day]
    return [(opening.opens, opening.closes) for opening in openings]


def _merged(spans):
    """Return the spans in order, with adjacent ones merged."""
    merged = []
    for opens, closes in sorted(spans):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
        else:
            merged.append((opens, closes))
    return merged


def _in_words(openness):
    if openness.changes is None:
        return _("Open 24 hours") if openness.is_open else _("Closed for the next weeks")
    zone = zoneinfo.ZoneInfo(openness.zone)
    changes, today = openness.changes.astimezone(zone), openness.now.astimezone(zone).date()
    told = {"time": _on_two_clocks(changes, openness.zone), "day": _day(changes.date())}
    if changes.date() == today:
        return (_("Open now until %(time)s") if openness.is_open else _("Closed now, opens today at %(time)s")) % told
    if openness.is_open:
        return _("Open now until %(day)s, %(time)s") % told
    return _("Closed now, opens on %(day)s at %(time)s") % told


def _on_two_clocks(moment, zone):
    """Return “18:00 Moscow, 15:00 UTC”."""
    utc = f"{time_format(moment.astimezone(datetime.UTC))} UTC"
    return utc if zone == "UTC" else f"{deadlines.at_place(time_format(moment), zone)}, {utc}"


def _day(date):
    """Return “27 November 2026 (Friday)”: in brackets the weekday needs no grammatical case."""
    return f"{dates.in_words(date)} ({dates.weekday_name(date.weekday())})"

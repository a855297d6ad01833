"""The deadline of an enquiry: the time left, in which time zones, how urgent."""

import dataclasses
import datetime
import zoneinfo

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from press.models import Enquiry
from publishing import clock, moments

ONE_MINUTE = datetime.timedelta(minutes=1)
ONE_HOUR = datetime.timedelta(hours=1)
SOON = 2 * ONE_HOUR
NOW = 30 * ONE_MINUTE
PASSED = 3


@dataclasses.dataclass(frozen=True)
class TimeLeft:
    """The time left for an enquiry as a sentence, and `look`, the CSS class of its label."""

    sentence: str
    look: str


def left(enquiry, now):
    """Return the TimeLeft of an enquiry at the instant `now`."""
    if not enquiry.is_open:
        return TimeLeft(str(enquiry.get_state_display()), "ok" if enquiry.state == Enquiry.State.ANSWERED else "")
    if enquiry.deadline is None:
        return TimeLeft(_("No deadline"), "")
    remaining = enquiry.deadline - now
    if remaining <= datetime.timedelta():
        return TimeLeft(_("Overdue by %(time)s") % {"time": in_words(-remaining)}, "late")
    told = {"time": in_words(remaining)}
    if remaining <= NOW:
        return TimeLeft(_("Now: %(time)s left") % told, "late")
    if remaining <= SOON:
        return TimeLeft(_("Soon: %(time)s left") % told, "review")
    return TimeLeft(_("%(time)s left") % told, "")


def in_words(span):
    """Return a span of time as “3 h 12 min” or “2 days”, rounded up to the minute."""
    minutes = max(0, -(-int(span.total_seconds()) // 60))
    if minutes >= 2 * 1440:
        days = minutes // 1440
        return ngettext("%(number)d day", "%(number)d days", days) % {"number": days}
    if minutes >= 60:
        return _("%(hours)d h %(minutes)d min") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("%(minutes)d min") % {"minutes": minutes}


def on_clocks(enquiry):
    """Return the deadline on the office's clock and, if it differs, in the journalist's time zone; "" without one."""
    if enquiry.deadline is None:
        return ""
    zones = dict.fromkeys([moments.OURS, enquiry.zone if enquiry.zone in moments.ZONES else moments.OURS])
    return "; ".join(_on(enquiry.deadline, zone) for zone in zones)


def _on(instant, zone):
    shown = instant.astimezone(zoneinfo.ZoneInfo(zone))
    return at_place(format_date(shown, "d.m.Y, H:i"), zone)


def at_place(time, zone):
    """Return a time with its time zone: “18:00 Moscow”."""
    return pgettext("time and city", "%(time)s %(place)s") % {"time": time, "place": moments.place_name(zone)}


def level(enquiry, now):
    """Return the present level of warning, 0 for none.

    1: two hours before, or in the last quarter of a shorter time; 2: half an hour before; PASSED: afterwards.
    """
    remaining = enquiry.deadline - now
    if remaining <= datetime.timedelta():
        return PASSED
    if remaining <= NOW:
        return 2
    given = enquiry.deadline - enquiry.received_at
    return 1 if remaining <= min(SOON, given / 4) else 0


def pressing(now=None):
    """Return the enquiries without an answer whose deadline is near or has passed, the most urgent first."""
    now = now or clock.now()
    near = Enquiry.objects.open().filter(deadline__lte=now + SOON).order_by("deadline")
    return [enquiry for enquiry in near if level(enquiry, now)]

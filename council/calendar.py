"""The calendar of public meetings, by RFC 5545, to be subscribed to and kept true.

An entry keeps its identity whatever changes; every change of time, place or course raises its SEQUENCE, by which
programs know the newer of two; and a cancelled meeting stays in as CANCELLED, for one that merely disappeared would be
kept by many.
"""

import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from council.models import Meeting
from publishing.localized import in_language

PRODUCT = "-//CSTO Press Office//Newsroom//EN"
REFRESH = datetime.timedelta(hours=1)


def of(meetings, name, address):
    """Return the octets of a calendar called `name` of `meetings`, fetched with their bodies.

    `address` makes an absolute address of a path on the site.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # what programs read that do not know RFC 7986
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for meeting in meetings:
        calendar.add_component(_entry(meeting, address))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _entry(meeting, address):
    entry = Event()
    entry.add("uid", f"{meeting.uid}-{get_language()}")
    entry.add("sequence", meeting.sequence)
    entry.add("dtstamp", meeting.changed_at)
    entry.add("last-modified", meeting.changed_at)
    _add_time(entry, meeting)
    entry.add("summary", meeting.name, parameters={"LANGUAGE": get_language()})
    if place := in_language(meeting.place):
        entry.add("location", place)
    page = address(meeting.get_absolute_url())
    entry.add("url", page)
    entry.add("description", "\n".join(filter(None, [_standing(meeting), in_language(meeting.summary), page])))
    cancelled = meeting.course == Meeting.Course.CANCELLED
    postponed = meeting.course == Meeting.Course.POSTPONED
    entry.add("status", "CANCELLED" if cancelled else "TENTATIVE" if postponed else "CONFIRMED")
    entry.add("transp", "TRANSPARENT")
    return entry


def _add_time(entry, meeting):
    """A meeting whose hour is not known takes the whole day; one whose end is not known tells its beginning alone."""
    if meeting.begins is None:
        entry.add("dtstart", meeting.held_on)
        return
    entry.add("dtstart", meeting.begins)
    if meeting.ends:
        entry.add("dtend", meeting.ends)


def _standing(meeting):
    if meeting.course == Meeting.Course.AS_PLANNED:
        return ""
    words = _("Cancelled") if meeting.course == Meeting.Course.CANCELLED else _("Postponed")
    return ": ".join(filter(None, [words, in_language(meeting.reason)]))

"""The calendar of public meetings, by RFC 5545, to which visitors subscribe.

An entry always keeps its UID. Every change of time, place or course raises its SEQUENCE, and so does the publication of
a report, to which the entry then links. A cancelled meeting stays in as CANCELLED: if it disappeared, many programs
would keep the old entry. A withdrawn meeting does so as well, with its identity and time only.
"""

import datetime
import functools
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.text import capfirst, get_text_list
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vDuration

from council.models import Body, EntryChange, Meeting, WithdrawnEntry, fetch_moves
from identity.current import current as identity
from publishing import clock
from publishing.localized import in_language

REFRESH_INTERVAL = datetime.timedelta(hours=1)
END = b"END:VCALENDAR\r\n"
STATUS = {
    Meeting.Course.AS_PLANNED: "CONFIRMED",
    Meeting.Course.POSTPONED: "TENTATIVE",
    Meeting.Course.CANCELLED: "CANCELLED",
}
YEARS_BACK = 1  # whole years before this one in a calendar; the pages have all


# --- A calendar ----------------------------------------------------------------------------------------------------


def first_day():
    """Return the first day of a calendar to which visitors subscribe."""
    return datetime.date(clock.today().year - YEARS_BACK, 1, 1)


def withdrawn():
    """Return the latest WithdrawnEntry of each meeting that was public and no longer is."""
    ended = WithdrawnEntry.objects.filter(at__lte=clock.SiteNow())
    ended = ended.filter(~Exists(Meeting.objects.public().filter(pk=OuterRef("meeting_id"))))
    return ended.order_by("meeting_id", "-at", "-id").distinct("meeting_id")


def begun(name):
    """Return an empty Calendar called `name`."""
    name = " ".join(name.split())  # X- properties must be a single line
    calendar = Calendar()
    with override("en"):
        calendar.add("prodid", f"-//{identity().office}//Newsroom//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # for programs that do not know RFC 7986
    calendar.add("refresh-interval", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH_INTERVAL))
    return calendar


def of(meetings, gone, name, address, others=()):
    """Return the bytes of a calendar called `name` with a queryset of `meetings` and the WithdrawnEntries `gone`.

    `address` returns the absolute address of a path on the site. `others` are further things with a date, an hour and a
    time zone, each with its Event: (thing, Event).
    """
    meetings = list(meetings.prefetch_related("bodies", _changes()))
    fetch_moves(meetings)
    gone = list(gone)
    reports, bodies = _reports(meetings), Body.objects.in_bulk({number for entry in gone for number in entry.bodies})
    calendar = begun(name)
    for zone in _zones([*meetings, *gone, *(thing for thing, _event in others)]):
        calendar.add_component(zone)
    entries = [_entry(meeting, reports[meeting.pk], address) for meeting in meetings]
    for entry in gone:
        entries.append(_withdrawn_entry(entry, [bodies[number] for number in entry.bodies if number in bodies]))
    events = [*map(_bytes, entries), *(event.to_ical() for _thing, event in others)]
    return calendar.to_ical().removesuffix(END) + b"".join(events) + END


def _changes():
    """Return a Prefetch of a meeting's `changes`: when reports on it were published."""
    return Prefetch("entry_changes", EntryChange.objects.filter(at__lte=clock.SiteNow()), to_attr="changes")


def _reports(meetings):
    """Return {meeting's number: public editions about it in the language of the page}.

    Council may not import news, so the model comes from the relation.
    """
    editions = Meeting._meta.get_field("editions").related_model.objects.public()
    by_meeting = defaultdict(list)
    for edition in editions.filter(meeting__in=meetings, language=get_language()).defer("body").newest_first():
        by_meeting[edition.meeting_id].append(edition)
    return by_meeting


# --- An entry ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """The content of an entry; `begins` is a date if the hour is not known."""

    uid: str
    sequence: int
    begins: datetime.date
    zone: str  # the time zone of `begins` and `ends`
    ends: datetime.datetime | None
    name: str
    language: str
    changed: datetime.datetime
    status: str
    description: str
    place: str = ""
    page: str = ""


def _entry(meeting, reports, address):
    page = address(meeting.get_absolute_url())
    links = [f"{report.title}: {address(report.get_absolute_url())}" for report in reports]
    lines = [_standing(meeting), in_language(meeting.summary), page, *links]
    changed = [change.at for change in meeting.changes] + [report.live_from for report in reports]
    return Entry(
        **_identity(meeting),
        sequence=meeting.sequence + len(meeting.changes),
        name=meeting.name,
        changed=max([meeting.changed_at, meeting.live_from, *changed]),
        status=STATUS[meeting.course],
        description="\n".join(filter(None, lines)),
        place=in_language(meeting.place),
        page=page,
    )


def _withdrawn_entry(withdrawn, bodies):
    """Return a cancelled Entry with nothing but what programs need to find the old one."""
    names = [body.called_on(withdrawn.held_on).in_sentence for body in bodies]
    name = capfirst(_("Meeting of %(bodies)s") % {"bodies": get_text_list(names, str(_("and")))})
    return Entry(
        **_identity(withdrawn),
        sequence=withdrawn.sequence,
        name=name if names else _("Meeting"),
        changed=withdrawn.at,
        status="CANCELLED",
        description=_("The press office has taken this entry out of the calendar."),
    )


def _identity(thing):
    """Return uid, language and times of an entry; `thing` is a Meeting or a WithdrawnEntry."""
    language = get_language()
    # Without an hour the entry is for the whole day.
    begins = thing.begins or thing.held_on
    clocks = {"begins": begins, "ends": thing.ends, "zone": thing.zone}
    return {"uid": f"{thing.uid}-{language}", "language": language, **clocks}


@functools.lru_cache(maxsize=2048)
def _bytes(entry):
    """Return `entry` in iCalendar format."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed)
    event.add("last-modified", entry.changed)
    event.add("dtstart", entry.begins)
    if entry.ends:
        event.add("dtend", entry.ends)
    event.add("summary", entry.name, parameters={"LANGUAGE": entry.language})
    for name, value in [("location", entry.place), ("url", entry.page)]:
        if value:
            event.add(name, value)
    event.add("description", entry.description)
    event.add("status", entry.status)
    event.add("transp", "TRANSPARENT")
    return event.to_ical()


def _standing(meeting):
    if meeting.is_as_planned:
        return meeting.standing
    return ": ".join(filter(None, [meeting.standing, in_language(meeting.reason)]))


def _zones(entries):
    """Return the VTIMEZONEs that `entries` need, with their changes from the year before the first entry on."""
    timed = [entry for entry in entries if entry.starts_at and entry.zone != "UTC"]
    if not timed:
        return []
    years = [entry.held_on.year for entry in timed]
    return [_zone(name, min(years) - 1, max(years) + 2) for name in sorted({entry.zone for entry in timed})]


@functools.lru_cache(maxsize=256)
def _zone(name, first_year, last_year):
    return Timezone.from_tzid(
        name, first_date=datetime.date(first_year, 1, 1), last_date=datetime.date(last_year, 1, 1)
    )


# --- Reports ---------------------------------------------------------------------------------------------------------


def will_change(meetings, at):
    """Record that the entries of these public meetings change at the instant `at`, when reports are published."""
    EntryChange.objects.bulk_create(
        [EntryChange(meeting=meeting, at=at) for meeting in meetings], ignore_conflicts=True
    )


def will_not_change(meetings, at):
    """Remove the changes that will_change() recorded for the instant `at`, if that has not come."""
    EntryChange.objects.filter(meeting__in=meetings, at=at).filter(at__gt=clock.SiteNow()).delete()

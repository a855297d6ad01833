"""The calendar of public meetings, by RFC 5545, to be subscribed to and kept true.

An entry keeps its identity whatever changes; every change of time, place or course raises its SEQUENCE, by which
programs know the newer of two, and so does the release of a report, to which it leads then. A cancelled meeting stays
in as CANCELLED, for one that merely disappeared would be kept by many. So does one that was withdrawn, with what
identifies it and not a word more: visitors saw when it was to be, and no longer see the rest.
"""

import datetime
import functools
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.text import capfirst, get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vDuration

from council.models import Body, EntryChange, Meeting, WithdrawnEntry, fetch_moves
from publishing import clock
from publishing.localized import in_language

PRODUCT = "-//CSTO Press Office//Newsroom//EN"
REFRESH_INTERVAL = datetime.timedelta(hours=1)
END = b"END:VCALENDAR\r\n"
STATUS = {
    Meeting.Course.AS_PLANNED: "CONFIRMED",
    Meeting.Course.POSTPONED: "TENTATIVE",
    Meeting.Course.CANCELLED: "CANCELLED",
}
YEARS_BACK = 1  # whole years before this one that a calendar holds; the pages hold all


# --- What is in one ------------------------------------------------------------------------------------------------


def first_day():
    """Return the day from which on meetings stand in a calendar that is subscribed to."""
    return datetime.date(clock.today().year - YEARS_BACK, 1, 1)


def withdrawn():
    """Return the entries of meetings that were public and no longer are, each as it stands last."""
    ended = WithdrawnEntry.objects.filter(at__lte=clock.SiteNow())
    ended = ended.filter(~Exists(Meeting.objects.public().filter(pk=OuterRef("meeting_id"))))
    return ended.order_by("meeting_id", "-at", "-id").distinct("meeting_id")


def begun(name):
    """Return a Calendar called `name` with nothing in it yet."""
    name = " ".join(name.split())  # a property of one line, which the library does not fold where it is an X- one
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)  # what programs read that do not know RFC 7986
    calendar.add("refresh-interval", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    calendar.add(
        "x-published-ttl", vDuration(REFRESH_INTERVAL)
    )  # of a property it does not know the library asks no type
    return calendar


def of(meetings, gone, name, address):
    """Return the bytes of a calendar called `name`: querysets of `meetings`, and of entries of those that are `gone`.

    `address` makes an absolute address of a path on the site.
    """
    meetings = list(meetings.prefetch_related("bodies", _changes()))
    fetch_moves(meetings)
    gone = list(gone)
    reports, bodies = _reports(meetings), Body.objects.in_bulk({number for entry in gone for number in entry.bodies})
    calendar = begun(name)
    for zone in _zones([*meetings, *gone]):
        calendar.add_component(zone)
    entries = [_entry(meeting, reports[meeting.pk], address) for meeting in meetings]
    entries += [_withdrawn_entry(it, [bodies[number] for number in it.bodies if number in bodies]) for it in gone]
    return calendar.to_ical().removesuffix(END) + b"".join(map(_bytes, entries)) + END


def _changes():
    """Have `changes` of a meeting fetched along: the releases of reports on it, and none that is still to come."""
    return Prefetch("entry_changes", EntryChange.objects.filter(at__lte=clock.SiteNow()), to_attr="changes")


def _reports(meetings):
    """Return {meeting's number: public editions about it in the language of the page}.

    News knows the Council, not the other way round: we go by the relation's far end.
    """
    editions = Meeting._meta.get_field("editions").related_model.objects.public()
    found = defaultdict(list)
    for edition in editions.filter(meeting__in=meetings, language=get_language()).defer("body").newest_first():
        found[edition.meeting_id].append(edition)
    return found


# --- An entry ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """All that an entry says; `begins` is a day where the hour is not known."""

    uid: str
    sequence: int
    begins: datetime.date
    zone: str  # of two clocks that show the same instant, the one by which it is told
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
    told = [f"{report.title}: {address(report.get_absolute_url())}" for report in reports]
    said = [_standing(meeting), in_language(meeting.summary), page, *told]
    changed = [change.at for change in meeting.changes] + [report.live_from for report in reports]
    return Entry(
        **_identity(meeting),
        sequence=meeting.sequence + len(meeting.changes),
        name=meeting.name,
        changed=max([meeting.changed_at, meeting.live_from, *changed]),
        status=STATUS[meeting.course],
        description="\n".join(filter(None, said)),
        place=in_language(meeting.place),
        page=page,
    )


def _withdrawn_entry(withdrawn, bodies):
    """Return what programs need to strike the entry out, and nothing else of what it once said."""
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
    """Return by what an entry is known; `thing` is a meeting or what is kept of one."""
    language = get_language()
    # One whose hour is not known takes the whole day; one whose end is not known tells its beginning alone.
    begins = thing.begins or thing.held_on
    clocks = {"begins": begins, "ends": thing.ends, "zone": thing.zone}
    return {"uid": f"{thing.uid}-{language}", "language": language, **clocks}


@functools.lru_cache(maxsize=2048)
def _bytes(entry):
    """Return `entry` as it stands in a file. It is made of nothing else, so it is made once."""
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
    """Return the clocks by which `entries` are told, with their changes from the year before the first on."""
    timed = [entry for entry in entries if entry.starts_at and entry.zone != "UTC"]
    if not timed:
        return []
    years = [it.held_on.year for it in timed]
    return [_zone(name, min(years) - 1, max(years) + 2) for name in sorted({it.zone for it in timed})]


@functools.lru_cache(maxsize=256)
def _zone(name, first_year, last_year):
    return Timezone.from_tzid(
        name, first_date=datetime.date(first_year, 1, 1), last_date=datetime.date(last_year, 1, 1)
    )


# --- Reports that are released ---------------------------------------------------------------------------------------


def will_change(meetings, at):
    """Have the entries of these public meetings change at the instant `at`, when reports of them are released."""
    EntryChange.objects.bulk_create(
        [EntryChange(meeting=meeting, at=at) for meeting in meetings], ignore_conflicts=True
    )


def will_not_change(meetings, at):
    """Forget the changes of these meetings' entries that were to come at the instant `at`."""
    EntryChange.objects.filter(meeting__in=meetings, at=at).filter(at__gt=clock.SiteNow()).delete()

"""The calendar of media advisories (RFC 5545); changes raise SEQUENCE, cancelled events stay as CANCELLED."""

from django.utils.translation import get_language
from icalendar import Event

from council.calendar import begun
from publishing.localized import in_language


def of(advisories, name, address):
    """Return the bytes of a calendar called `name`; `address` makes an absolute address of a path on the site."""
    calendar = begun(name)
    for advisory in advisories:
        calendar.add_component(entry(advisory, address))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def entry(advisory, address):
    """Return the Event of one advisory."""
    entry = Event()
    entry.add("uid", f"{advisory.uid}-{get_language()}")
    entry.add("sequence", advisory.sequence)
    entry.add("dtstamp", advisory.changed_at)
    entry.add("last-modified", advisory.changed_at)
    entry.add("dtstart", advisory.begins)
    if advisory.ends:
        entry.add("dtend", advisory.ends)
    entry.add("summary", in_language(advisory.title), parameters={"LANGUAGE": get_language()})
    entry.add("location", in_language(advisory.place))
    page = address(advisory.get_absolute_url())
    entry.add("url", page)
    told = [in_language(advisory.cancelled_because), in_language(advisory.access), page]
    entry.add("description", "\n".join(filter(None, told)))
    entry.add("status", "CANCELLED" if advisory.is_cancelled else "CONFIRMED")
    return entry

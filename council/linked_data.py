"""Structured data of meetings and people: schema.org's Event and Person, in the page's language.

A meeting whose place is not known gets no Event, because search engines require a place.
"""

import datetime

from council.models import Meeting
from identity.linked_data import organization
from photos import linked_data as photos
from publishing import moments
from publishing.addresses import absolute_url
from publishing.linked_data import make_node
from publishing.localized import in_language

MAX_PHOTOS = 6
MAX_PEOPLE = 40

ATTENDANCE = {
    Meeting.Format.IN_PERSON: "OfflineEventAttendanceMode",
    Meeting.Format.VIDEOCONFERENCE: "OnlineEventAttendanceMode",
    Meeting.Format.MIXED: "MixedEventAttendanceMode",
}
STATUS = {
    Meeting.Course.AS_PLANNED: "EventScheduled",
    Meeting.Course.POSTPONED: "EventPostponed",
    Meeting.Course.CANCELLED: "EventCancelled",
}


# --- Meetings --------------------------------------------------------------------------------------------------------


def event(meeting, *, date_changes=(), seats=(), images=()):
    """Return the Event of a public meeting, None if its place is not known.

    `date_changes` and `seats` are those of its page, `images` photos made by photos.showing.with_words.
    """
    location = _location(meeting)
    if not location:
        return None
    page = absolute_url(meeting.get_absolute_url())
    moved_from = _earlier_starts(meeting, date_changes)
    attendance = ATTENDANCE.get(meeting.format)
    return make_node(
        type_="Event",
        id_=f"{page}#event",
        name=meeting.name,
        description=in_language(meeting.summary) or _reason(meeting) or str(meeting),
        url=page,
        startDate=_moment(meeting.held_on, meeting.begins),
        endDate=meeting.ends and meeting.ends.isoformat(),
        previousStartDate=moved_from[0] if len(moved_from) == 1 else moved_from,
        eventStatus=f"https://schema.org/{_status(meeting, moved_from)}",
        eventAttendanceMode=attendance and f"https://schema.org/{attendance}",
        location=location[0] if len(location) == 1 else location,
        organizer=organization(),
        attendee=[_attendee(seat) for seat in seats if seat["person"]][:MAX_PEOPLE],
        image=[
            photos.node(image, caption=image.shown_caption, description=image.shown_alt)
            for image in images[:MAX_PHOTOS]
            if image.large
        ],
    )


def subject(meeting):
    """Return the node of a meeting that something is about: its Event, or only its name and address."""
    page = absolute_url(meeting.get_absolute_url())
    return event(meeting) or make_node(type_="Thing", id_=f"{page}#event", name=meeting.name, url=page)


def _location(meeting):
    """Return the nodes of its places: a town, a video conference, or both."""
    places = []
    town = in_language(meeting.place)
    if town and meeting.format != Meeting.Format.VIDEOCONFERENCE:
        address = {"@type": "PostalAddress", "addressLocality": town}
        places.append({"@type": "Place", "name": town, "address": address})
    if meeting.format in (Meeting.Format.VIDEOCONFERENCE, Meeting.Format.MIXED):
        places.append({"@type": "VirtualLocation", "url": absolute_url(meeting.get_absolute_url())})
    return places


def _status(meeting, moved_from):
    was_moved = moved_from or meeting.moved_from  # pages that only mention the meeting pass no changes
    return "EventRescheduled" if meeting.is_as_planned and was_moved else STATUS[meeting.course]


def _reason(meeting):
    return "" if meeting.is_as_planned else in_language(meeting.reason)


def _earlier_starts(meeting, changes):
    """Return the earlier beginnings, the latest change first, without the present one."""
    now = _moment(meeting.held_on, meeting.begins)
    starts = [_moment(change.held_on, _begins(change)) for change in changes]
    return [start for start in dict.fromkeys(starts) if start != now]


def _begins(change):
    return change.starts_at and moments.first_at(change.held_on, change.starts_at, change.zone)


def _moment(day, begins):
    return (begins or day).isoformat()


def _attendee(seat):
    state, term = seat["state"], seat["term"]
    return make_node(
        type_="Person",
        id_=f"{absolute_url(seat['person'].get_absolute_url())}#person",
        name=in_language(seat["person"].name),
        url=absolute_url(seat["person"].get_absolute_url()),
        jobTitle=term.title() if term else in_language(seat["capacity"]),
        affiliation=state and {"@type": "Country", "name": in_language(state.name)},
    )


# --- People ----------------------------------------------------------------------------------------------------------


def person(person, *, terms, today, portrait=None, other_names=(), also_met_as=()):
    """Return the node of a public person, with the titles of `today` whatever day the page describes.

    `terms` are all public ones; `portrait` was made by photos.showing.with_words.
    """
    page = absolute_url(person.get_absolute_url())
    standing = [term for term in terms if term.holds_on(today)]
    states = {term.office.state_id: term.office.state for term in standing if term.office.state}
    has_picture = portrait and portrait.large
    return make_node(
        type_="Person",
        id_=f"{page}#person",
        name=in_language(person.name),
        alternateName=list(dict.fromkeys([*(name for _language, name in other_names), *also_met_as])),
        url=page,
        mainEntityOfPage=page,
        description=in_language(person.biography),
        image=has_picture and photos.node(portrait, caption=portrait.shown_caption, description=portrait.shown_alt),
        jobTitle=[term.title() for term in standing],
        honorificPrefix=next((in_language(term.rank) for term in standing if in_language(term.rank)), ""),
        hasOccupation=[_occupation(term) for term in terms],
        affiliation=[
            organization(),
            *({"@type": "Country", "name": in_language(state.name)} for state in states.values()),
        ]
        if standing
        else None,
    )


def _occupation(term):
    """Return the node of an office with its dates, each only as precise as it is known."""
    return make_node(
        type_="Role",
        hasOccupation={"@type": "Occupation", "name": term.title()},
        startDate=_precisely(term.start, term.start_precision),
        endDate=_precisely(term.end, term.end_precision),
    )


PRECISELY = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}


def _precisely(day: datetime.date | None, precision):
    return day.strftime(PRECISELY[precision]) if day and precision in PRECISELY else ""

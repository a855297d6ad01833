"""The record of the Council: states, people, bodies, documents and meetings."""

import dataclasses
import datetime

from council.models import (
    AgendaItem,
    Appendix,
    Bearing,
    Body,
    BodyName,
    Chairmanship,
    Consideration,
    Document,
    Meeting,
    MeetingPhoto,
    Membership,
    Office,
    Participation,
    Person,
    PersonName,
    Rank,
    Signatory,
    State,
    StatusClaim,
    Term,
)
from demo import content
from demo.clock import MORNING, limits, moment
from publishing import actions, clock, dates


@dataclasses.dataclass
class Record:
    """What meetings refer to, by the keys of the data files."""

    states: dict
    people: dict
    bodies: dict
    documents: dict


def load(users):
    states = load_states()
    people, offices = load_people(states, users)
    bodies = load_bodies(states, offices)
    return Record(states, people, bodies, load_documents(users, states, bodies))


def load_states():
    data = content.read("states")
    states = {
        row["code"]: State.objects.create(code=row["code"], name=row["name"], short_name=row["short_name"])
        for row in data["states"]
    }
    for row in data["chairmanships"]:
        Chairmanship.objects.create(state=states[row["state"]], **limits(row))
    for row in data["claims"]:
        facts = {name: row[name] for name in ("status", "claimed_by", "source")}
        StatusClaim.objects.create(state=states[row["state"]], note=row.get("note", {}), **facts, **limits(row))
    return states


def load_people(states, users):
    data = content.read("people")
    people = {row["key"]: Person.objects.create(name=row["name"]) for row in data["people"]}
    for row in data["people"]:
        PersonName.objects.bulk_create(
            PersonName(person=people[row["key"]], text=text) for text in row.get("other_names", [])
        )
    offices = {
        row["key"]: Office.objects.create(
            kind=row["kind"] if row["kind"] in Office.Kind.values else Office.Kind.OTHER,
            title=row["title"],
            acting_title=row.get("acting_title", {}),
            state=states.get(row.get("state")),
        )
        for row in data["offices"]
    }
    for row in data["ranks"]:
        Rank.objects.create(person=people[row["person"]], kind=row["kind"], name=row["name"], **limits(row))
    for row in data["terms"]:
        term = Term.objects.create(
            person=people[row["person"]], office=offices[row["office"]], acting=row.get("acting", False), **limits(row)
        )
        actions.publish(term, by=users["secretary"])
    return people, offices


def load_bodies(states, offices):
    data = content.read("bodies")
    bodies = {}
    for position, row in enumerate(data["bodies"]):
        bodies[row["key"]] = Body.objects.create(
            slug=row["key"],
            position=position,
            parent=bodies.get(row.get("parent")),
            name=row["name"],
            name_of=row["name_of"],
            abbreviation=row.get("abbreviation", {}),
        )
    for row in data["earlier_names"]:
        BodyName.objects.create(
            body=bodies[row["body"]],
            parent=bodies[row["parent"]],
            name=row["name"],
            name_of=row["name_of"],
            **limits(row),
        )
    for position, row in enumerate(data["memberships"]):
        Membership.objects.create(
            body=bodies[row["body"]],
            state=states.get(row.get("state")),
            office=offices.get(row.get("office")),
            role=row["role"],
            position=position,
            **limits(row),
        )
    return bodies


def load_documents(users, states, bodies):
    documents = {}
    for row in content.read("documents")["documents"]:
        document = documents[row["key"]] = make_document(row, bodies)
        add_signatories(document, row, states)
        for number, title in enumerate(row.get("appendices", []), start=1):
            Appendix.objects.create(document=document, number=number, title=title)
        for kind, earlier in row.get("bears_on", []):
            Bearing.objects.create(document=document, kind=kind, earlier=documents[earlier])
        actions.publish(document, by=users["secretary"])
    return documents


def make_document(row, bodies):
    dated, _last, precision = dates.read(row["dated"]) if "dated" in row else (None, None, dates.Precision.DAY)
    return Document.objects.create(
        kind=row["kind"],
        body=bodies.get(row.get("body")),
        title=row["title"],
        is_numbered=row.get("is_numbered", False),
        dated=dated,
        dated_precision=precision,
        place=row.get("place", {}),
        in_force_on=row.get("in_force"),
        note=row.get("note", {}),
        source=row.get("source", ""),
    )


def add_signatories(document, row, states):
    signed = [(code, document.dated, False) for code in row.get("signed_by", [])]
    signed += [(code, day, True) for code, day in row.get("joined_later", [])]
    for position, (code, day, later) in enumerate(signed):
        Signatory.objects.create(
            document=document, state=states[code], signed_on=day, joined_later=later, position=position
        )


def load_meetings(users, record, photos):
    meetings = {}
    for row in content.read("meetings")["meetings"]:
        announced_on = datetime.date.fromisoformat(row["announced_on"])
        with clock.moved_to(moment(announced_on, MORNING)):
            meeting = meetings[row["key"]] = make_meeting(row, record)
            add_participants(meeting, row, record)
            add_agenda(meeting, row, record)
            for position, name in enumerate(row.get("photos", [])):
                MeetingPhoto.objects.create(meeting=meeting, photo=photos[name], position=position)
            actions.publish(meeting, by=users["secretary"])
    return meetings


def make_meeting(row, record):
    meeting = Meeting.objects.create(
        held_on=datetime.date.fromisoformat(row["held_on"]),
        place=row.get("place", {}),
        summary=row["summary"],
        format=row.get("format", Meeting.Format.UNKNOWN),
        chair=record.people.get(row.get("chair")),
        chair_state=record.states.get(row.get("chair_state")),
        **{name: row[name] for name in ("kind", "starts_at", "ends_at", "course", "reason") if name in row},
    )
    meeting.bodies.set([record.bodies[key] for key in row.get("bodies", ["permanent-council"])])
    return meeting


def add_participants(meeting, row, record):
    for position, who in enumerate(row.get("participants", [])):
        Participation.objects.create(
            meeting=meeting,
            person=record.people.get(who.get("person")),
            state=record.states.get(who.get("state")),
            position=position,
        )


def add_agenda(meeting, row, record):
    """Write down the items of the agenda, and what the meeting did with each document: its considerations."""
    for position, text in enumerate(row.get("agenda", [])):
        AgendaItem.objects.create(meeting=meeting, text=text, position=position)
    steps = [(entry, verb) for entry in row.get("documents", []) for verb in entry["verbs"]]
    for position, (entry, verb) in enumerate(steps):
        Consideration.objects.create(
            meeting=meeting,
            document=record.documents[entry["document"]],
            verb=verb,
            recipient=entry.get("recipient", {}) if verb == Consideration.Verb.SENT_ON else {},
            position=position,
        )

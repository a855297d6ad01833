"""Fill an empty newsroom with the demo: the same actions as on the desk, each at the moment it claims to be.

The clock of the newsroom is moved to every item's date, so that ranges and the timeline tell eight years of work.
"""

import datetime
import io
import os
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.utils import timezone

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
from csto_site.demo import (
    albums,
    articles,
    captions,
    council,
    enquiries,
    glossary,
    people,
    photographs,
    press,
    record,
    templates,
)
from news import drafts
from news.models import Edition, GlossaryEntry, Section, Template, TemplateText
from photos import library
from photos.models import Album, AlbumPhoto, WordsInFile
from press.models import Contact, Phone
from publishing import actions, clock, dates

LANGUAGES = list(dict(settings.LANGUAGES))
OPENING = datetime.date(2018, 1, 1)  # when the demo's archive begins
FORMATS = {
    None: Meeting.Format.UNKNOWN,
    "in person": Meeting.Format.IN_PERSON,
    "videoconference": Meeting.Format.VIDEOCONFERENCE,
}
MORNING, EVENING = datetime.time(10, 0), datetime.time(17, 40)


def load(progress=lambda text: None):
    """Make everything; `progress` is told in a few words what comes next. Call it inside a transaction."""
    staff = people.create()
    progress("photographs")
    photos = load_photos(staff)
    progress("the Council")
    with clock.moved_to(moment(OPENING, MORNING)):
        states, persons, bodies, documents = load_council(staff)
        load_contacts()
    meetings = load_meetings(staff, states, persons, bodies, documents, photos)
    progress("albums")
    load_albums(staff, photos)
    progress("articles")
    GlossaryEntry.objects.bulk_create(GlossaryEntry(**row) for row in glossary.GLOSSARY)
    load_articles(staff, meetings, photos)
    enquiries.load(staff)


def load_photos(staff):
    """Draw the photographs and take them in; the worker makes their public files."""
    taken = {}
    for name, data in draw_on_all_cores(photographs.PHOTOGRAPHS):
        photo = library.add(io.BytesIO(data), name, by=staff["secretary"])
        words = captions.CAPTIONS[name]
        for field, text in words.items():
            setattr(photo, field, text)
        photo.confirmed_at, photo.confirmed_by = clock.now(), staff["secretary"]
        photo.save()
        WordsInFile.objects.filter(photo=photo).delete()
        taken[name] = photo
    return taken


def draw_on_all_cores(names):
    """Yield (name, bytes) of each photograph; Pillow draws outside Python's lock, so threads share the work."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from zip(names, pool.map(photographs.draw, names))


def load_council(staff):
    states = {
        row["code"]: State.objects.create(code=row["code"], name=row["name"], short_name=row["short_name"])
        for row in [*council.STATES, *record.FORMER_STATES]
    }
    persons = {row["key"]: Person.objects.create(name=row["name"]) for row in council.PEOPLE}
    for key, names in record.OTHER_NAMES.items():
        PersonName.objects.bulk_create(PersonName(person=persons[key], text=text) for text in names)
    offices = {
        row["key"]: Office.objects.create(
            kind=row["kind"] if row["kind"] in Office.Kind.values else Office.Kind.OTHER,
            title=row["title"],
            acting_title=row.get("acting_title") or {},
            state=states.get(row["state"]),
        )
        for row in council.OFFICES
    }
    for row in record.RANKS:
        Rank.objects.create(person=persons[row["person"]], kind=row["kind"], name=row["name"], **limits(row))
    for row in council.TERMS:
        publish(
            Term.objects.create(
                person=persons[row["person"]],
                office=offices[row["office"]],
                acting=row["acting"],
                **limits(row),
            ),
            staff,
        )
    for row in council.CHAIRMANSHIPS:
        Chairmanship.objects.create(state=states[row["state"]], **limits(row))
    load_claims(states)
    bodies = load_bodies(states, offices)
    return states, persons, bodies, load_documents(staff, states, bodies)


def load_bodies(states, offices):
    bodies = {}
    for position, row in enumerate(record.BODIES):
        facts = {name: row[name] for name in ("name", "name_of", "abbreviation")}
        parent = bodies.get(row["parent"])
        bodies[row["key"]] = Body.objects.create(slug=row["key"], position=position, parent=parent, **facts)
    for row in record.EARLIER_NAMES:
        facts = {name: row[name] for name in ("name", "name_of")}
        BodyName.objects.create(body=bodies[row["body"]], parent=bodies[row["parent"]], **facts, **limits(row))
    for position, row in enumerate(record.MEMBERSHIPS):
        member = {"state": states.get(row["state"]), "office": offices.get(row["office"])}
        facts = {"role": row["role"], "position": position, **limits(row)}
        Membership.objects.create(body=bodies[row["body"]], **member, **facts)
    return bodies


def load_claims(states):
    for row in record.CLAIMS:
        facts = {name: row[name] for name in ("status", "claimed_by", "source", "note")}
        StatusClaim.objects.create(state=states[row["state"]], **facts, **limits(row))


def load_documents(staff, states, bodies):
    documents = {}
    for row in [*council.DOCUMENTS, *record.DOCUMENTS]:
        row = row | record.FURTHER_FACTS.get(row["key"], {})
        dated, _last, precision = dates.read(row["dated"]) if row["dated"] else (None, None, dates.Precision.DAY)
        document = documents[row["key"]] = Document.objects.create(
            kind=row["kind"],
            body=bodies.get(row.get("body")),
            title=row["title"],
            is_numbered=row.get("is_numbered", False),
            dated=dated,
            dated_precision=precision,
            place=row.get("place") or {},
            in_force_on=row.get("in_force"),
            note=row.get("note") or {},
            source=row.get("source", ""),
        )
        signed = [(code, dated, False) for code in row.get("signed_by", [])]
        signed += [(code, day, True) for code, day in row.get("joined_later", [])]
        for position, (code, day, later) in enumerate(signed):
            Signatory.objects.create(
                document=document, state=states[code], signed_on=day, joined_later=later, position=position
            )
        for number, title in enumerate(row.get("appendices", []), start=1):
            Appendix.objects.create(document=document, number=number, title=title)
        for kind, earlier in row.get("bears_on", []):
            Bearing.objects.create(document=document, kind=kind, earlier=documents[earlier])
        publish(document, staff)
    return documents


def load_contacts():
    for row in press.CONTACTS:
        since, _last, since_precision = dates.read(row["since"])
        _first, until, until_precision = dates.read(row["until"]) if row["until"] else (None, None, "day")
        contact = Contact.objects.create(
            name=row["name"],
            office=row["office"],
            email=row["email"],
            since=since,
            since_precision=since_precision,
            until=until,
            until_precision=until_precision,
        )
        for position, (number, kind) in enumerate(row["phones"]):
            Phone.objects.create(contact=contact, number=number, kind=kind, position=position)


def load_meetings(staff, states, persons, bodies, documents, photos):
    meetings = {}
    for row in [*council.MEETINGS, *record.MEETINGS]:
        announced = datetime.date.fromisoformat(row["announced_on"])
        with clock.moved_to(moment(announced, MORNING)):
            meeting = Meeting.objects.create(
                held_on=datetime.date.fromisoformat(row["held_on"]),
                place=row["place"] or {},
                summary=row["summary"],
                format=FORMATS[row["mode"] and row["mode"]["en"]],
                **{name: row[name] for name in ("kind", "starts_at", "ends_at", "course", "reason") if name in row},
                chair=persons.get(row["chair"]),
                chair_state=states.get(row["chair_state"]),
            )
            meeting.bodies.set([bodies[key] for key in row.get("bodies", ["permanent-council"])])
            for position, who in enumerate(row["participants"]):
                Participation.objects.create(
                    meeting=meeting,
                    person=persons.get(who["person"]),
                    state=states.get(who["state"]),
                    position=position,
                )
            for position, text in enumerate(row["agenda"]):
                AgendaItem.objects.create(meeting=meeting, text=text, position=position)
            steps = [(paper, verb) for paper in row["documents"] for verb in paper["verbs"]]
            for position, (paper, verb) in enumerate(steps):
                Consideration.objects.create(
                    meeting=meeting,
                    document=documents[paper["document"]],
                    verb=verb,
                    recipient=(paper["recipient"] or {}) if verb == Consideration.Verb.SENT_ON else {},
                    position=position,
                )
            for position, name in enumerate(row["photos"]):
                MeetingPhoto.objects.create(meeting=meeting, photo=photos[name], position=position)
            meetings[row["key"]] = publish(meeting, staff)
    return meetings


def load_albums(staff, photos):
    for row in albums.ALBUMS:
        held_on = datetime.date.fromisoformat(row["held_on"])
        with clock.moved_to(moment(held_on, EVENING)):
            album = Album.objects.create(
                title=row["title"], description=row["description"], held_on=held_on, place=row["place"]
            )
            for position, name in enumerate(row["photos"]):
                AlbumPhoto.objects.create(album=album, photo=photos[name], position=position)
            if "live_in_hours" not in row:
                publish(album, staff)
        if "live_in_hours" in row:
            opens = clock.now() + datetime.timedelta(hours=row["live_in_hours"])
            actions.publish(album, by=staff["secretary"], at=opens.replace(minute=0, second=0, microsecond=0))


def load_articles(staff, meetings, photos):
    sections = {
        row["key"]: Section.objects.create(slug=row["key"], name=row["name"], position=position)
        for position, row in enumerate(articles.SECTIONS)
    }
    load_templates(sections)
    for row in sorted(articles.ARTICLES, key=lambda row: row["shown_on"]):
        shown_on, _last, precision = dates.read(row["shown_on"])
        with clock.moved_to(moment(shown_on, EVENING)):
            facts = {
                "section": sections[row["section"]],
                "genre": row["genre"],
                "shown_on": shown_on,
                "shown_precision": precision,
                "meeting": meetings.get(row["meeting"]),
                "signed_by": Edition.SignedBy.CONTACT if row["signed"] else Edition.SignedBy.NOBODY,
            }
            editions = load_editions(row, facts, staff, photos)
        END_OF_STORY[row["state"]](row, editions, staff)


def load_templates(sections):
    for position, row in enumerate(templates.TEMPLATES):
        template = Template.objects.create(
            name=row["name"], section=sections[row["section"]], genre=row["genre"], position=position
        )
        for language, words in row["texts"].items():
            TemplateText.objects.create(template=template, language=language, **words)


def load_editions(row, facts, staff, photos):
    """Make the first draft in each of the item's languages; a corrected item begins with its first words."""
    article, editions = None, {}
    for language, words in row["languages"].items():
        if row["state"] == "corrected":
            words = row["correction"]["first"].get(language, words)
        shown = [photos[name] for name in row["photos"]]
        parts = {
            "photos": [{"photo": it, "caption": it.caption[language], "alt": it.alt[language]} for it in shown],
            "turns": words.get("turns", []),
        }
        draft = drafts.start(language, by=staff["writer"], article=article, parts=parts, **facts, **text_of(words))
        article = draft.article
        editions[language] = draft
    return editions


def text_of(words):
    return {"title": words["title"], "standfirst": words["standfirst"], "body": words["body_html"]}


def go_live(row, editions, staff):
    shown_on, _last, _precision = dates.read(row["shown_on"])
    with clock.moved_to(moment(shown_on, EVENING)):
        for edition in editions.values():
            approve(edition, staff)
            actions.publish(edition, by=staff["secretary"])


def be_corrected(row, editions, staff):
    go_live(row, editions, staff)
    with clock.moved_to(moment(datetime.date.fromisoformat(row["correction"]["on"]), MORNING)):
        for language, edition in editions.items():
            draft = drafts.open_next(edition, by=staff["writer"])
            for field, value in text_of(row["languages"][language]).items():
                setattr(draft, field, value)
            draft.change = Edition.Change.CORRECTION
            draft.change_note = row["correction"]["note"][language]
            drafts.changed(draft, by=staff["writer"])
            approve(draft, staff)
            actions.publish(draft, by=staff["secretary"])


def be_withdrawn(row, editions, staff):
    go_live(row, editions, staff)
    with clock.moved_to(moment(datetime.date.fromisoformat(row["withdrawn_on"]), MORNING)):
        for language, edition in editions.items():
            actions.withdraw(edition, by=staff["secretary"], reason=row["reason"][language])


def be_scheduled(row, editions, staff):
    opens = clock.now() + datetime.timedelta(hours=row["live_in_hours"])
    opens = opens.replace(minute=0, second=0, microsecond=0) + datetime.timedelta(hours=1)
    for edition in editions.values():
        approve(edition, staff)
        actions.publish(edition, by=staff["secretary"], at=opens)


def approve(edition, staff):
    actions.submit(edition, by=staff["writer"])
    actions.approve(edition, by=staff["secretary"])


def wait_for_review(row, editions, staff):
    for edition in editions.values():
        actions.submit(edition, by=staff["writer"])


def stay_a_draft(row, editions, staff):
    pass


END_OF_STORY = {
    "live": go_live,
    "corrected": be_corrected,
    "withdrawn": be_withdrawn,
    "scheduled": be_scheduled,
    "review": wait_for_review,
    "draft": stay_a_draft,
}


def limits(row):
    """Return start, end and seen of a row, with their precision, as the models hold them."""
    found = {}
    if row.get("seen"):
        found["seen"], _last, found["start_precision"] = dates.read(row["seen"])
    if row["start"]:
        found["start"], _last, found["start_precision"] = dates.read(row["start"])
    if row["end"]:
        _first, found["end"], found["end_precision"] = dates.read(row["end"])
    return found


def moment(day, time):
    """Return the instant of a day and time on the press office's clock."""
    return timezone.make_aware(datetime.datetime.combine(day, time))


def publish(item, staff):
    actions.publish(item, by=staff["secretary"])
    return item

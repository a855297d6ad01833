"""What programs are given: the one definition of every shape, from which answers are encoded and the OpenAPI is made.

Every field of a thing may be left out, for a client can ask for some alone; those of its parts may not. Dates are as
short as they are known: “2018-11-27”, “2018-11” or “2018”.
"""

import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

Moment = datetime.datetime


def told(kind, words, **limits):
    """Return the type of a field that may be left out, with what is told of it."""
    return Annotated[kind, Meta(description=words, **limits)] | UnsetType


def link(words, kind=str):
    return told(kind, words, extra_json_schema={"format": "uri"})


Address = Annotated[str, Meta(extra_json_schema={"format": "uri"})]
KnownDay = Annotated[str, Meta(pattern="^[0-9]{4}(-[0-9]{2}){0,2}$")]


class Part(Struct, kw_only=True, frozen=True):
    pass


class Thing(Struct, kw_only=True, frozen=True):
    pass


# --- Parts -----------------------------------------------------------------------------------------------------------


class SectionName(Part):
    """The section an article stands in."""

    slug: str
    name: str


class BodyName(Part):
    """A body of the Organization."""

    slug: str
    name: str


class StateName(Part):
    """A state, by its ISO 3166 code."""

    code: str
    name: str


class PersonName(Part):
    """A person; the address leads to all that is known."""

    id: int
    name: str
    address: Address


class MeetingName(Part):
    """A meeting; the address leads to all that is known."""

    id: int
    name: str
    held_on: datetime.date
    course: str
    moved_from: datetime.date | None
    address: Address


class DocumentName(Part):
    """A document; the address leads to all that is known."""

    id: int
    title: str
    address: Address


class PhotoFile(Part):
    """A public file of a photograph. `crop` is the shape it was cut to, "" for the whole picture."""

    kind: str
    crop: str
    url: Address
    type: str
    width: int
    height: int
    size: int


class Picture(Part):
    """A photograph as an article shows it, with its words there."""

    id: int
    caption: str
    alt: str
    credit: str
    usage_terms: str
    address: Address
    file: PhotoFile


class AttachedFile(Part):
    """A file that goes with a text. `language` is that of what stands in it."""

    label: str
    language: str
    url: Address
    type: str
    size: int


class Note(Part):
    """What readers were told of a change."""

    kind: str
    text: str
    at: Moment


class Version(Part):
    """The page of an article in a language in which it is public."""

    language: str
    page: Address


class Seat(Part):
    """Somebody, or a state without a name, at a meeting."""

    role: str
    person: PersonName | None
    state: StateName | None
    capacity: str


class Paper(Part):
    """A document before a meeting, and what was done with it."""

    document: DocumentName
    verb: str
    recipient: str


class Step(Part):
    """What a meeting did with a document."""

    meeting: MeetingName
    verb: str
    recipient: str


class Signature(Part):
    """Who signed a document, or joined it later, and when."""

    name: str
    state: StateName | None
    signed_on: datetime.date | None
    joined_later: bool


class Holding(Part):
    """An office that a person holds for a time; a day that is not known is null."""

    title: str
    office: str
    state: StateName | None
    acting: bool
    start: KnownDay | None
    end: KnownDay | None
    seen: KnownDay | None


class PhoneNumber(Part):
    """A telephone number as it is printed, and as it is dialled."""

    kind: str
    number: str
    href: str


# --- Things ----------------------------------------------------------------------------------------------------------


class ArticleInList(Thing):
    """An article in one language, as lists have it."""

    id: told(int, "The number that all languages share.") = UNSET
    language: told(str, "The language of the text.") = UNSET
    uri: told(str, "Its name for good, the same as in feeds and for wires.") = UNSET
    edition: told(int, "The number of the edition that is public now.", ge=1) = UNSET
    title: told(str, "The title.") = UNSET
    summary: told(str, "The paragraph under the title.") = UNSET
    genre: told(str, "What it is.", extra_json_schema={"examples": ["report"]}) = UNSET
    section: told(SectionName, "Where it stands.") = UNSET
    shown_on: told(KnownDay, "The date printed with it.") = UNSET
    published_at: told(Moment, "When it first became public.") = UNSET
    edition_published_at: told(Moment, "When the present edition became public.") = UNSET
    change: told(str, "What kind of change the present edition is.") = UNSET
    meeting: told(MeetingName | None, "The meeting it is about, if that is public.") = UNSET
    cover: told(Picture | None, "The photograph that stands for it.") = UNSET
    versions: told(list[Version], "Its pages in all languages in which it is public.") = UNSET
    page: link("Its page.") = UNSET
    address: link("All that is known of it.") = UNSET


class Article(ArticleInList):
    """An article in one language, whole."""

    body_html: told(str, "The text, with interview and photographs, as HTML.") = UNSET
    body_text: told(str, "The text and the interview as plain text.") = UNSET
    notes: told(list[Note], "What readers were told of changes, the latest first.") = UNSET
    photos: told(list[Picture], "Its photographs in order.") = UNSET
    files: told(list[AttachedFile], "The files that go with it.") = UNSET
    signature: told(str, "Whom to call about it, as printed.") = UNSET


class Section(Thing):
    """A part of the news."""

    slug: told(str, "What it is called in addresses.") = UNSET
    name: told(str, "Its name.") = UNSET
    description: told(str, "What is found in it.") = UNSET
    articles: link("The articles in it.") = UNSET
    page: link("Its page.") = UNSET
    address: link("This section alone.") = UNSET


class Photo(Thing):
    """A photograph of the library."""

    id: told(int, "Its number.") = UNSET
    uri: told(str, "Its name for good.") = UNSET
    file_name: told(str, "The name that the camera gave.") = UNSET
    headline: told(str, "A few words.") = UNSET
    caption: told(str, "Who and what, where, when.") = UNSET
    alt: told(str, "What it shows, for people who cannot see it.") = UNSET
    credit: told(str, "What has to stand beside it in print.") = UNSET
    creator: told(str, "The photographer.") = UNSET
    copyright: told(str, "The copyright notice.") = UNSET
    usage_terms: told(str, "What may be done with it.") = UNSET
    rights_url: told(str, "The address of the licence, if there is one.") = UNSET
    taken_at: told(Moment | None, "When the camera says it was taken.") = UNSET
    place: told(str, "Where.") = UNSET
    keywords: told(list[str], "Words to find it by.") = UNSET
    people: told(list[PersonName], "Who is in it, from left to right, of those whom readers know.") = UNSET
    width: told(int, "Pixels across of the original.", ge=1) = UNSET
    height: told(int, "Pixels down of the original.", ge=1) = UNSET
    files: told(list[PhotoFile], "Its public files.") = UNSET
    page: link("Its page.") = UNSET
    address: link("This photograph alone.") = UNSET


class MeetingInList(Thing):
    """A meeting, as lists have it."""

    id: told(int, "Its number.") = UNSET
    uri: told(str, "Its name for good.") = UNSET
    name: told(str, "What it is called.") = UNSET
    bodies: told(list[BodyName], "Of what bodies it is.") = UNSET
    kind: told(str, "Regular, extraordinary or off-site.") = UNSET
    format: told(str, "In person or not; empty where it is not known.") = UNSET
    course: told(str, "What became of the plan.") = UNSET
    standing: told(str, "The same in words; empty while it stands as it was announced.") = UNSET
    held_on: told(datetime.date, "The day.") = UNSET
    moved_from: told(datetime.date | None, "The day for which it was planned before it was moved.") = UNSET
    begins: told(Moment | None, "When it begins, where the hour is known.") = UNSET
    ends: told(Moment | None, "When it ends, where the hour is known.") = UNSET
    place: told(str, "Where.") = UNSET
    chair: told(PersonName | None, "Who is in the chair.") = UNSET
    chair_state: told(StateName | None, "What state is in the chair.") = UNSET
    articles: link("The articles about it.") = UNSET
    page: link("Its page.") = UNSET
    address: link("All that is known of it.") = UNSET


class Meeting(MeetingInList):
    """A meeting, whole."""

    summary: told(str, "What was done there.") = UNSET
    reason: told(str, "Why it was postponed or cancelled.") = UNSET
    agenda: told(list[str], "What was to be talked about.") = UNSET
    participants: told(list[Seat], "Who was there.") = UNSET
    documents: told(list[Paper], "What was before it, in order.") = UNSET


class DocumentInList(Thing):
    """A document, as lists have it."""

    id: told(int, "Its number in this newsroom.") = UNSET
    title: told(str, "Its title.") = UNSET
    kind: told(str, "What it is.") = UNSET
    number: told(int | None, "Its number among those of its kind, body and year.") = UNSET
    body: told(BodyName | None, "The body it is of.") = UNSET
    dated: told(KnownDay | None, "Its date.") = UNSET
    in_force_on: told(KnownDay | None, "From when it is in force.") = UNSET
    ended_on: told(datetime.date | None, "From when it is no longer in force.") = UNSET
    page: link("Its page.") = UNSET
    address: link("All that is known of it.") = UNSET


class Document(DocumentInList):
    """A document, whole."""

    note: told(str, "What else is told of it.") = UNSET
    source: told(str, "Where these facts were found.") = UNSET
    files: told(list[AttachedFile], "Its text as files.") = UNSET
    signatories: told(list[Signature], "Who signed it.") = UNSET
    route: told(list[Step], "What meetings did with it, in order.") = UNSET


class PersonInList(Thing):
    """A person with the offices held on the day asked for."""

    id: told(int, "Its number.") = UNSET
    name: told(str, "The name as printed.") = UNSET
    names: told(dict[str, str], "The name in every language of the site.") = UNSET
    offices: told(list[Holding], "The offices held on the day.") = UNSET
    page: link("The person's page.") = UNSET
    address: link("All that is known.") = UNSET


class Person(PersonInList):
    """A person, whole."""

    biography: told(str, "The life in a few words.") = UNSET
    career: told(list[Holding], "Every office on record, the latest first.") = UNSET


class Contact(Thing):
    """Whom the press calls today."""

    id: told(int, "Its number.") = UNSET
    name: told(str, "A person or an office.") = UNSET
    office: told(str, "In what office.") = UNSET
    email: told(str, "The e-mail address; empty where there is none.") = UNSET
    hours: told(str, "When somebody answers.") = UNSET
    phones: told(list[PhoneNumber], "The telephones in order.") = UNSET
    since: told(KnownDay | None, "From when in office.") = UNSET
    address: link("This contact alone.") = UNSET

"""The schemas of the API: responses are encoded from them, and the OpenAPI document is made of them.

Every field of a top-level struct may be missing, because a client can choose fields; those of nested structs are always
there. Dates are as precise as they are known: “2018-11-27”, “2018-11” or “2018”.
"""

import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

Moment = datetime.datetime


def field(kind, words, **limits):
    """Return the annotation of an optional field with its description."""
    return Annotated[kind, Meta(description=words, **limits)] | UnsetType


def link(words, kind=str):
    return field(kind, words, extra_json_schema={"format": "uri"})


Address = Annotated[str, Meta(extra_json_schema={"format": "uri"})]
KnownDay = Annotated[str, Meta(pattern="^[0-9]{4}(-[0-9]{2}){0,2}$")]


class Nested(Struct, kw_only=True, frozen=True):
    pass


class TopLevel(Struct, kw_only=True, frozen=True):
    pass


# --- Parts -----------------------------------------------------------------------------------------------------------


class SectionName(Nested):
    """The section an article stands in."""

    slug: str
    name: str


class BodyName(Nested):
    """A body of the Organization."""

    slug: str
    name: str


class StateName(Nested):
    """A state, by its ISO 3166 code."""

    code: str
    name: str


class PersonName(Nested):
    """A person; the address leads to all that is known."""

    id: int
    name: str
    address: Address


class MeetingName(Nested):
    """A meeting; the address leads to all that is known."""

    id: int
    name: str
    held_on: datetime.date
    course: str
    moved_from: datetime.date | None
    address: Address


class DocumentName(Nested):
    """A document; the address leads to all that is known."""

    id: int
    title: str
    address: Address


class PhotoFile(Nested):
    """A public file of a photograph. `crop` is the shape it was cut to, "" for the whole picture."""

    kind: str
    crop: str
    url: Address
    type: str
    width: int
    height: int
    size: int


class Picture(Nested):
    """A photograph as an article shows it, with its words there."""

    id: int
    caption: str
    alt: str
    credit: str
    usage_terms: str
    address: Address
    file: PhotoFile


class AttachedFile(Nested):
    """A file that goes with a text. `language` is that of what stands in it."""

    label: str
    language: str
    url: Address
    type: str
    size: int


class Note(Nested):
    """What readers were told of a change."""

    kind: str
    text: str
    at: Moment


class Version(Nested):
    """The page of an article in a language in which it is public."""

    language: str
    page: Address


class Seat(Nested):
    """Somebody, or a state without a name, at a meeting."""

    role: str
    person: PersonName | None
    state: StateName | None
    capacity: str


class Paper(Nested):
    """A document before a meeting, and what was done with it."""

    document: DocumentName
    verb: str
    recipient: str


class Step(Nested):
    """What a meeting did with a document."""

    meeting: MeetingName
    verb: str
    recipient: str


class Signature(Nested):
    """Who signed a document, or joined it later, and when."""

    name: str
    state: StateName | None
    signed_on: datetime.date | None
    joined_later: bool


class Holding(Nested):
    """An office that a person holds for a time; a day that is not known is null."""

    title: str
    office: str
    state: StateName | None
    acting: bool
    start: KnownDay | None
    end: KnownDay | None
    seen: KnownDay | None


class PhoneNumber(Nested):
    """A telephone number as it is printed, and as it is dialled."""

    kind: str
    number: str
    href: str


# --- Things ----------------------------------------------------------------------------------------------------------


class Subject(Nested):
    """Something that an article is about; `kind` says what, or what the article does to an earlier one."""

    kind: str
    id: int
    name: str
    page: str


class ArticleInList(TopLevel):
    """An article in one language, as lists have it."""

    id: field(int, "The number that all languages share.") = UNSET
    language: field(str, "The language of the text.") = UNSET
    uri: field(str, "Its name for good, the same as in feeds and for wires.") = UNSET
    edition: field(int, "The number of the edition that is public now.", ge=1) = UNSET
    serial_number: field(str, "Its number as printed, “PR (2026) 62”; empty without one.") = UNSET
    title: field(str, "The title.") = UNSET
    summary: field(str, "The paragraph under the title.") = UNSET
    genre: field(str, "What it is.", extra_json_schema={"examples": ["report"]}) = UNSET
    section: field(SectionName, "Where it stands.") = UNSET
    shown_on: field(KnownDay, "The date printed with it.") = UNSET
    published_at: field(Moment, "When it first became public.") = UNSET
    edition_published_at: field(Moment, "When the present edition became public.") = UNSET
    change: field(str, "What kind of change the present edition is.") = UNSET
    meeting: field(MeetingName | None, "The meeting it is about, if that is public.") = UNSET
    subjects: field(
        list[Subject],
        "What else it is about: topics, people, states, further meetings, documents, albums, earlier texts.",
    ) = UNSET
    cover: field(Picture | None, "The photograph that stands for it.") = UNSET
    versions: field(list[Version], "Its pages in all languages in which it is public.") = UNSET
    page: link("Its page.") = UNSET
    address: link("All that is known of it.") = UNSET


class Article(ArticleInList):
    """An article in one language, whole."""

    body_html: field(str, "The text, with interview and photographs, as HTML.") = UNSET
    body_text: field(str, "The text and the interview as plain text.") = UNSET
    notes: field(list[Note], "What readers were told of changes, the latest first.") = UNSET
    photos: field(list[Picture], "Its photographs in order.") = UNSET
    files: field(list[AttachedFile], "The files that go with it.") = UNSET
    signature: field(str, "Whom to call about it, as printed.") = UNSET


class Section(TopLevel):
    """A part of the news."""

    slug: field(str, "What it is called in addresses.") = UNSET
    name: field(str, "Its name.") = UNSET
    description: field(str, "What is found in it.") = UNSET
    articles: link("The articles in it.") = UNSET
    page: link("Its page.") = UNSET
    address: link("This section alone.") = UNSET


class Photo(TopLevel):
    """A photograph of the library."""

    id: field(int, "Its number.") = UNSET
    uri: field(str, "Its name for good.") = UNSET
    file_name: field(str, "The name that the camera gave.") = UNSET
    headline: field(str, "A few words.") = UNSET
    caption: field(str, "Who and what, where, when.") = UNSET
    alt: field(str, "What it shows, for people who cannot see it.") = UNSET
    credit: field(str, "What has to stand beside it in print.") = UNSET
    creator: field(str, "The photographer.") = UNSET
    copyright: field(str, "The copyright notice.") = UNSET
    usage_terms: field(str, "What may be done with it.") = UNSET
    rights_url: field(str, "The address of the licence, if there is one.") = UNSET
    taken_at: field(Moment | None, "When the camera says it was taken.") = UNSET
    place: field(str, "Where.") = UNSET
    keywords: field(list[str], "Words to find it by.") = UNSET
    people: field(list[PersonName], "Who is in it, from left to right, of those whom readers know.") = UNSET
    width: field(int, "Pixels across of the original.", ge=1) = UNSET
    height: field(int, "Pixels down of the original.", ge=1) = UNSET
    files: field(list[PhotoFile], "Its public files.") = UNSET
    page: link("Its page.") = UNSET
    address: link("This photograph alone.") = UNSET


class MeetingInList(TopLevel):
    """A meeting, as lists have it."""

    id: field(int, "Its number.") = UNSET
    uri: field(str, "Its name for good.") = UNSET
    name: field(str, "What it is called.") = UNSET
    bodies: field(list[BodyName], "Of what bodies it is.") = UNSET
    kind: field(str, "Regular, extraordinary or off-site.") = UNSET
    format: field(str, "In person or not; empty where it is not known.") = UNSET
    course: field(str, "What became of the plan.") = UNSET
    standing: field(str, "The same in words; empty while it stands as it was announced.") = UNSET
    held_on: field(datetime.date, "The day.") = UNSET
    moved_from: field(datetime.date | None, "The day for which it was planned before it was moved.") = UNSET
    begins: field(Moment | None, "When it begins, where the hour is known.") = UNSET
    ends: field(Moment | None, "When it ends, where the hour is known.") = UNSET
    place: field(str, "Where.") = UNSET
    chair: field(PersonName | None, "Who is in the chair.") = UNSET
    chair_state: field(StateName | None, "What state is in the chair.") = UNSET
    articles: link("The articles about it.") = UNSET
    page: link("Its page.") = UNSET
    address: link("All that is known of it.") = UNSET


class Meeting(MeetingInList):
    """A meeting, whole."""

    summary: field(str, "What was done there.") = UNSET
    reason: field(str, "Why it was postponed or cancelled.") = UNSET
    agenda: field(list[str], "What was to be talked about.") = UNSET
    participants: field(list[Seat], "Who was there.") = UNSET
    documents: field(list[Paper], "What was before it, in order.") = UNSET
    prepared: field(list[DocumentName], "Documents prepared for it, in order.") = UNSET


class DocumentInList(TopLevel):
    """A document, as lists have it."""

    id: field(int, "Its number in this newsroom.") = UNSET
    title: field(str, "Its title.") = UNSET
    kind: field(str, "What it is.") = UNSET
    number: field(int | None, "Its number among those of its kind, body and year.") = UNSET
    body: field(BodyName | None, "The body it is of.") = UNSET
    dated: field(KnownDay | None, "Its date.") = UNSET
    in_force_on: field(KnownDay | None, "From when it is in force.") = UNSET
    ended_on: field(datetime.date | None, "From when it is no longer in force.") = UNSET
    page: link("Its page.") = UNSET
    address: link("All that is known of it.") = UNSET


class Document(DocumentInList):
    """A document, whole."""

    note: field(str, "What else is told of it.") = UNSET
    source: field(str, "Where these facts were found.") = UNSET
    files: field(list[AttachedFile], "Its text as files.") = UNSET
    signatories: field(list[Signature], "Who signed it.") = UNSET
    route: field(list[Step], "What meetings did with it, in order.") = UNSET


class PersonInList(TopLevel):
    """A person with the offices held on the day asked for."""

    id: field(int, "Its number.") = UNSET
    name: field(str, "The name as printed.") = UNSET
    names: field(dict[str, str], "The name in every language of the site.") = UNSET
    offices: field(list[Holding], "The offices held on the day.") = UNSET
    page: link("The person's page.") = UNSET
    address: link("All that is known.") = UNSET


class Person(PersonInList):
    """A person, whole."""

    biography: field(str, "The life in a few words.") = UNSET
    career: field(list[Holding], "Every office on record, the latest first.") = UNSET


class Contact(TopLevel):
    """Whom the press calls today."""

    id: field(int, "Its number.") = UNSET
    name: field(str, "A person or an office.") = UNSET
    office: field(str, "In what office.") = UNSET
    email: field(str, "The e-mail address; empty where there is none.") = UNSET
    hours: field(str, "When somebody answers.") = UNSET
    phones: field(list[PhoneNumber], "The telephones in order.") = UNSET
    since: field(KnownDay | None, "From when in office.") = UNSET
    address: link("This contact alone.") = UNSET

"""The resources of the API: their lists and items, their filters, and their order.

All querysets begin with what is public now, by the same rule as the pages, and run with a visitor's rights.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from council.models import Consideration, Document, Meeting, MergedPerson, Office, Person, Signatory, Term
from news import about, ends, serial_numbers, subjects, topics
from news.models import Edition, Section, Withdrawal
from photos.models import Photo, PhotoUse
from press.models import Contact
from publishing import clock
from publishing.languages import first_code, language_codes
from syndication.api import schemas, serializers
from syndication.api.pages import Order
from syndication.api.parameters import FIRST_YEAR, LAST_YEAR, MAX_ID, Parameter
from syndication.api.problems import ApiError, missing

SLUG = r"[-a-zA-Z0-9_]{1,50}"
NUMBER = r"[1-9][0-9]{0,11}"

LANGUAGE = Parameter(
    "language",
    _("The language of the answer. An article is only there in its own languages; everything else is in all."),
    choices=language_codes,
    default=first_code,
)
YEAR = Parameter("year", _("Only of this year."), range=(FIRST_YEAR, LAST_YEAR))
SECTION = Parameter("section", _("Only of this section, by its slug."), pattern=SLUG)
BODY = Parameter("body", _("Only of this body, by its slug."), pattern=SLUG)
TOPIC = Parameter("topic", _("Only on this topic, by its slug."), pattern=SLUG)
MEETING = Parameter("meeting", _("Only of this meeting, by its number."), range=(1, MAX_ID))
ARTICLE = Parameter("article", _("Only of this article, by its number."), range=(1, MAX_ID))
PERSON = Parameter("person", _("Only where this person is in the picture, by number."), range=(1, MAX_ID))
STATE = Parameter("state", _("Only of this state, by its ISO 3166 code."), pattern="[A-Za-z]{2}")
GENRE = Parameter("genre", _("Only of this genre."), choices=tuple(Edition.Genre.values))
KIND = Parameter("kind", _("Only of this kind."), choices=tuple(Document.Kind.values))
OFFICE = Parameter("office", _("Only who holds an office of this kind."), choices=tuple(Office.Kind.values))
ON = Parameter("on", _("As of this day; today, if none is given."), is_day=True)


@dataclass(frozen=True)
class Resource:
    """A resource of the API. `queryset` returns the rows of a request, the serializers what a list and an item show."""

    name: str
    title: Any
    description: Any
    in_list: type
    alone: type
    queryset: Callable
    serialize_list: Callable
    serialize_one: Callable
    order: Order
    filters: tuple = ()
    only_alone: tuple = ()  # columns that lists leave out
    of_all: tuple = ()  # the parameters that apply to an item too
    key: str = NUMBER
    looked_up: str = "pk"
    example: str = "1"
    absent: Callable = field(default=lambda key, asked: None)

    def one(self, key, asked):
        """Return the item with this key; ApiError if it is not public."""
        thing = self.queryset(asked).filter(**{self.looked_up: key}).first()
        if thing is None:
            self.absent(key, asked)
            raise missing(self.name)
        return thing

    def is_whole(self, asked):
        """Return whether a request filters the list by nothing, not even by a day."""
        return ON not in self.filters and not any(asked[parameter.name] for parameter in self.filters)

    def structs(self, things, asked, names, *, alone=False):
        """Return the rows as Structs with only the fields `names`."""
        shape, serialize = (self.alone, self.serialize_one) if alone else (self.in_list, self.serialize_list)
        return [shape(**{name: row[name] for name in names}) for row in serialize(things, asked)]


def fields_of(shape):
    return [field.name for field in msgspec.structs.fields(shape)]


# --- Querysets -------------------------------------------------------------------------------------------------------


def _articles(asked):
    found = Edition.objects.public().in_language(asked["language"]).select_related("section")
    found = found.annotate(serial=serial_numbers.SerialNumberOf("article"))
    return _where(
        found,
        section=asked.get("section") and Q(section__in=Section.objects.filter(slug=asked["section"])),
        genre=asked.get("genre") and Q(genre=asked["genre"]),
        year=asked.get("year") and _of_year("shown_on", asked["year"]),
        topic=asked.get("topic") and Q(pk__in=_on_topic(asked["topic"], asked["language"])),
        meeting=asked.get("meeting") and Q(pk__in=_about_meeting(asked["meeting"])),
    ).annotate(about=about.SubjectsOf("pk"))


def _on_topic(slug, language):
    topic = topics.at(slug)
    return about.listed_under(topic, language).values("edition") if topic else []


def _about_meeting(number):
    public = Meeting.objects.public().filter(pk=number).exists()
    return subjects.of_meeting(Edition.objects.public(), number).values("pk") if public else []


def _withdrawn(key, asked):
    """Raise an ApiError that says why an article was withdrawn, or when it ended; a vanished one is not found."""
    if ended := ends.ended_at(key, asked["language"]):
        raise ApiError(410, f"This article was public until {ended.isoformat()}, as was planned. It was not withdrawn.")
    exit = Withdrawal.objects.last_of(key, asked["language"])
    if exit and exit.kind != Withdrawal.Kind.VANISHED:
        raise ApiError(410, f"This article was withdrawn, for the reason: {exit.reason} Delete your copy of it.")


def _photos(asked):
    def shown_by(kind, **limits):
        uses = next(model for model in PhotoUse.kinds() if model._meta.label_lower == kind).shown()
        return Exists(uses.filter(photo=OuterRef("pk"), **limits))

    return _where(
        Photo.objects.public().with_renditions(),
        year=asked.get("year") and Q(taken_at__year=asked["year"]),
        article=asked.get("article") and shown_by("news.editionphoto", edition__article=asked["article"]),
        meeting=asked.get("meeting") and shown_by("council.meetingphoto", meeting=asked["meeting"]),
        person=asked.get("person") and Q(pk__in=_pictures_of(asked["person"])),
    )


def _pictures_of(person):
    shown = Photo._meta.get_field("people").related_model.objects
    return shown.filter(person__in=Person.objects.public().filter(pk=person)).values("photo")


def _meetings(asked):
    state = asked.get("state") and Q(chair_state__code=asked["state"].upper())
    return _where(
        Meeting.objects.public(),
        year=asked.get("year") and _of_year("held_on", asked["year"]),
        body=asked.get("body") and Exists(_bodies_of_meetings(asked["body"])),
        state=state,
    )


def _bodies_of_meetings(slug):
    return Meeting.bodies.through.objects.filter(meeting=OuterRef("pk"), body__slug=slug)


def _documents(asked):
    signed = Signatory.objects.filter(document=OuterRef("pk"), state__code=(asked.get("state") or "").upper())
    before = Consideration.objects.filter(document=OuterRef("pk"), meeting__in=Meeting.objects.public())
    return _where(
        Document.objects.public(),
        kind=asked.get("kind") and Q(kind=asked["kind"]),
        year=asked.get("year") and _of_year("dated", asked["year"]),
        body=asked.get("body") and Q(body__slug=asked["body"]),
        meeting=asked.get("meeting") and Exists(before.filter(meeting=asked["meeting"])),
        state=asked.get("state") and Exists(signed),
    )


def _people_in_office(asked):
    """Return who holds an office on the day."""
    held = Term.objects.public().holding(_day(asked)).filter(person=OuterRef("pk"))
    if asked.get("state"):
        held = held.filter(office__state__code=asked["state"].upper())
    if asked.get("office"):
        held = held.filter(office__kind=asked["office"])
    return Person.objects.public().filter(Exists(held))


def _merged(key, asked):
    merged = MergedPerson.objects.filter(number=key).first()
    if merged:
        raise ApiError(404, f"This person turned out to be number {merged.into_id}. Ask for that one instead.")


def _day(asked):
    if not asked.get("on"):
        asked["on"] = clock.today()
    return asked["on"]


def _of_year(name, year):
    return Q(**{f"{name}__range": (datetime.date(year, 1, 1), datetime.date(year, 12, 31))})


def _where(found, **conditions):
    for condition in conditions.values():
        if condition:
            found = found.filter(condition)
    return found


# --- All of them -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class People(Resource):
    """The list has those in office on a day; an item can be any public person."""

    def one(self, key, asked):
        _day(asked)
        person = Person.objects.public().filter(pk=key).first()
        if person is None:
            _merged(key, asked)
            raise missing("person")
        return person


RESOURCES = {
    resource.name: resource
    for resource in [
        Resource(
            "articles",
            _("Articles"),
            _("The public articles in one language, the newest first. Each in its present edition."),
            schemas.ArticleInList,
            schemas.Article,
            queryset=_articles,
            serialize_list=lambda things, asked: serializers.articles_in_list(things),
            serialize_one=lambda things, asked: serializers.articles(things),
            order=Order(("shown_on", "article_id")),
            filters=(SECTION, GENRE, YEAR, MEETING, TOPIC),
            only_alone=("body",),
            looked_up="article",
            absent=_withdrawn,
        ),
        Resource(
            "sections",
            _("Sections"),
            _("The parts of the news."),
            schemas.Section,
            schemas.Section,
            queryset=lambda asked: Section.objects.all(),
            serialize_list=lambda things, asked: serializers.sections(things),
            serialize_one=lambda things, asked: serializers.sections(things),
            order=Order(("position", "id"), descending=False),
            key=SLUG,
            looked_up="slug",
            example="news",
        ),
        Resource(
            "photos",
            _("Photographs"),
            _("The public photographs of the library, those taken in last first."),
            schemas.Photo,
            schemas.Photo,
            queryset=_photos,
            serialize_list=lambda things, asked: serializers.photos(things),
            serialize_one=lambda things, asked: serializers.photos(things),
            order=Order(("id",)),
            filters=(YEAR, ARTICLE, MEETING, PERSON),
        ),
        Resource(
            "meetings",
            _("Meetings"),
            _("The public meetings, the latest first; those to come among them."),
            schemas.MeetingInList,
            schemas.Meeting,
            queryset=_meetings,
            serialize_list=lambda things, asked: serializers.meetings_in_list(things),
            serialize_one=lambda things, asked: serializers.meetings(things),
            order=Order(("held_on", "id")),
            filters=(YEAR, BODY, STATE),
        ),
        Resource(
            "documents",
            _("Documents"),
            _("The public documents, those entered last first."),
            schemas.DocumentInList,
            schemas.Document,
            queryset=_documents,
            serialize_list=lambda things, asked: serializers.documents_in_list(things),
            serialize_one=lambda things, asked: serializers.documents(things),
            order=Order(("id",)),
            filters=(KIND, YEAR, BODY, MEETING, STATE),
        ),
        People(
            "people",
            _("People"),
            _("Who holds an office on a day."),
            schemas.PersonInList,
            schemas.Person,
            queryset=_people_in_office,
            serialize_list=lambda things, asked: serializers.people_on(things, asked["on"]),
            serialize_one=lambda things, asked: serializers.people(things, asked["on"]),
            order=Order(("id",), descending=False),
            filters=(ON, STATE, OFFICE),
            of_all=(ON,),
        ),
        Resource(
            "contacts",
            _("Press contacts"),
            _("Whom the press calls: the contacts in office today."),
            schemas.Contact,
            schemas.Contact,
            queryset=lambda asked: Contact.objects.in_office(),
            serialize_list=lambda things, asked: serializers.contacts(things),
            serialize_one=lambda things, asked: serializers.contacts(things),
            order=Order(("position", "id"), descending=False),
        ),
    ]
}

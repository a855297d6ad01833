"""The filters of the photo archive, all of them parameters of the address that can be combined.

A filter offers only values that occur in public photos; any other value is a 404. This module may not import council,
so it reaches the models of people and states by the names of their relations.
"""

import functools
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from identity.current import current as identity
from photos.models import Album, AlbumPhoto, ArchivedPhoto, Offered, Photo
from publishing import alphabets, dates
from publishing.localized import in_language
from publishing.models import PublishableQuerySet
from publishing.prepared import Param, PreparedQuery

WORDS = "q"
MAX_EVENTS = 100  # in the form; the page of albums has all
NUMBER = re.compile("[1-9][0-9]{0,17}")
MAX_QUERY_CHARACTERS = 100

ORIENTATIONS = {
    "landscape": pgettext_lazy("orientation", "Landscape"),
    "portrait": pgettext_lazy("orientation", "Portrait"),
    "square": pgettext_lazy("orientation", "Square"),
}


@dataclass
class Filter:
    """One field of the form: its parameter in the address, and its choices.

    `choices` are (value, words); `keep` returns the condition on photos for a value, and `read` finds the offered value
    for the parameter, which may be in another language than the page.
    """

    name: str
    label: Promise
    everything: Promise  # the label of the empty choice
    choices: list[tuple[str, str]]
    keep: Callable[[str], Q]
    read: Callable[[str], str] = str
    chosen: str = ""

    def choose(self, asked: str) -> None:
        """Take the value of the address; raise Http404 if no public photo has it."""
        value = self.read(asked)
        if value and value not in dict(self.choices):
            raise Http404
        self.chosen = value

    @property
    def chosen_words(self) -> str:
        return dict(self.choices)[self.chosen]


class Finding:
    """The filters as chosen in an address; raises Http404 for a value that does not exist."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.filters = _offered(query.get("album", ""))
        for one in self.filters:
            one.choose(query.get(one.name, ""))
        self.words = _words(query.get(WORDS, ""))

    def photos(self) -> QuerySet[ArchivedPhoto]:
        """Return the public photos that pass all filters, as ArchivedPhotos."""
        photos = ArchivedPhoto.objects.all()
        for one in self.filters:
            if one.chosen:
                photos = photos.filter(one.keep(one.chosen))
        for word in self.words.split():
            photos = photos.filter(_says(word))
        return photos

    @property
    def fields(self) -> list[Filter]:
        """The filters that have more than one choice."""
        return [one for one in self.filters if one.choices]

    @property
    def in_force(self) -> list[dict[str, Any]]:
        """The chosen filters: name, chosen words, and the address without this filter."""
        chips = [
            {"label": one.label, "words": one.chosen_words, "without": self._without(one.name)}
            for one in self.filters
            if one.chosen
        ]
        if self.words:
            chips.append({"label": _("File name or words"), "words": self.words, "without": self._without(WORDS)})
        return chips

    def _without(self, name):
        rest = self.query.copy()
        for gone in [name, "before", "after"]:
            rest.pop(gone, None)
        return f"?{rest.urlencode()}" if rest else ""


def _words(text):
    """Return what was typed with single spaces."""
    if "\0" in text or len(text) > MAX_QUERY_CHARACTERS:
        raise Http404
    return " ".join(text.split())


def _says(word):
    caption = f"caption__{get_language()}__icontains"
    return Q(file_name__icontains=word) | Q(**{caption: word})


def newest_of_person(person: Model, length: int) -> list[int]:
    """Return the numbers of the newest public photos of a public person, at most `length`.

    Here it is asked who is in a photo before it is asked whether it is public.
    """
    return _newest_of_person(length).fetch(person=person.pk)


@functools.cache
def _newest_of_person(length):
    def newest():
        of_person = _pictured().filter(person=Param("person"))
        return of_person.order_by("-dated_at", "-photo_id").values_list("photo_id", flat=True)[:length]

    # Planned for whom it is about: of many photographs the newest are looked at, of few all.
    return PreparedQuery(newest, planned_anew=True)


def of_state(state: Any) -> QuerySet[ArchivedPhoto]:
    """Return the public photos of a state: of its people while they held its offices, and of meetings it chaired."""
    return ArchivedPhoto.objects.filter(_keeps_state(state.code))


def newest_first(photos: QuerySet[ArchivedPhoto]) -> QuerySet[ArchivedPhoto]:
    """Order by the time the photo was taken, or else uploaded, the latest first."""
    return photos.order_by("-dated_at", "-pk")


_OFFERED = PreparedQuery(lambda: Offered.objects.all())


def _offered(album):
    """Return the filters with the values that occur in public photos; of many events the newest, and the `album`."""
    occurs = {}
    for one in _OFFERED.fetch():
        occurs.setdefault(one.name, []).append(one.value)
    people = _people()
    states = _states([number for number, _name in people])
    return [
        Filter("person", _("Person"), _("Anybody"), people, _keeps_person),
        Filter("state", identity().state, _("All"), states, _keeps_state),
        Filter("album", _("Event"), _("All events"), _albums(album), _keeps_album),
        _place_filter(occurs.get("place", [])),
        Filter(
            "photographer",
            _("Photographer"),
            _("All photographers"),
            [(name, name) for name in sorted(occurs.get("photographer", []), key=alphabets.key)],
            lambda name: Q(creator=name),
        ),
        Filter(
            "year",
            _("Year"),
            _("All years"),
            [(year, year) for year in occurs.get("year", [])],
            lambda year: Q(dated_at__year=int(year)),
        ),
        Filter(
            "orientation",
            _("Orientation"),
            pgettext_lazy("orientation", "Any"),
            [(code, str(words)) for code, words in ORIENTATIONS.items() if code in occurs.get("orientation", [])],
            lambda code: Q(orientation=code),
        ),
    ]


# --- Places: the same one may be written in several languages --------------------------------------------------------


def _place_filter(values):
    places = {value: json.loads(value) for value in values}
    by_any_name = {name: in_language(place) for place in places.values() for name in place.values() if name}

    def keeps(name):
        names = {known for known, shown in by_any_name.items() if shown == name}
        return Q(place_key__in=[_key(value) for value, place in places.items() if names & set(place.values())])

    return Filter(
        "place",
        _("Place"),
        _("All places"),
        [(name, name) for name in sorted(set(by_any_name.values()), key=alphabets.key)],
        keeps,
        read=lambda asked: by_any_name.get(asked, asked),
    )


def _key(value):
    """Return what the database calls a place, as it wrote it, in its index."""
    return hashlib.md5(value.encode(), usedforsecurity=False).hexdigest()


# --- Events: the albums ----------------------------------------------------------------------------------------------


def _albums(asked):
    albums = Album.objects.public().alias(use=_any_of(AlbumPhoto.objects.filter(album=OuterRef("pk"))))
    filled = albums.filter(use__isnull=False)
    listed = {str(album.pk): album for album in filled[:MAX_EVENTS]}
    if asked not in listed and NUMBER.fullmatch(asked):
        listed |= {str(album.pk): album for album in filled.filter(pk=asked)}
    return [(number, f"{album}, {dates.in_figures(album.held_on)}") for number, album in listed.items()]


def _keeps_album(number):
    return Exists(AlbumPhoto.shown().filter(photo=OuterRef("pk"), album=number))


# --- People and states -------------------------------------------------------------------------------------------


def _model(start, *relations):
    """Return the model at the end of these relations."""
    for relation in relations:
        start = start._meta.get_field(relation).related_model
    return start


def known_people() -> PublishableQuerySet[Any]:
    """Return the public people (council.models.PersonQuerySet.public)."""
    return _model(Photo, "people", "person").objects.public()


def _people():
    people = _model(Photo, "people", "person").objects.alias(picture=_any_of(_pictured().filter(person=OuterRef("pk"))))
    return sorted(
        ((str(person.pk), str(person)) for person in people.filter(picture__isnull=False)), key=lambda choice: choice[1]
    )


def _any_of(things):
    """Return a subquery for the number of one of `things`. For Exists the planner might read all of them."""
    return Subquery(things.order_by().values("pk")[:1])


def _pictured():
    """Return the rows of public people in public photos."""
    return _model(ArchivedPhoto, "people").objects.all()


def _keeps_person(number):
    return Exists(_pictured().filter(photo=OuterRef("pk"), person=number))


def _states(people):
    """Return the states whose `people` are in a public photo, or which chaired a meeting with one."""
    state = _model(Photo, "people", "person", "terms", "office", "state")
    terms = _model(Photo, "people", "person", "terms").objects.public().with_days()
    days = OuterRef("first_day"), OuterRef("last_day")
    picture = _any_of(_pictured().filter(person=OuterRef("person"), taken_on__range=days))
    held = terms.filter(person__in=people, office__state=OuterRef("pk")).alias(picture=picture)
    chaired = _any_of(_model(Photo, "council_meetingphoto_set").shown().filter(meeting__chair_state=OuterRef("pk")))
    found = state.objects.alias(held=_any_of(held.filter(picture__isnull=False)), chaired=chaired)
    found = found.filter(Q(chaired__isnull=False) | Q(held__isnull=False))
    return sorted(((one.code, str(one)) for one in found), key=lambda choice: alphabets.key(choice[1]))


def _keeps_state(code):
    state = _model(Photo, "people", "person", "terms", "office", "state").objects.get(code=code)
    terms = _model(Photo, "people", "person", "terms").objects.public().filter(office__state=state)
    held = terms.holding(OuterRef("taken_on")).filter(person=OuterRef("person"))
    pictured = _pictured().filter(Exists(held), person__in=terms.order_by().values("person")).values("photo")
    chaired = _model(Photo, "council_meetingphoto_set").shown().filter(meeting__chair_state=state).order_by()
    return Q(pk__in=pictured.union(chaired.values("photo"), all=True))

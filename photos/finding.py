"""Finding photos: the filters of the archive, all of them in the address and free to be combined.

A filter offers what occurs in public photos and nothing else; another value does not exist. Who is shown, and for which
state, is the Council's to say: its models are found by the names of their relations, for photos know none of their
users.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import ExtractYear, TruncDate
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from photos.models import Album, AlbumPhoto, Photo
from publishing import dates
from publishing.localized import in_language

WORDS = "q"
MOST_WORDS = 100  # characters; what is longer is no file name
SQUARE = 1.05  # a longer side up to this many shorter ones still looks square

ORIENTATIONS = {
    "landscape": pgettext_lazy("orientation", "Landscape"),
    "portrait": pgettext_lazy("orientation", "Upright"),
    "square": pgettext_lazy("orientation", "Square"),
}


@dataclass
class Filter:
    """One field of the form: a name in the address, and what may be chosen.

    `choices` are (value, words) as the form prints them; `keep` makes the condition on photos from a value, and `read`
    finds the offered value in what the address says, which may be written in another language than the page.
    """

    name: str
    label: Promise
    everything: Promise  # the choice that filters nothing
    choices: list[tuple[str, str]]
    keep: Callable[[str], Q]
    read: Callable[[str], str] = str
    chosen: str = ""

    def choose(self, asked):
        """Take the value of the address; raise Http404 if no public photo has it."""
        value = self.read(asked)
        if value and value not in dict(self.choices):
            raise Http404
        self.chosen = value

    @property
    def chosen_words(self):
        return dict(self.choices)[self.chosen]


class Finding:
    """What an address asks of the archive; raises Http404 where it asks for what does not exist."""

    def __init__(self, query):
        self.query = query
        self.filters = offered()
        for one in self.filters:
            one.choose(query.get(one.name, ""))
        self.words = _words(query.get(WORDS, ""))

    def photos(self):
        """Return the public photos that pass every filter."""
        photos = Photo.objects.public()
        for one in self.filters:
            if one.chosen:
                photos = photos.filter(one.keep(one.chosen))
        for word in self.words.split():
            photos = photos.filter(_says(word))
        return photos

    @property
    def fields(self):
        """The filters for the form: those that leave a choice."""
        return [one for one in self.filters if one.choices]

    @property
    def in_force(self):
        """The filters that narrow the list: name, chosen words, and the address without it."""
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
        for gone in [name, "page"]:
            rest.pop(gone, None)
        return f"?{rest.urlencode()}" if rest else ""


def _words(text):
    """Return what was typed with single spaces; a sign that no text may hold is found in none."""
    if "\0" in text or len(text) > MOST_WORDS:
        raise Http404
    return " ".join(text.split())


def _says(word):
    caption = f"caption__{get_language()}__icontains"
    return Q(file_name__icontains=word) | Q(**{caption: word})


def of_state(state):
    """Return the public photos of a state: of its people while they held its offices, and of meetings it chaired."""
    return Photo.objects.public().filter(_keeps_state(state.code))


def newest_first(photos):
    """Order by the camera's clock; photos that carry no time stand at the end."""
    return photos.order_by(F("taken_at").desc(nulls_last=True), "-pk")


def offered():
    """Return the filters with what occurs in public photos."""
    facts = list(_facts())
    return [
        Filter("person", _("Person"), _("Anybody"), _people(), _keeps_person),
        Filter("state", pgettext_lazy("country", "State"), _("All states"), _states(), _keeps_state),
        Filter("album", _("Event"), _("All events"), _albums(), _keeps_album),
        _place_filter([place for _year, place, *_others in facts]),
        Filter(
            "photographer",
            _("Photographer"),
            _("All photographers"),
            [(name, name) for name in sorted({creator for *_others, creator, _shape in facts if creator})],
            lambda name: Q(creator=name),
        ),
        Filter(
            "year",
            _("Year"),
            _("All years"),
            [(str(year), str(year)) for year in sorted({year for year, *_rest in facts if year}, reverse=True)],
            lambda year: Q(taken_at__year=int(year)),
        ),
        Filter(
            "orientation",
            _("Orientation"),
            pgettext_lazy("orientation", "Any"),
            [(code, str(words)) for code, words in ORIENTATIONS.items() if code in {shape for *_rest, shape in facts}],
            _orientation,
        ),
    ]


def _facts():
    """Return the distinct (year or None, place, photographer, orientation) of the public photos."""
    upright_or_wide = [When(_orientation(code), then=Value(code)) for code in ORIENTATIONS]
    photos = Photo.objects.public().annotate(year=ExtractYear("taken_at"), orientation=Case(*upright_or_wide))
    return photos.order_by().values_list("year", "place", "creator", "orientation").distinct()


def _orientation(code):
    return {
        "landscape": Q(width__gt=F("height") * SQUARE),
        "portrait": Q(height__gt=F("width") * SQUARE),
        "square": Q(width__lte=F("height") * SQUARE, height__lte=F("width") * SQUARE),
    }[code]


# --- Places: the same one may be written in several languages --------------------------------------------------------


def _place_filter(places):
    by_any_name = {name: in_language(place) for place in places for name in (place or {}).values() if name}
    return Filter(
        "place",
        _("Place"),
        _("All places"),
        [(name, name) for name in sorted(set(by_any_name.values()))],
        lambda name: _keeps_place(known for known, shown in by_any_name.items() if shown == name),
        read=lambda asked: by_any_name.get(asked, asked),
    )


def _keeps_place(names):
    names = list(names)
    condition = Q()
    for code in dict(settings.LANGUAGES):
        condition |= Q(**{f"place__{code}__in": names})
    return condition


# --- Events: the albums ----------------------------------------------------------------------------------------------


def _albums():
    filled = Album.objects.public().filter(Exists(AlbumPhoto.objects.filter(album=OuterRef("pk"))))
    return [(str(album.pk), f"{album}, {dates.in_figures(album.held_on)}") for album in filled]


def _keeps_album(number):
    return Exists(AlbumPhoto.shown().filter(photo=OuterRef("pk"), album=number))


# --- People and states -------------------------------------------------------------------------------------------


def _model(start, *relations):
    """Follow the names of relations from a model to another."""
    for relation in relations:
        start = start._meta.get_field(relation).related_model
    return start


def known_people():
    """Return the people visitors know, by the rule of the record that names them."""
    return _model(Photo, "people", "person").objects.public()


def _people():
    shown = _model(Photo, "people").objects.filter(photo__in=Photo.objects.public(), person=OuterRef("pk"))
    people = known_people().filter(Exists(shown))
    return sorted(((str(person.pk), str(person)) for person in people), key=lambda choice: choice[1])


def _keeps_person(number):
    return Exists(_model(Photo, "people").objects.filter(photo=OuterRef("pk"), person=number))


def _states():
    """Those whose people are in a public photo, or who chaired a meeting that shows one."""
    state = _model(Photo, "people", "person", "terms", "office", "state")
    pictured = _pictured_for(OuterRef(OuterRef("pk"))).filter(photo__in=Photo.objects.public())
    chaired = _model(Photo, "council_meetingphoto_set").shown().filter(meeting__chair_state=OuterRef("pk"))
    found = state.objects.filter(Exists(pictured) | Exists(chaired))
    return sorted(((one.code, str(one)) for one in found), key=lambda choice: choice[1])


def _keeps_state(code):
    state = _model(Photo, "people", "person", "terms", "office", "state").objects.get(code=code)
    chaired = _model(Photo, "council_meetingphoto_set").shown().filter(meeting__chair_state=state)
    return Exists(_pictured_for(state).filter(photo=OuterRef("pk"))) | Exists(chaired.filter(photo=OuterRef("pk")))


def _pictured_for(state):
    """Return who is shown in which photo and held an office of `state` on the day it was taken."""
    terms = _model(Photo, "people", "person", "terms").objects.public()
    held = terms.holding(OuterRef("day")).filter(person=OuterRef("person"), office__state=state)
    dated = _model(Photo, "people").objects.annotate(day=TruncDate("photo__taken_at"))
    return dated.filter(Exists(held))

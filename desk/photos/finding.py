"""What the photo archive is asked for: words, people, an event, days, and what is still to be done.

Each word is looked for in file names, captions, descriptions and places in every language, in what the camera wrote,
among the people in the picture and in the titles of albums. All of it comes from indexes, so that a hundred thousand
photographs are searched as quickly as a hundred.
"""

import datetime
import functools
import operator
import re

from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from council.models import MeetingAlbum, MeetingPhoto, Person, PersonShown
from desk.base.long_select import LongSelect
from desk.base.wording import language_name
from desk.photos import words as photo_words
from news import access
from photos.models import Album, AlbumPhoto, NameWords, Photo, PhotoUse, TextWords, WordsInFile
from publishing import dates, numbers
from publishing.languages import language_codes

PAGE_SIZE = 48
MAX_COUNT = 2000  # further it is not counted
MAX_EVENTS = 100  # offered; words find the others
MAX_WORDS = 8
MAX_FEW = 2000
WRITTEN = ("caption", "alt", "headline", "place")
WORD = re.compile(r"\w+")

SHOWN = {
    "unused": pgettext_lazy("photographs", "Unused"),
    "ready": gettext_lazy("Rights complete"),
    "camera": gettext_lazy("Captions to confirm"),
    "aside": gettext_lazy("Put aside"),
}


_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FindForm(forms.Form):
    """The search of the archive. A value that makes no sense counts as none."""

    q = forms.CharField(
        label=gettext_lazy("Words, file name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": gettext_lazy("Words, file name")}),
    )
    person = forms.ModelChoiceField(
        Person.objects.all(),
        label=gettext_lazy("Who"),
        empty_label=gettext_lazy("Who"),
        required=False,
        widget=LongSelect,
    )
    album = forms.ModelChoiceField(
        Album.objects.all(), label=gettext_lazy("Event"), empty_label=gettext_lazy("Event"), required=False,
        widget=LongSelect,
    )  # fmt: skip
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=_DAY)
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=_DAY)
    without = forms.ChoiceField(label=gettext_lazy("What is missing"), required=False)
    show = forms.ChoiceField(choices=list(SHOWN.items()), required=False, widget=forms.HiddenInput)
    meeting = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data):
        super().__init__(data, auto_id="find-%s")
        texts = [
            (f"alt-{code}", _("description: %(language)s") % {"language": language_name(code)})
            for code in language_codes()
        ]
        self.fields["without"].choices = [
            ("", _("What is missing")),
            ("caption", _("caption")),
            *texts,
            ("credit", _("credit")),
            ("terms", _("usage terms")),
        ]
        self.fields["person"].queryset = Person.objects.filter(
            Exists(PersonShown.objects.filter(person=OuterRef("pk")))
        )
        album, newest = numbers.parse(data.get("album")), Album.objects.values("pk")[:MAX_EVENTS]
        self.fields["album"].queryset = Album.objects.filter(Q(pk__in=newest) | Q(pk=album))
        self.fields["album"].label_from_instance = _event
        self.is_valid()

    def wanted(self, name):
        return self.cleaned_data.get(name)

    @property
    def selects(self):
        return [self[name] for name in ("person", "album", "without")]

    @property
    def dates(self):
        return [self[name] for name in ("since", "until")]


def _event(album):
    return f"{album}, {dates.in_figures(album.held_on)}"


class Search:
    """A search by `user`, as the `query` of an address tells it."""

    def __init__(self, query, *, user):
        self.query, self.user = query, user
        self.form = FindForm(query)

    @property
    def photos(self):
        """The photos found, the newest first."""
        return self._found(self.is_capped).newest_first()

    def _found(self, are_many):
        return with_words(self._narrowed(), self.words, are_many=are_many)

    def _narrowed(self):
        """Return the photos that meet everything but the words."""
        found = access.readable_by(self.user, Photo.objects.alias(moment=Coalesce("taken_at", "uploaded_at")))
        for condition in self._conditions():
            found = found.filter(condition)
        return found

    @cached_property
    def words(self):
        return words_of(self.form.wanted("q") or "")

    def _conditions(self):
        wanted = self.form.wanted
        yield Q(put_aside__isnull=wanted("show") != "aside")
        if person := wanted("person"):
            yield Q(pk__in=PersonShown.objects.filter(person=person).values("photo"))
        if album := wanted("album"):
            yield Q(pk__in=AlbumPhoto.objects.filter(album=album).values("photo"))
        if meeting := wanted("meeting"):
            yield Q(pk__in=_of_meeting(meeting))
        if since := wanted("since"):
            yield Q(moment__gte=_beginning_of(since))
        if until := wanted("until"):
            yield Q(moment__lt=_beginning_of(until + datetime.timedelta(days=1)))
        yield _SHOWN.get(wanted("show"), Q)()
        yield _lacks(wanted("without"))

    @cached_property
    def count(self):
        """How many are found, counted no further than MAX_COUNT."""
        # Nearly always, photos with two frequent words have both in one caption, and one look at its index will do.
        number = self._count(captioned(self._narrowed(), self.words)) if self._are_frequent else 0
        return number if number == MAX_COUNT else self._count(self._found(are_many=False))

    @property
    def _are_frequent(self):
        return len(self.words) > 1 and all(word.few is None for word in self.words)

    def _count(self, photos):
        return photos.order_by()[:MAX_COUNT].count()

    @property
    def is_capped(self):
        return self.count == MAX_COUNT

    @property
    def is_narrowed(self):
        return any(self.form.cleaned_data.values())

    @property
    def days(self):
        """The days asked for, in figures: “01.11.2018 – 27.11.2018”; empty without any."""
        days = [self.form.wanted("since"), self.form.wanted("until")]
        return " – ".join(dates.in_figures(day) or "…" for day in days) if any(days) else ""

    @property
    def choices(self):
        """The links beside the search: (name, words, address, whether it is chosen)."""
        chosen = self.form.wanted("show")
        return [
            (name, words, self.address(show=None if name == chosen else name), name == chosen)
            for name, words in SHOWN.items()
        ]

    @property
    def kept(self):
        """The values of this search, (name, value), for a form that adds what was chosen."""
        return [(name, value) for name, value in self.query.items() if name != "photos" and value]

    @property
    def without_chosen(self):
        return self.address(page=self.query.get("page"))

    def address(self, **changes):
        """Return the address of this search with other values and nothing chosen; None takes a value out."""
        query = self.query.copy()
        for name in ("page", "photos", *changes):
            query.pop(name, None)
        query.update({name: value for name, value in changes.items() if value is not None})
        return f"?{query.urlencode()}"


def _beginning_of(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def words_of(text):
    """Return the Words of a text, without those that tell nothing."""
    return [Word(word) for word in _told_apart(WORD.findall(text.lower())[:MAX_WORDS])]


def with_words(photos, words, *, are_many=False):
    """Keep the photos that have to do with each of the Words.

    Where there are thousands (`are_many`), a list is quicker if it looks at the newest ones until it has enough.
    """
    for word in words:
        if word.few is not None:
            photos = photos.filter(pk__in=word.few)
        else:
            photos = word.walked(photos) if are_many else photos.filter(pk__in=word.numbers)
    return photos


def captioned(photos, words):
    """Keep the photos in whose own texts all of the Words stand."""
    together = functools.reduce(operator.and_, [word.stems for word in words])
    return photos.alias(written=TextWords(*WRITTEN)).filter(written=together)


def _told_apart(words):
    """Leave out words that are in every text, such as “the” or «для»; all of them are kept if there is no other."""
    if len(words) < 2:
        return words
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM unnest(%s::text[]) word WHERE numnode(to_tsquery('russian', word)) > 0", [words]
        )
        return [word for (word,) in cursor.fetchall()] or words


class Word:
    """Where a word, or one that begins with it, is looked for."""

    def __init__(self, word):
        self.plain = SearchQuery(f"{word}:*", config="simple", search_type="raw")
        self.stems = self.plain | SearchQuery(word, config="russian", search_type="raw")
        people, albums = _named("name", word, Person), _named("title", word, Album)
        in_file = WordsInFile.objects.alias(found=TextWords("words")).filter(found=self.stems)
        self.others = [
            in_file,
            PersonShown.objects.order_by().filter(person__in=people),
            AlbumPhoto.objects.order_by().filter(album__in=albums),
        ]

    @property
    def sources(self):
        """The numbers of the photos that have to do with the word, each part of them from an index."""
        photos = Photo.objects.order_by()
        named = photos.alias(found=NameWords("file_name")).filter(found=self.plain).values_list("pk", flat=True)
        written = photos.alias(found=TextWords(*WRITTEN)).filter(found=self.stems).values_list("pk", flat=True)
        return [named, written, *(other.values_list("photo", flat=True) for other in self.others)]

    @property
    def numbers(self):
        first, *others = self.sources
        return first.union(*others, all=True)

    @cached_property
    def few(self):
        """The numbers themselves, None if there are more than MAX_FEW: with them the database plans far better."""
        first, *others = (source[: MAX_FEW + 1] for source in self.sources)
        found = list(first.union(*others, all=True))
        return set(found) if len(found) <= MAX_FEW else None

    def walked(self, photos):
        """Keep the same of `photos`, by a look at one after the other."""
        found = Q(named=self.plain) | Q(written=self.stems)
        for other in self.others:
            found |= Q(Exists(other.filter(photo=OuterRef("pk"))))
        return photos.alias(named=NameWords("file_name"), written=TextWords(*WRITTEN)).filter(found)


def _named(field, word, model):
    """Return the numbers of the records called so in any language; they are few, so no index is needed."""
    called = Q()
    for code in language_codes():
        called |= Q(**{f"{field}__{code}__iregex": rf"\m{re.escape(word)}"})
    return list(model.objects.order_by().filter(called).values_list("pk", flat=True))


def _of_meeting(number):
    albums = MeetingAlbum.objects.filter(meeting=number).values("album")
    of_album = AlbumPhoto.objects.order_by().filter(album__in=albums).values("photo")
    return of_album.union(MeetingPhoto.objects.order_by().filter(meeting=number).values("photo"), all=True)


def _unused():
    """Return the condition that no text, meeting or person shows a photo; albums only hold it."""
    unused = Q()
    for kind in PhotoUse.kinds():
        if kind is not AlbumPhoto:
            unused &= ~Q(Exists(kind._default_manager.order_by().filter(photo=OuterRef("pk"))))
    return unused


def _lacks(name):
    """Return the condition that something is missing, Q() without a name."""
    if not name:
        return Q()
    if name.startswith("alt-"):
        return photo_words.without_text("alt", name.removeprefix("alt-"))
    return Q(**{{"terms": "usage_terms"}.get(name, name): {}})


_SHOWN = {
    "unused": _unused,
    "ready": lambda: ~Q(credit={}) & ~Q(usage_terms={}),
    "camera": lambda: Q(words_in_file__isnull=False),
}

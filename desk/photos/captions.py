"""What is written about one photograph on pages of many: its caption, description, people and rights.

Each photograph is a small form: `photo-12-caption_ru`, `-alt_ru`, `-people` and so on are the words. `photo-12-given`
holds what the photo got from the common fields of its upload, so that a correction there reaches every photo without
words of its own. `photo-12-seen` identifies the words that were there when the page was opened, so that nobody
overwrites what another has saved.
"""

import dataclasses

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council import pictures
from desk.base.fields import digest, tidy
from desk.base.wording import language_name
from desk.photos import cards
from desk.photos import people as photo_people
from desk.photos import words as photo_words
from desk.photos.people import PeopleField
from news import access
from photos import library
from photos.models import Photo
from publishing import amendments, numbers, roles
from publishing.languages import language_codes
from publishing.localized import LocalizedTextField, in_language

MORE = ["credit", "usage_terms", "place"]  # seldom differ between photos, so the page folds them away
OWN = ["caption", "alt", *MORE]
MAX_PHOTOS = 200  # on one page


class RowForm(forms.Form):
    """The words about one photo. The fields of MORE show what it got from the common fields as a placeholder."""

    caption = LocalizedTextField(label=gettext_lazy("Caption"), long=True, required=False)
    alt = LocalizedTextField(label=gettext_lazy("Alternative text"), long=True, required=False)
    people = PeopleField()
    credit = LocalizedTextField(label=gettext_lazy("Credit"), required=False)
    usage_terms = LocalizedTextField(label=gettext_lazy("Usage terms"), required=False)
    place = LocalizedTextField(label=gettext_lazy("Place"), required=False)
    given = forms.JSONField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    alike = forms.CharField(required=False)

    def __init__(self, *args, photo, is_fixed=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.photo, self.is_fixed = photo, is_fixed
        if is_fixed:
            for field in self.fields.values():
                field.disabled = True
        for name in ("caption", "alt"):
            for widget in self.fields[name].widget.widgets:
                widget.attrs["rows"] = 2
        given = self._given()
        for name in MORE:
            for widget in self.fields[name].widget.widgets:
                widget.attrs["placeholder"] = given.get(name, {}).get(widget.attrs["lang"], "")
                if name in photo_words.RIGHTS:
                    widget.attrs["list"] = f"known-{name}-{widget.attrs['lang']}"
            self.initial[name] = _other_than(given.get(name, {}), self.initial[name])

    def _given(self):
        """Return what the photo got from the common fields, {field: {language: words}}, of valid fields only."""
        try:
            given = self.fields["given"].clean(self["given"].value()) if self.is_bound else self.initial["given"]
        except forms.ValidationError:
            given = None
        known = given if isinstance(given, dict) else {}
        return {name: value for name, value in known.items() if isinstance(value, dict)}

    def clean_given(self):
        given = self.cleaned_data["given"]
        return given if isinstance(given, dict) else {}

    def clean(self):
        for name in OWN:
            texts = self.cleaned_data.get(name) or {}
            self.cleaned_data[name] = {code: tidy(text) for code, text in texts.items()}
        if not self.is_fixed and self.cleaned_data.get("seen") != words_seen(self.photo) and not self._is_saved():
            sentence = _(
                "A colleague changed the caption of %(name)s while you were working: %(words)s. Compare, then save "
                "again."
            )
            told = {"name": self.photo.file_name, "words": _in_short(self.photo)}
            self.add_error(None, sentence % told)

    def _is_saved(self):
        """Return whether just these words are saved: they were sent again because the answer got lost."""
        are_same = all(
            self.cleaned_data[name] == _without_gaps(getattr(self.photo, name)) for name in ("caption", "alt")
        )
        return are_same and self.cleaned_data.get("people") == photo_people.shown_in(self.photo)

    @property
    def words(self):
        return [self[name] for name in ("caption", "alt", "people")]

    @property
    def more(self):
        return [self[name] for name in MORE]

    @property
    def written(self):
        """The fields whose words differ from the initial ones."""
        return {name for name in OWN if self.cleaned_data[name] != _without_gaps(self.initial[name])}


def words_seen(photo):
    """Return a digest of the words about `photo` as they are now."""
    return digest(
        [{name: getattr(photo, name) for name in OWN}, [person.pk for person in photo_people.shown_in(photo)]]
    )


def _in_short(photo):
    texts = [in_language(getattr(photo, name)) for name in OWN]
    return "; ".join(filter(None, [*texts, ", ".join(map(str, photo_people.shown_in(photo)))]))


def _other_than(given, texts):
    return {code: text for code, text in texts.items() if text != given.get(code)}


@dataclasses.dataclass
class Row:
    """A photo on the page. `is_known`: it was in the archive before this upload; `reader`: the user.

    On the page of an upload (`is_upload`) earlier photos that look alike are shown beside it.

    The words of a public photo are fixed for users who may not change what is public.
    """

    photo: Photo
    form: RowForm
    is_known: bool = False
    reader: object = None
    is_upload: bool = False
    place: int = 1
    total: int = 1
    before: Photo | None = None
    after: Photo | None = None
    beside: frozenset = frozenset()  # the numbers of all photos on the page

    @property
    def picture(self):
        return cards.picture_of(self.photo, 640)

    @property
    def why_not(self):
        return roles.refusal_sentence() if self.form.is_fixed else ""

    @property
    def is_unconfirmed(self):
        return photo_words.is_unconfirmed(self.photo) and not self.form.is_fixed

    @property
    def of_file(self):
        return photo_words.of_file(self.photo)

    @property
    def from_file(self):
        """What the camera or an agency wrote into the file, (name, words) of each; nobody has confirmed it."""
        return photo_words.in_short(self.photo, self.photo.unconfirmed) if self.is_unconfirmed else []

    @property
    def look_alikes(self):
        """Earlier photos, on other pages, that are nearly the same picture."""
        if self.form.is_fixed or not self.is_upload:
            return []
        alike = [photo.pk for photo in library.look_alikes(self.photo) if photo.pk < self.photo.pk]
        alike = [number for number in alike if number not in self.beside]
        readable = access.readable_by(self.reader, Photo.objects.all()).in_bulk(alike)
        return [readable[number] for number in alike if number in readable][:3]

    @property
    def problems(self):
        return self.photo.rights_problems()

    @property
    def words_seen(self):
        return words_seen(self.photo)

    @property
    def suggestions(self):
        """Suggested descriptions where there is none: (language, its name, words, name of the field)."""
        missing = [code for code in language_codes() if not (self.photo.alt.get(code) or self.form.is_fixed)]
        offered = [(code, pictures.suggested_alt(self.photo, code)) for code in missing]
        return [
            (code, language_name(code), words, f"photo-{self.photo.pk}-alt_{code}") for code, words in offered if words
        ]


def row_of(photo, *, by, given=None, data=None, is_known=False, is_upload=False):
    initial = {
        **{name: getattr(photo, name) for name in OWN},
        "people": photo_people.as_text(photo_people.shown_in(photo)),
        "given": given or {},
    }
    is_fixed = not roles.may_change(by, photo)
    form = RowForm(data, prefix=f"photo-{photo.pk}", initial=initial, photo=photo, is_fixed=is_fixed)
    return Row(photo, form, is_known, by, is_upload)


def in_order(rows):
    """Return the rows with the place of each among them, and the ones before and after it."""
    for place, row in enumerate(rows, start=1):
        row.place, row.total = place, len(rows)
        row.before, row.after = rows[place - 2].photo, rows[place % len(rows)].photo
        row.beside = row.beside or frozenset(other.photo.pk for other in rows)
    return rows


def opened(data, *, by, is_upload=False):
    """Return the rows of a form that was sent, in its order, with the photos locked until the transaction ends."""
    wanted = chosen(data.getlist("photos"), by=by)
    # All in the order of their numbers, whatever that of the page is: two pages cannot wait for each other.
    locked = Photo.objects.select_for_update(of=("self",)).order_by("pk").filter(pk__in=[photo.pk for photo in wanted])
    current = {photo.pk: photo for photo in locked}
    there = [current[photo.pk] for photo in wanted if photo.pk in current]
    return in_order([row_of(photo, by=by, data=data, is_upload=is_upload) for photo in there])


def chosen(texts, *, by):
    """Return the photos with these numbers, such as “12” or “12-13-17”, that `by` may see, in this order."""
    wanted = list(dict.fromkeys(numbers.parse_all("-".join(texts).split("-"))))[:MAX_PHOTOS]
    if not wanted:
        return []
    found = access.readable_by(by, Photo.objects.prefetch_related("renditions")).in_bulk(wanted)
    return [found[number] for number in wanted if number in found]


def save(row, common=None, *, is_confirmed=False, by):
    """Save what is written about a photo; where nothing is, the texts of its file, if somebody confirms them.

    `common` is a CommonForm whose words fill what the photo lacks.
    """
    photo, given, written = row.photo, row.form.cleaned_data["given"], row.form.written
    proposed = set(photo.unconfirmed) - written
    wanted = {name: row.form.cleaned_data[name] for name in OWN if name not in proposed}
    for name in wanted.keys() & set(MORE):
        wanted[name] = _kept(photo, name, given) | wanted[name]
    for name, words in (common.common if common else {}).items():
        if name not in proposed:
            wanted[name] = _merged(wanted.get(name, getattr(photo, name)), given.get(name), words)
    with amendments.amending(by=by):
        is_changed = photo_people.set_people(photo, _people(row, common, is_confirmed), by=by)
        for name, value in wanted.items():
            is_changed = is_changed or value != _before(photo, name)
            setattr(photo, name, value)
        if is_changed or written & set(photo.unconfirmed):
            library.words_changed(photo, by=by, written=written)
    if is_confirmed and photo_words.is_unconfirmed(photo):
        library.confirm(photo, by=by)


def _people(row, common, is_confirmed):
    """Return who is in the photo: if the row names nobody, the common people, or those that a confirmed file names."""
    people, given = row.form.cleaned_data["people"], row.form.cleaned_data["given"]
    everywhere = common.cleaned_data["people"] if common else []
    if everywhere and (not people or [person.pk for person in people] == given.get("people")):
        return everywhere
    return people or (photo_people.named_in_file(row.photo) if is_confirmed else [])


def _kept(photo, name, given):
    """Return the words that the field showed as a placeholder; the photo has them from the common fields."""
    given = given.get(name) if isinstance(given.get(name), dict) else {}
    return {code: text for code, text in getattr(photo, name).items() if text and text == given.get(code)}


def _before(photo, name):
    value = getattr(photo, name)
    return value if isinstance(value, str) else _without_gaps(value)


def _without_gaps(texts):
    return {code: tidy(text) for code, text in texts.items() if text}


def _merged(own, given, common):
    """Return `own` words, or the common ones in languages without own words or with words from the common field."""
    if isinstance(common, str):
        return common if own in ("", given) else own
    given = given if isinstance(given, dict) else {}
    fresh = {code: text for code, text in common.items() if own.get(code, "") in ("", given.get(code))}
    return own | fresh

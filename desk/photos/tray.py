"""The photographs on the article screen: one order for all languages, words in each.

In the form a photo is a row: `photos-3-photo` is its number in the library, `photos-3-order` its place, and for every
language there are `ru-photos-3-caption`, `-alt` and `-decorative`. If the library has no credit or usage terms, there
are `ru-photos-3-credit` and `-usage_terms` as well; they are saved with the photo, not with the article, and so are the
caption and description where `ru-photos-3-for-archive` is ticked. A row keeps its number while the form goes to and
fro; LanguageBlock.target() finds the row that a problem is about.
"""

import copy
import dataclasses
import functools
import itertools
import re

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from council import pictures
from desk.base.fields import LineField, TextField
from desk.base.wording import language_name
from desk.photos import words as photo_words
from desk.photos.words import RIGHTS
from news import access
from news.models import EditionPhoto
from photos import library
from photos.models import Photo
from publishing import numbers, roles
from publishing.languages import language_codes, principal_codes

ROW = re.compile(r"photos-(\d{1,4})-photo")
WORDS = ["caption", "alt", "decorative"]


class WordsForm(forms.ModelForm):
    """The words about one photo in one language."""

    class Meta:
        model = EditionPhoto
        fields = WORDS
        field_classes = {"caption": TextField, "alt": TextField}
        labels = {
            "alt": _("Alternative text"),
            "decorative": _("Decorative: adds nothing to the words"),
        }
        help_texts = {"decorative": ""}

    def __init__(self, *args, language, **kwargs):
        super().__init__(*args, **kwargs)
        self.language_name = language_name(language)
        for name in ("caption", "alt"):
            self.fields[name].widget.attrs.update(rows=2, lang=language)
        self.fields["alt"].widget.attrs["placeholder"] = " "  # so that a style sheet knows whether it is empty

    @property
    def is_wanting(self):
        """Whether the photo is still to be described, or what was typed is not valid."""
        return not (self["alt"].value() or self["decorative"].value()) or bool(self.errors)


class RightsForm(forms.Form):
    """The credit and usage terms that a photo lacks in one language."""

    credit = LineField(label=_("Credit"), required=False, help_text=_("For example, “Photo: Press Office”."))
    usage_terms = LineField(
        label=_("Usage terms"), required=False, help_text=_("For example “Free of charge with the credit”.")
    )

    def __init__(self, *args, photo, language, **kwargs):
        super().__init__(*args, **kwargs)
        for name in RIGHTS:
            self.fields[name].widget.attrs.update(lang=language, list=f"known-{name}-{language}")
            if getattr(photo, name).get(language):
                del self.fields[name]
            elif words := photo.unconfirmed.get(name, {}).get(language):
                self.fields[name].help_text = gettext("The file says: “%(words)s”.") % {"words": words}


@dataclasses.dataclass
class Row:
    """A photo and its words, {language: {caption, alt, decorative}}; `rights` are to be added to the photo.

    In the languages of `for_archive` the caption and description typed here become those of the photo itself.
    """

    photo: Photo
    words: dict
    rights: dict = dataclasses.field(default_factory=dict)
    for_archive: frozenset = frozenset()
    may_add_rights: bool = False
    number: int | None = None
    asked_in: list | None = None
    forms: dict = dataclasses.field(default_factory=dict)
    rights_forms: dict = dataclasses.field(default_factory=dict)

    def place(self, number, *, by, is_bound=False):
        """Set the number of the row, and make a form for each language, for the user `by`."""
        self.number = number
        self.may_add_rights = _lacks_rights(self) and roles.may_change(by, self.photo, roles.Fields.MISSING_WORDS)
        self.may_be_described = roles.may(by, "write") and roles.may_change(by, self.photo)
        self.forms = {code: _form(self, code, is_bound) for code in self.words}
        self.rights_forms = {code: _rights_form(self, code) for code in self.words}

    @functools.cached_property
    def languages(self):
        """For the template: (language, form of the words, form of the missing rights, suggested words)."""
        asked = [code for code in self.words if self.asked_in is None or code in self.asked_in]
        return [(code, self.forms[code], self.rights_forms[code], self._suggested(code)) for code in asked]

    def _suggested(self, code):
        """Return suggestions for a missing caption and description, "" where there is none."""
        from_file = {name: self.photo.unconfirmed.get(name, {}).get(code, "") for name in ("caption", "alt")}
        # What a photograph may show is asked of its people and albums, so only where a description is missing.
        alt = "" if self.words[code]["alt"] else from_file["alt"] or pictures.suggested_alt(self.photo, code)
        return {"caption": "" if self.words[code]["caption"] else from_file["caption"], "alt": alt}

    @property
    def photo_as_written(self):
        """The photo with the rights that were typed here, which are not saved yet."""
        if not self.may_add_rights:
            return self.photo
        photo = copy.copy(self.photo)
        for name in RIGHTS:
            typed = {code: texts[name] for code, texts in self.rights.items() if texts.get(name)}
            setattr(photo, name, {**typed, **{code: text for code, text in getattr(photo, name).items() if text}})
        return photo

    @property
    def of_file(self):
        return photo_words.of_file(self.photo)

    @property
    def is_unconfirmed(self):
        return photo_words.is_unconfirmed(self.photo)


class Tray:
    """The rows of one form, for the user `by`; only some may add rights to a public photo.

    Words are asked for in the `languages` of the form; those in others stay as they are.
    """

    def __init__(self, rows, *, by, is_bound=False, languages=None):
        self.rows, self.by = rows, by
        for row in rows:
            row.asked_in = languages
        sent = [row.number for row in rows if row.number is not None]
        free = itertools.count(max(sent, default=-1) + 1)
        for row in rows:
            row.place(next(free) if row.number is None else row.number, by=by, is_bound=is_bound)

    @property
    def photo_ids(self):
        return [row.photo.pk for row in self.rows]

    def is_valid(self, languages):
        return all([row.forms[code].is_valid() for row in self.rows for code in languages])

    def parts(self, language):
        """Return what drafts.set_parts wants: the photos with their words in `language`."""
        return [{"photo": row.photo_as_written, **row.forms[language].cleaned_data} for row in self.rows]

    @property
    def lines_known(self):
        return photo_words.lines_known(self.by)

    def save_in_archive(self, *, by):
        """Save in the archive what was typed here for every article that shows a photo; return the changed photos."""
        rows = self.rows if roles.may(by, "write") else []
        return [row.photo for row in rows if _save_in_archive(row, by=by)]


def of_article(statuses):
    """Return rows for the photos of an article, in the order of the edition that the desk works on."""
    editions = [status.edition for status in statuses if status.edition]
    editions.sort(key=lambda edition: not edition.is_draft)  # a draft is the newest
    uses = {edition.language: {use.photo_id: use for use in edition.photos.all()} for edition in editions}
    photos = {use.photo_id: use.photo for edition in editions for use in edition.photos.all()}
    return [Row(photo, _words(photo, uses)) for photo in photos.values()]


def of_library(photo):
    """Return a row with the words of the library."""
    return Row(photo, _words(photo, {}))


def posted(data, kept, *, is_fixed, by):
    """Return the rows of the sent `data`; if the choice of photos is fixed, the `kept` rows with new words.

    A language that sent no words about a photo keeps those it had.
    """
    known = {row.photo.pk: row for row in kept}
    sent = {}
    for number, photo_id in _sent_photos(data):
        row = known.get(photo_id) or _from_library(photo_id, by=by)
        if row and (photo_id in known or not is_fixed):
            rights = {} if is_fixed else _sent_rights(row, number, data)
            own = frozenset(code for code in row.words if f"{code}-photos-{number}-for-archive" in data)
            words = _sent_words(row, number, data)
            sent[photo_id] = dataclasses.replace(row, words=words, rights=rights, for_archive=own, number=number)
    if is_fixed:
        return [sent.get(photo_id, row) for photo_id, row in known.items()]
    return list(sent.values())


def chosen(data, *, by):
    """Return the photos ticked in the list of the library."""
    wanted = numbers.parse_all(data.getlist("library"))
    found = access.readable_by(by, Photo.objects.all()).in_bulk(wanted)
    return [found[number] for number in wanted if number in found]


def _sent_photos(data):
    """Return (number of the row, number of the photo) in the chosen order, without removed ones."""
    rows = [int(match[1]) for match in map(ROW.fullmatch, data) if match]
    rows.sort(key=lambda row: (numbers.parse(data.get(f"photos-{row}-order"), row + 1), row))
    photos = {row: numbers.parse(data[f"photos-{row}-photo"]) for row in rows if f"photos-{row}-remove" not in data}
    return [(row, photo) for row, photo in photos.items() if photo is not None]


def _from_library(photo_id, *, by):
    photo = access.readable_by(by, Photo.objects.filter(pk=photo_id)).first()
    return photo and of_library(photo)


def _sent_words(row, number, data):
    words = {}
    for code, before in row.words.items():
        prefix = f"{code}-photos-{number}"
        was_sent = f"{prefix}-caption" in data
        words[code] = {name: data.get(f"{prefix}-{name}", "") for name in WORDS} if was_sent else before
    return words


def _sent_rights(row, number, data):
    return {
        code: {name: _line(data.get(f"{code}-photos-{number}-{name}", "")) for name in RIGHTS} for code in row.words
    }


def _line(text):
    return " ".join(text.replace("\0", "").split())


def _save_in_archive(row, *, by):
    """Save the rights that the photo lacks, and the words that are to be its own; return whether anything changed."""
    photo = Photo.objects.select_for_update(of=("self",)).get(pk=row.photo.pk)
    rights = row.rights if row.may_add_rights else {}
    lacking = [
        (name, code, text)
        for code, texts in rights.items()
        for name, text in texts.items()
        if not getattr(photo, name).get(code)
    ]
    own = row.for_archive if row.may_be_described else []
    typed = [(name, code, row.words[code][name]) for code in own for name in ("caption", "alt")]
    changed = [
        (name, code, text) for name, code, text in [*lacking, *typed] if text and getattr(photo, name).get(code) != text
    ]
    for name, code, text in changed:
        getattr(photo, name)[code] = text
    if changed:
        library.words_changed(photo, by=by)
    return bool(changed)


def _words(photo, uses):
    return {code: _words_in(code, photo, uses.get(code, {}).get(photo.pk)) for code in language_codes()}


def _words_in(code, photo, use):
    if use:
        return {name: getattr(use, name) for name in WORDS}
    return library_words(photo, code)


def library_words(photo, language):
    return {"caption": photo.caption.get(language, ""), "alt": photo.alt.get(language, ""), "decorative": False}


def _form(row, code, is_bound):
    prefix = f"{code}-photos-{row.number}"
    words = row.words[code]
    if is_bound:
        data = {f"{prefix}-{name}": value for name, value in words.items() if value}
        return WordsForm(data, prefix=prefix, language=code)
    return WordsForm(initial=words, prefix=prefix, language=code)


def _lacks_rights(row):
    return any(not getattr(row.photo, name).get(code) for name in RIGHTS for code in principal_codes())


def _rights_form(row, code):
    form = RightsForm(
        prefix=f"{code}-photos-{row.number}", photo=row.photo, language=code, initial=row.rights.get(code, {})
    )
    if not row.may_add_rights:
        form.fields.clear()
    return form

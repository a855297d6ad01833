"""What an edition lacks before it may go out, each with the sentence the editor reads and the field it is about."""

import dataclasses
import re

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from news import figures
from photos import checks as photo_checks
from photos.models import Photo
from publishing.checks import Problem

# ZVF_2142.JPG, IMG-20190925-WA0060 (1), DSC01234: names of files, not words about a picture.
FILE_NAME = re.compile(r"(.*\.(jpe?g|png|tiff?|webp|heic|bmp|gif)|[A-Z]{2,4}[-_ ]?\d{3,}\S*( *\(\d+\))?)\W*", re.I)


def missing(edition):
    """Yield a Problem for everything to mend in `edition`, in the order of the form."""
    if not edition.title.strip():
        yield Problem("title", _("Write the title."))
    if not edition.standfirst.strip():
        yield Problem("standfirst", _("Write the standfirst: one paragraph that says who did what, where and when."))
    yield from _in_text(edition)
    yield from _in_photos(edition)
    yield from _in_signature(edition)
    yield from _in_change(edition)
    if edition.meeting:
        # The form of an article has one field for the meeting, whatever of the meeting is to be mended; an article
        # does not make the meeting public, so it goes out all the same.
        for problem in edition.meeting.problems():
            yield dataclasses.replace(problem, field="meeting", blocks=False)


def looks_like_file_name(text):
    """Tell whether `text` is what a camera or a messenger calls a file."""
    return bool(FILE_NAME.fullmatch(text.strip()))


def _in_text(edition):
    if edition.genre == edition.Genre.INTERVIEW:
        if not edition.turns.exists():
            yield Problem("turns", _("Add at least one question and its answer."))
    elif not strip_tags(edition.body).strip():
        yield Problem("body", _("Write the text."))
    yield from _in_figures(edition)


def _in_figures(edition):
    answers = [turn.answer for turn in edition.turns.all()]
    for field, texts in {"body": [edition.body], "turns": answers}.items():
        for number in figures.numbers(*texts):
            if not edition.photos.filter(photo=number).exists():
                yield Problem(field, _absence_of(Photo.objects.filter(pk=number).first()))


def _absence_of(photo):
    if photo is None:
        return _("The text shows a photograph that the library no longer has.")
    return _("The text shows %(name)s, which is not among the article's photographs.") % {"name": photo.file_name}


def _in_photos(edition):
    for number, use in enumerate(edition.photos.select_related("photo")):
        name = use.photo.file_name
        if not use.decorative and not use.alt.strip():
            yield Problem(
                f"photos-{number}-alt",
                _("Describe what %(name)s shows, for people who cannot see it.") % {"name": name},
            )
        for field in ("alt", "caption"):
            if looks_like_file_name(getattr(use, field)):
                yield Problem(
                    f"photos-{number}-{field}",
                    _("Write words about %(name)s: the name of a file tells a reader nothing.") % {"name": name},
                )
        yield from photo_checks.of_rights(use.photo, prefix=f"photos-{number}-")


def _in_signature(edition):
    if edition.signed_by == edition.SignedBy.CONTACT and not edition.signature:
        yield Problem("signed_by", _("Nobody is entered as press contact on the article's date."), blocks=False)
    if edition.signed_by == edition.SignedBy.WORDING and not edition.signature.strip():
        yield Problem("signature", _("Write the signature, or choose that nobody signs."))


def _in_change(edition):
    needs_note = edition.change in (edition.Change.UPDATE, edition.Change.CORRECTION)
    if needs_note and not edition.change_note.strip():
        yield Problem("change_note", _("Tell readers what was changed and why."))

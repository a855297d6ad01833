"""What an edition lacks before it may be published: Problems with the form field and a sentence for the editor."""

import copy
import dataclasses
import datetime
import re

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from news import figures
from news.lint import links, scripts, texts
from photos import checks as photo_checks
from photos.models import Photo, PhotoStop
from publishing import clock, dates
from publishing.checks import Problem

# ZVF_2142.JPG, IMG-20190925-WA0060 (1), DSC01234: names of files, not words about a picture.
FILE_NAME = re.compile(r"(.*\.(jpe?g|png|tiff?|webp|heic|bmp|gif)|[A-Z]{2,4}[-_ ]?\d{3,}\S*( *\(\d+\))?)\W*", re.I)

DOCUMENT_NAME = re.compile(r"\w\.(pdf|docx?|odt|rtf|txt|xlsx?|ods|csv|pptx?|odp|zip|jpe?g|png|mp[34]|mov)\s*$", re.I)
# “… met.” but not “… and so on…” nor an abbreviation, «… в 2018 г.».
FULL_STOP = re.compile(r"(?<!\.)(?<!\b\w)(?<!\bг)\.\s*$")
ONE_MONTH = datetime.timedelta(days=31)


def missing(edition):
    """Yield a Problem for everything to fix in `edition`, in the order of the form.

    What an older site never had (standfirst, descriptions and credits of photographs) does not block what was imported.
    """
    yield from missing_as_written(_with_parts(edition))


def missing_as_written(edition):
    """Like missing(), with the turns, attachments and photos that `edition` holds prefetched: it need not be saved."""
    if not edition.title.strip():
        yield Problem("title", _("Write the title."))
    elif FULL_STOP.search(edition.title):
        yield Problem("title", _("A title ends without a full stop."), blocks=False)
    if not edition.standfirst.strip() and not edition.is_page:
        sentence = _("Write the standfirst: one paragraph that says who did what, where and when.")
        yield Problem("standfirst", sentence, blocks=not edition.imported_on)
    yield from _in_dates(edition)
    yield from _in_text(edition)
    yield from _in_links(edition)
    yield from _in_attachments(edition)
    yield from _in_photos(edition)
    yield from _in_signature(edition)
    yield from _in_change(edition)
    if edition.meeting:
        # Whatever is wrong with the meeting is shown at the form's field "meeting". It does not block the article,
        # which does not make the meeting public.
        for problem in edition.meeting.problems():
            yield dataclasses.replace(problem, field="meeting", blocks=False)


def looks_like_file_name(text):
    """Tell whether `text` is what a camera or a messenger calls a file."""
    return bool(FILE_NAME.fullmatch(text.strip()))


def _with_parts(edition):
    """Return a copy of `edition` that holds its parts, so that the checks ask for each kind once.

    It is a copy because whoever has the edition may change its parts afterwards.
    """
    edition = copy.copy(edition)
    edition._prefetched_objects_cache = {}
    uses = edition.photos.model.objects.select_related("photo")
    prefetch_related_objects([edition], "turns", "attachments", Prefetch("photos", uses))
    return edition


def _in_dates(edition):
    is_report = edition.genre == edition.Genre.REPORT and edition.shown_precision == dates.Precision.DAY
    if edition.shown_on > clock.today() + ONE_MONTH:
        yield Problem("shown_on", _("The date is more than a month ahead. Is it the right year?"), blocks=False)
    if is_report and edition.meeting and edition.shown_on < edition.meeting.held_on:
        sentence = _("The report is dated before its meeting, which is on %(date)s.")
        yield Problem("shown_on", sentence % {"date": dates.in_words(edition.meeting.held_on)}, blocks=False)


def _in_text(edition):
    if edition.genre == edition.Genre.INTERVIEW:
        if not edition.turns.all():
            yield Problem("turns", _("Add at least one question and answer."))
    elif not strip_tags(edition.body).strip():
        yield Problem("body", _("Write the text."))
    elif scripts.is_of_another_language(strip_tags(edition.body), edition.language, least=200):
        yield Problem("body", _("This does not read like a text in the language of this edition."), blocks=False)
    for number, turn in enumerate(edition.turns.all()):
        if not strip_tags(turn.answer).strip():
            yield Problem(f"turns-{number}-answer", _("Write the answer."))
    yield from _in_figures(edition)


def _in_links(edition):
    for field, value, is_html in texts.fields(edition):
        for passage in texts.in_html(field, value) if is_html and "href" in value else []:
            for link in passage.links:
                if sentence := links.unreachable(link.address):
                    yield Problem(field, sentence, blocks=not edition.imported_on)


def _in_attachments(edition):
    for number, attachment in enumerate(edition.attachments.all()):
        if not attachment.label.strip() or DOCUMENT_NAME.search(attachment.label):
            yield Problem(
                f"attachments-{number}-label",
                _("Name the file %(name)s so that readers know what it is.") % {"name": attachment.file_name},
                blocks=not edition.imported_on,
            )


def _in_figures(edition):
    answers = [turn.answer for turn in edition.turns.all()]
    shown_here = {use.photo_id for use in edition.photos.all()}
    for field, shown in {"body": [edition.body], "turns": answers}.items():
        for number in figures.numbers(*shown):
            if number not in shown_here:
                yield Problem(field, _absence_of(Photo.objects.filter(pk=number).first()))


def _absence_of(photo):
    if photo is None:
        return _("The text shows a photograph that the library no longer has.")
    return _("The text shows %(name)s, which is not among the article's photographs.") % {"name": photo.file_name}


def _in_photos(edition):
    shown = [use.photo_id for use in edition.photos.all()]
    stopped = set(Photo.objects.filter(PhotoStop.in_force(), pk__in=shown).values_list("pk", flat=True))
    for number, use in enumerate(edition.photos.all()):
        name = use.photo.file_name
        if use.photo_id in stopped:
            yield Problem(
                f"photos-{number}-alt",
                _("%(name)s is hidden by an emergency takedown. Remove it from the article.") % {"name": name},
            )
        if not use.decorative and not use.alt.strip():
            yield Problem(
                f"photos-{number}-alt",
                _("Describe what %(name)s shows, for people who cannot see it.") % {"name": name},
                blocks=not edition.imported_on,
            )
        for field in ("alt", "caption"):
            if looks_like_file_name(getattr(use, field)):
                yield Problem(
                    f"photos-{number}-{field}",
                    _("Write a caption for %(name)s. A file name tells readers nothing.") % {"name": name},
                )
            elif scripts.is_of_another_language(getattr(use, field), edition.language, least=15):
                yield Problem(
                    f"photos-{number}-{field}",
                    _("The caption of %(name)s is not in the language of this edition.") % {"name": name},
                    blocks=False,
                )
        yield from photo_checks.of_licence(use.photo, f"photos-{number}-alt", blocks=False)
        for problem in photo_checks.of_rights(use.photo, prefix=f"photos-{number}-"):
            yield dataclasses.replace(problem, blocks=not edition.imported_on)


def _in_signature(edition):
    if edition.signed_by == edition.SignedBy.CONTACT and not edition.signature:
        yield Problem("signed_by", _("There is no press contact for the article's date."), blocks=False)
    if edition.signed_by == edition.SignedBy.WORDING and not edition.signature.strip():
        yield Problem("signature", _("Write the signature, or choose that nobody signs."))


def _in_change(edition):
    needs_note = edition.change in edition.KINDS_WITH_NOTE
    if needs_note and not edition.change_note.strip():
        yield Problem("change_note", _("Tell readers what was changed and why."))

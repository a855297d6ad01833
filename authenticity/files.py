"""Verifies whether a file is ours: a photograph, an attachment, a PDF, a signed statement. No file is stored."""

import hashlib
import io
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image

from authenticity import difference, sealing, verdicts, verifier
from authenticity.models import Entry, IssuedFile, Statement
from authenticity.verdicts import BAD, OK, UNKNOWN, WARN, Verdict
from news import history
from news.paper import sheets, typesetting
from photos import likeness, opening, rendering
from photos.models import ArchivedPhoto, Photo, Rendition
from photos.showing import photos_of_archive
from publishing import moments, numbers
from publishing.languages import language_codes
from publishing.visitors import with_past_editions as looking_back

HERE = pathlib.Path(__file__).resolve().parent.parent
MAX_BYTES = 30_000_000  # as settings.MAX_UPLOAD_BYTES lets through
MAX_PIXELS = 50_000_000
PDF_TIMEOUT_SECONDS = 20  # for reading a PDF
# Pictures and PDFs take memory and time: one at a time in each process; others wait for TIMEOUT_SECONDS.
ONE_AT_A_TIME = threading.Lock()
TIMEOUT_SECONDS = 20


class Busy(Exception):
    """Too many files are being checked; try again later."""


def of_file(file: UploadedFile) -> Verdict:
    """Return the Verdict on an uploaded file, by its content and not by its name."""
    sha256 = _digest(file)
    known = _issued(sha256) or _attached(sha256) or _once_issued(sha256)
    if known:
        return known
    file.seek(0)
    start = file.read(1024)
    if start.startswith(b"%PDF-"):
        return _alone(_of_pdf, file)
    if start.lstrip()[:1] == b"{" and (statement := _statement(file)):
        return verdicts.of_seal(statement)
    if (text := _text(file)) is not None:
        return verdicts.of_text(text)
    return _alone(_of_picture, file)


def _alone(answer, file):
    if not ONE_AT_A_TIME.acquire(timeout=TIMEOUT_SECONDS):
        raise Busy
    try:
        file.seek(0)
        return answer(file)
    finally:
        ONE_AT_A_TIME.release()


def _digest(file):
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    return found.hexdigest()


# --- By its SHA-256 ---------------------------------------------------------------------------------------------------


def _issued(sha256):
    issued = IssuedFile.objects.filter(sha256=sha256, photo__in=Photo.objects.public()).select_related("photo", "entry")
    file = issued.first()
    if file is None:
        return None
    told = {**moments.told(file.entry.at), "number": file.entry_id}
    lines = [
        _("The file is identical to the one we publish.")
        if Rendition.objects.filter(pk=file.rendition).exists()
        else _("The file is identical to one we published; its captions or sizes have been renewed since."),
        _("Signed on %(moment)s, %(clock)s, as number %(number)s of the log.") % told,
    ]
    return Verdict(OK, _("This photograph was published by us."), lines, photo=file.photo)


def _attached(sha256):
    with looking_back():
        found = Statement.objects.filter(files__contains=[sha256]).select_related("seal__edition").last()
    place = found and verdicts.place_of(found.seal.edition)
    if not place:
        return None
    line = _("It goes with the text below and is identical.")
    return Verdict(OK if place.is_current else WARN, _("This file was published by us."), [line], place=place)


def _once_issued(sha256):
    entry = Entry.objects.filter(files__contains=[sha256]).first()
    if entry is None:
        return None
    headline = _("This photograph was published by us, and has since been removed.")
    return Verdict(WARN, headline, [_signed_and_removed(entry)])


def _signed_and_removed(entry):
    told = {**moments.told(entry.at), "number": entry.number}
    sentence = _("We signed it on %(moment)s, %(clock)s, as number %(number)s of the log. It is no longer shown here.")
    return sentence % told


# --- By what it says --------------------------------------------------------------------------------------------------


def _statement(file):
    file.seek(0)
    try:
        return verifier.read_json(file.read())["statement"]
    except (ValueError, TypeError, KeyError):
        return None


def _text(file):
    """Return the text of a plain text file, None for any other file."""
    file.seek(0)
    data = file.read(verdicts.MAX_CHARACTERS * 4 + 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text if "\0" not in text and len(text) <= verdicts.MAX_CHARACTERS else None


def _of_pdf(file):
    """Compare a PDF with a new one of the edition that it names; if it names none, check its words like any text."""
    said = _words_of_pdf(file)
    if not said.strip():
        return Verdict(
            UNKNOWN,
            _("No words could be read from this PDF."),
            [_("It holds pictures of pages, is damaged, or is locked. Type or paste some of its words instead.")],
        )
    article, language = _article_named(said)
    edition = article and _edition_named(article, language, said)
    place = edition and verdicts.place_of(edition)
    if not place:
        if article and (exit := verdicts.exit_of_copy(article, language, said)):
            return verdicts.taken_away_copy(exit)
        return verdicts.of_text(said[: verdicts.MAX_CHARACTERS])
    ours = _set_anew(edition)
    if verifier.words(_undated(said)) == verifier.words(_undated(ours)):
        lines = [_("The PDF says what this edition says, word for word. Its pictures were not compared.")]
        return Verdict(OK if place.is_current else WARN, _("This PDF was published by us."), lines, place=place)
    pieces, _number = difference.of(
        _undated(ours)[: verdicts.MAX_CHARACTERS], _undated(said)[: verdicts.MAX_CHARACTERS], whole=True
    )
    lines = [
        _("It names the text below, and says other words than the PDF that we make of it now."),
        _("That a telephone number or a document beside the text is another may only mean that it was changed since."),
    ]
    return Verdict(BAD, _("This PDF differs from the one we publish."), lines, place=place, pieces=pieces)


def _words_of_pdf(file):
    """Return the words of a PDF, read by a process of its own, which may crash (search.reading)."""
    with tempfile.TemporaryFile() as copy:  # a reader of PDFs goes to and fro
        shutil.copyfileobj(file, copy)
        copy.seek(0)
        command = [sys.executable, "-m", "search.reading", "pdf"]
        try:
            done = subprocess.run(command, stdin=copy, capture_output=True, cwd=HERE, timeout=PDF_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            return ""
    return done.stdout.decode("utf-8", "ignore").replace("\0", " ")


def _article_named(said):
    """Return (number, language) of the article whose address is in the PDF, (None, "") without one."""
    address = re.search(rf"{re.escape(settings.SITE_URL)}/([a-z-]+)/news/(\d{{1,15}})-", said)
    if not address or address[1] not in language_codes():
        return None, ""
    return int(address[2]), address[1]


def _edition_named(article, language, said):
    """Return the edition whose number is in the PDF, else the newest; None if visitors may read none."""
    past = history.of(article, language)
    if past is None:
        return None
    with override(language):
        anything = {"number": "(\\d+)", "moment": ".+", "clock": ".+"}
        line = _("Edition %(number)s, published on %(moment)s %(clock)s") % anything
    number = re.search(line, said)
    return past.edition(numbers.parse(number[1])) if number else past.newest


def _set_anew(edition):
    with looking_back():
        sheet = sheets.of_article(edition)
    return _words_of_pdf(io.BytesIO(typesetting.pdf(sheet)))


def _undated(said):
    """Leave out the date of printing, which differs in every copy."""
    for code in language_codes():
        with override(code):
            line = re.escape(_("Printed on %(date)s")).replace(re.escape("%(date)s"), r"\d{1,2} \w+ \d{4}")
        said = re.sub(line, " ", said)
    return said


# --- By how it looks --------------------------------------------------------------------------------------------------


def _of_picture(file):
    looks = _looks(file)
    if looks is None:
        return Verdict(
            UNKNOWN,
            _("This file is neither a text, a PDF nor a photograph that can be read."),
            [_("Send the file as you got it: a JPEG, PNG, WebP or TIFF, a PDF, or the digitally signed file (JSON).")],
        )
    alike = ArchivedPhoto.objects.filter(likeness__isnull=False).annotate(differing=likeness.distance_from(looks))
    photos = photos_of_archive(alike.filter(differing__lte=likeness.MAX_DISTANCE).order_by("differing", "pk")[:1])
    if not photos:
        return _removed_like(looks) or Verdict(
            BAD,
            _("We have published no such photograph."),
            [_("No file of ours is this one, and no photograph of ours looks like it. A part cut out may escape us.")],
        )
    lines = [
        _("The photograph below looks like it, but the file was made smaller, saved anew or altered by others."),
        _("Whether something in the picture was changed, only eyes can tell: compare it with ours."),
    ]
    return Verdict(WARN, _("It looks like a photograph of ours, but the file is not ours."), lines, photo=photos[0])


def _removed_like(looks):
    """Return the Verdict on a picture that looks like a photograph we have removed, which it does not show."""
    entry = sealing.removed_photo_like(looks)
    if entry is None:
        return None
    lines = [
        _signed_and_removed(entry),
        _("The file itself is not ours: it was made smaller, saved anew or altered by others."),
    ]
    return Verdict(WARN, _("It looks like a photograph of ours that has been removed."), lines)


def _looks(file):
    """Return the perceptual hash of a picture; None if it is no picture, too large, or a plain surface."""
    try:
        image = opening.open_image(file)
        if image.width * image.height > MAX_PIXELS:
            return None
        file.seek(0)
        return likeness.of(Image.open(io.BytesIO(rendering.preview(rendering.decoded(file)))))
    except Exception:  # hostile or damaged: Pillow raises a dozen types
        return None

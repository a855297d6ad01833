"""What goes into a press kit: all that is public of an article or of the articles about a meeting, and no more.

Everything is read from the database here, while the request has a visitor's rights. The result is a list of members:
stored files, finished texts, and documents to be made while the ZIP is sent, without any query.
"""

import collections
import csv
import dataclasses
import datetime
import functools
import hashlib
import io
import re

from django.core.files.storage import Storage
from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from council.models import MeetingPhoto
from news import subjects
from news.kits import stories, word
from news.models import Edition, EditionPhoto
from photos.models import AlbumPhoto, Photo
from photos.showing import jpegs
from press.models import Contact
from publishing.languages import language_codes
from publishing.localized import in_language
from publishing.models import in_written_language

FORMAT = 2  # raise it when the same content makes other bytes, so that nobody keeps the old ones
SCREEN_WIDTH_PIXELS = 1600  # pixels across of the smaller of the two sizes of a photo
FULL_SIZE, SMALLER = "photos/full-size", "photos/screen-size"
COLUMNS = (
    "file",
    "language",
    "caption",
    "description",
    "credit",
    "photographer",
    "copyright",
    "usage terms",
    "taken",
    "place",
)


@dataclasses.dataclass(frozen=True)
class TextMember:
    """A finished text."""

    name: str
    data: bytes
    shrinks = True

    @property
    def size(self):
        return len(self.data)

    @property
    def version(self):
        return hashlib.sha256(self.data).hexdigest()

    def open(self):
        return io.BytesIO(self.data)


@dataclasses.dataclass(frozen=True)
class WordMember:
    """A Word document, made when the ZIP gets to it."""

    name: str
    story: stories.Story
    size = 0
    shrinks = False  # it is a ZIP itself
    version = ""  # the HTML page of the same story is in the kit, too, and has a version

    def open(self):
        return io.BytesIO(word.document(self.story))


@dataclasses.dataclass(frozen=True)
class StoredMember:
    """A file in storage. Its path there is never used twice, so it is its version."""

    name: str
    storage: Storage
    path: str
    size: int
    shrinks = False

    @property
    def version(self):
        return f"{self.path} {self.size}"

    def open(self):
        return self.storage.open(self.path, "rb")


@dataclasses.dataclass(frozen=True)
class Kit:
    """A ZIP to be made: its file name, the modification time of every member, and the members in order.

    `editions` says what is in it: {id of an article: {language: number of the edition}}.
    """

    file_name: str
    at: datetime.datetime
    members: list
    apology: str = ""
    editions: dict = dataclasses.field(default_factory=dict)

    @functools.cached_property
    def etag(self):
        """Changes whenever a byte of the ZIP would change."""
        digest = hashlib.sha256(f"{FORMAT} {self.at.isoformat()}".encode())
        for member in self.members:
            digest.update(f"\n{member.name}\n{member.version}".encode())
        return f'"kit-{digest.hexdigest()[:32]}"'


@dataclasses.dataclass(frozen=True)
class Picture:
    """A photo of the kit, its file name there, and its captions in articles: {language: EditionPhoto}."""

    photo: Photo
    name: str
    uses: dict

    @property
    def full_size(self):
        return self.photo.download

    @property
    def smaller(self):
        """The widest uncropped JPEG of at most SCREEN_WIDTH_PIXELS, else the smallest; None while there is none."""
        whole = [jpeg for jpeg in jpegs(self.photo) if not jpeg.crop]
        return next((jpeg for jpeg in whole if jpeg.width <= SCREEN_WIDTH_PIXELS), whole[-1] if whole else None)

    def caption(self, language):
        own = self.uses.get(language)
        return (own and own.caption) or self.photo.caption.get(language, "")

    def description(self, language):
        own = self.uses.get(language)
        return (own and own.alt) or self.photo.alt.get(language, "")


def of_article(edition):
    """Return the Kit of the article of `edition`, which is public."""
    editions = _editions().filter(article=edition.article_id)
    return _kit(f"{edition.address_part}-press-kit.zip", _in_order(editions))


def of_meeting(meeting):
    """Return the Kit of all articles about `meeting`, which is public, of its own photos and its album."""
    about = subjects.of_meeting(Edition.objects.public(), meeting.pk)
    editions = _in_order(_editions().filter(article__in=about.values("article")))
    own = MeetingPhoto.shown().filter(meeting=meeting).values_list("photo", flat=True).order_by("position", "id")
    album = AlbumPhoto.shown().filter(album__of_meeting__meeting=meeting).values_list("photo", flat=True)
    more = [*own, *album.order_by("position", "id")]
    return _kit(f"meeting-{meeting.held_on}-press-kit.zip", editions, meeting=meeting, more_photos=more)


def _editions():
    """Return the public editions in the site's languages, with the parts that a kit contains."""
    uses = EditionPhoto.objects.order_by("position", "id")
    return (
        Edition.objects.public()
        .filter(in_written_language())
        .newest_first()
        .prefetch_related("turns", "attachments", Prefetch("photos", uses))
    )


def _in_order(editions):
    languages = language_codes()
    return sorted(editions, key=lambda edition: languages.index(edition.language))


def _kit(file_name, editions, meeting=None, more_photos=()):
    pictures = _pictures(editions, more_photos)
    missing = [picture.name for picture in pictures if not (picture.full_size and picture.smaller)]
    members = [
        *_texts(editions, {picture.photo.pk: picture for picture in pictures}),
        _captions(pictures),
        *_contacts(editions),
        _usage_terms(pictures),
        *_attachments(editions),
        *_photo_files(pictures),
    ]
    at = max([edition.live_from for edition in editions], default=meeting and meeting.live_from)
    subject = {"editions": editions, "meeting": meeting, "members": members, "missing": missing}
    readme = _in_all_languages("README.txt", lambda language: subject)
    return Kit(file_name, at, [readme, *members], apology=_apology(), editions=_numbers(editions))


def _numbers(editions):
    numbers = collections.defaultdict(dict)
    for edition in editions:
        numbers[edition.article_id][edition.language] = edition.number
    return dict(numbers)


# --- Texts -----------------------------------------------------------------------------------------------------------


def _texts(editions, pictures):
    names = Names()
    for edition in editions:
        shown = [photo for photo in edition.photos.all() if photo.photo_id in pictures]
        story = stories.of(
            edition, {notice.photo_id: (pictures[notice.photo_id].name, notice.caption) for notice in shown}
        )
        name = names.free(edition.address_part, f"texts/{edition.language}")
        yield TextMember(f"{name}.txt", story.as_text().encode())
        yield TextMember(f"{name}.html", story.as_html().encode())
        yield WordMember(f"{name}.docx", story)


def _captions(pictures):
    """Return captions.csv: a row for each photo and language; the BOM tells spreadsheets that it is UTF-8."""
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(COLUMNS)
    for picture in pictures:
        for language in language_codes():
            rows.writerow(_harmless(cell) for cell in _words(picture, language))
    return TextMember("captions.csv", table.getvalue().encode("utf-8-sig"))


def _words(picture, language):
    photo = picture.photo
    return (
        picture.name,
        language,
        picture.caption(language),
        picture.description(language),
        in_language(photo.credit, language),
        photo.creator,
        photo.copyright,
        in_language(photo.usage_terms, language) or _free_of_charge(language),
        _taken(photo),
        photo.place.get(language, ""),
    )


def _harmless(cell):
    """Return the text of a cell, quoted if a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _taken(photo):
    """Return the camera's time, with its offset from UTC if that is known."""
    if photo.taken_at is None:
        return ""
    if photo.taken_offset is None:
        return timezone.localtime(photo.taken_at).replace(tzinfo=None).isoformat(timespec="seconds")
    offset = datetime.timezone(datetime.timedelta(minutes=photo.taken_offset))
    return photo.taken_at.astimezone(offset).isoformat(timespec="seconds")


def _contacts(editions):
    """Return whom to call today and who signed, a file for each language."""
    contact = Contact.objects.in_office().prefetch_related("phones").first()
    for language in language_codes():
        signatures = dict.fromkeys(edition.signature.strip() for edition in editions if edition.language == language)
        context = {"contact": contact, "signatures": [signature for signature in signatures if signature]}
        with override(language):
            yield TextMember(f"contacts-{language}.txt", _rendered("contacts.txt", context))


def _usage_terms(pictures):
    return _in_all_languages("usage-terms.txt", lambda language: {"terms": _terms(pictures, language)})


def _terms(pictures, language):
    """Return [(usage terms, address of the licence, [(name of the file, credit)] of the photos under them)]."""
    groups = collections.defaultdict(list)
    for picture in pictures:
        photo = picture.photo
        terms = in_language(photo.usage_terms, language) or _free_of_charge(language)
        groups[terms, photo.rights_url].append((picture.name, in_language(photo.credit, language)))
    return [(*key, files) for key, files in groups.items()]


def _free_of_charge(language):
    with override(language):
        return _("The photograph may be reprinted free of charge if the source is named.")


def _in_all_languages(name, context):
    """Return one file that says the same in each language of the site; `context` is a function of the language."""
    parts = []
    for language in language_codes():
        with override(language):
            parts.append(_rendered(name, context(language)))
    return TextMember(name, (b"\n" + b"-" * 72 + b"\n\n").join(parts))


def _apology():
    """Return the text of MISSING.txt, in each language of the site: some files could not be read."""
    parts = []
    for language in language_codes():
        with override(language):
            parts.append(_("These files could not be read when the kit was sent. Please download it again."))
    return "\n".join(parts) + "\n\n"


def _rendered(template, context):
    """Return the text file as bytes, without the extra blank lines that template tags leave."""
    text = stories.printable(render_to_string(f"news/kit/{template}", context))
    return (re.sub(r"\n{3,}", "\n\n", text).strip() + "\n").encode()


# --- Files -----------------------------------------------------------------------------------------------------------


def _attachments(editions):
    names = Names()
    for edition in editions:
        for attachment in edition.attachments.all():
            name = names.free(attachment.file_name, f"attachments/{edition.language}")
            yield StoredMember(name, attachment.file.storage, attachment.file.name, attachment.size)


def _photo_files(pictures):
    for picture in pictures:
        for folder, made in ((FULL_SIZE, picture.full_size), (SMALLER, picture.smaller)):
            if made:
                yield StoredMember(f"{folder}/{picture.name}", made.file.storage, made.file.name, made.size)


def _pictures(editions, more_photos):
    """Return a Picture for each photo of `editions` and of the keys `more_photos`, in the order they appear."""
    uses = collections.defaultdict(dict)
    for edition in editions:
        for use in edition.photos.all():
            uses[use.photo_id].setdefault(edition.language, use)
    for key in more_photos:
        uses.setdefault(key, {})
    found = Photo.objects.public().filter(pk__in=list(uses)).with_renditions().in_bulk()
    names = Names()
    return [Picture(found[pk], names.free(found[pk].download_name), uses[pk]) for pk in uses if pk in found]


class Names:
    """Gives out file names that are safe on every system, none of them twice (ignoring case)."""

    UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')

    def __init__(self):
        self.taken = set()

    def free(self, name, folder=""):
        """Return `name` without its path, in `folder`; if that is taken, with -2, -3, …"""
        name = self.UNSAFE.sub("", re.split(r"[/\\]", name)[-1]).strip(". ") or "file"
        stem, dot, extension = name.rpartition(".")
        stem, extension = (stem, dot + extension) if stem else (name, "")
        number = 1
        while (path := f"{folder}/{name}".lstrip("/")).casefold() in self.taken:
            number += 1
            name = f"{stem}-{number}{extension}"
        self.taken.add(path.casefold())
        return path

"""An article for syndication: its permanent identifier, dates, whole text as HTML, photographs and files.

Feeds, wires and the API all use entries, so that they agree. Everything in an entry is public now: its edition, and
those of its photographs that were not stopped.
"""

import dataclasses
import datetime
import functools

import lxml.html
from django.db.models import F
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import override

from council.models import Meeting, fetch_bodies
from news import about, change_notes
from news.kits.stories import printable
from news.models import Attachment, Edition, EditionPhoto, Turn, Withdrawal
from news.models.exits import article_entry
from news.pages import address_of, arrange_photos, notes_of
from news.templatetags.articles import PRECISELY, signature_lines
from photos.models import PhotoStop, Rendition
from photos.showing import jpegs, with_renditions
from publishing import clock, dates
from publishing.addresses import absolute_url
from publishing.html import PHOTO
from publishing.localized import in_language
from publishing.models import in_written_language
from publishing.prepared import AnyOf, Param, PreparedQuery
from publishing.visitors import with_past_editions
from syndication import ids

GENRES = dict(Edition.Genre.choices)
ONE_DAY = datetime.timedelta(days=1)
NOON = datetime.time(12)

TYPES = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpg": "image/jpeg",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@dataclasses.dataclass(frozen=True)
class Picture:
    """A photograph of an entry with its words in the entry's language; `file` is the JPEG for screens."""

    use: EditionPhoto
    file: Rendition
    url: str
    page: str
    caption: str
    alt: str  # "" if the picture is decorative
    credit: str
    usage_terms: str

    @property
    def photo(self):
        return self.use.photo

    @property
    def figure(self):
        """The photograph with its words, as HTML."""
        made = self.file
        return _figure(self.page, self.url, made.width, made.height, self.alt, self.caption, self.credit)


@dataclasses.dataclass(frozen=True)
class File:
    """A file attached to an entry."""

    attachment: Attachment
    url: str
    type: str

    @property
    def label(self):
        return printable(self.attachment.label)

    @property
    def size(self):
        return self.attachment.size


@dataclasses.dataclass(frozen=True)
class Entry:
    """An article in one language.

    `published` is the date that readers see, `first_public_at` the real one: they differ for a backdated article.
    `updated` changes with announced changes and with a return after a withdrawal, never with a minor change. `html` is
    everything a reader sees; `body` is the text alone, with the interview and the photographs inside it.
    """

    edition: Edition
    id: str
    url: str
    title: str
    summary: str
    published: datetime.datetime
    first_public_at: datetime.datetime
    updated: datetime.datetime
    section: str
    genre: str
    notes: list  # dicts with label, text and at, the latest first
    turns: list
    pictures: list
    files: list
    signature: list
    body: str
    html: str
    languages: dict  # {language: address} of all in which it is public now

    @property
    def language(self):
        return self.edition.language

    @property
    def tags(self):
        return [self.section, self.genre]

    @property
    def cover(self):
        return self.pictures[0] if self.pictures else None


def of(editions):
    """Return the Entries of these public editions, in their order, with a constant number of queries."""
    editions = list(editions)
    if not editions:
        return []
    parts = [_by_edition(question, editions) for question in (_TURNS, _PHOTOS, _ATTACHMENTS)]
    with_renditions(use.photo for uses in parts[1].values() for use in uses)
    languages, returns = languages_of(editions), returns_of(editions)
    called_off = _called_off(editions)
    change_notes.fill(editions)
    return [
        _entry(
            edition,
            *(of_edition[edition.pk] for of_edition in parts),
            languages.get(edition.article_id, {}),
            returns.get((edition.article_id, edition.language)),
            called_off.get(edition.meeting_id),
        )
        for edition in editions
    ]


def subjects_of(editions):
    """Return {id of an edition: what it is about, as news.about.named() takes it}; read where `about` is not there."""
    asked = [edition.pk for edition in editions if not hasattr(edition, "about")]
    found = Edition.objects.filter(pk__in=asked).annotate(found=about.SubjectsOf("pk")) if asked else []
    known = dict(found.values_list("pk", "found")) if asked else {}
    return {edition.pk: edition.about if hasattr(edition, "about") else known.get(edition.pk) for edition in editions}


# --- Dates -----------------------------------------------------------------------------------------------------------


def published(edition):
    """Return the publication date that readers see; a backdated article never looks new."""
    first = edition.first_published_at
    _first_day, last_day, _precision = dates.read(edition.shown_on.strftime(PRECISELY[edition.shown_precision]))
    if timezone.localdate(first) <= last_day + ONE_DAY:
        return first
    return timezone.make_aware(datetime.datetime.combine(edition.shown_on, NOON))


def changed(edition, returned=None):
    """Return the instant of the last announced change of `edition`, else of its first publication.

    `returned` is when it returned after a withdrawal, from returns_of.
    """
    told = [datetime.datetime.fromisoformat(note["at"]) for note in edition.notes if note["at"]]
    return max([edition.first_published_at, *told, *([returned] if returned else [])])


# The queries for entries.
_EXITS = PreparedQuery(
    lambda: (
        Withdrawal.objects.filter(AnyOf(F("article"), Param("articles")), at__lte=clock.SiteNow())
        .order_by("at", "id")
        .values_list("article", "language", "at")
    )
)
_LANGUAGES = PreparedQuery(
    lambda: (
        Edition.objects.public()
        .filter(AnyOf(F("article"), Param("articles")), in_written_language())
        .only("article", "language", "slug", "title")
        .order_by("language")
    )
)


def returns_of(editions):
    """Return {(article, language): instant of its return} for editions that followed a withdrawal."""
    left = {(article, language): at for article, language, at in _EXITS.fetch(articles=_articles_of(editions))}
    if not left:
        return {}
    returned = {}
    articles = {article for article, _language in left}
    begun = Edition.objects.filter(article__in=articles, live_from__lte=clock.SiteNow()).order_by("-live_from")
    with with_past_editions():
        for article, language, live_from in begun.values_list("article", "language", "live_from"):
            if live_from >= left.get((article, language), live_from + ONE_DAY):
                returned[article, language] = live_from
    return returned


def languages_of(editions):
    """Return {article: {language: address}} of all public languages of the editions' articles."""
    found = {}
    for edition in _LANGUAGES.fetch(articles=_articles_of(editions)):
        found.setdefault(edition.article_id, {})[edition.language] = absolute_url(address_of(edition))
    return found


def _articles_of(editions):
    return list({edition.article_id for edition in editions})


# --- Content ---------------------------------------------------------------------------------------------------------


_TURNS = PreparedQuery(lambda: Turn.objects.filter(AnyOf(F("edition"), Param("editions"))))
_ATTACHMENTS = PreparedQuery(lambda: Attachment.objects.filter(AnyOf(F("edition"), Param("editions"))))
_CALLED_OFF = PreparedQuery(
    lambda: Meeting.objects.public().called_off().filter(AnyOf(F("pk"), Param("meetings"))).order_by()
)
_PHOTOS = PreparedQuery(
    lambda: (
        EditionPhoto.objects.filter(AnyOf(F("edition"), Param("editions")))
        .exclude(PhotoStop.in_force("photo"))
        .order_by("position", "id")
        .select_related("photo")
    )
)


def _by_edition(question, editions):
    """Return {id of an edition: its rows of the query, in order}."""
    found = {edition.pk: [] for edition in editions}
    for part in question.fetch(editions=list(found)):
        found[part.edition_id].append(part)
    return found


def _called_off(editions):
    """Return {id: Meeting} of those that were called off; asked only of editions that say so, as those of feeds do."""
    numbers = list({edition.meeting_id for edition in editions if edition.called_off})
    found = list(_CALLED_OFF.fetch(meetings=numbers)) if numbers else []
    fetch_bodies(found)
    return {meeting.pk: meeting for meeting in found}


def _note_of(meeting):
    """Return the note that stands above an entry about a meeting that was called off."""
    told = ". ".join(filter(None, [str(meeting), in_language(meeting.reason)]))
    return {"label": meeting.standing, "text": printable(told), "at": None}


def _entry(edition, turns, uses, attachments, languages, returned, called_off):
    first, last_change = published(edition), changed(edition, returned)
    untouched = last_change == edition.first_published_at
    with override(edition.language):
        url = absolute_url(edition.get_absolute_url())
        pictures = [_picture(use, files[0], edition.language) for use in uses if (files := jpegs(use.photo))]
        said = {
            "url": url,
            "title": printable(edition.title),
            "summary": printable(edition.standfirst),
            "section": printable(in_language(edition.section.name)),
            "genre": str(GENRES[edition.genre]),
            "notes": [
                {**note, "label": str(note["label"]), "text": printable(note["text"])} for note in notes_of(edition)
            ],
            "pictures": pictures,
            "files": [_file(attachment) for attachment in attachments],
            "signature": signature_lines(printable(edition.signature)),
            "body": _body(edition.body, turns, pictures, url),
        }
        return Entry(
            edition=edition,
            id=ids.tag(f"{article_entry(edition)}/{edition.language}"),
            published=first,
            first_public_at=edition.first_published_at,
            updated=first if untouched else last_change,
            turns=turns,
            languages=languages,
            html=_html(edition, turns, said, [_note_of(called_off)] if called_off else []),
            **said,
        )


def _picture(use, file, language):
    photo = use.photo
    return Picture(
        use=use,
        file=file,
        url=absolute_url(file.get_absolute_url()),
        page=absolute_url(photo.get_absolute_url()),
        caption=printable(use.caption),
        alt="" if use.decorative else printable(use.alt),
        credit=printable(in_language(photo.credit, language)),
        usage_terms=printable(in_language(photo.usage_terms, language)),
    )


def _file(attachment):
    ending = attachment.file_name.rsplit(".", 1)[-1].lower()
    return File(attachment, absolute_url(attachment.get_absolute_url()), TYPES.get(ending, "application/octet-stream"))


def _html(edition, turns, said, standing_notes):
    """Return everything a reader sees of the edition as self-contained HTML."""
    pictures = {picture.use.pk: picture for picture in said["pictures"]}
    standing = arrange_photos([picture.use for picture in said["pictures"]], edition, turns)
    return _rendered(
        "_entry.html",
        **said | {"notes": [*standing_notes, *said["notes"]]},
        lead=standing["lead"] and pictures[standing["lead"].pk],
        gallery=[pictures[use.pk] for use in standing["gallery"]],
    )


def _body(text, turns, pictures, address):
    """Return the text and the interview, sanitized when they were saved, with absolute addresses and figures."""
    by_photo = {picture.use.photo_id: picture for picture in pictures}

    def figure(match):
        picture = by_photo.get(int(match[1]))
        return picture.figure if picture else ""

    if turns:
        asked = [{"question": printable(turn.question), "answer": mark_safe(turn.answer)} for turn in turns]  # noqa: S308 cleaned at the field
        text = _rendered("_body.html", body=mark_safe(text), turns=asked)  # noqa: S308 cleaned at the field
    filled = PHOTO.sub(figure, printable(text.strip()))
    return mark_safe(_with_whole_addresses(filled, address))  # noqa: S308 cleaned at the field


def _rendered(name, **context):
    return _template(name).render(context).strip()


@functools.cache
def _template(name):
    return get_template(f"syndication/{name}")


# The same article is in many feeds: HTML that depends only on a text, or a photograph and its words, is cached.


@functools.lru_cache(maxsize=256)
def _figure(page, url, width, height, alt, caption, credit):
    return mark_safe(_rendered("_figure.html", **locals()))  # noqa: S308 rendered by a template


@functools.lru_cache(maxsize=256)
def _with_whole_addresses(html, address):
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    root.make_links_absolute(address)
    inner = [root.text or "", *(lxml.html.tostring(child, encoding="unicode") for child in root)]
    return "".join(inner)


def record_as_html(lines, notes):
    """Return the HTML of lines of text, the first in bold, below the publishing.amendments.Notes."""
    body = format_html_join("\n", "<p>{}</p>", ((line,) for line in lines[1:]))
    return notes_as_html(notes, summary=lines[0], body=body)


def notes_as_html(notes, **more):
    """Return the HTML of publishing.amendments.Notes, as in entries."""
    notes = [{"label": note.label, "text": printable(note.text), "at": note.at} for note in notes]
    return _rendered("_entry.html", notes=notes, **more)

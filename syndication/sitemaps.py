"""The sitemaps: public pages in parts by kind, each page with its images and languages.

A part is a range of ids, not a page of a list: publishing or withdrawing moves nothing from one part to another, and a
part costs the same however long the archive is.
"""

import dataclasses
import datetime
import functools
from collections.abc import Callable

from django.db import connection
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import override

from council.models import Body, Document, Meeting, Person, State
from identity.current import current as identity
from news import about, change_notes
from news.kits.stories import printable
from news.models import Edition, EditionPhoto, Section
from news.pages import address_of
from pages import tree
from photos.models import Album, Photo, PhotoStop, Rendition
from photos.showing import with_words
from press.models import Advisory
from publishing import amendments, clock
from publishing.addresses import absolute_url, cached_reverse
from publishing.languages import language_codes
from publishing.models import in_written_language
from publishing.prepared import AnyOf, Param, PreparedQuery, PreparedSQL, attach_prefetched
from syndication import entries

ENTRIES_PER_PART = 500  # ids; each language of a page is an address of its own
RECENT = datetime.timedelta(days=30)
NEWS_LISTED_FOR = datetime.timedelta(days=2)
MAX_NEWS = 1000
MAX_IMAGES = 1000  # of one page
MAX_PART_NUMBER = 10**12


@dataclasses.dataclass(frozen=True)
class Image:
    address: str
    caption: str
    licence: str


@dataclasses.dataclass(frozen=True)
class SitemapEntry:
    """A page in `languages`, {language: address}, with its last change and its images in each language."""

    languages: dict
    changed: dict
    images: dict


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of pages. `things` makes the SitemapEntries of rows; a kind of few pages has one part and no `public`."""

    things: Callable
    public: Callable | None = None
    order: tuple = ("id",)

    @property
    def number(self):
        return self.order[0]


def parts():
    """Return [(kind, number of the part, its last change if recent)] of all parts with pages."""
    numbers, lately = {}, dict(_changed_lately(ENTRIES_PER_PART).fetch(since=clock.now() - RECENT))
    for kind, number in _filled(ENTRIES_PER_PART).fetch():
        numbers.setdefault(kind, []).append(number)
    return [
        (name, number, lately.get(number) if name == "articles" else None)
        for name, kind in KINDS.items()
        for number in (numbers.get(name, []) if kind.public else [0])
    ]


def part(name, number):
    """Return the SitemapEntries of one part; none if there is no such part."""
    kind = KINDS.get(name)
    if kind is None or number > (MAX_PART_NUMBER if kind.public else 0):
        return []
    if kind.public is None:
        return list(kind.things())
    first = number * ENTRIES_PER_PART
    limits = {f"{kind.number}__gte": first, f"{kind.number}__lt": first + ENTRIES_PER_PART}
    return list(kind.things(list(kind.public().filter(**limits).order_by(*kind.order))))


@functools.cache
def _filled(length):
    """Return the PreparedQuery for (kind, number) of all parts of this length that are not empty."""
    return PreparedSQL(
        lambda: " UNION ALL ".join(_walk(name, kind, length) for name, kind in KINDS.items() if kind.public)
    )


def _walk(name, kind, length):
    """Return SQL that skips along the index of ids, from the first of each part to the first after the part."""
    public = kind.public().order_by(kind.number).values(kind.number)
    column = f'"{public.model._meta.db_table}"."{public.model._meta.get_field(kind.number).column}"'
    following = public.extra(where=[f"{column} >= (part + 1) * {length}"])[:1]  # noqa: S610 names of our own
    sql = connection.ops.compose_sql(*following.query.sql_with_params())
    return f"""(
        WITH RECURSIVE walk (part) AS (
            SELECT -1::bigint UNION ALL SELECT ({sql}) / {length} FROM walk WHERE part IS NOT NULL
        )
        SELECT '{name}', part FROM walk WHERE part >= 0
    )"""  # noqa: S608 names of our own


@functools.cache
def _changed_lately(length):
    """Return the query for (part, last announced change) among articles of the last weeks."""

    def lately():
        told = _editions().filter(live_from__gte=Param("since")).exclude(change=Edition.Change.MINOR)
        in_parts = told.order_by().values(part=F("article_id") / length)
        return in_parts.annotate(changed=Max("live_from")).values_list("part", "changed")

    return PreparedQuery(lately)


# --- Pictures --------------------------------------------------------------------------------------------------------

OF_PHOTOS = ["key", "file_name", "format", "rights_url"]
_WIDEST = PreparedQuery(
    lambda: (
        Rendition.objects.filter(AnyOf(F("photo"), Param("photos")), kind=Rendition.Kind.JPEG, crop=Rendition.Crop.NONE)
        .order_by("photo_id", "-width")
        .distinct("photo")
    )
)


def _with_files(photos):
    """Set the prefetched renditions of each photo to the widest one for screens."""
    photos = list(photos)
    attach_prefetched(photos, "renditions", _WIDEST.fetch(photos=[photo.pk for photo in photos]), "photo")
    return photos


def _images(pairs, language, terms):
    """Return the Images of pairs of a photo and its caption."""
    return [
        Image(absolute_url(file.get_absolute_url()), printable(caption), photo.rights_url or terms[language])
        for photo, caption in pairs[:MAX_IMAGES]
        for file in photo.renditions.all()
    ]


def _terms():
    """Return {language: address of the page about the use of photographs}."""
    return {language: f"{page}#terms" for language, page in _everywhere("press:centre").items()}


# --- Articles --------------------------------------------------------------------------------------------------------


def _editions():
    return Edition.objects.public().filter(in_written_language())


def _wanted_editions():
    return _editions().only(
        "article", "language", "title", "slug", "number", "change", "change_note", "live_from",
        "first_published_at",
    )  # fmt: skip


def _articles(editions):
    """Yield a SitemapEntry for each article of the editions, with its languages."""
    shown, returns, terms = _shown_in(editions), entries.returns_of(editions), _terms()
    change_notes.fill(editions)
    languages, changed, images = ({edition.article_id: {} for edition in editions} for _ in range(3))
    for edition in editions:
        key = edition.article_id, edition.language
        languages[edition.article_id][edition.language] = absolute_url(address_of(edition))
        changed[edition.article_id][edition.language] = entries.changed(edition, returns.get(key))
        images[edition.article_id][edition.language] = _images(shown.get(edition.pk, []), edition.language, terms)
    return [SitemapEntry(languages[number], changed[number], images[number]) for number in languages]


_USES = PreparedQuery(
    lambda: (
        EditionPhoto.objects.filter(AnyOf(F("edition"), Param("editions")))
        .exclude(PhotoStop.in_force("photo"))
        .select_related("photo")
        .only("edition_id", "caption", *(f"photo__{field}" for field in OF_PHOTOS))
        .order_by("position", "id")
    )
)


def _shown_in(editions):
    """Return {number of an edition: its photos with their captions, in order}."""
    uses = _USES.fetch(editions=[edition.pk for edition in editions])
    _with_files(use.photo for use in uses)
    shown = {}
    for use in uses:
        shown.setdefault(use.edition_id, []).append((use.photo, use.caption))
    return shown


# --- The rest of the site --------------------------------------------------------------------------------------------


def _everywhere(name, *args):
    """Return {language: address} of a page that exists in every language."""
    found = {}
    for language in language_codes():
        with override(language):
            found[language] = absolute_url(cached_reverse(name, *args))
    return found


def _in_every_language(languages, changed=None, images=None):
    return SitemapEntry(languages, dict.fromkeys(languages, changed), images or dict.fromkeys(languages, ()))


PAGES = [
    "home", "news:list", "council:meetings", "council:representatives", "council:documents", "council:history",
    "photos:list", "photos:albums", "press:centre", "press:advisories", "press:enquiry", "news:corrections",
    "week:page", "feeds:index", "follow:follow", "topics:index",
]  # fmt: skip


def _pages():
    has = identity().has
    for name in filter(has.answers, PAGES):
        yield _in_every_language(_everywhere(name))
    for section in Section.objects.all():
        yield _in_every_language(_everywhere("news:section", section.slug))
    for body in Body.objects.all():
        yield _in_every_language(_everywhere("council:body", body.slug))
    for place in tree.current().places:
        if place.titles:
            yield _in_every_language({code: absolute_url(place.get_absolute_url(code)) for code in place.titles})
    on_topics = {code: about.topics_with_texts(code) for code in language_codes()}
    for topic in {topic.pk: topic for found in on_topics.values() for topic in found}.values():
        yield _in_every_language(
            {code: absolute_url(topic.address(code)) for code, found in on_topics.items() if topic in found}
        )
    for state in State.objects.all():
        yield _in_every_language(_everywhere("council:state", state.code.lower()))


def _people(people):
    for person in people:
        yield _in_every_language(_everywhere("council:person", person.pk, person.slug))


def _records(view):
    """Return the function that makes SitemapEntries of records with notes on changes: meetings, documents."""

    def things(records):
        told = _changes_told(records)
        for record in records:
            yield _in_every_language(_everywhere(view, record.pk), max([record.live_from, *told.get(record.pk, [])]))

    return things


def _wanted_photos():
    return Photo.objects.public().only("caption", "alt", "headline", "extended_description", *OF_PHOTOS)


def _photos(photos):
    captions, terms, told = _captions(_with_files(photos)), _terms(), _changes_told(photos)
    for photo in photos:
        pages = _everywhere("photos:detail", photo.pk)
        images = {language: _images([(photo, captions[language][photo.pk])], language, terms) for language in pages}
        yield _in_every_language(pages, max(told.get(photo.pk, []), default=None), images)


def _captions(photos):
    """Return {language: {id of a photo: its caption}}; a caption may come from an article."""
    found = {}
    for language in language_codes():
        with override(language):
            found[language] = {photo.pk: photo.shown_caption for photo in with_words(photos)}
    return found


def _changes_told(things):
    """Return {id: instants of its announced changes}."""
    told = {}
    for note in amendments.notes_of(*things):
        told.setdefault(note.subject.pk, []).append(note.at)
    return told


KINDS = {
    "pages": Kind(_pages),
    "articles": Kind(_articles, _wanted_editions, ("article_id", "language")),
    "meetings": Kind(_records("council:meeting"), lambda: Meeting.objects.public()),
    "documents": Kind(_records("council:document"), lambda: Document.objects.public()),
    "advisories": Kind(_records("press:advisory"), lambda: Advisory.objects.public()),
    "people": Kind(_people, lambda: Person.objects.public()),
    "albums": Kind(_records("photos:album"), lambda: Album.objects.public()),
    "photos": Kind(_photos, _wanted_photos),
}


# --- News of the last days -------------------------------------------------------------------------------------------


def latest_news():
    """Return the editions published in the last two days, neither backdated nor imported, the newest first."""
    since = clock.now() - NEWS_LISTED_FOR
    # live_from of this edition has an index, and is never before that of the first edition.
    news = _editions().filter(
        live_from__gte=since,
        first_published_at__gte=since,
        shown_on__gte=timezone.localdate(since),
        imported_on__isnull=True,
    )
    wanted = news.only("article", "language", "title", "slug", "first_published_at")
    return list(wanted.order_by("-first_published_at", "-article_id")[:MAX_NEWS])

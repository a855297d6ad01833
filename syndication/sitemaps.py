"""What search engines are told there is: pages in parts by kind, each page with its pictures and its other languages.

A part is a stretch of numbers, not a page of a list: what is added or withdrawn moves nothing from one part to another,
and a part costs the same however long the archive is. All of it is what is public now.
"""

import dataclasses
import datetime
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.db.models import F, Max, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from council.models import Body, Document, Meeting, Person, State
from news.kits.stories import printable
from news.models import Edition, EditionPhoto, Section
from photos.models import Album, Photo, PhotoStop, Rendition
from photos.showing import jpegs, ready
from press.models import Advisory
from publishing import amendments, clock
from syndication import entries
from syndication.entries import whole

IN_A_PART = 500  # articles, photographs or whatever; a page in every language is an address of its own
LATELY = datetime.timedelta(days=30)
NEWS_FOR = datetime.timedelta(days=2)
MOST_NEWS = 1000
MOST_IMAGES = 1000  # of one page


@dataclasses.dataclass(frozen=True)
class Image:
    address: str
    caption: str
    licence: str


@dataclasses.dataclass(frozen=True)
class Address:
    """A page in one language; `languages` are the addresses of all in which it is public now, its own included."""

    address: str
    languages: dict
    changed: datetime.datetime | None = None
    images: tuple = ()


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of pages. `pages` makes the Addresses of a queryset; a kind of few pages has one part and no `public`."""

    pages: Callable
    public: Callable | None = None
    number: str = "id"


def parts():
    """Return [(kind, number of the part, when something in it was last changed, if lately)] of all that hold pages."""
    found = []
    for name, kind in KINDS.items():
        lately = _changed_lately() if name == "articles" else {}
        numbers = _filled(kind) if kind.public else [0]
        found += [(name, number, lately.get(number)) for number in numbers]
    return found


def part(name, number):
    """Return the Addresses of one part; none if there is no such part."""
    kind = KINDS.get(name)
    if kind is None or (kind.public is None and number):
        return []
    if kind.public is None:
        return list(kind.pages())
    first = number * IN_A_PART
    limits = {f"{kind.number}__gte": first, f"{kind.number}__lt": first + IN_A_PART}
    return list(kind.pages(kind.public().filter(**limits)))


def _filled(kind):
    """Return the numbers of the parts that hold something, for one question whatever their number."""
    public = kind.public().order_by()
    column = f'"{public.model._meta.db_table}"."{public.model._meta.get_field(kind.number).column}"'
    inside = [f"{column} >= part * {IN_A_PART}", f"{column} < (part + 1) * {IN_A_PART}"]
    # One row of each part, by the index of the numbers: of EXISTS the planner would make one join with all there is.
    one, one_params = public.values(kind.number).extra(where=inside).order_by(kind.number)[:1].query.sql_with_params()  # noqa: S610 no text from outside
    last, last_params = public.order_by(f"-{kind.number}").values(kind.number)[:1].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT part FROM generate_series(0, coalesce(({last}), -1) / {IN_A_PART}) part WHERE ({one}) IS NOT NULL",  # noqa: S608 names of our own, values as parameters
            [*last_params, *one_params],
        )
        return [row[0] for row in cursor]


def _changed_lately():
    """Return {part: the last change that readers were told of} for the articles of the last weeks."""
    lately = _editions().filter(live_from__gte=clock.now() - LATELY).exclude(change=Edition.Change.MINOR)
    in_parts = lately.order_by().values(part=F("article_id") / IN_A_PART)
    return dict(in_parts.annotate(changed=Max("live_from")).values_list("part", "changed"))


# --- Articles --------------------------------------------------------------------------------------------------------


def _editions():
    return Edition.objects.public().filter(language__in=dict(settings.LANGUAGES))


WANTED_OF_EDITIONS = [
    "article", "language", "title", "slug", "change", "change_note", "earlier_notes", "live_from", "first_published_at",
]  # fmt: skip


def _articles(editions):
    """Make the pages of articles: several editions, in as many languages, are one article."""
    editions = list(
        editions.order_by("article_id", "language").only(*WANTED_OF_EDITIONS).prefetch_related(_pictures_of_articles())
    )
    languages, returns = {}, entries.returns_of(editions)
    for it in editions:
        with override(it.language):
            languages.setdefault(it.article_id, {})[it.language] = whole(it.get_absolute_url())
    terms = _terms()
    for it in editions:
        yield Address(
            address=languages[it.article_id][it.language],
            languages=languages[it.article_id],
            changed=entries.changed(it, returns.get((it.article_id, it.language))),
            images=tuple(_images([(use.photo, use.caption) for use in it.shown_photos], it.language, terms)),
        )


def _pictures_of_articles():
    seen = EditionPhoto.objects.filter(photo__in=Photo.objects.exclude(PhotoStop.in_force()))
    uses = seen.order_by("position", "id").select_related("photo").prefetch_related(_screen_files("photo__renditions"))
    return Prefetch("photos", uses, to_attr="shown_photos")


def _screen_files(path):
    return Prefetch(
        path, Rendition.objects.filter(kind=Rendition.Kind.JPEG, crop=Rendition.Crop.NONE).order_by("-width")
    )


def _images(pairs, language, terms):
    for photo, caption in pairs[:MOST_IMAGES]:
        file = next(iter(jpegs(photo)), None)
        if file:
            yield Image(whole(file.get_absolute_url()), printable(caption), photo.rights_url or terms[language])


def _terms():
    """Return {language: the address of the page that says how photographs may be used}."""
    return {language: f"{address}#terms" for language, address in _everywhere("press:centre").items()}


# --- The rest of the site --------------------------------------------------------------------------------------------


def _everywhere(name, *args):
    """Return {language: address} of a page that exists in every language."""
    found = {}
    for language in dict(settings.LANGUAGES):
        with override(language):
            found[language] = whole(reverse(name, args=args))
    return found


def _in_every_language(languages, changed=None, images=None):
    for language, address in languages.items():
        yield Address(address, languages, changed, tuple(images(language)) if images else ())


PAGES = [
    "home", "news:list", "council:meetings", "council:representatives", "council:documents", "council:history",
    "photos:list", "photos:albums", "press:centre", "press:advisories", "press:enquiry", "news:corrections",
    "feeds:index", "follow:follow",
]  # fmt: skip


def _pages():
    for name in PAGES:
        yield from _in_every_language(_everywhere(name))
    for section in Section.objects.all():
        yield from _in_every_language(_everywhere("news:section", section.slug))
    for body in Body.objects.all():
        yield from _in_every_language(_everywhere("council:body", body.slug))
    for state in State.objects.all():
        yield from _in_every_language(_everywhere("council:state", state.code.lower()))


def _people(people):
    for person in people.order_by("pk"):
        yield from _in_every_language(_everywhere("council:person", person.pk, person.slug))


def _records(view):
    """Return what makes the pages of meetings, documents and their like, whose notes tell when they were changed."""

    def pages(things):
        things = list(things.order_by("pk"))
        told = _told(things)
        for it in things:
            yield from _in_every_language(_everywhere(view, it.pk), max([it.live_from, *told.get(it.pk, [])]))

    return pages


def _photos(photos):
    photos = ready_in_languages(photos.order_by("pk").prefetch_related(_screen_files("renditions")))
    terms, told = _terms(), _told([photo for photo, _captions in photos])
    for photo, captions in photos:

        def images(language, photo=photo, captions=captions):
            return _images([(photo, captions[language])], language, terms)

        changed = max(told.get(photo.pk, []), default=None)
        yield from _in_every_language(_everywhere("photos:detail", photo.pk), changed, images)


def ready_in_languages(photos):
    """Return pairs of a photo and {language: its caption}, which may be borrowed from an article."""
    photos, captions = list(photos), {}
    for language in dict(settings.LANGUAGES):
        with override(language):
            captions[language] = {photo.pk: photo.shown_caption for photo in ready(photos)}
    return [(photo, {language: of[photo.pk] for language, of in captions.items()}) for photo in photos]


def _told(things):
    """Return {number of a thing: the instants at which readers were told of a change}."""
    told = {}
    for note in amendments.notes_of(*things):
        told.setdefault(note.subject.pk, []).append(note.at)
    return told


KINDS = {
    "pages": Kind(_pages),
    "articles": Kind(_articles, _editions, "article_id"),
    "meetings": Kind(_records("council:meeting"), lambda: Meeting.objects.public()),
    "documents": Kind(_records("council:document"), lambda: Document.objects.public()),
    "advisories": Kind(_records("press:advisory"), lambda: Advisory.objects.public()),
    "people": Kind(_people, lambda: Person.objects.public()),
    "albums": Kind(_records("photos:album"), lambda: Album.objects.public()),
    "photos": Kind(_photos, lambda: Photo.objects.public()),
}


# --- News of the last days -------------------------------------------------------------------------------------------


def latest_news():
    """Return the editions that came out in the last two days and bear a date of these days, the newest first."""
    since = clock.now() - NEWS_FOR
    # By the opening of this edition, for which there is an index; it never lies before the first one's.
    fresh = _editions().filter(live_from__gte=since, first_published_at__gte=since)
    fresh = fresh.filter(shown_on__gte=timezone.localdate(since)).order_by("-first_published_at", "-article_id")
    return list(fresh.only("article", "language", "title", "slug", "first_published_at")[:MOST_NEWS])

"""Where old addresses lead: saying it, and answering those who ask.

An address of ours is never looked up here: views.page_not_found asks only when nothing of ours has answered.
"""

import contextlib
import dataclasses
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import override

from council.models import Body, Document, DocumentFile, Meeting, Office, Person, State
from moving import spelling
from moving.models import AskedInVain, OldAddress
from news import exit_pages
from news.models import Article, Attachment, Edition, Section
from photos.models import Album, Photo, Rendition
from publishing import actions, timeline
from publishing.addresses import cached_reverse
from publishing.languages import language_codes, language_of_path
from publishing.prepared import Param, PreparedQuery
from publishing.timeline import Verb

Kind = OldAddress.Kind
BATCH_SIZE = 500  # rows in one statement
LOCK = 1901  # of PostgreSQL's advisory locks: whoever writes addresses holds it until the transaction ends


class Refused(actions.Refused):
    """An old address that cannot lead there; the sentence says why."""


@dataclasses.dataclass(frozen=True)
class Target:
    """What an old address leads to: the columns of OldAddress that say it."""

    kind: Kind
    number: int | None = None
    key: str = ""
    page: str = ""
    language: str = ""

    @classmethod
    def of(cls, thing: Any) -> "Target":
        """Return the Target that is an edition's article in its language, a photo's file or an attachment."""
        if isinstance(thing, Edition):
            return cls.article(thing.article_id, thing.language)
        return cls.photo_file(thing.pk) if isinstance(thing, Photo) else cls.file(thing.key)

    @classmethod
    def article(cls, number: int, language: str) -> "Target":
        return cls(Kind.ARTICLE, number=number, language=language)

    @classmethod
    def photo(cls, number: int, language: str) -> "Target":
        """The page of a photo."""
        return cls(Kind.PHOTO, number=number, language=language)

    @classmethod
    def photo_file(cls, number: int) -> "Target":
        """The picture itself, as large as visitors may have it."""
        return cls(Kind.PHOTO_FILE, number=number)

    @classmethod
    def file(cls, key: str, language: str = "") -> "Target":
        """An attachment of an article or a file of a document, by its key, which all editions share."""
        return cls(Kind.FILE, key=key, language=language)

    @classmethod
    def document(cls, number: int, language: str) -> "Target":
        return cls(Kind.DOCUMENT, number=number, language=language)

    @classmethod
    def meeting(cls, number: int, language: str) -> "Target":
        return cls(Kind.MEETING, number=number, language=language)

    @classmethod
    def album(cls, number: int, language: str) -> "Target":
        return cls(Kind.ALBUM, number=number, language=language)

    @classmethod
    def person(cls, number: int, language: str) -> "Target":
        return cls(Kind.PERSON, number=number, language=language)

    @classmethod
    def gone(cls) -> "Target":
        """Nothing: the answer is 410."""
        return cls(Kind.GONE)

    @classmethod
    def at(cls, address: str) -> "Target":
        """Return what stands at an address of ours, as it is in the address bar; raises Refused."""
        parts = urlsplit(address.strip())
        if parts.netloc and spelling.host_of(parts.netloc) != _own_host():
            raise Refused(_("This address is on another site. Old addresses lead only to pages of this one."))
        path = unquote(parts.path) or "/"
        language = language_of_path(path)
        try:
            with override(language or settings.LANGUAGE_CODE):
                match = resolve(path)
        except Resolver404:
            raise Refused(_("There is no such page on this site.")) from None
        target = _of_view(match.view_name, match.kwargs, language or settings.LANGUAGE_CODE)
        if target:
            return target
        if match.view_name not in PAGES or not PAGES[match.view_name](match.kwargs):
            raise Refused(_("There is no such page on this site."))
        return cls(Kind.PAGE, page=parts.path + (f"?{parts.query}" if parts.query else ""), language=language or "")

    def columns(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


def _of_view(name, found, language):
    """Return the Target of a page of a thing; None for pages of no thing. Whether the thing is public is not asked."""
    if name in ("news:detail", "news:short"):
        return _there(Article, found["id"]) and Target.article(found["id"], language)
    if name == "photo-file":
        photo = Photo.objects.filter(key=found["key"]).first()
        return photo and Target.photo_file(photo.pk)
    if name in ("news:attachment", "council:document-file"):
        return Target.file(found["key"], language)
    model, make = {
        "photos:detail": (Photo, Target.photo),
        "photos:album": (Album, Target.album),
        "council:meeting": (Meeting, Target.meeting),
        "council:document": (Document, Target.document),
        "council:person": (Person, Target.person),
    }.get(name, (None, None))
    return make(found["id"], language) if model and _there(model, found["id"]) else None


def _there(model, number):
    return model.objects.filter(pk=number).exists()


def _always(found):
    return True


# The pages of ours that are no thing's, and whether they exist: {view: condition}.
PAGES = {
    **dict.fromkeys(
        [
            "home", "news:list", "news:archive-year", "news:archive-month", "news:corrections", "photos:list",
            "photos:albums", "council:meetings", "council:meetings-year", "council:history", "council:documents",
            "council:representatives", "press:centre", "search:results", "follow:follow",
        ],
        _always,
    ),
    **dict.fromkeys(
        ["news:section", "news:section-year", "news:section-month"],
        lambda found: Section.objects.filter(slug=found["slug"]).exists(),
    ),
    "council:body": lambda found: Body.objects.filter(slug=found["slug"]).exists(),
    "council:state": lambda found: State.objects.filter(code__iexact=found["code"]).exists(),
    "council:office": lambda found: Office.objects.filter(pk=found["id"]).exists(),
}  # fmt: skip


# --- Saying where an address leads ---------------------------------------------------------------------------------


def lead(
    old: str,
    *,
    edition: Edition | None = None,
    photo: Photo | None = None,
    attachment: Attachment | None = None,
) -> str:
    """Say that the old address `old`, a whole one (“https://host/path?query”), leads to one of these things.

    Saying it again changes nothing. Returns the sentence on why it cannot lead there, '' if it can.
    """
    return lead_many([(old, Target.of(edition or photo or attachment))]).get(old, "")


def gone(old: str) -> str:
    """Say that what stood at the old address was left out: it is answered 410. Returns as lead() does."""
    return lead_many([(old, Target.gone())]).get(old, "")


@transaction.atomic
def lead_many(pairs: Iterable[tuple[str, "Target"]]) -> dict[str, str]:
    """Say where many old addresses lead: (whole address, Target).

    Returns {whole address: why it cannot lead there}; of those nothing is changed. What was said before stays: whoever
    moves in a second time does not undo what somebody decided on the desk.
    """
    _lock()
    refused: dict[str, str] = {}
    rows: dict[tuple[str, str], OldAddress] = {}
    named: dict[tuple[str, str], str] = {}  # as they were given
    pages = _pages()
    for old, target in pairs:
        try:
            host, address = spelling.split(old)
        except spelling.NotAnAddress:
            refused[old] = _("This is no address of a page.")
            continue
        row = OldAddress(host=host, address=address, spelling=spelling.plain(address), **target.columns())
        problem = _problem(host, address, target, pages) or _conflict(rows.get((host, address)), target)
        if problem:
            refused[old] = problem
        else:
            rows[host, address], named[host, address] = row, old
    for some in _in_parts(list(rows.values())):
        there = {(row.host, row.address): row for row in OldAddress.objects.filter(_any_of(some))}
        for row in some:
            if problem := _conflict(there.get((row.host, row.address)), target_of(row)):
                refused[named[row.host, row.address]] = problem
        OldAddress.objects.bulk_create([row for row in some if (row.host, row.address) not in there])
        AskedInVain.objects.filter(_any_of(some)).delete()
    return refused


@transaction.atomic
def forget(olds: Iterable[str]) -> int:
    """Forget where these whole old addresses lead, as if it had never been said; return how many were known."""
    rows = []
    for old in olds:
        with contextlib.suppress(spelling.NotAnAddress):  # which never led anywhere
            host, address = spelling.split(old)
            rows.append(OldAddress(host=host, address=address))
    return sum(OldAddress.objects.filter(_any_of(some)).delete()[0] for some in _in_parts(rows))


@transaction.atomic
def decide(host: str, address: str, target: Target, *, by: User) -> OldAddress:
    """Say, as somebody of the desk, where `address` of `host` leads, whatever was said before; the timeline tells it.

    Raises Refused, and changes nothing.
    """
    _lock()
    host = spelling.host_of(host)
    if problem := _problem(host, address, target, _pages()):
        raise Refused(problem)
    row = OldAddress.objects.filter(host=host, address=address).first()
    if row and target_of(row) == target:
        return row
    before = f"{where(row)} " if row else ""
    verb = Verb.EDITED if row else Verb.CREATED
    row = row or OldAddress(host=host, address=address, spelling=spelling.plain(address))
    for name, value in target.columns().items():
        setattr(row, name, value)
    row.save()
    AskedInVain.objects.filter(host=host, address=address).delete()
    timeline.record(row, verb, by=by, note=f"{host}{address}: {before}→ {where(row)}")
    return row


def is_ours(address: str) -> bool:
    """Tell whether this site answers at `address` itself, whatever it holds: the home page, a list, the desk.

    An address of a thing that may come (a number, a slug) is not meant: it is answered by the thing as soon as there is
    one, and by the old address until then. Nor is one that has a query and is a page of ours only after a language is
    put before it: “/news/?ELEMENT_ID=22782”.
    """
    path, _mark, query = address.partition("?")
    path = unquote(path)
    if path.startswith((*settings.STAFF_PREFIXES, settings.STATIC_URL)) or (
        path in ("/", "/favicon.ico") and not query
    ):
        return True
    if _is_fixed(path, language_of_path(path)):
        return True
    return not query and any(_is_fixed(f"/{code}{path}", code) for code in language_codes())


def _is_fixed(path, language):
    try:
        with override(language or settings.LANGUAGE_CODE):
            return not resolve(path).kwargs
    except Resolver404:
        return False


def _pages():
    """Return the pages of ours to which old addresses lead; they are few."""
    return {spelling.plain(page) for page in OldAddress.objects.filter(kind=Kind.PAGE).values_list("page", flat=True)}


def _problem(host, address, target, pages):
    """Return the sentence on why `address` cannot lead to `target`, '' if it can; `pages` are those of _pages()."""
    if not address.startswith("/") or not address.isascii() or "\n" in address or " " in address:
        return _("An old address begins with “/” and is written as browsers send it, without spaces.")
    if len(address) > spelling.MAX_LENGTH or len(host) > 253 or not host:
        return _("An old address has a host and at most %(number)d characters.") % {"number": spelling.MAX_LENGTH}
    if is_ours(address):
        return _("This is an address of this site itself. It cannot lead elsewhere.")
    plain = spelling.plain(address)
    if target.kind == Kind.PAGE:
        if spelling.plain(target.page) == plain:
            return _("The address would lead to itself.")
        if OldAddress.objects.filter(spelling=spelling.plain(target.page)).exists():
            return _("The page named is an old address itself. Name the page to which that one leads.")
    if plain in pages:
        return _("Other old addresses lead here already, so visitors would be sent on twice.")
    return ""


def _conflict(row, target):
    if row is None or target_of(row) == target:
        return ""
    return _("This old address leads elsewhere already: %(where)s.") % {"where": where(row)}


def _any_of(rows):
    by_host = {}
    for row in rows:
        by_host.setdefault(row.host, []).append(row.address)
    found = models.Q(pk__in=[])
    for host, addresses in by_host.items():
        found |= models.Q(host=host, address__in=addresses)
    return found


def _in_parts(things):
    return [things[start : start + BATCH_SIZE] for start in range(0, len(things), BATCH_SIZE)]


def _lock():
    """Let nobody else write addresses meanwhile: what is a chain depends on all of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


# --- Answering -----------------------------------------------------------------------------------------------------

_ROWS = PreparedQuery(lambda: OldAddress.objects.filter(spelling=Param("spelling")).order_by("pk"))
_EDITION = PreparedQuery(
    lambda: (
        Edition.objects.public()
        .filter(article=Param("article"), language=Param("language"))
        .only("article", "language", "slug", "title")
    )
)


@dataclasses.dataclass(frozen=True)
class Found:
    """The old address that was asked for, and whether another spelling of it leads elsewhere."""

    row: OldAddress
    is_alone: bool


def find(host: str, address: str) -> Found | None:
    """Return the old address that answers `address`, as sent to `host`; None without one, or with two that differ.

    With a visitor's rights only those are found that lead to something public. What newsletters and social networks add
    to an address does not matter.
    """
    if len(address) > spelling.MAX_LENGTH:
        return None
    found = _choose(host, address)
    bare = spelling.without_tracking(address)
    return found or (_choose(host, bare) if bare != address else None)


def _choose(host, address):
    rows = _ROWS.fetch(spelling=spelling.plain(address))
    of_host = [row for row in rows if row.host == host] or rows
    exact = [row for row in of_host if row.address == address] or of_host
    if len({target_of(row) for row in exact}) != 1:
        return None
    return Found(exact[0], is_alone=len({target_of(row) for row in rows}) == 1)


def target_of(row: OldAddress) -> Target:
    return Target(Kind(row.kind), row.number, row.key, row.page, row.language)


def path_of(target: Target) -> str | None:
    """Return the path of ours to which a target leads whoever asks; None if they may not see it, and for 410."""
    return _PATHS[target.kind](target)


def _path_of_article(target):
    editions = _EDITION.fetch(article=target.number, language=target.language)
    if editions:
        (edition,) = editions
        return cached_reverse("news:detail", edition.article_id, edition.address_part, language=target.language)
    with override(target.language):
        return exit_pages.address_of(target.number, target.language)


def _path_of_file(target):
    editions = Edition.objects.public()
    attachments = Attachment.objects.filter(key=target.key, edition__in=editions).select_related("edition")
    found = sorted(attachments, key=lambda one: (one.edition.language != target.language, -one.edition.number))
    if found:
        language = found[0].edition.language
        return cached_reverse("news:attachment", found[0].key, found[0].file_name, language=language)
    file = DocumentFile.objects.filter(key=target.key, document__in=Document.objects.public()).first()
    with override(target.language or settings.LANGUAGE_CODE):
        return file and file.get_absolute_url()


def _path_of_photo_file(target):
    rendition = (
        Rendition.objects.filter(
            photo__in=Photo.objects.public().filter(pk=target.number), kind=Rendition.Kind.DOWNLOAD
        )
        .select_related("photo")
        .first()
    )
    return rendition and rendition.get_absolute_url()


def _path_of_thing(model):
    def path(target):
        thing = model.objects.public().filter(pk=target.number).first()
        with override(target.language):
            return thing and thing.get_absolute_url()

    return path


MODELS = {
    Kind.PHOTO: Photo,
    Kind.PHOTO_FILE: Photo,
    Kind.DOCUMENT: Document,
    Kind.MEETING: Meeting,
    Kind.ALBUM: Album,
    Kind.PERSON: Person,
}

_PATHS = {
    **{kind: _path_of_thing(model) for kind, model in MODELS.items()},
    Kind.ARTICLE: _path_of_article,
    Kind.PHOTO_FILE: _path_of_photo_file,
    Kind.FILE: _path_of_file,
    Kind.PAGE: lambda target: target.page,
    Kind.GONE: lambda target: None,
}


def paths_on_paper(rows: Iterable[OldAddress]) -> dict[int, str]:
    """Return {row's id: the path that its target has or will have}, public or not; without those that have no page."""
    rows = list(rows)
    editions = Edition.objects.filter(article__in=_numbers(rows, Kind.ARTICLE)).order_by("number")
    by_article = {(edition.article_id, edition.language): edition for edition in editions.defer("body")}
    keys = {row.key for row in rows if row.kind == Kind.FILE}
    files: dict[str, Any] = {file.key: file for file in DocumentFile.objects.filter(key__in=keys)}
    files |= {file.key: file for file in Attachment.objects.filter(key__in=keys).order_by("pk")}
    things: dict[Any, Any] = {kind: model.objects.in_bulk(_numbers(rows, kind)) for kind, model in MODELS.items()}
    paths = {}
    for row in rows:
        with override(row.language or settings.LANGUAGE_CODE):
            if row.kind == Kind.ARTICLE:
                thing = by_article.get((row.number, row.language))
            else:
                thing = files.get(row.key) or things.get(row.kind, {}).get(row.number)
            if path := thing.get_absolute_url() if thing else row.page:
                paths[row.pk] = path
    return paths


def _numbers(rows, kind):
    return {row.number for row in rows if row.kind == kind}


def where(row: OldAddress) -> str:
    """Say in a few words where an old address leads, for staff."""
    if row.kind == Kind.GONE:
        return str(Kind.GONE.label)
    if row.kind == Kind.PAGE:
        return row.page
    named = row.key or str(row.number)
    return f"{Kind(row.kind).label} {named}" + (f" ({row.language})" if row.language else "")


def _own_host():
    return spelling.host_of(urlsplit(settings.SITE_URL).netloc)


def location(request_host: str, row: OldAddress, path: str) -> str:
    """Return the address to lead to: absolute if the visitor came by a host of the old site that is not ours now."""
    if row.host == request_host != _own_host():
        return f"{settings.SITE_URL}{path}"
    return path

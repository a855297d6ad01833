"""Every address of the newsroom, by the resolver's own list, with the numbers, keys and words of everything planted.

A route without arguments needs nothing here. One with arguments stands in ARGUMENTS, or its test fails: whoever adds a
page says by what its address is filled. The desk is filled by the names of the arguments alone, for it shows strangers
nothing but the way to its log-in.
"""

import dataclasses
import re
import urllib.parse

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import Resolver404, get_resolver, resolve, reverse
from django.urls.resolvers import URLResolver
from django.utils.html import strip_tags
from django.utils.translation import override

from council.models import Document
from identity.current import current
from identity.views import FILES
from syndication.api.resources import RESOURCES
from syndication.sitemaps import ENTRIES_PER_PART, KINDS
from tests.leaks.canaries import MARKS, WORDS
from tests.leaks.world import DRAFT, HIDDEN_NUMBERS, SEEN, WITHDRAWN, noise

LANGUAGES = list(dict(settings.LANGUAGES))
OLD = "an old address"  # in place of a route: those are answered where no route is
IN_EVERY_LANGUAGE = {
    "news:detail",
    "news:comparison",
    "news:edition",
    "news:attachment",
    "pages:page",
    "pages:comparison",
    "pages:edition",
}  # what exists in one language alone


@dataclasses.dataclass(frozen=True)
class Ask:
    """A request of a visitor: the route it is for, its address, and what else it says."""

    route: str
    path: str
    method: str = "GET"
    headers: tuple = ()
    sent: bytes = b""

    @property
    def words(self):
        """What was typed into a form that was sent."""
        return urllib.parse.unquote_plus(self.sent.decode()) if FORM[0] in self.headers else ""

    @property
    def said(self):
        """All that whoever asks has written."""
        return f"{urllib.parse.unquote_plus(self.path)} {self.words}"


def routes():
    """Yield (name, route) of every pattern of every application, as the resolver has them."""
    return list(_routes(get_resolver().url_patterns, "", ()))


def _routes(patterns, before, spaces):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route, (*spaces, *filter(None, [pattern.namespace])))
        else:
            yield ":".join((*spaces, pattern.name or "")), route


# --- By what the addresses are filled --------------------------------------------------------------------------------


def numbers_of(label, name="id"):
    return lambda world, plants: [{name: thing.pk} for thing in world.of(label, *plants)]


def articles(world, plants):
    return [{"id": edition.article_id, "slug": edition.address_part} for edition in world.of("news.Edition", *plants)]


def article_numbers(world, plants):
    return [{"id": article["id"]} for article in articles(world, plants)]


def past_editions(world, plants):
    return [article | {"number": n} for article in articles(world, plants) for n in (1, 2)]


def sitemap_parts(world, plants):
    """Return the first part of every sitemap, and those around the articles, whatever numbers they have by now."""
    around = {number["id"] // ENTRIES_PER_PART + step for number in article_numbers(world, plants) for step in (0, 1)}
    return [{"kind": kind, "number": number} for kind in KINDS for number in sorted({0} | around)]


def seals(world, plants):
    return [{"id": edition["id"], "number": edition["number"]} for edition in past_editions(world, plants)]


def comparisons(world, plants):
    return [article | {"earlier": 1, "later": 2} for article in articles(world, plants)]


def keys_of(label):
    return lambda world, plants: [{"key": thing.key, "name": thing.file_name} for thing in world.of(label, *plants)]


def photo_files(world, plants):
    photos = [photo for plant in plants for photo in world.of("photos.Photo", plant)[:2]]
    return [{"key": photo.key, "name": file.name} for photo in photos for file in _one_of_each_kind(photo)]


def _one_of_each_kind(photo):
    return {rendition.kind: rendition for rendition in photo.renditions.all()}.values()


def people(world, plants):
    return [{"id": person.pk, "slug": person.slug} for person in world.of("council.Person", *plants)]


def years(world, plants):
    return [{"year": 2018}, {"year": 2026}, {"year": 2031}]


def months(world, plants):
    return [{"year": 2018, "month": 11}, {"year": 2031, "month": 1}]


def always(*facts):
    return lambda world, plants: list(facts)


def each(name, values, fill):
    """Return what fills the arguments of `fill` and, with each of the `values`, the argument `name`."""
    return lambda world, plants: [filled | {name: value} for filled in fill(world, plants) for value in values]


def tokens(world, plants):
    """Tokens that nobody gave, one that was taken back, and that of a request for what is withdrawn."""
    known = ["w" * 32, world.revoked] if set(plants) & {WITHDRAWN, DRAFT} else []
    return [{"token": token} for token in ["t" * 39, "x:y:z", *filter(None, known)]]


def api_things(world, plants):
    labels = {
        "photos": "photos.Photo", "meetings": "council.Meeting", "documents": "council.Document",
        "people": "council.Person", "contacts": "press.Contact",
    }  # fmt: skip
    found = [{"resource": "articles", "key": article["id"]} for article in articles(world, plants)]
    found += [
        {"resource": name, "key": thing.pk} for name, label in labels.items() for thing in world.of(label, *plants)
    ]
    return [*found, {"resource": "sections", "key": "permanent-council"}]


def page_numbers(world, plants):
    return [{"id": page.article_id} for page in world.of("pages.Page", *plants)]


ONCE = always("")
SECTIONS = always({"slug": "permanent-council"})
BODIES = always({"slug": "permanent-council"})
STATES = always({"code": "kg"})
FORMATS = ["atom", "rss", "json"]

ARGUMENTS = {
    "identity:file": lambda world, plants: [{"digest": current().digest, "name": name} for name in FILES],
    "photo-file": photo_files,
    "preview": tokens,
    "preview-photo": lambda world, plants: [file | {"token": "x:y:z"} for file in photo_files(world, plants)[:1]],
    "preview-attachment": lambda world, plants: [
        keys | {"token": "x:y:z"} for keys in keys_of("news.Attachment")(world, plants)[:1]
    ],
    "api:list": lambda world, plants: [{"resource": name} for name in RESOURCES],
    "api:one": api_things,
    "wires:news": lambda world, plants: [{"language": code} for code in LANGUAGES],
    "wires:article": each("language", LANGUAGES, article_numbers),
    "robots:sitemap": sitemap_parts,
    "news:archive-year": years,
    "news:archive-month": months,
    "news:attachment": keys_of("news.Attachment"),
    "news:meeting-kit": numbers_of("council.Meeting"),
    "news:meeting-pdf": numbers_of("council.Meeting"),
    "news:meeting-text": numbers_of("council.Meeting"),
    "news:short": article_numbers,
    "news:kit": articles,
    "news:pdf": articles,
    "news:text": articles,
    "news:edition": past_editions,
    "news:comparison": comparisons,
    "news:detail": articles,
    "news:section": SECTIONS,
    "news:section-year": each("year", [2018, 2026], SECTIONS),
    "news:section-month": lambda world, plants: [{"slug": "permanent-council", "year": 2018, "month": 11}],
    "topics:topic": lambda world, plants: [{"slug": topic.slug} for topic in world.of("news.Topic", *plants)],
    "pages:page": lambda world, plants: [{"path": page.path} for page in world.of("pages.Page", *plants)],
    "pages:short": page_numbers,
    "pages:edition": each("number", [1, 2], page_numbers),
    "pages:comparison": lambda world, plants: [
        number | {"earlier": 1, "later": 2} for number in page_numbers(world, plants)
    ],
    "council:meetings-year": years,
    "council:meeting": numbers_of("council.Meeting"),
    "council:meeting-calendar": numbers_of("council.Meeting"),
    "council:body": BODIES,
    "council:body-json": BODIES,
    "council:body-calendar": BODIES,
    "council:document": numbers_of("council.Document"),
    "council:document-file": keys_of("council.DocumentFile"),
    "council:office": lambda world, plants: [{"id": term.office_id} for term in world.of("council.Term", *plants)],
    "council:state": STATES,
    "council:state-json": STATES,
    "council:person": people,
    "council:person-json": numbers_of("council.Person"),
    "photos:detail": numbers_of("photos.Photo"),
    "photos:album": numbers_of("photos.Album"),
    "press:enquiry-state": tokens,
    "press:advisory": numbers_of("press.Advisory"),
    "press:advisory-calendar": numbers_of("press.Advisory"),
    "press:ask-accreditation": numbers_of("press.Advisory"),
    "press:accreditation": tokens,
    "feeds:news": each("format", FORMATS, always({})),
    "feeds:section": each("format", FORMATS, SECTIONS),
    "feeds:genre": each("format", FORMATS, always({"genre": "report"})),
    "feeds:person": each("format", FORMATS, numbers_of("council.Person")),
    "feeds:topic": each(
        "format", FORMATS, lambda world, plants: [{"slug": it.slug} for it in world.of("news.Topic", *plants)]
    ),
    "feeds:state": each("format", FORMATS, STATES),
    "feeds:meeting": each("format", FORMATS, numbers_of("council.Meeting")),
    "feeds:search": each("format", FORMATS, always({})),
    "authenticity:edition": seals,
    "authenticity:seal": seals,
    "seals:log": always({"number": 1}, {"number": 2}),
    "alerts:confirm": tokens,
    "alerts:preferences": tokens,
    "alerts:unsubscribe": tokens,
}


# --- What is asked beside the address --------------------------------------------------------------------------------


def searches(world, plants):
    """Ask for the words themselves, for their beginnings, for misspelt ones, for what they would be narrowed by."""
    yield from ("", "q=council", "kind=article", "kind=photo", "year=2018", "photos=1")
    yield urllib.parse.urlencode({"q": MARKS["en"] + "bb"})  # whatever it is that is planted
    for word in words_to_ask_for(world, plants):
        for typed in (word, word[:8], word[:-2] + word[-1] + word[-2]):
            yield urllib.parse.urlencode({"q": typed})
        yield urllib.parse.urlencode({"q": f"“{word}”", "withdrawn": 1, "lang": ["en", "ru"]}, doseq=True)
    for number, plant in world.numbers.items():
        if plant in plants:
            yield f"q={number}"
    yield from (f"person={person.pk}" for person in world.of("council.Person", *plants))
    yield from (f"meeting={meeting.pk}" for meeting in world.of("council.Meeting", *plants))


def beginnings(world, plants):
    """Ask for what completes the words, as somebody types them."""
    for word in words_to_ask_for(world, plants):
        yield from (urllib.parse.urlencode({"q": typed}) for typed in (word[:4], word[:8], word))


def words_to_ask_for(world, plants):
    """Return a word of a title, of a caption, of a name and of a file, in either script."""
    asked = {"news.Edition.title", "news.EditionPhoto.caption", "council.Person.name", "news.Attachment.file"}
    one_each = {(place, word.isascii()): word for word, place in world.canaries.of(*plants).items() if place in asked}
    return list(one_each.values())[:2] if SEEN in plants else list(one_each.values())


def api_queries(resource):
    """Return what asks a list of the API for all it can be narrowed by."""
    known = {parameter.name for parameter in RESOURCES[resource].filters}

    def queries(world, plants):
        yield from ("", "limit=1")
        asked = {"year": [2018], "section": ["permanent-council"], "body": ["permanent-council"], "state": ["KG"],
                 "genre": ["report"], "kind": [Document.Kind.DECISION], "on": ["2018-11-27"], "office": ["other"],
                 "article": [article["id"] for article in articles(world, plants)[:2]],
                 "meeting": [meeting.pk for meeting in world.of("council.Meeting", *plants)],
                 "person": [person.pk for person in world.of("council.Person", *plants)]}  # fmt: skip
        yield from (f"{name}={value}" for name in sorted(known & asked.keys()) for value in asked[name])

    return queries


def photo_queries(world, plants):
    yield from ("", "after=2018-11-27T09:00:00_1", "year=2018", "state=KG", "orientation=wide", "album=1")
    yield from (f"person={person.pk}" for person in world.of("council.Person", *plants))
    yield from (urllib.parse.urlencode({"q": word}) for word in words_to_ask_for(world, plants))


def embedded(world, plants):
    pages = [("news:detail", article) for article in articles(world, plants)]
    pages += [("photos:detail", {"id": photo.pk}) for photo in world.of("photos.Photo", *plants)[:2]]
    for name, facts in pages:
        form = "xml" if facts["id"] % 2 else "json"
        yield urllib.parse.urlencode({"url": settings.SITE_URL + reverse(name, kwargs=facts), "format": form})


def alert_topics(world, plants):
    yield from ("", "section=permanent-council", "genre=report", "kind=meeting", "kind=document")
    yield from (f"person={person.pk}" for person in world.of("council.Person", *plants))
    yield from (f"meeting={meeting.pk}" for meeting in world.of("council.Meeting", *plants))


QUERIES = {
    "search:results": searches,
    "search:suggestions": beginnings,
    "feeds:search": alert_topics,
    "follow:follow": alert_topics,
    "alerts:subscribe": alert_topics,
    "photos:list": photo_queries,
    "photos:detail": lambda world, plants: ["", *(f"album={album.pk}" for album in world.of("photos.Album", *plants))],
    "robots:oembed": embedded,
    "press:enquiry": lambda world, plants: [
        "",
        *(f"about={number['id']}" for number in article_numbers(world, plants)),
    ],
    "council:documents": always("", "kind=decision", "year=2018", "status=under-way", "status=in-force"),
    "council:representatives": always("", "on=2018-11-27", "on=2031-01-01"),
    "council:body": always("", "on=2018-11-27"),
    "news:list": always("", "page=1", "page=2"),
    "news:corrections": always("", "before=1-1"),
    "wires:changes": always("", "limit=1"),
}


# --- Addresses -------------------------------------------------------------------------------------------------------


def asks(world, *plants):
    """Return an Ask for every public route, filled with everything of these plants.

    In every language the first address of each route; the others in one language in turn.
    """
    found = {}
    for turn, language in enumerate(LANGUAGES):
        with override(language):
            for name, route in routes():
                if not is_of_the_desk(route):
                    paths = _paths(name, route, world, plants)
                    mine = [
                        path
                        for place, path in enumerate(paths)
                        if place == 0 or name in IN_EVERY_LANGUAGE or place % len(LANGUAGES) == turn
                    ]
                    found.update((path, Ask(name, path)) for path in mine)
    return [*found.values(), *asks_of_the_old_site(world, *plants)]


def asks_of_the_old_site(world, *plants):
    """Return an Ask for every address of the old site that leads to these plants, byte for byte.

    In every language that a browser prefers: an answer that is no redirect is in it.
    """
    old = dict.fromkeys(address for plant in plants for address in world.old.get(plant, []))
    return [
        Ask(OLD, address, headers=(("HTTP_ACCEPT_LANGUAGE", language),)) for address in old for language in LANGUAGES
    ]


def asks_of_the_desk():
    """Return an Ask for every route of the desk, filled by anything that fits."""
    with override("en"):
        return [Ask(name, "/" + _filled(route)) for name, route in routes() if is_of_the_desk(route)]


def is_of_the_desk(route):
    return route.startswith(settings.DESK_PREFIX.lstrip("/"))


def _paths(name, route, world, plants):
    if not name.split(":")[-1]:  # what answers below an address that is none
        return ["/" + route.replace("^", "") + "nothing"]
    has_arguments = "<" in route
    if has_arguments and name not in ARGUMENTS:
        raise LookupError(f"Say in ARGUMENTS by what the addresses of {name} ({route}) are filled.")
    filled = ARGUMENTS[name](world, plants) if has_arguments else [{}]
    paths = {reverse(name, kwargs=facts): facts for facts in filled if _takes(name, route, facts)}
    asked = [
        f"{path}?{query}" if query else path
        for path, facts in paths.items()
        for query in (api_queries(facts["resource"]) if name == "api:list" else QUERIES.get(name, ONCE))(world, plants)
    ]
    return sorted(asked, key=lambda address: "?" in address)


def _takes(name, route, facts):
    """Tell whether it is this route of its name that takes these: one thing of the API has a route for each kind."""
    return name != "api:one" or f"<resource>{facts['resource']})" in route


def _filled(route):
    """Fill the arguments of an address of the desk by anything that fits."""
    route = route.replace("^", "").replace("$", "").replace("\\", "")
    route = re.sub(r"\(\?P<\w+>[^)]*\)", "1", route)
    return re.sub(r"<(\w+:)?(\w+)>", lambda match: "x" if match[1] == "uuid:" else str(HIDDEN_NUMBERS + 1), route)


def route_of(path):
    """Return the route that answers a path, or None."""
    with override(path.split("/")[1] if path.split("/")[1] in LANGUAGES else settings.LANGUAGE_CODE):
        try:
            return resolve(urllib.parse.unquote(path.partition("?")[0])).route.replace("^", "")
        except Resolver404:
            return None


# --- What nobody has -------------------------------------------------------------------------------------------------


def secrets_in(path, world):
    """Return the parts of what was asked that only who knows a hidden thing could write: numbers, keys, words."""
    keys = [key for key in world_keys(world) if key in path]
    return [*re.findall(r"(?<!\d)(?:88[19]00\d{4}|734002\d{3})(?!\d)", path), *keys, *WORDS.findall(path)]


def world_keys(world):
    labels = ("photos.Photo", "news.Attachment", "council.DocumentFile")
    return {thing.key for label in labels for thing in world.of(label)}


def as_if_unknown(secret):
    """Return something of the same shape that belongs to nothing."""
    if secret.isdigit():
        return str(int(secret) + 8_000_000) if secret.startswith("88") else str(int(secret) + 500)
    if WORDS.fullmatch(secret):
        unknown = "wwww" if secret.isascii() else "хххх"
        return secret[:6] + (unknown.upper() if secret.isupper() else unknown)
    return secret[::-1]


def unknown(ask, secrets):
    """Return the same request for what nobody has: each of the `secrets` replaced by something of the same shape."""
    path, sent = urllib.parse.unquote_plus(ask.path), ask.words
    for secret in secrets:
        path, sent = (text.replace(secret, as_if_unknown(secret)) for text in (path, sent))
    path, mark, query = path.partition("?")
    data = _encoded(sent).encode() if sent else _something_else(ask.sent) if ask.sent else b""
    return dataclasses.replace(ask, path=urllib.parse.quote(path) + mark + _encoded(query), sent=data)


def _encoded(query):
    return urllib.parse.urlencode([tuple(part.split("=", 1)) for part in query.split("&")]) if query else ""


# --- What is sent ----------------------------------------------------------------------------------------------------

FORM = (("CONTENT_TYPE", "application/x-www-form-urlencoded"),)
FILE = (("CONTENT_TYPE", MULTIPART_CONTENT),)


def is_it_yours(world, plants):
    """Ask whether what is hidden is ours: by its words, its address, and its files themselves."""
    address = reverse("authenticity:verify")
    editions, photos = world.of("news.Edition", *plants), world.of("photos.Photo", *plants)
    whole_texts = [
        strip_tags(f"{edition.title} {edition.standfirst} {edition.body} {edition.signature} ") * 4
        for edition in editions
    ]
    pages = [settings.SITE_URL + edition.get_absolute_url() for edition in (*editions, *photos[:1])]
    for words in [*whole_texts, *pages]:
        yield Ask("authenticity:verify", address, "POST", FORM, urllib.parse.urlencode({"words": words}).encode())
    files = [attachment.file for attachment in (photos[0].download, *world.of("news.Attachment", *plants)[:1])]
    for file in [photos[0].original, *files]:
        with file.open("rb") as opened:
            yield Ask("authenticity:verify", address, "POST", FILE, _upload(opened.read()))


def _something_else(sent):
    """Return an upload of the same kind that is not ours: a picture for a picture."""
    return _upload(noise() if b"JFIF" in sent or b"Exif" in sent else b"nothing of ours")


def _upload(data):
    return encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("file.jpg", data)})

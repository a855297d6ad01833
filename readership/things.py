"""What each address counts as: one table of them all, so that an address that is missing here fails a test.

An answer says what it counts as by its attribute `counted_as`, which page_cache.layer keeps with the page. So a page
from memory is counted without a look at its address.
"""

import re

from django.conf import settings
from django.utils.translation import get_language

from pages import tree
from photos.models import Rendition
from publishing.languages import language_of_path
from readership import writing
from readership.counts import Thing
from readership.models import MAX_WORDS_LENGTH, About, Kind

# {name of the address: (form, kind of record, argument of the address that is its key)}
COUNTED = {
    "home": (Kind.PAGE, About.HOME, None),
    **dict.fromkeys(
        [
            "news:list", "news:section", "news:archive-year", "news:archive-month", "news:section-year",
            "news:section-month", "news:corrections", "topics:index", "topics:topic", "council:meetings",
            "council:meetings-year", "council:documents", "council:representatives", "photos:list", "photos:albums",
            "press:advisories", "week:page",
        ],
        (Kind.PAGE, About.LIST, None),
    ),
    **dict.fromkeys(
        ["news:detail", "news:edition", "news:comparison", "pages:edition", "pages:comparison"],
        (Kind.PAGE, About.ARTICLE, "id"),
    ),
    "pages:page": (Kind.PAGE, About.ARTICLE, "path"),
    "council:meeting": (Kind.PAGE, About.MEETING, "id"),
    "council:document": (Kind.PAGE, About.DOCUMENT, "id"),
    "council:person": (Kind.PAGE, About.PERSON, "id"),
    "photos:detail": (Kind.PAGE, About.PHOTO, "id"),
    "press:advisory": (Kind.PAGE, About.ADVISORY, "id"),
    "photos:album": (Kind.PAGE, About.ALBUM, "id"),
    "search:results": (Kind.PAGE, About.SEARCH, None),
    **dict.fromkeys(
        [
            "council:history", "council:body", "council:office", "council:state", "press:centre", "press:enquiry",
            "press:ask-accreditation", "follow:follow", "feeds:index", "alerts:subscribe", "authenticity:verify",
            "authenticity:edition", "api:documentation",
        ],
        (Kind.PAGE, About.NOTHING, None),
    ),
    "photo-file": (Kind.PHOTO, About.PHOTO, None),
    "week:pdf": (Kind.PDF, About.NOTHING, None),
    "news:pdf": (Kind.PDF, About.ARTICLE, "id"),
    "news:meeting-pdf": (Kind.PDF, About.MEETING, "id"),
    "news:kit": (Kind.KIT, About.ARTICLE, "id"),
    "news:meeting-kit": (Kind.KIT, About.MEETING, "id"),
    "news:text": (Kind.FILE, About.ARTICLE, "id"),
    "news:meeting-text": (Kind.FILE, About.MEETING, "id"),
    "news:attachment": (Kind.FILE, About.NOTHING, None),
    "council:document-file": (Kind.FILE, About.NOTHING, None),
    **dict.fromkeys(
        [
            "feeds:news", "feeds:section", "feeds:genre", "feeds:person", "feeds:state", "feeds:topic",
            "feeds:meeting", "feeds:search", "news:corrections-atom", "news:corrections-json", "council:calendar",
            "council:body-calendar", "council:meeting-calendar", "press:advisories-calendar",
            "press:advisory-calendar", "week:calendar",
        ],
        (Kind.FEED, About.NOTHING, None),
    ),
    **dict.fromkeys(["wires:index", "wires:changes", "wires:latest", "wires:news"], (Kind.WIRE, About.NOTHING, None)),
    "wires:article": (Kind.WIRE, About.ARTICLE, "id"),
    **dict.fromkeys(
        [
            "api:list", "api:one", "api:openapi", "council:body-json", "council:representatives-json",
            "council:state-json", "council:person-json",
        ],
        (Kind.API, About.NOTHING, None),
    ),
}  # fmt: skip
# What may hold words of a person rather than a subject: an address, a telephone, a number of a paper.
PERSONAL = re.compile(r"@|\d[\d\s()-]{5,}\d")
MIN_WORDS_LENGTH = 2


def said_by_every_answer(get_response):
    """Have every answer say what it counts as. An answer to staff, who have a session, counts as nothing."""

    def middleware(request):
        response = get_response(request)
        writing.start()
        if (
            request.method == "GET"
            and response.status_code in (200, 304)
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and (thing := thing_of(request, response))
        ):
            response.counted_as = thing
        return response

    return middleware


def thing_of(request, response):
    """Return the Thing that an answer counts as, None for one that is not counted."""
    match = request.resolver_match
    counted = COUNTED.get(match.view_name) if match else None
    if counted is None:
        return None
    kind, about, argument = counted
    number = 0
    if kind == Kind.PHOTO:
        rendition = getattr(request, "rendition", None)  # photos/files.py has looked it up
        if rendition is None or rendition.kind != Rendition.Kind.DOWNLOAD:
            return None
        number = rendition.photo_id
    elif argument == "path":
        place = tree.current().by_path.get(match.kwargs["path"])
        number = place.article if place else 0
    elif argument:
        number = int(match.kwargs[argument])
    words = _words(getattr(response, "found_nothing_for", ""))
    return Thing(str(kind), str(about), number, _language(request, match), words)


def _language(request, match):
    if "language" in match.kwargs:
        return match.kwargs["language"]
    return get_language() if language_of_path(request.path_info) else ""


def _words(words):
    """Return the words of a search as they are counted, '' if they are not."""
    plain = " ".join(words.casefold().split())
    is_counted = MIN_WORDS_LENGTH <= len(plain) <= MAX_WORDS_LENGTH and plain.isprintable()
    return plain if is_counted and not PERSONAL.search(plain) else ""

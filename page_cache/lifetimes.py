"""For how long caches and browsers may use copies of our answers; docs/operations.md has a table of it.

Every answer says so, because caches apply rules of their own to an answer that does not. Redirections and errors are
not kept at all: what is missing may be there in a second, and what leads elsewhere may lead back.

Our own ready pages have no lifetime: page_cache/layer.py asks whether anything has changed.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

PAGE_SECONDS = 10  # in a shared cache, less where something opens or ends before; browsers ask each time
WHILE_REVALIDATING_SECONDS = 10
WITHOUT_AN_ANSWER_SECONDS = 12 * 3600  # while the database or the node is away, not beyond the end of anything
PROGRAM_SECONDS = 60  # feeds, files, calendars and the like, in the program that reads them

INDEX_SECONDS = 5 * 60  # sitemaps and other indexes for robots

FOR_GOOD_SECONDS = 365 * 24 * 3600  # what never changes at its address

STAFF_PICTURE_SECONDS = 10 * 60  # pictures of the desk, in the browser of whoever may see them

FOR_GOOD = f"public, max-age={FOR_GOOD_SECONDS}"
INDEX = f"public, max-age={INDEX_SECONDS}"
PROGRAM = f"public, max-age={PROGRAM_SECONDS}"
STAFF_PICTURE = f"private, max-age={STAFF_PICTURE_SECONDS}"
ASKED_EACH_TIME = "max-age=0"
ALWAYS_REVALIDATED = "public, max-age=0, must-revalidate"  # answers to programs, which must notice a withdrawal at once
# Texts of the past, which may have to go at once: nobody shows a copy without having asked.
NEVER_STALE = "max-age=0, stale-if-error=0"
NOT_KEPT = "no-store"
PRIVATE = "private, no-store"  # for one reader; kept by no cache and no browser

KEPT_STATUSES = (200, 203, 206, 304)  # nobody keeps others: 301, 302, 404, 410 and every error


GetResponse = Callable[[HttpRequest], HttpResponseBase]


def of_every_answer(get_response: GetResponse) -> GetResponse:
    """Have every answer say for how long it may be kept."""

    def middleware(request):
        response = get_response(request)
        if response.status_code not in KEPT_STATUSES:
            if "no-store" not in response.headers.get("Cache-Control", ""):
                response.headers["Cache-Control"] = NOT_KEPT
        elif "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = ASKED_EACH_TIME
        return response

    return middleware

"""Answers from memory, in front of Django: a hit costs no middleware, no session and no query.

A request is answered from memory if it is GET or HEAD, has no session and is not below the prefixes of the staff. An
answer is kept if it is complete, neither private nor an error, sets no cookie and depends on nothing but the address.

A page is fresh as long as it is of the present generation (page_cache.listener): nothing has changed and no boundary
has passed since it was made. After a change one request makes the page again, or page_cache.warming does. The others
wait for it, or see the old page for at most a second, but not if anything was ended. While the database is away, old
pages are shown for hours with a mark, but never beyond the end of a range.
"""

import dataclasses
import functools
import operator
import re
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import FileWrapper

from django.conf import settings
from django.utils.http import parse_http_date_safe

from page_cache import gate, lifetimes
from page_cache.fragments import KEY, FragmentStore
from page_cache.listener import GENERATION, Generation, Listener
from page_cache.memory import File, KeptAnswers, Key, Memory, Page, Redirect
from page_cache.warming import Warmer, request_for

MAX_STALE_SECONDS = 1.0  # for which the others may see a page as it was before a change
DISTRUSTED_SECONDS = 1.0  # for which a page is good while the database cannot be heard
DATABASE_LOST_SECONDS = lifetimes.WITHOUT_AN_ANSWER_SECONDS  # for which a page is shown while the database is away
MAKING_SECONDS = 2.0  # for which requests wait while another makes their page, counted from when that began
LOOK_SECONDS = 0.1  # after which those who wait look whether the database is away
MAX_PAGE_BYTES = 2 * 1024 * 1024
MAX_SEND_BYTES = 512 * 1024  # of a file, sent without holding a thread until the client has taken them
MAX_ADDRESS_CHARACTERS = 2000
MAX_LANGUAGES_CHARACTERS = 200

# Read once, because reading a setting costs a hit as much as sending a header.
NOT_BELOW, HOSTS = settings.PAGE_CACHE_NOT_BELOW, settings.PAGE_CACHE_HOSTS
BEHIND_PROXY = bool(settings.SECURE_PROXY_SSL_HEADER)
# Of whatever language: which of them the office writes in is not known here. “api” is none.
NAMES_LANGUAGE = re.compile(r"/(?!api/)[a-z]{2,3}(?:-[a-z0-9]{2,8})*/").match

# In the environment of a request
WHAT_IS_ASKED = operator.itemgetter("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "wsgi.url_scheme")
PERSONAL_HEADERS = {"HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE"}
PERSONAL_COOKIES = re.compile(
    f"(?:{re.escape(settings.SESSION_COOKIE_NAME)}|{re.escape(settings.LANGUAGE_COOKIE_NAME)})="
)
CONDITIONAL_HEADERS = {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}

# Of an answer
KEPT_STATUSES = ("200 ",)
ALLOWED_VARY = {"accept-encoding", "accept-language"}  # the key or the choice of the encoding takes care of these
HEADERS_OF_ONE_REQUEST = {"date", "x-request-id"}
HEADERS_MADE_HERE = {"content-length", "content-encoding", "etag", "cache-control", "vary"}
HEADERS_OF_THE_BODY = {"Content-Type", "Content-Language", "Content-Encoding", "Content-Length"}  # not sent with a 304
CACHE_STATUS = {
    how: ("Cache-Status", f"newsroom; {how}")
    for how in (
        "hit", "hit; detail=being-renewed", "hit; detail=database-lost", "hit; detail=stale-if-error",
        "fwd=miss; collapsed", "fwd=miss; stored",
    )
}  # fmt: skip


# Takes what an answer counts as, and the request. A response says it by its attribute `counted_as`, if it counts.
Count = Callable[[Any, WSGIEnvironment], None]


def in_front_of(application: WSGIApplication, count: Count | None = None) -> WSGIApplication:
    """Return `application` behind a memory of the size that the settings name, or alone if that is nothing.

    `count` is called with each answer that counts as something, from memory or not.
    """
    size = settings.PAGE_CACHE_MEGABYTES * 1024 * 1024
    if not size:
        return _counted(application, count) if count else application
    return PageCache(application, Memory(size), Listener(), settings.PAGE_CACHE_WARMED, count)


def _counted(application, count):
    """Wrap `application`, so that `count` is called with what its answers count as."""

    def serve(environ, start_response):
        result = application(environ, start_response)
        counted_as = getattr(result, "counted_as", None)
        if counted_as is not None:
            count(counted_as, environ)
        return result

    return serve


class PageCache:
    """A WSGI application that answers from `memory` what `application` has answered before.

    `warmed` is how many pages are made anew after a change before anybody asks for them; `count` is called with each
    answer that counts as something.
    """

    def __init__(
        self,
        application: WSGIApplication,
        memory: Memory,
        listener: Listener,
        warmed: int = 0,
        count: Count | None = None,
    ) -> None:
        self.application = application
        self.passed_on = _counted(application, count) if count else application  # what is not answered from here
        self.count = count
        self.memory = memory
        self.listener = listener
        self.fragments = FragmentStore()
        self.warmer = Warmer(memory, listener, self.renew, warmed)
        self._making: dict[Key, _Making] = {}
        self._making_lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return self.passed_on(environ, start_response)
        page, generation = self.memory.get(key) or self._redirect(environ), self.listener.generation
        if page and is_fresh(page, generation):
            return self._answer(page, environ, start_response, "hit")
        self.listener.start()
        self.warmer.start()
        if page and self.warmer.is_at_work and may_be_shown_during_making(page, generation):
            return self._answer(page, environ, start_response, "hit; detail=being-renewed")
        if page and generation.is_away and may_be_shown_stale(page, generation):
            return self._answer(page, environ, start_response, "hit; detail=database-lost")
        return self._make_once(key, page, environ, start_response)

    def _redirect(self, environ):
        """Return the redirection that is kept for an address without a language, whichever language is preferred."""
        if "HTTP_ACCEPT_LANGUAGE" not in environ or NAMES_LANGUAGE(environ["PATH_INFO"]):
            return None
        found = self.memory.get(key_of(environ, with_languages=False))
        return found if found and found.is_redirect else None

    def _make_once(self, key, before, environ, start_response):
        """Make a page unless another request is making it; then wait for that one, or show the page from before."""
        making, is_first = self._join(key)
        if is_first:
            try:
                return self._make(key, before, environ, start_response, making)
            finally:
                self._leave(key, making)
        if before and may_be_shown_during_making(before, self.listener.generation):
            return self._answer(before, environ, start_response, "hit; detail=being-renewed")
        while not making.is_over.wait(LOOK_SECONDS):
            generation = self.listener.generation
            if before and generation.is_away and may_be_shown_stale(before, generation):
                return self._answer(before, environ, start_response, "hit; detail=database-lost")
            if time.monotonic() > making.began_at + MAKING_SECONDS:
                return self._refuse(environ, start_response)
        if making.page is None:
            return self._make(key, before, environ, start_response)
        if is_fresh(making.page, self.listener.generation):
            return self._answer(making.page, environ, start_response, "fwd=miss; collapsed")
        return self._make_once(key, making.page, environ, start_response)

    def _join(self, key):
        """Return the _Making of the page of `key`, and whether the caller is the first and has to make it."""
        with self._making_lock:
            making = self._making.get(key)
            if making is not None:
                return making, False
            making = self._making[key] = _Making()
            return making, True

    def _leave(self, key, making):
        with self._making_lock:
            del self._making[key]
        making.is_over.set()

    def renew(self, key: Key) -> None:
        """Make a page anew for whoever asks for it next, unless it is fresh or somebody makes it already."""
        before = self.memory.look(key)
        if before is None or is_fresh(before, self.listener.generation):
            return
        making, is_first = self._join(key)
        if is_first:
            try:
                response, page = self._have_made(key, before, request_for(key), making)
                if page is None:
                    response.close()
                else:
                    self.memory.counts["renewed"] += 1
            finally:
                self._leave(key, making)

    def _make(self, key, before, environ, start_response, making=None):
        """Answer with a page that the application makes."""
        response, page = self._have_made(key, before, environ, making)
        if page is not None:
            return self._answer(page, environ, start_response, "fwd=miss; stored")
        if response.status == gate.REFUSED:
            response.close()
            if before and may_be_shown_during_making(before, self.listener.generation):
                return self._answer(before, environ, start_response, "hit; detail=being-renewed")
            return self._refuse(environ, start_response)
        if response.is_error and before and may_be_shown_stale(before, self.listener.generation):
            response.close()
            return self._answer(before, environ, start_response, "hit; detail=stale-if-error")
        self.memory.counts["passed on"] += 1
        if self.count is not None and response.counted_as is not None:
            self.count(response.counted_as, environ)
        return response.passed_on(start_response)

    def _have_made(self, key, before, environ, making):
        """Have the application answer, and keep the answer if it may be kept; return it, and the page or None."""
        generation, made_at = self.listener.generation, time.monotonic()
        # A page that was kept will be kept again. For that it is needed whole, even if this client has it already.
        kept = environ.keys() - CONDITIONAL_HEADERS if before else environ.keys()
        passed = {name: environ[name] for name in kept}
        passed[KEY], passed[GENERATION] = self.fragments.of(generation), generation
        if before:
            passed[gate.RENEWS] = True
        response = _Response(self.application, passed)
        latest = self.listener.generation
        if latest.changed == generation.changed:
            generation = latest  # it may know better what comes next
        page = response.page_to_keep(environ["PATH_INFO"], generation, made_at)
        if page is not None:
            if making:
                making.page = page
            # While it was not known what comes next, a page was made that no outage could show.
            if is_fresh(page, generation) and is_fresh(page, self.listener.generation):
                self.memory.keep(key_of(environ, with_languages=False) if page.is_redirect else key, page)
        return response, page

    def _refuse(self, environ, start_response):
        """Tell the client to come again in a moment; too many ask at once."""
        self.memory.counts["refused"] += 1
        return gate.refuse(environ, start_response)

    def _answer(self, page, environ, start_response, how):
        """Answer with `page` in the encoding that the client takes, or with 304 if it has the page already."""
        self.memory.counts[how] += 1
        if page.counted_as is not None and self.count is not None:
            self.count(page.counted_as, environ)
        if page.is_redirect:
            start_response(page.status, [*page.headers, CACHE_STATUS[how]])
            return [b""]
        if page.is_file:
            return self._answer_with_file(page, environ, start_response, how)
        encoding = encoding_of(environ.get("HTTP_ACCEPT_ENCODING"))
        body = self.memory.body(page, encoding)
        control = cache_control(page, self.listener.generation)
        headers = [*page.head(encoding, len(body)), ("Cache-Control", control), CACHE_STATUS[how]]
        if _has_it(page, environ):
            self.memory.counts["304"] += 1
            return _not_modified(headers, start_response)
        start_response(page.status, headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _answer_with_file(self, file, environ, start_response, how):
        """Answer with a file from storage, or have the application answer if it is not there any more."""
        headers = [*file.headers, CACHE_STATUS[how]]
        if _has_it(file, environ):
            return _not_modified(headers, start_response)
        if environ["REQUEST_METHOD"] == "HEAD":
            start_response(file.status, headers)
            return [b""]
        try:
            opened = file.open()
        except FileNotFoundError:
            return self.application(environ, start_response)
        start_response(file.status, headers)
        if file.length > MAX_SEND_BYTES:
            return FileWrapper(opened, MAX_SEND_BYTES)
        with opened:
            return [opened.read()]


class _Making:
    """The making of one page: the first request makes it, the others wait."""

    def __init__(self) -> None:
        self.began_at = time.monotonic()
        self.is_over = threading.Event()
        self.page = None


class _Whole(list):
    """A body that was read and is too large to be kept."""

    counted_as: Any = None


class _Response:
    """The answer of an application, until it is known whether it can be kept."""

    def __init__(self, application: WSGIApplication, environ: WSGIEnvironment) -> None:
        self.is_get = environ["REQUEST_METHOD"] == "GET"
        self._result = application(environ, self._start)

    def _start(self, status, headers, exc_info=None):
        self.status, self.headers, self._exc_info = status, headers, exc_info

    @property
    def is_error(self) -> bool:
        return self.status.startswith("5")

    @property
    def counted_as(self) -> Any:
        return getattr(self._result, "counted_as", None)

    def page_to_keep(self, path: str, generation: Generation, made_at: float) -> KeptAnswers | None:
        """Return the answer as a Page, a File or a Redirect if it may be shown to others, else None."""
        if self.is_get and getattr(self._result, "is_kept_redirect", False) and not _sets_cookie(self.headers):
            self.close()
            return Redirect.of(self.status, self._headers_without(HEADERS_OF_ONE_REQUEST), generation, made_at)
        if not (self.is_get and _may_be_kept(self.status, self.headers)):
            return None
        if hasattr(self._result, "open_again"):
            self.close()
            headers = self._headers_without(HEADERS_OF_ONE_REQUEST)
            return File.of(self.status, headers, self._result.open_again, generation, made_at, self.counted_as)
        if getattr(self._result, "streaming", False):
            return None
        if _is_never_stale(self.headers):
            generation = dataclasses.replace(generation, closes_at=generation.now_then)
        body, counted_as = b"".join(self._result), self.counted_as
        self.close()
        if len(body) > MAX_PAGE_BYTES:
            self._result = _Whole([body])
            self._result.counted_as = counted_as
            return None
        vary = "Accept-Encoding" if NAMES_LANGUAGE(path) else "Accept-Encoding, Accept-Language"
        headers = self._headers_without(HEADERS_OF_ONE_REQUEST | HEADERS_MADE_HERE)
        max_age = _max_age(self.headers)
        return Page.of(self.status, headers, body, vary, generation, made_at, max_age=max_age, counted_as=counted_as)

    def _headers_without(self, names):
        return [header for header in self.headers if header[0].lower() not in names]

    def passed_on(self, start_response: StartResponse) -> Iterable[bytes]:
        start_response(self.status, self.headers, *([self._exc_info] if self._exc_info else []))
        return self._result

    def close(self) -> None:
        if hasattr(self._result, "close"):
            self._result.close()


# --- What may be shown -----------------------------------------------------------------------------------------------


def key_of(environ: WSGIEnvironment, with_languages: bool = True) -> Key | None:
    """Return the key of the page that is asked for, or None if it is not answered from memory.

    The last part of the key is what clients choose freely: the query, a host of ours in another spelling and, where the
    address names no language, the languages that the client prefers.
    """
    method, path, query, scheme = WHAT_IS_ASKED(environ)
    names_language = NAMES_LANGUAGE(path)
    if (
        method not in ("GET", "HEAD")
        or len(path) + len(query) > MAX_ADDRESS_CHARACTERS
        or (not names_language and path.startswith(NOT_BELOW))
        or (not environ.keys().isdisjoint(PERSONAL_HEADERS) and _is_personal(environ))
    ):
        return None
    if BEHIND_PROXY:
        scheme = environ.get("HTTP_X_FORWARDED_PROTO") or scheme
    if with_languages and not names_language and "HTTP_ACCEPT_LANGUAGE" in environ:
        query = f"{query}\n{environ['HTTP_ACCEPT_LANGUAGE'][:MAX_LANGUAGES_CHARACTERS]}"
    host = environ.get("HTTP_HOST", "")
    if host not in HOSTS:
        query = f"{query}\n{host}"
    return scheme, host, path, query


def _is_personal(environ):
    """Tell whether the cookies, a password or a range ask for something else than everybody gets."""
    cookies = environ.get("HTTP_COOKIE", "")
    return "HTTP_AUTHORIZATION" in environ or "HTTP_RANGE" in environ or bool(PERSONAL_COOKIES.search(cookies))


def is_fresh(page: KeptAnswers, generation: Generation) -> bool:
    """Tell whether nothing has changed since `page` was made, as far as is known."""
    if page.changed != generation.changed:
        return False
    now = time.monotonic()
    if now < generation.good_until:
        return True
    # The database cannot be heard, so a change may have been missed.
    return (
        page.fresh_until is not None
        and not generation.is_believed
        and now - page.made_at <= DISTRUSTED_SECONDS
        and generation.now() < page.fresh_until
    )


def may_be_shown_during_making(page: KeptAnswers, generation: Generation) -> bool:
    """Tell whether `page`, which missed one change just now, may be shown while it is made anew."""
    return (
        page.closed == generation.closed
        and page.changed == generation.changed - 1
        and generation.is_believed
        and time.monotonic() - generation.changed_at < MAX_STALE_SECONDS
        and page.fresh_until is not None
        and generation.now() < page.fresh_until
    )


def may_be_shown_stale(page: KeptAnswers, generation: Generation) -> bool:
    """Tell whether `page` may be shown while the database is away."""
    return (
        generation.now_then is not None
        and page.closed == generation.closed
        and time.monotonic() - page.made_at < DATABASE_LOST_SECONDS
        and (page.closes_at is None or generation.now() < page.closes_at)
    )


def _may_be_kept(status, headers):
    if not status.startswith(KEPT_STATUSES):
        return False
    named = {}
    for name, value in headers:
        named.setdefault(name.lower(), []).append(value.lower())
    differs_by = {part.strip() for value in named.get("vary", []) for part in value.split(",") if part.strip()}
    directives = {part.split("=")[0].strip() for value in named.get("cache-control", []) for part in value.split(",")}
    return (
        "set-cookie" not in named
        and "content-encoding" not in named
        and not differs_by - ALLOWED_VARY
        and not directives & {"private", "no-store", "no-cache"}
    )


def _sets_cookie(headers):
    return any(name.lower() == "set-cookie" for name, _value in headers)


def _is_never_stale(headers):
    """Tell whether the view forbids to show a copy while the database is away."""
    return any(name.lower() == "cache-control" and "stale-if-error=0" in value for name, value in headers)


def _max_age(headers):
    """Return for how many seconds the view lets clients use a copy without asking."""
    control = next((value for name, value in headers if name.lower() == "cache-control"), "")
    match = re.search(r"(?:^|[ ,])max-age=(\d+)", control)
    return int(match[1]) if match else 0


# --- The answer ------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=1024)
def encoding_of(accepted: str | None) -> str:
    """Return “br”, “gzip” or “identity”, the best that the value of Accept-Encoding allows (RFC 9110, 12.5.3)."""
    if not accepted:
        return "identity"
    refused: set[str] = set()
    taken: set[str] = set()
    for part in accepted.lower().split(","):
        name, _semicolon, rest = part.strip().partition(";")
        weight = rest.strip().removeprefix("q=") if rest else "1"
        (refused if weight.strip("0.") == "" and weight else taken).add(name.strip())
    for coding in ("br", "gzip"):
        if coding in taken:
            return coding
    return "identity"


def _has_it(page, environ):
    """Tell whether the client has this already: by its ETag or, where it names none, by its date (RFC 9110, 13.2.2)."""
    if environ.keys().isdisjoint(CONDITIONAL_HEADERS):
        return False
    if "HTTP_IF_NONE_MATCH" in environ:
        wanted = {tag.strip().removeprefix("W/") for tag in environ["HTTP_IF_NONE_MATCH"].split(",")}
        return "*" in wanted or any(tag in wanted for tag in page.validators())
    modified = next((value for name, value in page.headers if name.lower() == "last-modified"), "")
    since = parse_http_date_safe(environ["HTTP_IF_MODIFIED_SINCE"])
    return bool(modified) and since is not None and parse_http_date_safe(modified) <= since


def _not_modified(headers, start_response):
    start_response("304 Not Modified", [header for header in headers if header[0] not in HEADERS_OF_THE_BODY])
    return [b""]


def cache_control(page: Page, generation: Generation) -> str:
    """Return for how long caches outside may keep a page: shortly, and never beyond the next boundary."""
    return _cache_control(page.fresh_until, page.closes_at, page.max_age, generation, int(time.monotonic()))


@functools.lru_cache(maxsize=256)
def _cache_control(fresh_until, closes_at, max_age, generation, second):
    """Return the header that all pages with these limits bear within a second; it is reckoned from the second's end."""

    def seconds_until(instant):
        return max(0.0, (instant - generation.now(second + 1)).total_seconds())

    left = seconds_until(fresh_until) if fresh_until is not None and generation.is_believed else 0
    until_closing = DATABASE_LOST_SECONDS
    if closes_at is not None and generation.now_then is not None:
        until_closing = seconds_until(closes_at)
    shared_seconds = int(min(lifetimes.PAGE_SECONDS, left))
    return (
        f"public, max-age={int(min(max_age, left))}, s-maxage={shared_seconds}, "
        f"stale-while-revalidate={int(min(lifetimes.WHILE_REVALIDATING_SECONDS, left - shared_seconds))}, "
        f"stale-if-error={int(min(DATABASE_LOST_SECONDS, until_closing))}"
    )

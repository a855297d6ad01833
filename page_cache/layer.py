"""Ready pages in front of Django: a hit costs no middleware, no session and no query.

What may be answered from memory: GET and HEAD of somebody without a session, outside the prefixes of the staff. What
may be kept: a whole answer that is neither private nor an error, sets no cookie and differs by nothing but its address.

A page is shown while nothing has changed since it was made and no boundary has come (page_cache.listener). After a
change one request makes it anew; the others wait, or are shown the page as it was for at most a second, unless anything
was ended. Without the database a page is shown, marked, for hours, but not beyond the end of a range.
"""

import functools
import operator
import re
import threading
import time
from wsgiref.util import FileWrapper

from django.conf import settings
from django.utils.http import parse_http_date_safe

from page_cache import lifetimes
from page_cache.fragments import KEY, FragmentStore
from page_cache.listener import Listener
from page_cache.memory import File, Memory, Page

MAX_STALE_SECONDS = 1.0  # seconds for which the others may see a page as it was before a change
DISTRUSTED_SECONDS = 1.0  # seconds that a page is good for while the database cannot be heard
DATABASE_LOST_SECONDS = lifetimes.WITHOUT_AN_ANSWER_SECONDS  # for which it is shown while the database is away
MAKING_TIMEOUT_SECONDS = 20.0  # seconds that a request waits for another that makes its page
MAX_PAGE_BYTES = 2 * 1024 * 1024
MAX_SEND_BYTES = 512 * 1024  # bytes of a file that are sent without holding a thread until its client has taken them
MAX_ADDRESS_CHARACTERS = 2000
MAX_LANGUAGES_CHARACTERS = 200
MAX_READY = 500  # answers that are ready to be handed over, each of them for a second
MAX_ENCODINGS_CHARACTERS = 200
TELLING_COOKIES = re.compile(
    f"(?:{re.escape(settings.SESSION_COOKIE_NAME)}|{re.escape(settings.LANGUAGE_COOKIE_NAME)})="
)
LANGUAGES = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)
TELLING = {"HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE"}
OF_EVERY_REQUEST = operator.itemgetter("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "wsgi.url_scheme")
# A setting costs a hit as much as a header does, so they are read once.
NOT_BELOW, HOSTS = settings.PAGE_CACHE_NOT_BELOW, settings.PAGE_CACHE_HOSTS
BEHIND_PROXY = bool(settings.SECURE_PROXY_SSL_HEADER)
# Requests that agree in the first and have nothing of the second are answered alike, if the address names a language.
SAID_ALIKE = (
    "REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "HTTP_HOST", "HTTP_ACCEPT_ENCODING",
    "HTTP_X_FORWARDED_PROTO" if BEHIND_PROXY else "wsgi.url_scheme",
)  # fmt: skip
SAID_BY_ONE = {*TELLING, "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}

KEPT_STATUSES = ("200 ",)
OF_THE_REQUEST = {
    "content-length", "content-encoding", "etag", "cache-control", "vary", "date", "x-request-id",
}  # fmt: skip
OF_ONE_REQUEST = {"date", "x-request-id"}
OF_A_BODY = {"Content-Type", "Content-Language", "Content-Encoding", "Content-Length"}  # not told with a 304
CONDITIONS = {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}
AGREES_WITH = {"accept-encoding", "accept-language"}  # what a key tells apart, or an answer is made for
CACHE_STATUS = {
    how: ("Cache-Status", f"newsroom; {how}")
    for how in (
        "hit", "hit; detail=being-renewed", "hit; detail=database-lost", "hit; detail=stale-if-error",
        "fwd=miss; collapsed", "fwd=miss; stored",
    )
}  # fmt: skip


def in_front_of(application):
    """Return `application` behind a memory of the size that the settings name, or alone if that is nothing."""
    size = settings.PAGE_CACHE_MEGABYTES * 1024 * 1024
    return PageCache(application, Memory(size), Listener()) if size else application


class PageCache:
    """A WSGI application that answers from `memory` what `application` has answered before."""

    def __init__(self, application, memory, listener):
        self.application = application
        self.memory = memory
        self.listener = listener
        self.fragments = FragmentStore()
        self._flights = {}
        self._flights_lock = threading.Lock()
        self._moment = _Moment(listener.generation)

    def __call__(self, environ, start_response):
        moment = self._moment
        if moment.generation is self.listener.generation and time.monotonic() < moment.ends:
            ready = moment.answers.get(said_in(environ))
            if ready and environ.keys().isdisjoint(SAID_BY_ONE):
                self.memory.counts["hit"] += 1
                status, headers, body = ready
                start_response(status, headers)
                return body
        key = key_of(environ)
        if key is None:
            return self.application(environ, start_response)
        page, generation = self.memory.get(key), self.listener.generation
        if page and is_fresh(page, generation):
            return self._answer_in_the_moment(key, page, generation, environ, start_response)
        self.listener.start()
        if page and not generation.is_connected and may_be_shown_stale(page, generation):
            return self._answer_as_was(page, environ, start_response, "hit; detail=database-lost")
        return self._made_once(key, page, environ, start_response)

    def _made_once(self, key, page, environ, start_response):
        """Make a page unless another request is at it; then wait for that, or show what there was before."""
        flight, is_first = self._board(key)
        if is_first:
            try:
                return self._make(key, page, environ, start_response, flight)
            finally:
                self._land(key, flight)
        if page and may_be_shown_during_making(page, self.listener.generation):
            return self._answer_as_was(page, environ, start_response, "hit; detail=being-renewed")
        flight.landed.wait(MAKING_TIMEOUT_SECONDS)
        if flight.page and is_fresh(flight.page, self.listener.generation):
            return self._answer_as_was(flight.page, environ, start_response, "fwd=miss; collapsed")
        return self._make(key, page, environ, start_response)

    def _board(self, key):
        """Return the flight that brings the page of `key`, and whether the caller is the first, who has to make it."""
        with self._flights_lock:
            flight = self._flights.get(key)
            if flight is not None:
                return flight, False
            flight = self._flights[key] = _Flight()
            return flight, True

    def _land(self, key, flight):
        with self._flights_lock:
            del self._flights[key]
        flight.landed.set()

    def _make(self, key, before, environ, start_response, flight=None):
        """Have the application answer, and keep the answer if it may be kept."""
        generation, made_at = self.listener.generation, time.monotonic()
        # What was kept before will be kept again, and is needed whole, whatever form of it this client has.
        asked = {name: it for name, it in environ.items() if name not in CONDITIONS} if before else environ
        asked[KEY] = self.fragments.of(generation)
        response = _Response(self.application, asked)
        if response.is_error and before and may_be_shown_stale(before, self.listener.generation):
            response.close()
            return self._answer_as_was(before, environ, start_response, "hit; detail=stale-if-error")
        page = response.page_to_keep(environ["PATH_INFO"], generation, made_at)
        if page is None:
            self.memory.counts["passed on"] += 1
            return response.passed_on(start_response)
        if was_overtaken(page, generation, made_at):
            # It was asked together of what was before an opening or ending and what is after it.
            return self._make(key, before, environ, start_response, flight)
        if flight:
            flight.page = page
        if is_fresh(page, self.listener.generation):
            self.memory.keep(key, page)
        return self._answer_as_was(page, environ, start_response, "fwd=miss; stored")

    def _answer_as_was(self, page, environ, start_response, how):
        """Answer with a page that may be of an older generation."""
        control = cache_control(page.fresh_until, page.closes_at, self.listener.generation, max_age=page.max_age)
        return self._answer(page, environ, start_response, ("Cache-Control", control), how)

    def _answer_in_the_moment(self, key, page, generation, environ, start_response):
        """Answer with a page that is fresh, and have that answer ready for whoever asks the same."""
        if page.max_age:
            return self._answer_as_was(page, environ, start_response, "hit")
        moment = self._moment
        if moment.generation is not generation or time.monotonic() >= moment.ends:
            moment = self._moment = _Moment(generation)
        if moment.takes(key, page, environ):
            headers, body = self._form(page, environ, moment.control, "hit")
            moment.answers[said_in(environ)] = page.status, headers, [body]
        return self._answer(page, environ, start_response, moment.control, "hit")

    def _answer(self, page, environ, start_response, control, how):
        """Answer with `page` in the form that the client takes, or with 304 if it has it already."""
        self.memory.counts[how] += 1
        if page.is_file:
            return self._hand_out(page, environ, start_response, how)
        headers, body = self._form(page, environ, control, how)
        if not environ.keys().isdisjoint(CONDITIONS) and _has_it(page, environ):
            self.memory.counts["304"] += 1
            start_response("304 Not Modified", [header for header in headers if header[0] not in OF_A_BODY])
            return [b""]
        start_response(page.status, headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _form(self, page, environ, control, how):
        """Return the headers and the body of `page` in the form that the client takes."""
        coding = coding_of(environ.get("HTTP_ACCEPT_ENCODING"))
        body = self.memory.body(page, coding)
        return [*page.head(coding, len(body)), control, CACHE_STATUS[how]], body

    def _hand_out(self, file, environ, start_response, how):
        """Answer with a file as it lies in storage, or have the application answer if it lies there no more."""
        headers = [*file.headers, CACHE_STATUS[how]]
        if not environ.keys().isdisjoint(CONDITIONS) and _has_it(file, environ):
            start_response("304 Not Modified", [header for header in headers if header[0] not in OF_A_BODY])
            return [b""]
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


class _Moment:
    """Answers ready to be handed over, for at most a second and within one generation."""

    def __init__(self, generation):
        self.generation = generation
        self.ends = min(time.monotonic() + 1, generation.good_until)
        # Like the pages, it is good until the next generation.
        self.control = (
            "Cache-Control",
            cache_control(generation.fresh_until, generation.closes_at, generation, seconds_kept=1),
        )
        self.answers = {}

    def takes(self, key, page, environ):
        """Tell whether the answer to this request is everybody's, and nothing of it such as clients write at will."""
        return (
            not (page.is_file or key[-1])
            and environ["REQUEST_METHOD"] == "GET"
            and environ["PATH_INFO"].startswith(LANGUAGES)
            and environ.keys().isdisjoint(SAID_BY_ONE)
            and len(environ.get("HTTP_ACCEPT_ENCODING", "")) <= MAX_ENCODINGS_CHARACTERS
            and len(self.answers) < MAX_READY
        )


class _Flight:
    def __init__(self):
        self.landed = threading.Event()
        self.page = None


class _Response:
    """The answer of an application, until it is known whether it can be kept."""

    def __init__(self, application, environ):
        self.is_get = environ["REQUEST_METHOD"] == "GET"
        self._result = application(environ, self._start)

    def _start(self, status, headers, exc_info=None):
        self.status, self.headers, self._exc_info = status, headers, exc_info

    @property
    def is_error(self):
        return self.status.startswith("5")

    def page_to_keep(self, path, generation, made_at):
        """Return the answer as a Page or a File if it may be shown to others, else None."""
        if not (self.is_get and _may_be_kept(self.status, self.headers)):
            return None
        if hasattr(self._result, "open_again"):
            self.close()
            headers = [header for header in self.headers if header[0].lower() not in OF_ONE_REQUEST]
            return File.of(self.status, headers, self._result.open_again, generation, made_at)
        if getattr(self._result, "streaming", False):
            return None
        body = b"".join(self._result)
        self.close()
        if len(body) > MAX_PAGE_BYTES:
            self._result = [body]
            return None
        vary = "Accept-Encoding" if path.startswith(LANGUAGES) else "Accept-Encoding, Accept-Language"
        headers = [header for header in self.headers if header[0].lower() not in OF_THE_REQUEST]
        return Page.of(self.status, headers, body, vary, generation, made_at, max_age=_max_age(self.headers))

    def passed_on(self, start_response):
        start_response(self.status, self.headers, *([self._exc_info] if self._exc_info else []))
        return self._result

    def close(self):
        if hasattr(self._result, "close"):
            self._result.close()


# --- What may be shown -----------------------------------------------------------------------------------------------


def key_of(environ):
    """Return the key of the page that is asked for, or None if it is not answered from memory.

    Its last part is what clients may write at will: the query, a host that is ours in other letters or with another
    port, and, where the address names no language, the languages that they want.
    """
    method, path, query, scheme = OF_EVERY_REQUEST(environ)
    names_language = path.startswith(LANGUAGES)
    if (
        method not in ("GET", "HEAD")
        or len(path) + len(query) > MAX_ADDRESS_CHARACTERS
        or (not names_language and path.startswith(NOT_BELOW))
        or (not environ.keys().isdisjoint(TELLING) and _tells_more(environ))
    ):
        return None
    if BEHIND_PROXY:
        scheme = environ.get("HTTP_X_FORWARDED_PROTO") or scheme
    if not names_language and "HTTP_ACCEPT_LANGUAGE" in environ:
        query = f"{query}\n{environ['HTTP_ACCEPT_LANGUAGE'][:MAX_LANGUAGES_CHARACTERS]}"
    host = environ.get("HTTP_HOST", "")
    if host not in HOSTS:
        query = f"{query}\n{host}"
    return scheme, host, path, query


def said_in(environ):
    """Return what a request says that others say, too; where it says no more they are answered alike."""
    return tuple(map(environ.get, SAID_ALIKE))


def _tells_more(environ):
    """Tell whether a request with a cookie, a password or a range wants something else than everybody gets."""
    cookies = environ.get("HTTP_COOKIE", "")
    return "HTTP_AUTHORIZATION" in environ or "HTTP_RANGE" in environ or bool(TELLING_COOKIES.search(cookies))


def is_fresh(page, generation):
    """Tell whether nothing has changed since `page` was made, as far as is known."""
    if page.changed != generation.changed:
        return False
    now = time.monotonic()
    if now < generation.good_until:
        return True
    # Nobody has told of a change, nor could anybody have.
    return (
        page.fresh_until is not None
        and not generation.is_believed
        and now - page.made_at <= DISTRUSTED_SECONDS
        and generation.now() < page.fresh_until
    )


def was_overtaken(page, generation, asked_at):
    """Tell whether a boundary came between `asked_at`, when the making of `page` began, and now."""
    return asked_at < generation.good_until <= time.monotonic() and generation.now() >= page.fresh_until


def may_be_shown_during_making(page, generation):
    """Tell whether `page` may be shown once more while another request makes it anew."""
    return (
        page.closed == generation.closed
        and generation.is_believed
        and time.monotonic() - generation.changed_at < MAX_STALE_SECONDS
        and page.fresh_until is not None
        and generation.now() < page.fresh_until
    )


def may_be_shown_stale(page, generation):
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
        and not differs_by - AGREES_WITH
        and not directives & {"private", "no-store", "no-cache"}
    )


def _max_age(headers):
    """Return for how many seconds the view lets whoever reads use a copy without asking."""
    told = next((value for name, value in headers if name.lower() == "cache-control"), "")
    found = re.search(r"(?:^|[ ,])max-age=(\d+)", told)
    return int(found[1]) if found else 0


# --- The answer ------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=1024)
def coding_of(accepted):
    """Return “br”, “gzip” or “identity”, the best that the value of Accept-Encoding allows (RFC 9110, 12.5.3)."""
    if not accepted:
        return "identity"
    refused, taken = set(), set()
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
    if "HTTP_IF_NONE_MATCH" in environ:
        wanted = {tag.strip().removeprefix("W/") for tag in environ["HTTP_IF_NONE_MATCH"].split(",")}
        return "*" in wanted or any(tag in wanted for tag in page.validators())
    modified = next((value for name, value in page.headers if name.lower() == "last-modified"), "")
    since = parse_http_date_safe(environ["HTTP_IF_MODIFIED_SINCE"])
    return bool(modified) and since is not None and parse_http_date_safe(modified) <= since


def cache_control(fresh_until, closes_at, generation, seconds_kept=0, max_age=0):
    """Return for how long caches outside may keep a page: shortly, and never beyond the next boundary.

    `fresh_until` and `closes_at` are the page's, `max_age` is for how long it lets whoever reads use a copy;
    `seconds_kept` is for how long the answer itself is used.
    """
    left = 0.0
    if fresh_until is not None and generation.is_believed:
        left = max(0.0, (fresh_until - generation.now()).total_seconds() - seconds_kept)
    until_closing = DATABASE_LOST_SECONDS
    if closes_at is not None and generation.now_then is not None:
        until_closing = max(0.0, (closes_at - generation.now()).total_seconds() - seconds_kept)
    shared_seconds = int(min(lifetimes.PAGE_SECONDS, left))
    return (
        f"public, max-age={int(min(max_age, left))}, s-maxage={shared_seconds}, "
        f"stale-while-revalidate={int(min(lifetimes.WHILE_REVALIDATING_SECONDS, left - shared_seconds))}, "
        f"stale-if-error={int(min(DATABASE_LOST_SECONDS, until_closing))}"
    )

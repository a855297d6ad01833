"""A gate before what costs much: a few requests pass at once, a few wait, and the others are told to come again."""

import collections
import contextlib
import functools
import threading
from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

from django.template.loader import render_to_string

from page_cache import lifetimes

MAX_WAIT_SECONDS = 1.0  # for a place
RETRY_AFTER_SECONDS = 2
SENT_FOR_SECONDS = 2  # by nginx, so that whoever asks again at once has to wait; it takes none of our threads
REFUSED = "503 Too Many Requests At Once"  # the status of an answer that a gate gave
RENEWS = "page_cache.renews"  # in the environment of a request that makes a kept page anew; no client can write there


class FullError(Exception):
    """There is no free place, and too many wait already or this request has waited for too long."""


class Gate:
    """Let `places` requests pass at once; `queue` others wait for theirs, the first come first.

    `reserved` further places in the queue are for requests that matter more than others.
    """

    def __init__(self, places: int, queue: int, reserved: int = 0) -> None:
        self.queue, self.reserved = queue, reserved
        self._free = places
        self._waiting = collections.deque[threading.Lock]()  # each is released when its owner may pass
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def place(self, matters_more: bool = False) -> Iterator[None]:
        """Hold a place during the block, after waiting for it if necessary; raise FullError if there is none."""
        self._enter(matters_more)
        try:
            yield
        finally:
            self._leave()

    def _enter(self, matters_more):
        with self._lock:
            if self._free:
                self._free -= 1
                return
            if len(self._waiting) >= self.queue + (self.reserved if matters_more else 0):
                raise FullError
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        if not turn.acquire(timeout=MAX_WAIT_SECONDS):
            with self._lock:
                if turn in self._waiting:  # else the place was given to it just now
                    self._waiting.remove(turn)
                    raise FullError

    def _leave(self):
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()  # the place goes from hand to hand
            else:
                self._free += 1


def refuse(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a request that found no place, with next to no work."""
    body = _page()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Retry-After", str(RETRY_AFTER_SECONDS)),
        ("X-Accel-Limit-Rate", str(len(body) // SENT_FOR_SECONDS)),  # bytes a second
        ("Cache-Control", lifetimes.NOT_KEPT),
    ]
    start_response(REFUSED, headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def forget_page() -> None:
    """Have the page made anew for whoever is refused next, because what it prints has changed."""
    _page.cache_clear()


@functools.cache
def _page():
    return render_to_string("busy.html").encode()

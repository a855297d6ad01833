"""After a change the pages that are asked for most are made anew first, one after the other, in a thread of their own.

Readers of a page that may still be shown as it was (page_cache.layer.may_be_shown_during_making) see it so meanwhile,
and nobody but this thread makes it. Afterwards, and for all other pages, the first reader makes the page.
"""

import io
import logging
import sys
import threading
from collections.abc import Callable
from wsgiref.types import WSGIEnvironment

from page_cache.listener import Listener
from page_cache.memory import Key, Memory

log = logging.getLogger(__name__)


class Warmer:
    """Has `renew` make the `number` most-asked pages of `memory` anew after each change, from start() on."""

    def __init__(self, memory: Memory, listener: Listener, renew: Callable[[Key], None], number: int) -> None:
        self._memory, self._listener, self._renew, self._number = memory, listener, renew, number
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_done_with = 0  # the last generation of which all were made

    @property
    def is_at_work(self) -> bool:
        """Tell whether pages of the present generation are still to be made."""
        return self._thread is not None and self._is_done_with != self._listener.generation.changed

    def start(self) -> None:
        """Start unless this process has started it already, or it has nothing to make."""
        if self._thread is None and self._number:
            with self._starting:
                if self._thread is None:
                    self._is_done_with = self._listener.generation.changed
                    self._thread = threading.Thread(target=self._run, name="page-cache-warmer", daemon=True)
                    self._thread.start()

    def _run(self):
        while True:
            self._listener.has_changed.wait()
            self._listener.has_changed.clear()
            generation = self._listener.generation
            self._make_all(generation)
            self._is_done_with = generation.changed

    def _make_all(self, generation):
        """Make the pages anew, first those that have missed most changes, and of these the most-asked first.

        If something changes meanwhile, it ends, to be begun anew; what was not reached has then missed most.
        """
        asked = self._memory.most_asked(self._number)
        for key, _page in sorted(asked, key=lambda kept: kept[1].changed):
            now = self._listener.generation
            if now.changed != generation.changed or not now.is_believed:
                return
            try:
                self._renew(key)
            except Exception:
                log.exception("A page could not be made ahead; its next reader makes it.")


def request_for(key: Key) -> WSGIEnvironment:
    """Return the request of somebody who asks for the page of `key` and is nobody in particular."""
    scheme, host, path, query = key
    name, _colon, port = host.partition(":")
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": name,
        "SERVER_PORT": port or ("443" if scheme == "https" else "80"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": host,
        "HTTP_X_FORWARDED_PROTO": scheme,
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }

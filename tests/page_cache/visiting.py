"""A newsroom's WSGI application behind a memory of its own, and somebody who asks it."""

import dataclasses
import gzip
import io
import threading
import time
import uuid

import brotli
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from page_cache.layer import PageCache
from page_cache.listener import Listener
from page_cache.memory import Memory


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict
    content: bytes

    @property
    def how(self):
        """What became of the request: the parameters of Cache-Status."""
        return self.headers.get("cache-status", "").partition("; ")[2]

    @property
    def text(self):
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(self.headers.get("content-encoding"), bytes)
        return unpack(self.content).decode()


class Counted:
    """An application that counts what it is asked."""

    def __init__(self, application):
        self.application = application
        self.asked = []
        self.slowness = 0

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        if self.slowness:
            time.sleep(self.slowness)
        return self.application(environ, start_response)


class Recording(Listener):
    """A listener that remembers what it was told, and that stops at once instead of at its next heartbeat."""

    def __init__(self):
        super().__init__()
        self.told = set()

    def _hear(self, connection, *said):
        if threading.current_thread() is not self._thread or not self._stopped.is_set():
            super()._hear(connection, *said)
            self.told |= set(said)

    def stop(self):
        self._stopped.set()
        if self.generation.is_connected:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_notify('page_cache', 'stop')")
        super().stop()


class Site:
    """The whole newsroom, with pages in memory."""

    def __init__(self, application=None, size=4 * 1024 * 1024, count=None):
        self.django = Counted(application or WSGIHandler())
        self.listener = Recording()
        self.cache = PageCache(self.django, Memory(size), self.listener, count=count)

    def get(self, path, method="GET", **environ):
        path, _mark, query = path.partition("?")
        told = {}

        def start_response(status, headers, exc_info=None):
            told.update(status=int(status[:3]), headers={name.lower(): value for name, value in headers})

        result = self.cache(
            {
                "REQUEST_METHOD": method,
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "SERVER_NAME": "localhost",
                "SERVER_PORT": "80",
                "HTTP_HOST": "localhost",
                "REMOTE_ADDR": "192.0.2.1",
                "wsgi.url_scheme": "http",
                "wsgi.input": io.BytesIO(),
                "wsgi.errors": io.StringIO(),
                **environ,
            },
            start_response,
        )
        try:
            content = b"".join(result)
        finally:
            if hasattr(result, "close"):
                result.close()
        return Answer(told["status"], told["headers"], content)

    def wait_until_heard(self):
        """Wait until the listener has heard everything that was committed before this call."""
        self.listener.start()
        until(lambda: self.listener.generation.is_connected)
        word = str(uuid.uuid4())
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('page_cache', %s)", [word])
        until(lambda: word in self.listener.told)


def until(condition, seconds=10):
    """Wait until `condition` holds; fail after `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)

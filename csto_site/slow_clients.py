"""A slow client may occupy a thread for a while, but never a database connection.

Both are scarce. So the connection is released while a file is sent, and a body is read completely before the view runs.
Only some of the threads may wait for bodies, with separate seats for staff, so that other requests are always answered;
csto_site.slow_connections ends connections that make no progress.
"""

import collections
import contextlib
import shutil
import tempfile
import threading

from django.conf import settings
from django.db import close_old_connections

IN_MEMORY_BYTES = 1024 * 1024  # of a body; the rest goes to a temporary file
# Larger bodies are photographs from staff; they are streamed to the view.
MAX_READ_AHEAD_BYTES = 32 * 1024 * 1024
SEAT_SECONDS = 0.5  # how long a request waits for a seat
SEATS_OF_ONE_CLIENT = 4


class TooManyAtOnceError(Exception):
    """No seat is free: too many slow bodies at once."""


class CutOffError(Exception):
    """The connection ended before the whole body was received."""


def away_from_the_database(application):
    """Wrap the WSGI `application`, so that slow clients do not occupy database connections."""

    def serve(environ, start_response):
        length = length_of_body(environ)
        if length <= 0:
            return _with_the_database_free(application(environ, start_response))
        with Body(environ["wsgi.input"], length) as body:
            return _with_the_database_free(application(environ | {"wsgi.input": body}, start_response))

    return serve


def length_of_body(environ):
    """Return how many bytes of body Django will read: none without a numeric length."""
    try:
        return int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _with_the_database_free(response):
    if getattr(response, "streaming", False):
        close_old_connections()  # they return to the pool
    return response


class Body:
    """A request's body as a file: streamed, unless `receive` has read all of it before."""

    def __init__(self, source, length):
        self._source, self._length = source, length
        self._received = None

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        if self._received:
            self._received.close()

    # Django stores references to these two before the body is received.

    def read(self, *size):
        return self._source.read(*size)

    def readline(self, *size):
        return self._source.readline(*size)

    def receive(self, client, *, is_staff):
        """Read all of it; raise one of the two exceptions above, or OSError if the disk is full."""
        if self._length > MAX_READ_AHEAD_BYTES:
            return
        close_old_connections()  # finding the sender took a connection, which others need meanwhile
        file = self._received = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 closed on leaving
        seats = SEATS_OF_STAFF if is_staff else SEATS
        with seats.one("staff" if is_staff else client):
            shutil.copyfileobj(self._source, file)
        if file.tell() < self._length:
            raise CutOffError
        file.seek(0)
        self._source = file


class Seats:
    """A semaphore for threads that wait for bodies: `number` in all, `of_one` for one client."""

    def __init__(self, number, of_one):
        self._free, self._of_one = number, of_one
        self._taken = collections.Counter()
        self._change = threading.Condition()

    @contextlib.contextmanager
    def one(self, client):
        """Hold a seat during the block."""
        with self._change:
            if not self._change.wait_for(lambda: self._free and self._taken[client] < self._of_one, SEAT_SECONDS):
                raise TooManyAtOnceError
            self._free -= 1
            self._taken[client] += 1
        try:
            yield
        finally:
            with self._change:
                self._free += 1
                self._taken -= collections.Counter([client])  # this also removes a count of zero
                self._change.notify_all()


SEATS = Seats(settings.MAX_SLOW_BODIES, SEATS_OF_ONE_CLIENT)
SEATS_OF_STAFF = Seats(settings.MAX_SLOW_BODIES, settings.MAX_SLOW_BODIES)

"""A client that sends or takes its bytes slowly holds a thread for a while, and the database never.

There are few of both, and whoever waits for one is everybody. So while a file is sent the database is free, and a body
is read before any view asks for it. For that there are fewer seats than threads, those of the staff apart, so that
whoever only reads is always answered; csto_site.slow_connections ends what does not come on.
"""

import collections
import contextlib
import shutil
import tempfile
import threading

from django.conf import settings
from django.db import close_old_connections

IN_MEMORY_BYTES = 1024 * 1024  # of a body; what is beyond them waits on the disk
# Larger ones are photographs that staff send, and read piece by piece as they come.
MAX_READ_AHEAD_BYTES = 32 * 1024 * 1024
SEAT_SECONDS = 0.5  # that a request waits for a seat
SEATS_OF_ONE_CLIENT = 4


class TooManyAtOnceError(Exception):
    """There was no seat: as many others are waited for as may be."""


class CutOffError(Exception):
    """The client left, or was left, before all of its body was here."""


def away_from_the_database(application):
    """Return `application`, whose clients may be as slow as they like."""

    def serve(environ, start_response):
        length = length_of_body(environ)
        if length <= 0:
            return _with_the_database_free(application(environ, start_response))
        with Body(environ["wsgi.input"], length) as body:
            return _with_the_database_free(application(environ | {"wsgi.input": body}, start_response))

    return serve


def length_of_body(environ):
    """Return how many bytes of body Django will read: without a length that is a number, none."""
    try:
        return int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _with_the_database_free(response):
    if getattr(response, "streaming", False):
        close_old_connections()  # they return to the pool
    return response


class Body:
    """A request's body for those who read it: nothing of it is read before, unless it is to be received."""

    def __init__(self, source, length):
        self._source, self._length = source, length
        self._received = None

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        if self._received:
            self._received.close()

    # Django takes hold of these two before the body is received.

    def read(self, *size):
        return self._source.read(*size)

    def readline(self, *size):
        return self._source.readline(*size)

    def receive(self, client, *, is_staff):
        """Take in all of it, or raise one of the two above, or the OSError of a full disk."""
        if self._length > MAX_READ_AHEAD_BYTES:
            return
        close_old_connections()  # who sends was asked of the database, which others need meanwhile
        file = self._received = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 closed on leaving
        seats = SEATS_OF_STAFF if is_staff else SEATS
        with seats.one("staff" if is_staff else client):
            shutil.copyfileobj(self._source, file)
        if file.tell() < self._length:
            raise CutOffError
        file.seek(0)
        self._source = file


class Seats:
    """Of the threads that serve, those which may wait for bodies: a few for one client, and not all for everybody."""

    def __init__(self, number, of_one):
        self._free, self._of_one = number, of_one
        self._taken = collections.Counter()
        self._change = threading.Condition()

    @contextlib.contextmanager
    def one(self, client):
        """Sit down for the length of the block."""
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
                self._taken -= collections.Counter([client])  # and none is left where it was the last
                self._change.notify_all()


SEATS = Seats(settings.MAX_SLOW_BODIES, SEATS_OF_ONE_CLIENT)
SEATS_OF_STAFF = Seats(settings.MAX_SLOW_BODIES, settings.MAX_SLOW_BODIES)

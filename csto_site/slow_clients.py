"""A client that sends or takes its octets slowly holds a thread while it does, but never a connection to the database.

There are few of those, and whoever waits for one is everybody. So a body is read before Django begins, and while a file
is sent the database is free.
"""

import shutil
import tempfile

from django.conf import settings
from django.db import close_old_connections

from csto_site import faults

IN_MEMORY = 1024 * 1024  # octets of a body; what is beyond them waits on the disk
# Larger ones are refused unread, or are photographs that staff send, and read piece by piece as they come.
LARGEST = 32 * 1024 * 1024


def away_from_the_database(application):
    """Return `application`, whose clients may be as slow as they like."""

    def serve(environ, start_response):
        if not 0 < length_of_body(environ) <= LARGEST:
            return _with_the_database_free(application(environ, start_response))
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                shutil.copyfileobj(environ["wsgi.input"], body)
            except OSError as error:
                return _refused(error, environ, start_response)
            body.seek(0)
            return _with_the_database_free(application(environ | {"wsgi.input": body}, start_response))

    return serve


def _refused(error, environ, start_response):
    """Answer a form that there is no room for, or that was cut off, which nobody reads any more."""
    is_desk = environ["PATH_INFO"].startswith(settings.DESK_PREFIX)
    response = faults.page(faults.cause_of(error), is_desk=is_desk)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]


def length_of_body(environ):
    """Return how many octets of body Django will read: without a length that is a number, none."""
    try:
        return int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _with_the_database_free(response):
    if getattr(response, "streaming", False):
        close_old_connections()  # they return to the pool
    return response

"""How many requests are answered by Django at once, so that no number of readers keeps the press office out.

Readers share a few places, which is as fast as it gets: more at once would only wait for the processor. Whoever comes
to the desk from a browser in which nobody has ever logged in has places apart. Staff needs none: threads and
connections to the database are left for them, and for pages from memory. docs/operations.md has the numbers.

This stands behind the page cache and in front of Django. A request with a body gets its place when the body has been
read (csto_site/bodies.py), for its sender may be slow.
"""

import contextlib

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

from csto_site.known_browsers import is_known
from csto_site.slow_clients import length_of_body
from page_cache.gate import RENEWS, FullError, Gate, refuse

READERS = Gate(settings.READERS_AT_ONCE, queue=settings.READERS_WAITING, reserved=settings.READERS_WAITING // 2)
STRANGERS = Gate(settings.STRANGERS_AT_ONCE, queue=settings.STRANGERS_AT_ONCE)
FREE_PREFIXES = ("/healthz", "/readyz", "/metrics", settings.STATIC_URL)  # monitoring, and what asks no database


def by_turns(application):
    """Wrap the WSGI `application`, so that only so many requests reach it at once."""

    def serve(environ, start_response):
        if length_of_body(environ) > 0:
            return application(environ, start_response)
        try:
            with place(environ):
                return application(environ, start_response)
        except FullError:
            return refuse(environ, start_response)

    return serve


def place(environ):
    """Return the context in which a request may be answered; entering it raises FullError if there is no place."""
    path = environ["PATH_INFO"]
    if path.startswith(settings.DESK_PREFIX):
        return contextlib.nullcontext() if is_known(WSGIRequest(environ)) else STRANGERS.place()
    if path.startswith(FREE_PREFIXES):
        return contextlib.nullcontext()
    return READERS.place(matters_more=RENEWS in environ)

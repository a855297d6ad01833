"""One log line for each request that was not answered from the page cache, with a request id, maybe the proxy's.

The line has the view and the result: no address, no query, nothing of what was read or sent.
"""

import logging
import re
import time
import uuid

import structlog
from django.conf import settings
from django.db import connection

from monitoring import serving

log = logging.getLogger(__name__)

SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
UNKNOWN = "unknown"  # addresses without a view
STATIC = "static"  # style sheets and scripts


def log_requests(get_response):
    """Count and log each request; the outermost middleware, so that the others are included."""

    def middleware(request):
        serving.start()
        began, queries = time.perf_counter(), _Queries()
        number = _number(request.headers.get("X-Request-ID", ""))
        with structlog.contextvars.bound_contextvars(request=number), connection.execute_wrapper(queries):
            response = get_response(request)
            seconds = time.perf_counter() - began
            view = view_of(request)
            serving.count(view, seconds)
            log.log(
                logging.DEBUG if view == STATIC else logging.INFO,
                "request",
                extra={
                    "method": request.method if request.method in METHODS else "other",
                    "view": view,
                    "status": response.status_code,
                    "ms": round(seconds * 1000, 1),
                    "queries": queries.number,
                },
            )
        response.headers["X-Request-ID"] = number  # page_cache does not store this header
        return response

    return middleware


def view_of(request):
    """Return the name of the request's view, so that there are only as many names as routes."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return STATIC if request.path_info.startswith(settings.STATIC_URL) else UNKNOWN
    return match.view_name or match.func.__name__


class _Queries:
    def __init__(self):
        self.number = 0

    def __call__(self, execute, *args):
        self.number += 1
        return execute(*args)


def _number(given):
    return given if SANE.fullmatch(given) else uuid.uuid4().hex

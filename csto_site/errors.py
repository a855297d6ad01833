"""The pages of requests that fail: malformed (400), refused (413, 429), our own error (500), an outage (503).

None of them queries the database: it may be down, and there may be very many such requests. The page of an outage
carries what somebody typed, so that it can be sent again; nothing of it is stored.
"""

import sys

import psycopg
from django.conf import settings
from django.http import HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from psycopg import errors as postgres

from identity.current import last_read
from monitoring import logs

RETRY_AFTER_SECONDS = 30  # when programs may ask again after an outage

FULL = _("The disk is full, so nothing was saved. Tell the administrator of the server.")
READ_ONLY = _("Nothing was saved: the site is read-only for now while it is being moved or restored.")
SLOW = _("This took too long and was stopped. Nothing was saved. Try again.")
AWAY = _("The database does not answer, so nothing was saved and nothing can be shown.")

# The first match counts: the last ones are parent classes of some before them.
CAUSES = [
    (postgres.DiskFull, FULL),
    (postgres.ReadOnlySqlTransaction, READ_ONLY),
    (postgres.QueryCanceled, SLOW),
    (postgres.LockNotAvailable, SLOW),
    (postgres.DeadlockDetected, SLOW),
    (psycopg.OperationalError, AWAY),
    (psycopg.InterfaceError, AWAY),
]


def bad_request(request, exception):
    """Answer a malformed request, or one for a host that is not ours. Only the log says what was wrong."""
    # Without the request: its context would use the wrong host.
    response = render(None, "400.html", {"address": settings.SITE_URL}, status=400)
    add_never_cache_headers(response)
    return response


def refuse(status, *, wait_seconds=None, **context):
    """Answer a request that is too large or one of too many, in the active language."""
    response = render(None, "refused.html", {"status": status, **context}, status=status)
    if wait_seconds:
        response.headers["Retry-After"] = str(wait_seconds)
    add_never_cache_headers(response)
    return response


def server_error(request):
    """Answer a request whose view failed. Django calls this while the exception is being handled."""
    cause = cause_of(sys.exc_info()[1])
    is_desk = request.path_info.startswith(settings.DESK_PREFIX)
    return unavailable(cause, is_desk=is_desk, request=request)


def unavailable(cause, *, is_desk, request=None):
    """Return the page of an outage (503) with the sentence `cause`, or of an error of ours (500) without one."""
    typed = _typed(request) if cause and request else []
    context = {"cause": cause, "typed": typed, "has_files": bool(typed and request.FILES), "identity": last_read()}
    template = "desk/base/unavailable.html" if is_desk and cause else "500.html"
    response = HttpResponse(render_to_string(template, context), status=503 if cause else 500)
    if cause:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    add_never_cache_headers(response)
    return response


def cause_of(exception):
    """Return the sentence about the outage that caused `exception`, or None."""
    outside = logs.what_lies_outside(exception)
    if isinstance(outside, OSError):
        return FULL
    return next((sentence for kind, sentence in CAUSES if isinstance(outside, kind)), None)


def _typed(request):
    """Return [(name, value)] of the form that was sent; nothing if it cannot be read."""
    try:
        return [(name, value) for name, values in request.POST.lists() for value in values]
    except (OSError, UnreadablePostError):
        return []

"""What is said when something fails that lies outside the program and will pass: the database, or the disk.

The page goes out with 503 and asks the database nothing. What somebody typed travels in it, so that it can be sent once
more; nothing of it is stored, and it needs the token that it came with.
"""

import sys

import psycopg
from django.conf import settings
from django.http import HttpResponse
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from psycopg import errors

from monitoring import logs

AGAIN = 30  # seconds after which programs may ask once more

FULL = _("The disk is full, so nothing was saved. Whoever looks after the server has to make room.")
READ_ONLY = _("The database can only be read at the moment, so nothing was saved. It is being moved or restored.")
SLOW = _("The database was too slow, so this was given up, and nothing was saved.")
AWAY = _("The database does not answer, so nothing was saved and nothing can be shown.")

# The first that fits: the last ones are the parents of some before them.
CAUSES = [
    (errors.DiskFull, FULL),
    (errors.ReadOnlySqlTransaction, READ_ONLY),
    (errors.QueryCanceled, SLOW),
    (errors.LockNotAvailable, SLOW),
    (errors.DeadlockDetected, SLOW),
    (psycopg.OperationalError, AWAY),
    (psycopg.InterfaceError, AWAY),
]


def failed(request):
    """Answer a request whose view failed. Called by Django while the exception is being handled."""
    cause = cause_of(sys.exc_info()[1])
    is_desk = request.path_info.startswith(settings.DESK_PREFIX)
    return page(cause, is_desk=is_desk, request=request)


def page(cause, *, is_desk, request=None):
    """Return the page that says that it did not work; without a cause it is an error of ours, and says only that."""
    typed = _typed(request) if cause and request else []
    context = {"cause": cause, "typed": typed, "has_files": bool(typed and request.FILES)}
    template = "desk/base/unavailable.html" if is_desk and cause else "500.html"
    response = HttpResponse(render_to_string(template, context), status=503 if cause else 500)
    if cause:
        response.headers["Retry-After"] = str(AGAIN)
    add_never_cache_headers(response)
    return response


def cause_of(exception):
    """Return the sentence that says what outside the program made `exception`, or None."""
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

"""What is said to requests that no view sees; nothing is asked of the database for it, there may be very many."""

from django.conf import settings
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers


def bad_request(request, exception):
    """Answer what is malformed, or came under a name that is not ours; what it was stands in the log, not here."""
    # Without the request: its context would be built from the very name that is not ours.
    response = render(None, "400.html", {"address": settings.SITE_URL}, status=400)
    add_never_cache_headers(response)
    return response


def refuse(status, *, wait_seconds=None, **told):
    """Answer what was not taken in, or came too often, in the language that is active."""
    response = render(None, "refused.html", {"status": status, **told}, status=status)
    if wait_seconds:
        response.headers["Retry-After"] = str(wait_seconds)
    add_never_cache_headers(response)
    return response

"""What holds for every request and every answer, whatever the view: how large, how often, and what browsers may do.

The policy on what a page may load is django-csp's, most other headers are Django's own; here are those for which no
package is worth its weight.
"""

import collections
import threading
import time

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import Http404, HttpResponseNotAllowed

from csto_site import errors
from publishing import limits

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
WINDOW_SECONDS = 60
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
COUNTERS = 2**18  # clients are hashed into this many counters; two that share one are counted together


def browser_headers(get_response):
    """Tell browsers that no page uses their devices, nor shares its process or its contents with pages of others.

    Photographs, feeds and everything else that is no page and is public may be shown by other sites.
    """

    def middleware(request):
        response = get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        is_ours_alone = is_page or request.path_info.startswith(settings.STAFF_PREFIXES)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin" if is_ours_alone else "cross-origin")
        if is_page:
            response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        return response

    return middleware


class SessionReadOnceMiddleware(SessionMiddleware):
    """Django's own, but that a session which was asked whose a body is (csto_site/bodies.py) is not read again."""

    def process_request(self, request):
        if not hasattr(request, "session"):
            super().process_request(request)


class RequestLimitsMiddleware:
    """Refuse what no view should see, and what is asked for too often before it is made.

    It stands before everything that reads a body. Without a Content-Length Django reads none, so nothing else needs to
    be counted. Pages that come from memory never get here and are free.
    What takes a person's time, such as an enquiry, is limited in the database for all processes: publishing/limits.py.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self._asked = Counts()

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if any("\0" in str(value) for value in kwargs.values()):
            raise Http404("No address holds a zero byte.")  # and no text in the database
        if request.method not in METHODS and not getattr(view, "csrf_exempt", False):  # those answer in their own way
            return HttpResponseNotAllowed(METHODS, "This page is read with GET, and some forms are sent with POST.\n")
        times = settings.MAX_REQUESTS_PER_MINUTE.get(request.resolver_match.view_name)
        if times and self._asked.one_more(request.resolver_match.view_name, limits.client(request)) > times:
            return errors.refuse(429, wait_seconds=WINDOW_SECONDS - int(time.time()) % WINDOW_SECONDS)
        return None


class Counts:
    """How often clients have asked in this minute, in a room that does not grow however many they are."""

    def __init__(self):
        self._lock = threading.Lock()
        self._minute, self._counts = None, collections.Counter()

    def one_more(self, what, client):
        """Count one more `what` of `client`; return the number in this minute."""
        key, minute = hash((what, client)) % COUNTERS, int(time.time()) // WINDOW_SECONDS
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, collections.Counter()
            self._counts[key] += 1
            return self._counts[key]

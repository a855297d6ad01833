"""Middleware for all requests: rate limits, refused requests, and headers for browsers.

The Content-Security-Policy comes from django-csp, most other headers from Django; here are the few remaining ones.
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
    """Set headers that forbid pages the use of devices, and isolate them from other sites.

    Photographs, feeds and other public responses that are no pages may be embedded by other sites. No search engine is
    to keep anything of a practice newsroom.
    """

    def middleware(request):
        response = get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        is_ours_alone = is_page or request.path_info.startswith(settings.STAFF_PREFIXES)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin" if is_ours_alone else "cross-origin")
        if is_page:
            response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        if settings.IS_PRACTICE:
            response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return middleware


class SessionReadOnceMiddleware(SessionMiddleware):
    """Django's own, but it does not load a session again that csto_site/bodies.py has loaded."""

    def process_request(self, request):
        if not hasattr(request, "session"):
            super().process_request(request)


class RequestLimitsMiddleware:
    """Refuse invalid requests, and those beyond the rate limit.

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
            raise Http404("No address holds a zero byte.")  # PostgreSQL refuses zero bytes in texts
        if request.method not in METHODS and not getattr(view, "csrf_exempt", False):  # these answer for themselves
            return HttpResponseNotAllowed(METHODS, "This page is read with GET, and some forms are sent with POST.\n")
        times = settings.MAX_REQUESTS_PER_MINUTE.get(request.resolver_match.view_name)
        if times and self._asked.one_more(request.resolver_match.view_name, limits.client(request)) > times:
            return errors.refuse(429, wait_seconds=WINDOW_SECONDS - int(time.time()) % WINDOW_SECONDS)
        return None


class Counts:
    """Count requests of clients in this minute, in constant memory."""

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

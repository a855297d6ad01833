"""Rehearsal: staff see the whole site as it will be, or was, at another instant; nobody else does.

The instant is kept in the session. Each GET of a public page then runs with the clock moved to it, and still with a
visitor's rights: staff see what a visitor will see then, photographs and files included. The desk itself stays in the
present.
"""

import dataclasses
import datetime
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from page_cache import lifetimes
from publishing import roles
from publishing.roles import AnyUser

KEY = "rehearsal"
READING = ("GET", "HEAD")

Limit = Callable[[AnyUser, datetime.datetime], str]

_limits: list[Limit] = []


@dataclasses.dataclass(frozen=True)
class Rehearsal:
    """The site as of the instant `at`."""

    at: datetime.datetime


def limit(function: Limit) -> Limit:
    """Register `function`, which takes a user and an instant and returns why they may not see the site then, or ''."""
    _limits.append(function)
    return function


def objection(user: AnyUser, at: datetime.datetime) -> str:
    """Return why `user` may not see the site as of `at`, or ''."""
    return next(filter(None, (function(user, at) for function in _limits)), "")


def may_rehearse(user: AnyUser) -> bool:
    """Tell whether `user` may see the site as of another instant: everybody who has a role on the desk."""
    rights = {right for rights in roles.RIGHTS.values() for right in rights}
    return user.is_active and user.is_staff and any(roles.may(user, right) for right in rights)


def begin(request: HttpRequest, at: datetime.datetime) -> None:
    """Move the public site to the instant `at` for this session."""
    request.session[KEY] = at.isoformat()


def leave(request: HttpRequest) -> None:
    """Let this session see the site as it is."""
    request.session.pop(KEY, None)


def of(request: HttpRequest) -> Rehearsal | None:
    """Return the Rehearsal of the session, None if there is none or the user may not rehearse any more."""
    # Do not touch the session of a visitor: the response would vary by cookie, and no cache could keep it.
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or KEY not in request.session:
        return None
    at = datetime.datetime.fromisoformat(request.session[KEY])
    if not may_rehearse(request.user) or objection(request.user, at):
        leave(request)
        return None
    return Rehearsal(at)


class RehearsalMiddleware:
    """Answer requests of a rehearsal as of its instant. Comes before VisitorRoleMiddleware: it reads the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_public_page = not request.path_info.startswith(settings.STAFF_PREFIXES) and request.method in READING
        rehearsal = of(request) if is_public_page else None
        request.rehearsal = rehearsal  # type: ignore[attr-defined]  # VisitorRoleMiddleware moves the clock
        response = self.get_response(request)
        return _uncached(response) if rehearsal else response


def _uncached(response):
    """Forbid caches to keep the response, and robots to index it."""
    for validator in ("ETag", "Last-Modified", "Expires", "Age"):
        response.headers.pop(validator, None)
    response.headers["Cache-Control"] = lifetimes.PRIVATE
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response

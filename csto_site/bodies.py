"""Limit the size of request bodies, and read them before the view runs, but not before the sender is known.

The limit depends on the view and the sender. The session identifies staff, before a byte is read. A form whose session
has ended must not be lost (desk/coediting/expired_forms.py), so a browser in which somebody has logged in has a signed
cookie, and may send as much as staff except for large files. Anybody else may send the desk only as much as a log-in or
an article without files needs.
"""

import contextlib
import threading
from importlib import import_module

from django.conf import settings
from django.contrib.auth.middleware import get_user  # remembers the person for the rest of the request
from django.db import DatabaseError
from django.urls import Resolver404, resolve
from django.utils import translation

from csto_site import admission, errors
from csto_site.known_browsers import is_known
from csto_site.slow_clients import Body, CutOffError, TooManyAtOnceError, length_of_body
from page_cache.gate import FullError
from publishing import limits
from publishing.languages import language_of_path

WAIT_SECONDS = 60  # Retry-After if there are too many requests
_strangers = threading.Semaphore(settings.MAX_ANONYMOUS_FORMS)


def read_bodies(get_response):
    """Read the body of each request that has one, or refuse it with a reason."""

    def middleware(request):
        length = length_of_body(request.META)
        view = length > 0 and _view_name(request)
        if not view:
            return get_response(request)
        is_staff = _is_of_the_staff(request)
        largest = _largest(request, view, is_staff)
        if length > largest:
            return _refuse(
                request, 413, limit=largest // 1_000_000, is_for_want_of_a_log_in=_wants_log_in(request, largest)
            )
        with contextlib.ExitStack() as room:
            try:
                _take_in(request, length, is_staff, room)
                room.enter_context(admission.place(request.environ))
            except (TooManyAtOnceError, FullError):
                return _refuse(request, 503, wait_seconds=WAIT_SECONDS)
            except CutOffError:
                return _refuse(request, 400)
            except OSError as error:  # the disk is full
                is_desk = request.path_info.startswith(settings.DESK_PREFIX)
                return errors.unavailable(errors.cause_of(error), is_desk=is_desk)
            return get_response(request)

    return middleware


def _take_in(request, length, is_staff, room):
    if not is_staff:
        _enter_with_a_strangers_form(request, length, room)
    body = request.environ.get("wsgi.input")
    if isinstance(body, Body):
        body.receive(limits.client(request), is_staff=is_staff)


def _refuse(request, status, **told):
    with translation.override(translation.get_language_from_request(request, check_path=True)):
        return errors.refuse(status, **told)


def _enter_with_a_strangers_form(request, length, room):
    """Limit how many large forms without a log-in the desk accepts at once, because each takes time."""
    if not request.path_info.startswith(settings.DESK_PREFIX) or length <= settings.SMALL_FORM_BYTES:
        return
    if not _strangers.acquire(blocking=False):
        raise TooManyAtOnceError
    room.callback(_strangers.release)


def _largest(request, view, is_staff):
    """Return how many bytes `view` accepts from this sender."""
    if not request.path_info.startswith(settings.DESK_PREFIX):
        return settings.MAX_UPLOAD_BYTES.get(view, settings.MAX_BODY_BYTES)
    if is_staff:
        return settings.MAX_UPLOAD_BYTES.get(view, settings.MAX_DESK_BODY_BYTES)
    return settings.MAX_DESK_BODY_BYTES if is_known(request) else settings.MAX_ANONYMOUS_BODY_BYTES


def _wants_log_in(request, largest):
    return request.path_info.startswith(settings.DESK_PREFIX) and largest < settings.MAX_DESK_BODY_BYTES


def _view_name(request):
    """Return the name of the request's view, None if there is none: then no body is read."""
    language = language_of_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            request.resolver_match = resolve(request.path_info)
        except Resolver404:
            return None
    return request.resolver_match.view_name or request.resolver_match.func.__name__


def _is_of_the_staff(request):
    """Return whether the session is one of staff."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key or not request.path_info.startswith(settings.DESK_PREFIX):
        return False
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    try:
        user = get_user(request)
        return user.is_active and user.is_staff
    except DatabaseError:
        return is_known(request)  # the database is down, and what was typed must not be lost

"""Bodies are taken in before anything else is done, and none before it is known whose it is.

How much is taken depends on the address and on who sends. Of staff the session tells, before a byte is read. A form
that arrives after its session has ended has to come back to whoever typed it (desk/coediting/expired_forms.py), with
all that it held: so a browser in which somebody has logged in carries a signed cookie, and may send what staff may but
for large files.
Everybody else may send the desk no more than a log-in needs or an article without files.
"""

import contextlib
import threading
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.db import DatabaseError
from django.urls import Resolver404, resolve
from django.utils import translation

from csto_site import errors
from csto_site.slow_clients import Body, CutOffError, TooManyAtOnceError, length_of_body
from publishing import limits

WAIT_SECONDS = 60  # until whoever was one of too many may try again
_strangers = threading.Semaphore(settings.MAX_ANONYMOUS_FORMS)


def read_bodies(get_response):
    """Take in the body of each request that has one, or answer why it is not read."""

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
            except TooManyAtOnceError:
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
    """Keep those few who send the desk large forms without a log-in from being many at once: each costs a moment."""
    if not request.path_info.startswith(settings.DESK_PREFIX) or length <= settings.SMALL_FORM_BYTES:
        return
    if not _strangers.acquire(blocking=False):
        raise TooManyAtOnceError
    room.callback(_strangers.release)


def _largest(request, view, is_staff):
    """Return how many bytes `view` takes of this sender."""
    if not request.path_info.startswith(settings.DESK_PREFIX):
        return settings.MAX_UPLOAD_BYTES.get(view, settings.MAX_BODY_BYTES)
    if is_staff:
        return settings.MAX_UPLOAD_BYTES.get(view, settings.MAX_DESK_BODY_BYTES)
    return settings.MAX_DESK_BODY_BYTES if _is_known(request) else settings.MAX_ANONYMOUS_BODY_BYTES


def _wants_log_in(request, largest):
    return request.path_info.startswith(settings.DESK_PREFIX) and largest < settings.MAX_DESK_BODY_BYTES


def _view_name(request):
    """Return the name of the view that is asked for, None where there is none: no body is read then."""
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            request.resolver_match = resolve(request.path_info)
        except Resolver404:
            return None
    return request.resolver_match.view_name or request.resolver_match.func.__name__


def _is_of_the_staff(request):
    """Tell by the session who sends."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key or not request.path_info.startswith(settings.DESK_PREFIX):
        return False
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    try:
        user = get_user(request)
        return user.is_active and user.is_staff
    except DatabaseError:
        return _is_known(request)  # it is away, and what was typed has to be given back


# --- Browsers in which somebody has logged in ------------------------------------------------------------------------


def remember_browsers(get_response):
    """Have each browser in which somebody of the staff works remember that, beyond the session."""

    def middleware(request):
        response = get_response(request)
        is_page_of_the_desk = request.path_info.startswith(settings.DESK_PREFIX) and response.status_code == 200
        if is_page_of_the_desk and request.method == "GET" and request.user.is_staff and not _is_known(request):
            response.set_signed_cookie(
                settings.KNOWN_BROWSER_COOKIE_NAME,
                "known",
                max_age=settings.KNOWN_BROWSER_COOKIE_AGE,
                secure=settings.HTTPS,
                httponly=True,
                samesite="Lax",
            )
        return response

    return middleware


def _is_known(request):
    name, age = settings.KNOWN_BROWSER_COOKIE_NAME, settings.KNOWN_BROWSER_COOKIE_AGE
    return request.get_signed_cookie(name, default=None, max_age=age) is not None

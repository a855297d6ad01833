"""Lock log-ins after too many wrong passwords and codes, which django-axes counts in the database.

There are three limits: for a name from one address, for a name from all addresses (many machines against one account),
and for an address with all names (one machine against many accounts). Passkeys cannot be guessed, so their owners can
log in even while the password is locked.
"""

import math
import unicodedata

from allauth.core import context
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Max, Sum
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import events


def name(request, credentials=None):
    """Return the tried name in the case-insensitive form that is counted, because log-ins ignore case too."""
    typed = (credentials or request.POST).get("username") or ""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


class Handler(AxesDatabaseHandler):
    def get_failures(self, request, credentials=None):
        """Return the failures for the nearest of the three limits, converted to the only limit that axes knows."""
        failures = [
            number * settings.AXES_FAILURE_LIMIT // limit for number, limit, _last in self.counts(request, credentials)
        ]
        return max(failures)

    def counts(self, request, credentials=None):
        """Return (number of failures, limit, last failure) for each of the three limits."""
        kinds = zip(self.get_user_attempts(request, credentials), settings.LOCKED_AFTER, strict=True)
        for attempts, limit in kinds:
            found = attempts.aggregate(number=Sum("failures_since_start", default=0), last=Max("attempt_time"))
            yield found["number"], limit, found["last"]

    def user_logged_in(self, sender, request, user, **kwargs):
        """Reset only the failures of that name at that address: otherwise any own account would reset the limit."""
        super().user_logged_in(sender, request, user, **kwargs)
        counted = name(request, {"username": user.get_username()})
        AccessAttempt.objects.filter(username=counted, ip_address=request.axes_ip_address).delete()


def count_failure(user, request):
    """Count a wrong code of `user` like a wrong password."""
    AxesProxyHandler.user_login_failed(__name__, {"username": user.get_username()}, request)


def refuse_if_locked(user):
    """Raise a ValidationError while the log-in of `user` is locked; the response is then the page about the lock."""
    request, credentials = context.request, {"username": user.get_username()}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out, request.axes_credentials = True, credentials
        raise ValidationError(_("Too many wrong passwords or codes."), code="locked")


def answer(request, response, credentials):
    """Return the page about the lock, the same whether the name exists or not."""
    counts = AxesProxyHandler.get_implementation().counts(request, credentials)
    last = max((last for number, limit, last in counts if number >= limit), default=timezone.now())
    left = max(0, (last + get_cool_off(request) - timezone.now()).total_seconds())
    told = {
        **admin.site.each_context(request),
        "title": _("Locked for a while"),
        "minutes": max(1, math.ceil(left / 60)),
    }
    locked = render(request, "account/locked.html", told, status=429)
    locked["Retry-After"] = str(max(1, math.ceil(left)))
    return locked


def note(sender, request, username, **kwargs):
    """Record the lock for administrators and the owner; axes calls this for every try while it lasts."""
    person = get_user_model().objects.filter(username__iexact=username).first() if username else None
    events.record_lock(person, request, lasts=get_cool_off(request))

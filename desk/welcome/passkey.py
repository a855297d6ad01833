"""The passkey of the first administrator, made at the last step, where there is no account yet that it could open.

A passkey holds the number of its account. So that number is taken from the accounts' sequence beforehand and kept in
the session; the account gets it with the last step.
"""

import json
from typing import Any, NamedTuple

from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import auto_generate_recovery_codes
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import places

SESSION_KEY = "first-run-account"  # in a session: the number that the account will have


class Made(NamedTuple):
    """A passkey that the browser has made, and the number of the account to which it belongs."""

    number: int
    credential: dict[str, Any]


def options(request: HttpRequest) -> dict[str, Any]:
    """Return what the script needs to have the browser make a passkey; the challenge is kept in the session."""
    person = User(pk=_number(request), username=_("Administrator"))
    return {"creation_options": auth.begin_registration(person, passwordless=True)}


def _number(request):
    if SESSION_KEY not in request.session:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('auth_user', 'id'))")
            request.session[SESSION_KEY] = cursor.fetchone()[0]
    return request.session[SESSION_KEY]


def checked(request: HttpRequest, text: str) -> Made:
    """Return the passkey if the browser has answered our challenge.

    `text` is the credential as JSON. Raises ValidationError.
    """
    try:
        credential = json.loads(text)
        if not isinstance(credential, dict):
            raise TypeError
        auth.parse_registration_response(credential)
        is_known = auth.complete_registration(credential).is_user_verified()
    except (ValueError, TypeError, KeyError, ValidationError):
        is_known = False
    if not is_known or SESSION_KEY not in request.session:
        raise ValidationError(_("The passkey was not made, or it took too long. Make it again, or choose a password."))
    return Made(request.session[SESSION_KEY], credential)


def give(request: HttpRequest, person: User, made: Made) -> None:
    """Let this passkey open the account of `person`."""
    flows.signup_authenticator(request, person, places.browser(request), made.credential)


def log_in(request: HttpRequest, person: User) -> HttpResponse:
    """Log `person` in by the passkey, make recovery codes, and lead to them."""
    login = Login(user=person, redirect_url=reverse("mfa_view_recovery_codes"))
    key = Authenticator.objects.get(user=person, type=Authenticator.Type.WEBAUTHN)
    response = flows.perform_passwordless_login(request, key, login)
    auto_generate_recovery_codes(request)
    return response

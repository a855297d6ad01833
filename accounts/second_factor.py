"""The second factor: who needs one, whether a session was opened with it, and codes that work once.

Everybody who can publish needs one: press secretaries, administrators and superusers. DeskSite calls `is_due` before
it lets anybody in; nothing else enforces it.
"""

import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings

from accounts import sealed
from publishing import roles
from publishing.transactions import retried

KEY = "second-factor"  # in a session: the id of the user who used one in it
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def is_needed_by(user):
    return settings.SECOND_FACTOR and roles.may(user, "publish")


def is_due(request):
    """Return whether the user has to use a second factor, or to set one up, before using the desk."""
    return request.session.get(KEY) != request.user.pk and is_needed_by(request.user)


def was_shown(request, user):
    """Record in the session that `user` has used a second factor."""
    request.session[KEY] = user.pk


def of(user):
    """Return the Authenticators of `user`: apps and passkeys, without recovery codes."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).order_by("created_at")


def is_last(authenticator):
    return authenticator.type in FACTORS and not of(authenticator.user).exclude(pk=authenticator.pk).exists()


def recovery_codes_left(user):
    """Return the number of unused, readable recovery codes of `user`, None if there are no recovery codes."""
    codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    if codes and not sealed.is_readable(codes):
        return 0
    return codes and len(codes.wrap().get_unused_codes())


def that_take_codes(user):
    """Return the Authenticators of `user` with codes to type, the app first."""
    typed = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    found = Authenticator.objects.filter(user=user, type__in=typed)
    return sorted(found, key=lambda authenticator: typed.index(authenticator.type))


def takes(authenticator, code):
    """Return whether `code` is valid, and mark it as used."""
    if authenticator.type == Authenticator.Type.TOTP:
        return use_up(authenticator, code)
    return authenticator.wrap().validate_code(code)


@retried
def use_up(authenticator, code):
    """Return whether `code` of an authenticator app is unused; afterwards neither it nor an older one is accepted.

    allauth stores used codes in the cache, which each process has for itself; this works for all machines.
    """
    app = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    number = _number_of(totp.decrypt(app.data["secret"]), code)
    if number is None or number <= app.data.get("last_used", 0):
        return False
    app.data["last_used"] = authenticator.data["last_used"] = number
    app.save(update_fields=["data"])
    return True


def _number_of(secret, code):
    """Return the number of the 30-second period of `code`, None if it is not a present one."""
    typed = totp.normalize_user_code(code)
    for number in totp.yield_hotp_counters_from_time():
        if secrets.compare_digest(totp.format_hotp_value(totp.hotp_value(secret, number)), typed):
            return number
    return None

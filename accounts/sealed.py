"""Encrypted secrets of authenticator apps and recovery codes: a copy of the database is not enough to make codes.

The keys are derived from SECRET_KEY and, for older secrets, from SECRET_KEY_FALLBACKS. A secret that none of them
decrypts is lost unless the old key is restored: its owner uses a passkey, or an administrator removes the factor.
"""

import base64

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

SEALED = ("secret", "seed")  # in the data of an Authenticator: of an app, of recovery codes


class Unreadable(Exception):
    """A secret was encrypted with a key that this newsroom does not have."""


def seal(text):
    return _box().encrypt(text.encode()).decode()


def opened(sealed_text):
    try:
        return _box().decrypt(sealed_text.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def is_readable(authenticator):
    """Return whether codes of `authenticator` can be checked; a passkey has no secret."""
    try:
        for name in SEALED:
            if name in authenticator.data:
                opened(authenticator.data[name])
    except Unreadable:
        return False
    return True


def unreadable():
    """Return the Authenticators whose secrets cannot be decrypted."""
    return [authenticator for authenticator in _with_secrets() if not is_readable(authenticator)]


@transaction.atomic
def seal_anew():
    """Encrypt all readable secrets with the present SECRET_KEY; return the number of Authenticators."""
    readable = [authenticator for authenticator in _with_secrets().select_for_update() if is_readable(authenticator)]
    for authenticator in readable:
        sealed = {name: authenticator.data[name] for name in SEALED if name in authenticator.data}
        authenticator.data |= {name: seal(opened(text)) for name, text in sealed.items()}
        authenticator.save(update_fields=["data"])
    return len(readable)


def _with_secrets():
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    return Authenticator.objects.filter(type__in=kinds).order_by("pk")


def _box():
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key))) for key in keys])


def _derived(key):
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"accounts.second-factor").derive(key.encode())

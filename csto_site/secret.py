"""The secret that signs sessions and links, the key that signs what is published, and that of notices to browsers."""

import base64
import os
import secrets

from django.core.checks.security.base import SECRET_KEY_MIN_LENGTH, SECRET_KEY_MIN_UNIQUE_CHARACTERS
from django.core.exceptions import ImproperlyConfigured

from accounts import push_keys
from csto_site import database, env
from csto_site.places import IS_PRACTICE, VAR

MIN_CHARACTERS, MIN_DIFFERENT_CHARACTERS = SECRET_KEY_MIN_LENGTH, SECRET_KEY_MIN_UNIQUE_CHARACTERS  # Django's measure
MAKE = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"

FILE = VAR / "secret-key"
SIGNING = VAR / "signing-key"
PUSH = VAR / "push-key"


def key():
    """Return SECRET_KEY; only a newsroom with the embedded database generates one, in var/.

    With HTTPS, a weak key is refused: whoever knows it can log in as anybody.
    """
    if "SECRET_KEY" not in os.environ and database.is_embedded():
        return _kept(FILE, lambda: secrets.token_urlsafe(50))
    return _strong("SECRET_KEY", env.secret("SECRET_KEY", how=MAKE))


def earlier_keys():
    """Return the former keys, to read what was signed and encrypted before SECRET_KEY changed."""
    return [_strong("SECRET_KEY_FALLBACKS", old) for old in env.names("SECRET_KEY_FALLBACKS", [])]


def _strong(name, value):
    env.refuse_placeholder(name, value, MAKE)
    is_production = env.flag("HTTPS", not database.is_embedded())
    if is_production and (len(value) < MIN_CHARACTERS or len(set(value)) < MIN_DIFFERENT_CHARACTERS):
        raise ImproperlyConfigured(
            f"{name} can be guessed: it needs {MIN_CHARACTERS} characters, {MIN_DIFFERENT_CHARACTERS} of them "
            f"different. {MAKE}"
        )
    return value


def signing_key():
    """Return SIGNING_KEY, "" to sign nothing; the embedded newsroom generates one: 32 random bytes."""
    if "SIGNING_KEY" in os.environ or not database.is_embedded():
        return env.secret("SIGNING_KEY", "", how="Make one with “script/manage make_signing_key”, or leave it out.")
    return _kept(SIGNING, lambda: base64.b64encode(secrets.token_bytes(32)).decode())


def push_key():
    """Return PUSH_KEY, "" to send no notices to browsers, as in practice; the embedded newsroom generates one."""
    if IS_PRACTICE:
        return ""
    if "PUSH_KEY" not in os.environ and database.is_embedded():
        return _kept(PUSH, push_keys.make)
    how = "Make one with “script/manage make_push_key”, or leave it out."
    key = env.secret("PUSH_KEY", "", how=how)
    try:
        if key:
            push_keys.public_key(key)
    except ValueError:
        raise ImproperlyConfigured(f"PUSH_KEY is no key of the curve P-256. {how}") from None
    return key


def _kept(place, make):
    """Return the content of the file; the first call creates it atomically."""
    if not place.exists():
        VAR.mkdir(exist_ok=True)
        unfinished = place.with_suffix(f".{os.getpid()}")
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(make())
        unfinished.rename(place)
    return place.read_text()

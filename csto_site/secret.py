"""The secret that signs sessions and links, and the key that signs what is published."""

import base64
import os
import secrets

from csto_site import database, env
from csto_site.places import VAR

FILE = VAR / "secret-key"
SIGNING = VAR / "signing-key"


def key():
    """Return SECRET_KEY; only a newsroom with its own embedded database makes one, in var/."""
    if "SECRET_KEY" in os.environ or not database.is_embedded():
        return env.text("SECRET_KEY")
    return _kept(FILE, lambda: secrets.token_urlsafe(50))


def signing_key():
    """Return SIGNING_KEY, '' where nothing is to be signed; the embedded newsroom makes one: any 32 octets are one."""
    if "SIGNING_KEY" in os.environ or not database.is_embedded():
        return env.text("SIGNING_KEY", "")
    return _kept(SIGNING, lambda: base64.b64encode(secrets.token_bytes(32)).decode())


def _kept(place, make):
    """Return what the file holds; at the first call it is made, whole or not at all."""
    if not place.exists():
        VAR.mkdir(exist_ok=True)
        unfinished = place.with_suffix(f".{os.getpid()}")
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(make())
        unfinished.rename(place)
    return place.read_text()

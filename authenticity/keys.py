"""The signing key, and which keys were valid when, as recorded in the log."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage
from django.utils.translation import gettext as _

from authenticity import verifier
from authenticity.models import Entry

HOW = "script/manage make_signing_key"


Jwk = dict[str, str]  # RFC 7517, with its time of validity


class NotReady(Exception):
    """Nothing can be signed now; the message says why and what to do."""


class Key:
    """A secret key with its public name: the RFC 7638 thumbprint, the same wherever it is computed."""

    def __init__(self, secret: Ed25519PrivateKey) -> None:
        self.secret = secret
        self.jwk = {"crv": "Ed25519", "kty": "OKP", "x": encoded(secret.public_key().public_bytes_raw())}
        self.kid = encoded(hashlib.sha256(verifier.canonical(self.jwk)).digest())

    def sign(self, data: bytes) -> str:
        return encoded(self.secret.sign(data))


def signing_key() -> Key:
    """Return the Key of settings.SIGNING_KEY; raises NotReady if it is missing or invalid."""
    if not settings.SIGNING_KEY:
        raise NotReady(_("There is no signing key. Make one with “%(how)s” and set SIGNING_KEY to it.") % {"how": HOW})
    return read(settings.SIGNING_KEY)


def read(text: str) -> Key:
    """Return the Key in `text`: PEM, or its 32 bytes in base64."""
    try:
        if "BEGIN" in text:
            secret = load_pem_private_key(text.replace("\\n", "\n").encode(), password=None)
        else:
            bare = re.sub(r"\s", "", text).rstrip("=").replace("+", "-").replace("/", "_")
            secret = Ed25519PrivateKey.from_private_bytes(base64.b64decode(f"{bare}=", altchars="-_", validate=True))
    except (ValueError, TypeError, binascii.Error) as error:
        raise NotReady(
            _("The signing key is no Ed25519 key in PEM or base64. Make one with “%(how)s”.") % {"how": HOW}
        ) from error
    if not isinstance(secret, Ed25519PrivateKey):
        raise NotReady(_("The signing key is of another kind. Make an Ed25519 key with “%(how)s”.") % {"how": HOW})
    return Key(secret)


def make() -> str:
    """Return a new secret key for SIGNING_KEY."""
    return base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def published() -> list[Jwk]:
    """Return the public keys as JWKs (RFC 8037), the oldest first, each with its time of validity."""
    keys: dict[str, Jwk] = {}
    entries = Entry.objects.filter(what__in=[Entry.What.KEY, Entry.What.REVOKED]).order_by("number")
    for entry in (entry.content for entry in entries):
        if entry["what"] == Entry.What.REVOKED:
            keys[entry["kid"]]["revoked_from"] = entry["since"]
            continue
        for earlier in keys.values():
            earlier.setdefault("valid_until", entry["at"])
        kid = encoded(hashlib.sha256(verifier.canonical(entry["jwk"])).digest())
        keys[kid] = {**entry["jwk"], "kid": kid, "alg": "EdDSA", "use": "sig", "valid_from": entry["at"]}
    return list(keys.values())


def by_name() -> dict[str, Jwk]:
    return {key["kid"]: key for key in published()}


def check_signature(entry: Mapping[str, Any], keys: Mapping[str, Jwk]) -> None:
    """Do the same as verifier.check_signature(), a hundred times as fast."""
    number, key = entry["entry"], keys.get(entry["key"])
    if key is None or ("revoked_from" in key and entry["at"] >= key["revoked_from"]):
        raise verifier.Fault(f"Entry {number} is signed by a key that does not count.")
    try:
        public = Ed25519PublicKey.from_public_bytes(verifier.bytes_of(key["x"]))
        public.verify(verifier.bytes_of(entry["signature"]), verifier.signed_part(entry))
    except InvalidSignature:
        raise verifier.Fault(f"The signature of entry {number} is not that of its key.") from None


def check(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn if nothing is signed."""
    try:
        signing_key()
    except NotReady as reason:
        return [checks.Warning("Nothing that is published is signed.", hint=str(reason), id="authenticity.W1")]
    return []

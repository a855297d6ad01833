"""The key with which notices to browsers are signed (VAPID, RFC 8292): a number on the curve P-256, in base64.

The settings read it, so nothing of Django is imported here.
"""

import base64

from cryptography.hazmat.primitives.asymmetric import ec

KEY_BYTES = 32


def make():
    """Return a new secret key."""
    return encode(ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(KEY_BYTES))


def public_key(key):
    """Return the public half of the secret `key`, as browsers want it; raise ValueError if it is none."""
    number = decode(key)
    if len(number) != KEY_BYTES:
        raise ValueError(f"A key has {KEY_BYTES} bytes.")
    point = ec.derive_private_key(int.from_bytes(number), ec.SECP256R1()).public_key().public_numbers()
    return encode(b"\x04" + point.x.to_bytes(32) + point.y.to_bytes(32))


def decode(text):
    """Return the bytes of a `text` in the base64 of addresses, which has no signs of equality at its end."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encode(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")

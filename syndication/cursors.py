"""Cursors for pagination: opaque, and with a checksum, so that a mangled one is refused instead of misread.

The checksum is not secret: a cursor only leads to public data, and one that an agency has kept for years must remain
valid when the site's keys change.
"""

import base64
import binascii
import hashlib
import json

CHECKSUM_BYTES = 6
MAX_CHARACTERS = 200


class Altered(Exception):
    """A text that is not a cursor of this site for this purpose."""


def write(purpose, *place):
    """Return the cursor of `place`, a few numbers and texts, valid for one purpose."""
    told = json.dumps(place, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_check(purpose, told) + told).rstrip(b"=").decode()


def read(purpose, cursor):
    """Return the place as a list; Altered if the cursor is mangled or of another purpose."""
    if len(cursor) > MAX_CHARACTERS or not cursor.isascii():
        raise Altered(cursor)
    try:
        whole = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Altered(cursor) from error
    check, told = whole[:CHECKSUM_BYTES], whole[CHECKSUM_BYTES:]
    if check != _check(purpose, told):
        raise Altered(cursor)
    place = json.loads(told)
    # Base64 can encode the same bytes in several ways; only ours is accepted.
    if write(purpose, *place) != cursor:
        raise Altered(cursor)
    return place


def _check(purpose, told):
    return hashlib.sha256(f"cursor of {purpose} ".encode() + told).digest()[:CHECKSUM_BYTES]

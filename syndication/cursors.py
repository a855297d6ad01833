"""Where a reader stopped: opaque to readers, and checked, so that a mangled one is refused instead of misread.

The check is no secret. What a cursor leads to is public anyhow, and one that an agency has kept for years must outlive
every renewal of the site's keys.
"""

import base64
import binascii
import hashlib
import json

CHECKSUM_BYTES = 6  # bytes
MAX_CHARACTERS = 200


class Altered(Exception):
    """A text that this site never gave as a cursor for this purpose."""


def write(purpose, *place):
    """Return the cursor of `place`, a few numbers and texts, for one purpose: what it is given for."""
    told = json.dumps(place, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_check(purpose, told) + told).rstrip(b"=").decode()


def read(purpose, cursor):
    """Return the place as a list; an Altered cursor, or one of another purpose, is refused."""
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
    # Base64 has several spellings of the same bytes; only ours is a cursor.
    if write(purpose, *place) != cursor:
        raise Altered(cursor)
    return place


def _check(purpose, told):
    return hashlib.sha256(f"cursor of {purpose} ".encode() + told).digest()[:CHECKSUM_BYTES]

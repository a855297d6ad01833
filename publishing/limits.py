"""Rate limits for visitors: how often one may send an enquiry, a subscription or a request.

Counted in the database, so that all machines share one count. Of the visitor only a keyed hash is kept, which is
another one every day. What takes a machine's time and nobody's, such as a search, is counted in each
process instead: RequestLimitsMiddleware in csto_site/middleware.py.
"""

import ipaddress

from django.conf import settings
from django.db import InternalError, connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from psycopg.errors import ReadOnlySqlTransaction

from publishing.visitors import with_newsroom_rights


def allows(request: HttpRequest, what: str, *, times: int, seconds: int) -> bool:
    """Count one more `what` of the client who sent `request`; tell whether it is within `times` in `seconds`."""
    return allows_key(what, client(request), times=times, seconds=seconds)


def allows_key(what: str, key: str, *, times: int, seconds: int) -> bool:
    """Count one more `what` for `key`, any text; tell whether it is within `times` in `seconds`."""
    hashed = salted_hmac(f"publishing.limits {what} {timezone.now():%Y-%m-%d}", key, algorithm="sha256").hexdigest()
    try:
        return with_newsroom_rights(_one_more, what, hashed, seconds) <= times
    except InternalError as error:
        if isinstance(error.__cause__, ReadOnlySqlTransaction):
            return True  # the database is read-only while it is being moved: nothing can be counted, so let them in
        raise


def _one_more(what, hashed, seconds):
    with connection.cursor() as cursor:
        cursor.execute("SELECT publishing_count(%s, %s, %s)", [what, hashed, seconds])
        return cursor.fetchone()[0]


def client(request: HttpRequest) -> str:
    """Return the client's IPv4 address, or the /64 network of its IPv6 address: one client has a whole network.

    Behind a proxy it is the address that the nearest proxy saw; the rest of X-Forwarded-For may be forged.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER and request.headers.get("X-Forwarded-For"):
        text = request.headers["X-Forwarded-For"].rsplit(",", 1)[-1].strip()
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if address.version == 4 or address.ipv4_mapped:
        return str(getattr(address, "ipv4_mapped", None) or address)
    return str(ipaddress.ip_network((address, 64), strict=False))

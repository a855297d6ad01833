"""How often one visitor may ask for what costs a person time: an enquiry, a subscription, a request.

Counted in the database, so that all machines count together; of the visitor nothing is kept but a keyed hash that
changes with every day.
"""

import ipaddress

from django.conf import settings
from django.db import InternalError, connection
from django.utils import timezone
from django.utils.crypto import salted_hmac
from psycopg.errors import ReadOnlySqlTransaction


def allows(request, what, *, times, seconds):
    """Count one more `what` of the client who sent `request`; tell whether it is within `times` in `seconds`."""
    return allows_key(what, client(request), times=times, seconds=seconds)


def allows_key(what, key, *, times, seconds):
    """Count one more `what` for `key`, any text; tell whether it is within `times` in `seconds`."""
    hashed = salted_hmac(f"publishing.limits {what} {timezone.now():%Y-%m-%d}", key, algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        try:
            cursor.execute("SELECT publishing_count(%s, %s, %s) <= %s", [what, hashed, seconds, times])
        except InternalError as error:
            if isinstance(error.__cause__, ReadOnlySqlTransaction):
                return True  # a database that is being moved counts nothing, and whoever only reads is welcome
            raise
        return cursor.fetchone()[0]


def client(request):
    """Return whom `request` came from: an address of IPv4, or the network of one of IPv6, of which anybody has plenty.

    Behind a proxy it is the one that the nearest proxy saw: what stands further left in X-Forwarded-For was written by
    the client and is not believed.
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

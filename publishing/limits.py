"""How often one visitor may ask for what costs a person time: an enquiry, a subscription, a request.

Counted in the database, so that all machines count together; of the visitor nothing is kept but a keyed hash that
changes with every day.
"""

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac


def allows(request, what, *, times, seconds):
    """Count one more `what` of the client who sent `request`; tell whether it is within `times` in `seconds`."""
    return allows_key(what, client(request), times=times, seconds=seconds)


def allows_key(what, key, *, times, seconds):
    """Count one more `what` for `key`, any text; tell whether it is within `times` in `seconds`."""
    hashed = salted_hmac(f"publishing.limits {what} {timezone.now():%Y-%m-%d}", key, algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT publishing_count(%s, %s, %s) <= %s", [what, hashed, seconds, times])
        return cursor.fetchone()[0]


def client(request):
    """Return the address that `request` came from; behind a proxy, the one that the nearest proxy saw.

    What stands further left in X-Forwarded-For was written by the client and is not believed.
    """
    if settings.SECURE_PROXY_SSL_HEADER and request.headers.get("X-Forwarded-For"):
        return request.headers["X-Forwarded-For"].rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")

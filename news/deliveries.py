"""Which networks downloaded press kits: enough to warn an agency, too little to identify a person."""

import ipaddress

from django.conf import settings
from django.db import InternalError
from psycopg.errors import ReadOnlySqlTransaction

from news.models import KitDelivery
from publishing.visitors import with_newsroom_rights

PREFIX = {4: 24, 6: 48}
MAX_PROGRAM_CHARACTERS = 200


def record(request, kit):
    """Record that the sender of `request` downloads `kit`; HEAD requests and rehearsals do not count."""
    if request.method != "GET" or getattr(request, "rehearsal", None):
        return
    program = request.headers.get("user-agent", "")[:MAX_PROGRAM_CHARACTERS].replace("\x00", "")
    rows = [
        KitDelivery(article_id=article, editions=numbers, network=_network(request), program=program)
        for article, numbers in kit.editions.items()
    ]
    try:
        with_newsroom_rights(KitDelivery.objects.bulk_create, rows)
    except InternalError as error:
        # The database is read-only while it is being moved. Send the kit all the same.
        if not isinstance(error.__cause__, ReadOnlySqlTransaction):
            raise


def _network(request):
    """Return the network of the reader, as 203.0.113.0/24; nothing if the server does not know."""
    try:
        address = ipaddress.ip_address(_address(request))
    except ValueError:
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ipaddress.ip_network((address, PREFIX[address.version]), strict=False))


def _address(request):
    behind_proxy = settings.SECURE_PROXY_SSL_HEADER is not None
    forwarded = request.headers.get("x-forwarded-for", "") if behind_proxy else ""
    # Everything before the last comma may be forged.
    return (forwarded.rpartition(",")[2] or request.META.get("REMOTE_ADDR", "")).strip()

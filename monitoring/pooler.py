"""The limits of requests behind PgBouncer, where its `connect_query` sets them and is easily forgotten."""

from django.conf import settings
from django.db import connection

LIMITS = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]


def missing_limits():
    """Return the names of the limits that requests to this process lack; without a pooler PGOPTIONS sets them."""
    if not settings.IS_BEHIND_POOLER:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings WHERE name = ANY (%s) AND setting = '0'", [LIMITS])
        return [name for (name,) in cursor.fetchall()]

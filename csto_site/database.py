"""Which database: the server that DATABASE_URL names, or the embedded one."""

import contextlib
import os

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from csto_site import embedded_postgres, env

# At most max_size + max_waiting threads ever wait for the database, however slow it is; the others go on answering from
# the page cache. Nobody waits for longer than three seconds, and the pool reconnects within three seconds.
POOL = {"min_size": 1, "max_size": 8, "timeout": 3, "max_waiting": 12, "reconnect_timeout": 3}


def is_embedded():
    return not os.environ.get("DATABASE_URL")


def available():
    """Return a context in which the database server runs."""
    return embedded_postgres.running() if is_embedded() else contextlib.nullcontext()


def settings():
    """Return settings.DATABASES; one engine everywhere, so any other is refused."""
    entry = embedded_postgres.django_database() if is_embedded() else _from_url(os.environ["DATABASE_URL"])
    entry |= {
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
        "CONN_HEALTH_CHECKS": True,  # and checks them, because a restart of the server closes them
        "OPTIONS": {**entry.get("OPTIONS", {}), "pool": POOL},
        "TEST": {"NAME": os.environ.get("TEST_DATABASE_NAME") or None},
    }
    return {"default": entry}


def _from_url(url):
    entry = dj_database_url.parse(url)
    if entry.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL server: postgres://user:password@host/name")
    env.refuse_placeholder("The password in DATABASE_URL", entry.get("PASSWORD") or "", "Put the database's there.")
    return entry

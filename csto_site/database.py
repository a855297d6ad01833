"""Which database: the server that DATABASE_URL names, or the embedded one.

DATABASE_URL may name a PgBouncer in transaction mode. Then DATABASE_DIRECT_URL names the server behind it. Requests are
answered through the pooler; the worker, commands and whoever listens for notices keep a session, and go directly.

DATABASE_REPLICA_URL may name a server that follows it. Only processes that answer requests read from it
(publishing/replica.py).
"""

import contextlib
import os

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from csto_site import embedded_postgres, env
from csto_site.postgresql.impatient import ImpatientConnection

# At most max_size + MAX_WAITING threads ever wait for the database, however slow it is; the others go on answering from
# the page cache. Nobody waits for longer than three seconds. The pool tries for one second to reconnect; whoever comes
# after that has it try again at once.
POOL = {"min_size": 1, "max_size": 8, "timeout": 3, "reconnect_timeout": 1}
MAX_WAITING = 12  # for a connection (csto_site/postgresql/base.py)

# At the replica nobody waits: whoever gets no connection asks the database.
REPLICA_POOL = {**POOL, "timeout": 1, "connection_class": ImpatientConnection}
REPLICA_MAX_WAITING = 4

is_serving = False  # csto_site.wsgi sets it: this process answers requests


def is_embedded():
    return not os.environ.get("DATABASE_URL")


def has_pooler():
    return bool(os.environ.get("DATABASE_DIRECT_URL"))


def is_behind_pooler():
    """Tell whether this process reaches the database through the pooler."""
    return is_serving and has_pooler()


def available():
    """Return a context in which the database server runs."""
    return embedded_postgres.running() if is_embedded() else contextlib.nullcontext()


def settings():
    """Return settings.DATABASES; one engine everywhere, so any other is refused."""
    if is_embedded():
        entry = embedded_postgres.django_database()
    elif is_behind_pooler():
        entry = _of_pooler()
    else:
        entry = _from_url("DATABASE_DIRECT_URL" if has_pooler() else "DATABASE_URL")
    databases = {"default": _pooled(entry, POOL, MAX_WAITING)}
    if is_serving and os.environ.get("DATABASE_REPLICA_URL"):
        replica = _from_url("DATABASE_REPLICA_URL")
        replica["OPTIONS"] = {"connect_timeout": 2, **replica.get("OPTIONS", {})}
        databases["replica"] = _pooled(replica, REPLICA_POOL, REPLICA_MAX_WAITING)
    return databases


def _pooled(entry, pool, max_waiting):
    return entry | {
        "ENGINE": "csto_site.postgresql",
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
        "MAX_WAITING": max_waiting,
        "OPTIONS": {**entry.get("OPTIONS", {}), "pool": pool},
        "TEST": {"NAME": os.environ.get("TEST_DATABASE_NAME") or None},
    }


def direct():
    """Return the part of an entry of settings.DATABASES that leads past a pooler; empty if there is none."""
    if not has_pooler():
        return {}
    entry = _from_url("DATABASE_DIRECT_URL")
    return {name: entry.get(name, {}) for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}


def prepares_statements():
    """Tell whether connections keep statements that PostgreSQL has planned; PgBouncer knows them from 1.21 on."""
    return env.flag("PREPARED_STATEMENTS", not is_behind_pooler())


def _of_pooler():
    entry = _from_url("DATABASE_URL")
    # A pooler takes no options at the start of a session: it sets the limits of PGOPTIONS itself (docs/operations.md).
    options = {**entry.get("OPTIONS", {}), "options": ""}
    return entry | {"OPTIONS": options, "DISABLE_SERVER_SIDE_CURSORS": True}


def _from_url(name):
    entry = dj_database_url.parse(os.environ[name])
    if entry.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured(f"{name} must name a PostgreSQL server: postgres://user:password@host/name")
    env.refuse_placeholder(f"The password in {name}", entry.get("PASSWORD") or "", "Put the database's there.")
    return entry

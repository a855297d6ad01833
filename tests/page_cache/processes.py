"""Real servers on loopback, each with a memory of its own, over the database of the test."""

import contextlib
import urllib.error
import urllib.parse
import urllib.request

from django.conf import settings
from django.db import connection

from tests.nodes import Node


def database_url():
    """Return the address of the test's database, as DATABASE_URL takes it."""
    named = connection.settings_dict
    host = urllib.parse.quote(named["HOST"] or "localhost", safe="")
    user = urllib.parse.quote(named["USER"] or "", safe="")
    secret = f":{urllib.parse.quote(named['PASSWORD'], safe='')}" if named["PASSWORD"] else ""
    port = f":{named['PORT']}" if named["PORT"] else ""
    return f"postgres://{user}{secret}@{host}{port}/{named['NAME']}"


def node(**environ):
    """Return the newsroom as an operator starts it, in a process of its own that has not been started yet."""
    own = {"DATABASE_URL": database_url(), "HTTPS": "0", "DEBUG": "1", "SECRET_KEY": settings.SECRET_KEY}
    return Node(log=None, **{**own, "PAGE_CACHE_MEGABYTES": "16", **environ})


@contextlib.contextmanager
def server(**environ):
    """Run the newsroom in a process of its own, for the length of the block; its address is returned."""
    started = node(**environ).start()
    try:
        started.wait("/healthz").get("/en/news/")  # which needs a database; some tests have an empty one
        yield started.address
    finally:
        started.stop()


def fetch(url, **headers):
    """Return (status, text, headers) of a page."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode(errors="replace"), answer.headers

"""Real servers on loopback, each with a memory of its own, over the database of the test."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

from django.db import connection

from csto_site.places import BASE


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def database_url():
    """Return the address of the test's database, as DATABASE_URL takes it."""
    named = connection.settings_dict
    host = urllib.parse.quote(named["HOST"] or "localhost", safe="")
    user = urllib.parse.quote(named["USER"] or "", safe="")
    secret = f":{urllib.parse.quote(named['PASSWORD'], safe='')}" if named["PASSWORD"] else ""
    port = f":{named['PORT']}" if named["PORT"] else ""
    return f"postgres://{user}{secret}@{host}{port}/{named['NAME']}"


@contextlib.contextmanager
def server(**environ):
    """Run the newsroom in a process of its own, for the length of the block; its address is returned."""
    port = free_port()
    # As an operator starts it: the settings are named by nobody.
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    own = {"DATABASE_URL": database_url(), "HTTPS": "0", "DEBUG": "1", "SECRET_KEY": "only for tests"}
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "csto_site.wsgi:application",
            "--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "4", "--log-level", "error",
        ],
        cwd=BASE,
        env={**inherited, **own, "PAGE_CACHE_MEGABYTES": "16", **environ},
    )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, process)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def wait_for(address, process, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            fetch(f"{address}/en/news/")
            return
        time.sleep(0.1)
    raise AssertionError(f"The server at {address} does not answer.")


def fetch(url, **headers):
    """Return (status, text, headers) of a page."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode(errors="replace"), answer.headers

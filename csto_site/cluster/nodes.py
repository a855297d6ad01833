"""Application nodes: the site in processes of its own, as an operator starts it, and a client to ask them."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
import urllib.parse

from csto_site import server
from csto_site.places import BASE


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Node:
    """One machine's site. It knows its database, its storage and its secret from the environment, and nothing else.

    It listens at `port`, or at the Unix socket GRANIAN_UDS.
    """

    def __init__(self, port=None, code=BASE, log=subprocess.DEVNULL, **environ):
        self.port, self.code, self.log = port or free_port(), code, log
        self.socket = environ.get("GRANIAN_UDS")
        # As an operator starts it: the settings are named by nobody.
        inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        own = {"GRANIAN_HOST": "127.0.0.1", "GRANIAN_PORT": str(self.port), "GRANIAN_WORKERS_KILL_TIMEOUT": "10"}
        self.environ = server.LIMITS | inherited | own | environ
        self.process = None

    @property
    def address(self):
        return f"unix:{self.socket}" if self.socket else f"http://127.0.0.1:{self.port}"

    def start(self):
        self.process = subprocess.Popen(
            server.COMMAND, cwd=self.code, env=self.environ, stdout=self.log, stderr=self.log, start_new_session=True
        )
        return self

    def wait(self, path="/en/", seconds=60):
        """Wait until the node answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.get(path).status < 500:
                    return self
            time.sleep(0.05)
        raise AssertionError(f"The node at {self.address} does not answer.")

    def get(self, path, **more):
        return ask(self.address, path, **more)

    def reload(self):
        """Put new workers in the place of the old ones; it takes GRANIAN_RESPAWN_INTERVAL seconds for each."""
        self.process.send_signal(signal.SIGHUP)

    def kill(self):
        """End the node as a power cut does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()


class Answer:
    def __init__(self, response, content):
        self.status, self.headers, self.content = response.status, response.headers, content

    @property
    def text(self):
        return self.content.decode(errors="replace")


def ask(address, path, method="GET", data=None, timeout=30, **headers):
    """Ask once, on a connection of its own, following no redirect; `data` is a form."""
    connection = _connection(urllib.parse.urlsplit(address), timeout)
    try:
        body = urllib.parse.urlencode(data, doseq=True) if data is not None else None
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, form | named)
        response = connection.getresponse()
        return Answer(response, response.read())
    finally:
        connection.close()


def _connection(place, timeout):
    if place.scheme == "unix":
        return _AtSocket(place.path, timeout)
    return http.client.HTTPConnection(place.hostname, place.port, timeout=timeout)


class _AtSocket(http.client.HTTPConnection):
    """What a proxy on the same machine does."""

    def __init__(self, path, timeout):
        super().__init__("localhost", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)

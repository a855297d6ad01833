"""Nodes, which are the site in processes of their own, and a client to ask them."""

import http.client
import signal
import socket
import subprocess
import urllib.parse

from csto_site.site_process import SiteProcess


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Node(SiteProcess):
    """One machine's site. It listens at `port`, or at the Unix socket GRANIAN_UDS."""

    def __init__(self, port=None, log=subprocess.DEVNULL, **environ):
        super().__init__(port or free_port(), log=log, **environ)
        self.socket = environ.get("GRANIAN_UDS")

    @property
    def address(self):
        return f"unix:{self.socket}" if self.socket else super().address

    def get(self, path, **more):
        return ask(self.address, path, **more)

    def status_of(self, path):
        return self.get(path).status

    def reload(self):
        """Put new workers in the place of the old ones; it takes GRANIAN_RESPAWN_INTERVAL seconds for each."""
        self.process.send_signal(signal.SIGHUP)

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

"""A restart loses nobody: what a worker has accepted and not read when it ends, the proxy asks once more.

An old worker closes, as it ends, the connections of which it has read nothing: one request of some 20,000 under load.
The site cannot know that somebody is about to speak; a proxy can ask again, for nothing of its request was read.
"""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

import psutil
import pytest

from csto_site import server
from csto_site.places import BASE
from tests.nodes import ask, free_port

REQUEST = b"GET /en/ HTTP/1.1\r\nHost: press.example.org\r\n\r\n"


def application(environ, start_response):
    """Answer in the place of the newsroom; what is looked at here is the server."""
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


def until(is_so, seconds=30):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "It has not come about."
        time.sleep(0.02)


@contextlib.contextmanager
def running(command, **environ):
    process = subprocess.Popen(
        list(map(str, command)),
        cwd=BASE,
        env=os.environ | environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def answers(address):
    with contextlib.suppress(OSError):
        return ask(address, "/healthz").status == 200


# --- What a worker does ----------------------------------------------------------------------------------------------


def test_a_worker_that_ends_closes_a_connection_of_which_it_has_read_nothing(tmp_path):
    path = tmp_path / "site.sock"
    command = [sys.executable, "-m", "granian", f"{__name__}:application", "--uds", path]
    limits = server.LIMITS | {"GRANIAN_RESPAWN_INTERVAL": "1"}
    with running(command, **limits) as site, socket.socket(socket.AF_UNIX) as one:
        until(lambda: answers(f"unix:{path}"))
        one.connect(str(path))
        before = workers(site)
        site.send_signal(signal.SIGHUP)
        until(lambda: workers(site) and not workers(site) & before)
        assert said_to(one) == b""
        assert answers(f"unix:{path}")


def workers(site):
    return {child.pid for child in psutil.Process(site.pid).children()}


def said_to(connection):
    with contextlib.suppress(ConnectionError):
        connection.sendall(REQUEST)
        return connection.recv(100)
    return b""


# --- What the proxies do about it ------------------------------------------------------------------------------------


class EndingWorker:
    """Listens as the site does. The first request of which it is to read something finds its connection closed."""

    def __init__(self, listening):
        self.lost, self._listening = 0, listening
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _address = self._listening.accept()
            except OSError:  # the test is over
                return
            threading.Thread(target=self._answer, args=[connection], daemon=True).start()

    def _answer(self, connection):
        with connection:
            beginning = connection.recv(100, socket.MSG_PEEK)
            if b"/healthz" not in beginning and not self.lost:
                self.lost += 1
                return
            connection.recv(10_000)
            connection.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nCache-Control: no-store\r\nConnection: close\r\n\r\nok"
            )


@pytest.fixture
def ending(tmp_path):
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "site.sock"))
        listening.listen()
        yield EndingWorker(listening)


def nginx(folder, port, without=""):
    """Return the configuration of deploy/, but for addresses and TLS; `without` is taken out of it."""
    written = (BASE / "deploy" / "nginx.conf").read_text().replace("/run/newsroom", str(folder))
    assert without in written
    written = written.replace(without, "")
    upstream, location = (re.search(pattern, written, re.DOTALL | re.MULTILINE)[0] for pattern in NGINX_PARTS)
    places = " ".join(f"{name}_temp_path {folder}/{name};" for name in NGINX_TEMPORARY)
    return f"""
        {"user root;" if os.geteuid() == 0 else ""}
        daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
        events {{}}
        http {{ access_log off; {places}
            {upstream}
            server {{ listen 127.0.0.1:{port}; {location} }}
        }}"""


NGINX_PARTS = [r"^upstream newsroom \{.*?^\}", r"^    location / \{.*?^    \}"]
NGINX_TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
SECOND_TRY = "    server unix:/run/newsroom/site.sock max_fails=0; # the same once more\n"


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not on this machine")
@pytest.mark.parametrize(("is_whole", "status"), [(True, 200), (False, 502)], ids=["as delivered", "asked once"])
def test_nginx_asks_again_what_an_ending_worker_did_not_read(ending, tmp_path, is_whole, status):
    port, written = free_port(), tmp_path / "nginx.conf"
    again = re.sub("/run/newsroom", str(tmp_path), SECOND_TRY)
    written.write_text(nginx(tmp_path, port, "" if is_whole else again))
    with running(["nginx", "-p", tmp_path, "-c", written, "-e", tmp_path / "error.log"]):
        until(lambda: answers(f"http://127.0.0.1:{port}"))
        assert ask(f"http://127.0.0.1:{port}", "/en/").status == status
        assert ending.lost == 1
        # And nobody is kept away from a socket that has failed once.
        assert [ask(f"http://127.0.0.1:{port}", "/en/").status for _ in range(3)] == [200] * 3


@pytest.mark.skipif(not shutil.which("varnishd"), reason="Varnish is not on this machine")
@pytest.mark.parametrize(("is_whole", "status"), [(True, 200), (False, 503)], ids=["as delivered", "asked once"])
def test_varnish_asks_again_what_an_ending_worker_did_not_read(tmp_path, is_whole, status):
    retry = "    if (bereq.retries < 2 && "
    vcl = (BASE / "deploy" / "varnish.vcl").read_text()
    assert retry in vcl
    with socket.create_server(("127.0.0.1", 0)) as listening:
        worker, port = EndingWorker(listening), free_port()
        at = f'"127.0.0.1"; .port = "{listening.getsockname()[1]}"'
        vcl = re.sub(r'"192\.0\.2\.1[12]"; \.port = "8000"', at, vcl)
        written = tmp_path / "newsroom.vcl"
        written.write_text(vcl if is_whole else vcl.replace(retry, "    if (false && "))
        command = ["varnishd", "-F", "-j", "none", "-n", tmp_path / "varnish", "-f", written, "-s", "malloc,32m"]
        with running([*command, "-a", f"127.0.0.1:{port}", "-p", "default_ttl=0"]):
            until(lambda: answers(f"http://127.0.0.1:{port}"), seconds=60)
            assert ask(f"http://127.0.0.1:{port}", "/en/").status == status
            assert worker.lost == 1

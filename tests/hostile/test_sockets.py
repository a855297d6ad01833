"""A real server, spoken to byte by byte: what no well-behaved client sends."""

import contextlib
import os
import re
import socket
import time

import psutil
import pytest

from csto_site.server import LIMITS as server_limits
from tests import factories
from tests.page_cache.processes import fetch, server

pytestmark = pytest.mark.django_db(transaction=True)

MEGABYTE = 1_000_000
WAIT = 6.0  # seconds
FORM = "Content-Type: application/x-www-form-urlencoded"


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    factories.published()
    with server(MEDIA_ROOT=str(tmp_path / "media"), RATE_LIMITS="0") as address:
        yield address


def test_a_server_withstands_what_is_not_http(site, tmp_path, subtests):
    """One server for all of it: after each attack it still answers, and nobody's answer went to somebody else."""
    for attack in (
        ambiguous_lengths_are_refused,
        a_smuggled_request_is_never_answered,
        odd_lines_are_refused,
        huge_headers_are_refused,
        a_hundred_megabytes_fill_neither_memory_nor_disk,
        slow_clients_keep_nobody_out,
        bodies_that_come_byte_by_byte_keep_nobody_out,
        thirty_two_large_forms_from_strangers_cost_next_to_nothing,
    ):
        with subtests.test(attack.__name__):
            attack(site, tmp_path)
        status, text, _headers = fetch(f"{site}/en/news/")
        assert (status, "<h1" in text) == (200, True)


def connected(site):
    host, _colon, port = site.removeprefix("http://").partition(":")
    connection = socket.create_connection((host, int(port)), timeout=WAIT)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def answers(site, data):
    """Send `bytes` and return the status of every answer until the server closes or falls silent."""
    with connected(site) as connection:
        connection.settimeout(1.5)
        said = b""
        with contextlib.suppress(OSError):
            connection.sendall(data)
        with contextlib.suppress(OSError):
            while part := connection.recv(65536):
                said += part
                connection.settimeout(0.4)  # for what was hidden behind
    return [int(match) for match in re.findall(rb"HTTP/1\.[01] (\d{3}) ", said)], said


def request(*lines, method="GET", path="/en/news/", body=b""):
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *lines]
    return "\r\n".join([*head, "", ""]).encode("latin-1") + body


HIDDEN = b"GET /en/press/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Smuggled: yes\r\n\r\n"
CHUNKED_END = b"0\r\n\r\n"


def ambiguous_lengths_are_refused(site, _tmp):
    """Two proxies could read each of them in two ways."""
    for lines in (
        ("Content-Length: 5", "Content-Length: 6"),
        ("Content-Length: 5, 6",),
        ("Content-Length: +5",),
        ("Content-Length: 0x5",),
        ("Content-Length: -1",),
        ("Content-Length: 5 5",),
        ("Transfer-Encoding: xchunked",),
        ("Transfer-Encoding: identity, gzip",),
        ("Transfer-Encoding : chunked",),
        ("Content-Length : 5",),
    ):
        statuses, said = answers(site, request(*lines, method="POST", path="/en/alerts/", body=b"x=1&y" + HIDDEN))
        assert statuses[:1] in ([400], [403], []) or lines[0].startswith("Transfer"), (lines, said[:200])
        assert len(statuses) <= 1 or statuses[1] == 400, lines
        assert b"X-Smuggled" not in said


def a_smuggled_request_is_never_answered(site, _tmp):
    """Where a length and chunks contradict each other, the connection does not go on with what was hidden."""
    for lines, body in (
        (("Content-Length: 4", "Transfer-Encoding: chunked"), CHUNKED_END + HIDDEN),
        (("Transfer-Encoding: chunked", f"Content-Length: {len(CHUNKED_END + HIDDEN)}"), CHUNKED_END + HIDDEN),
        (("Transfer-Encoding: chunked", "Transfer-Encoding: cow"), CHUNKED_END + HIDDEN),
        (("Transfer-Encoding:\tchunked\x0b",), CHUNKED_END + HIDDEN),
        (("X: y\r\n Transfer-Encoding: chunked",), CHUNKED_END + HIDDEN),
        (("Transfer-Encoding: chunked",), b"zz\r\n" + HIDDEN),
        (("Transfer-Encoding: chunked",), b"FFFFFFFFFFFFFFFFF\r\n" + HIDDEN),
        (("Transfer-Encoding: chunked",), b"1;" + b"a" * 100_000 + b"\r\nx\r\n" + CHUNKED_END),
        (("Expect: 200-ok", "Content-Length: 0"), b""),
    ):
        statuses, said = answers(site, request(*lines, method="POST", path="/en/alerts/", body=body))
        assert 500 not in statuses, lines
        assert statuses.count(200) <= 1, (lines, statuses)
        assert b"X-Smuggled" not in said


def odd_lines_are_refused(site, _tmp):
    for data in (
        b"GET /en/news/ HTTP/1.1\nHost: 127.0.0.1\n\n",
        b"GET  /en/news/  HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /en/news/ HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /en/news/\r\n\r\n",
        b"GET /en/\x00news/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /en/news/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX\x00: y\r\n\r\n",
        b"GET /en/news/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\rb\r\n\r\n",
        b"GET /en/news/ HTTP/1.1\r\nHost: 127.0.0.1\r\nNo colon\r\n\r\n",
        b"GET /en/news/ HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET http://evil.example/en/news/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET http://127.0.0.1/en/news/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + os.urandom(200),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + os.urandom(50),
        b"\x00" * 1000,
        b"GET / HTTP/1.1\r\n\r\n",
        b"\r\n" * 500 + b"GET /en/news/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "GET /en/нов/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode(),
    ):
        statuses, said = answers(site, data)
        assert not [status for status in statuses if status >= 500], data[:60]
        assert b"evil.example" not in said or statuses == [400], data[:60]


def huge_headers_are_refused(site, _tmp):
    for lines in (
        ["X: " + "a" * MEGABYTE],
        ["X: " + "a" * 100_000],
        ["X: " + "a" * 65_536],
        [f"X-{number}: y" for number in range(5000)],
        ["Cookie: " + "a=b; " * 200_000],
    ):
        statuses, _said = answers(site, request(*lines))
        assert statuses in ([400], [431], []), statuses
    statuses, _said = answers(site, request(path="/" + "a" * MEGABYTE))
    assert statuses in ([400], [414], [431], []), statuses


def a_hundred_megabytes_fill_neither_memory_nor_disk(site, tmp_path):
    """By a length that is told, or by chunks without end, to a page, to each kind of form, and to nothing."""
    before = memory_of(site)
    block = b"a" * 65536
    for path in ("/en/alerts/", "/en/press/enquiry/", "/desk/login/", "/en/news/", "/en/nothing/", "/api/v1/articles"):
        for chunked in (False, True):
            length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {100 * MEGABYTE}"
            kind = "Content-Type: multipart/form-data; boundary=x"
            with connected(site) as connection:
                sent = 0
                with contextlib.suppress(OSError):
                    connection.sendall(request(length, kind, method="POST", path=path))
                    while sent < 100 * MEGABYTE:
                        connection.sendall(b"10000\r\n" + block + b"\r\n" if chunked else block)
                        sent += len(block)
                        if sent > 8 * MEGABYTE and b"HTTP/1.1" in peek(connection):
                            break
            assert memory_of(site) - before < 40 * MEGABYTE, (path, chunked)
            assert on_disk(tmp_path) < 2 * MEGABYTE, (path, chunked)


def peek(connection):
    connection.setblocking(False)
    try:
        return connection.recv(100, socket.MSG_PEEK)
    except BlockingIOError:
        return b""
    finally:
        connection.settimeout(WAIT)


def memory_of(site):
    """Return how many bytes the processes that serve have in memory."""
    port = site.rpartition(":")[2]
    ours = [child for child in psutil.Process().children(recursive=True) if child.environ().get("GRANIAN_PORT") == port]
    assert ours
    family = {child for our in ours for child in (our, *our.children(recursive=True))}
    return sum(process.memory_info().rss for process in family)


def on_disk(folder):
    """Return how many bytes lie in the folder for passing files and uploads."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def slow_clients_keep_nobody_out(site, _tmp):
    """Two hundred who send a letter at a time, and as many who never read: others are answered meanwhile."""
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(connected(site)) for _ in range(200)]
        for number, connection in enumerate(slow):
            connection.sendall(request()[: -2 if number % 2 else 20])
        unread = [stack.enter_context(connected(site)) for _ in range(50)]
        for connection in unread:
            connection.sendall(request(path="/en/") * 20)
        for connection in slow[::4]:
            with contextlib.suppress(OSError):
                connection.sendall(b"X")
        begun = time.monotonic()
        for _ in range(5):
            assert fetch(f"{site}/en/news/")[0] == 200
        assert time.monotonic() - begun < 15


def bodies_that_come_byte_by_byte_keep_nobody_out(site, _tmp):
    """As many as there are threads: whoever reads is answered meanwhile, and the forms beyond a few are refused."""
    form = request("Content-Length: 10000", FORM, method="POST", path="/en/press/enquiry/", body=b"name=")
    with contextlib.ExitStack() as stack:
        senders = [stack.enter_context(connected(site)) for _ in range(int(server_limits["GRANIAN_BLOCKING_THREADS"]))]
        for sender in senders:
            sender.sendall(form)
        begun = time.monotonic()
        for number in range(5):
            for sender in senders:
                with contextlib.suppress(OSError):
                    sender.sendall(b"a")
            assert fetch(f"{site}/en/news/?new={number}")[0] == 200
        assert time.monotonic() - begun < 20
        refused = [peek(sender) for sender in senders]
        assert sum(b" 503 " in answer for answer in refused) >= len(senders) // 2


def thirty_two_large_forms_from_strangers_cost_next_to_nothing(site, _tmp):
    """18 MB that look like an article, without a log-in: they are refused unread, with a sentence."""
    length = 18 * MEGABYTE
    head = request(
        f"Content-Length: {length}", FORM, method="POST", path="/desk/news/article/add/", body=b"shared-seen=x"
    )
    before = memory_of(site)
    with contextlib.ExitStack() as stack:
        senders = [stack.enter_context(connected(site)) for _ in range(32)]
        for sender in senders:
            sender.sendall(head)
        for sender in senders:
            with contextlib.suppress(OSError):
                for _ in range(length // 65536):
                    sender.sendall(b"a" * 65536)
                    if peek(sender):
                        break
        answers = [sender.recv(65536) for sender in senders]
    assert all(b" 413 " in answer for answer in answers)
    assert memory_of(site) - before < 100 * MEGABYTE

"""A connection on which nothing goes on is ended, though the server would keep it as long as its client likes."""

import os
import socket

import pytest

from csto_site import slow_connections


@pytest.fixture
def server(monkeypatch):
    """A port at which connections are taken, in this process."""
    monkeypatch.setattr(slow_connections, "DEADLINE_SECONDS", 0)  # what was last sent, the kernel measures by itself
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)
        yield listening


def connected(server):
    client = socket.create_connection(server.getsockname(), timeout=5)
    return client, server.accept()[0]


def is_ended(connection):
    connection.setblocking(False)
    try:
        return connection.recv(1_000_000) == b""
    except BlockingIOError:
        return False


def test_a_body_that_comes_byte_by_byte_is_ended_and_one_that_comes_on_is_not(server):
    port = server.getsockname()[1]
    (slow, at_slow), (silent, at_silent), (steady, at_steady) = (connected(server) for _ in range(3))
    with slow, at_slow, silent, at_silent, steady, at_steady:
        looks = slow_connections.look(port, {}, now=0)
        assert not is_ended(slow)
        slow.sendall(b"a" * 9)
        steady.sendall(b"a" * slow_connections.MIN_BYTES)
        assert len(at_steady.recv(slow_connections.MIN_BYTES, socket.MSG_WAITALL)) == slow_connections.MIN_BYTES
        looks = slow_connections.look(port, looks, now=10)
        assert (is_ended(slow), is_ended(silent), is_ended(steady)) == (True, True, False)
        assert len(looks) == 1


def test_connections_at_other_ports_are_nobodys_business(server):
    client, at_client = connected(server)
    with client, at_client:
        looks = slow_connections.look(1, {}, now=0)
        assert slow_connections.look(1, looks, now=10) == {}
        assert not is_ended(client)


def test_looking_leaves_nothing_open(server, tmp_path):
    client, at_client = connected(server)
    with client, at_client, open(tmp_path / "file", "w"):
        before = os.listdir("/proc/self/fd")
        for now in (0, 1, 2):
            slow_connections.look(server.getsockname()[1], {}, now=now)
        assert os.listdir("/proc/self/fd") == before

"""Ends connections on which nothing goes on, which the server itself would keep as long as their clients like.

granian has a deadline for the head of a request and none for its body, and a read that waits for a body cannot be given
up. But the kernel knows of each connection what came and went, so one thread looks through them now and then. Behind a
proxy that takes slow clients upon itself it finds nothing to do.
"""

import contextlib
import os
import socket
import stat
import struct
import threading
import time

LOOK_EVERY_SECONDS = 10
DEADLINE_SECONDS = 30  # in which something has to go out, or LEAST_BYTES to come in
MIN_BYTES = 64 * 1024
# struct tcp_info of Linux: milliseconds since data was last sent, and how many bytes were received in all.
TCP_INFO = struct.Struct("=44xI80xQ")


def watch(port):
    """End, from now on, those of this process's connections at `port` that do not come on."""
    if hasattr(socket, "TCP_INFO"):
        threading.Thread(target=_go_on_looking, args=[port], name="slow connections", daemon=True).start()


def _go_on_looking(port):
    looks = {}  # {the connection: [(when, how many bytes had been received)]}
    while True:
        time.sleep(LOOK_EVERY_SECONDS)
        looks = look(port, looks, time.monotonic())


def look(port, looks, now):
    """Return what is seen of each connection now and in the looks before, of those that are not ended."""
    seen = {}
    for number in map(int, os.listdir("/proc/self/fd")):
        with contextlib.suppress(OSError), _opened(number) as connection:  # it may be closed meanwhile
            if not (connection and _is_of_a_client(connection, port)):
                continue
            who = (number, connection.getpeername())
            told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_INFO.size)
            sent_ms, received = TCP_INFO.unpack(told)
            earlier = [look for look in looks.get(who, ()) if received - look[1] < MIN_BYTES]
            if sent_ms >= DEADLINE_SECONDS * 1000 and earlier and now - earlier[0][0] >= DEADLINE_SECONDS:
                connection.shutdown(socket.SHUT_RDWR)
            else:
                seen[who] = [*earlier, (now, received)]
    return seen


@contextlib.contextmanager
def _opened(number):
    """Give the socket behind a file number, None if it is none, and leave the one that the server has as it is."""
    if not stat.S_ISSOCK(os.fstat(number).st_mode):
        yield None
        return
    another = os.dup(number)
    try:
        connection = socket.socket(fileno=another)
    except OSError:
        os.close(another)
        raise
    with connection:
        yield connection


def _is_of_a_client(connection, port):
    is_tcp = connection.family in (socket.AF_INET, socket.AF_INET6) and connection.type == socket.SOCK_STREAM
    return is_tcp and connection.getsockname()[1] == port

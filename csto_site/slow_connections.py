"""End stalled connections, which the server itself would keep for ever.

granian has a timeout for the head of a request but none for its body, and a blocking read of a body cannot be
cancelled. The kernel knows what each connection has sent and received, so a thread checks all of them periodically.
Behind a proxy that buffers slow clients it finds none.
"""

import contextlib
import os
import socket
import stat
import struct
import threading
import time

LOOK_EVERY_SECONDS = 10
DEADLINE_SECONDS = 30  # within which something must be sent, or MIN_BYTES received
MIN_BYTES = 64 * 1024
# struct tcp_info of Linux: milliseconds since data was last sent, and the bytes received in total.
TCP_INFO = struct.Struct("=44xI80xQ")


def watch(port):
    """Start a thread that ends stalled connections of this process at `port`."""
    if hasattr(socket, "TCP_INFO"):
        threading.Thread(target=_go_on_looking, args=[port], name="slow connections", daemon=True).start()


def _go_on_looking(port):
    looks = {}  # {the connection: [(when, how many bytes had been received)]}
    while True:
        time.sleep(LOOK_EVERY_SECONDS)
        looks = look(port, looks, time.monotonic())


def look(port, looks, now):
    """Check all connections once, end stalled ones, and return the observations of the others."""
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
    """Yield a duplicate of the socket with a file descriptor, None if it is no socket."""
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

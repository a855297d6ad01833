"""The application server: granian, and the limits under which it serves.

    python -m csto_site.server

All of it is said in environment variables of granian, libpq and the C library: what an operator sets there wins, and
`granian --help` explains the most of them. SIGHUP puts new workers in the place of the old ones, one by one.
"""

import os
import resource
import socket
import sys

COMMAND = [sys.executable, "-m", "granian", "csto_site.wsgi:application"]

LIMITS = {
    "GRANIAN_INTERFACE": "wsgi",
    "GRANIAN_HTTP": "1",  # what proxies speak with us
    "GRANIAN_LOG_LEVEL": "error",
    # A client that takes its file slowly, or sends its form slowly, holds one of these; so there are more of them than
    # a processor can use at once. With a proxy in front, which takes that upon itself, eight are enough and faster.
    "GRANIAN_BLOCKING_THREADS": "32",
    # Connections at once, for each worker: most of them wait and cost nothing but their memory.
    "GRANIAN_BACKLOG": "2048",
    "GRANIAN_BACKPRESSURE": "2048",
    "GRANIAN_HTTP1_HEADER_READ_TIMEOUT": "10000",  # milliseconds
    "GRANIAN_HTTP1_BUFFER_SIZE": "32768",  # bytes; of the head of a request it lets pass at most twice as many
    "GRANIAN_WORKERS_KILL_TIMEOUT": "30",  # seconds that a request may still take when its worker is to end
    "GRANIAN_WORKERS_MAX_RSS": "1024",  # megabytes
    "GRANIAN_RESPAWN_FAILED_WORKERS": "true",
    "GRANIAN_RESPAWN_INTERVAL": "8",  # seconds that a new worker has to start before the old one ends
    # The C library would give every other thread a heap of its own, and none would ever shrink: memory grew for hours.
    "MALLOC_ARENA_MAX": "2",
    # What a request may ask of the database. Migrations, the worker and commands are not held to it.
    "PGOPTIONS": "-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=300s",
}


def environment(**own):
    """Return the environment to serve in: our limits, what the operator sets, and what the caller insists on."""
    return LIMITS | os.environ | own


def allow_many_files():
    """Raise the number of open files to what the system permits; a connection is one, and shells start with 1,024."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def remove_what_was_left(path):
    """Delete the Unix socket of a server that was killed and could not; granian would not start over it."""
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(path)
        except FileNotFoundError:
            pass
        except ConnectionRefusedError:  # it is there, and nobody listens
            os.unlink(path)


if __name__ == "__main__":
    allow_many_files()
    if path := os.environ.get("GRANIAN_UDS"):
        remove_what_was_left(path)
    os.execve(sys.executable, COMMAND, environment())

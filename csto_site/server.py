"""The application server: granian, and its limits.

    python -m csto_site.server

All limits are environment variables of granian, libpq and the C library: what an operator sets wins, and
`granian --help` explains most of them. SIGHUP replaces the workers one by one.
"""

import os
import resource
import socket
import sys

COMMAND = [sys.executable, "-m", "granian", "csto_site.wsgi:application"]

LIMITS = {
    "GRANIAN_INTERFACE": "wsgi",
    "GRANIAN_HTTP": "1",  # the protocol of proxies
    "GRANIAN_LOG_LEVEL": "error",
    # A client that receives a file or sends a form slowly occupies one of these, so there are more than the processors
    # can use. Behind a proxy that buffers slow clients, eight are enough and faster.
    "GRANIAN_BLOCKING_THREADS": "32",
    # Connections at once, for each worker: most of them wait and cost nothing but their memory.
    "GRANIAN_BACKLOG": "2048",
    "GRANIAN_BACKPRESSURE": "2048",
    "GRANIAN_HTTP1_HEADER_READ_TIMEOUT": "10000",  # milliseconds
    "GRANIAN_HTTP1_BUFFER_SIZE": "32768",  # bytes; the head of a request may have at most twice as many
    "GRANIAN_WORKERS_KILL_TIMEOUT": "30",  # seconds for running requests when a worker is stopped
    "GRANIAN_WORKERS_MAX_RSS": "1024",  # megabytes
    "GRANIAN_RESPAWN_FAILED_WORKERS": "true",
    "GRANIAN_RESPAWN_INTERVAL": "8",  # seconds for a new worker to start before the old one ends
    # By default the C library gives many threads heaps of their own that never shrink: memory grew for hours.
    "MALLOC_ARENA_MAX": "2",
    # The limits of a request's queries. Migrations, the worker and commands do not have them.
    "PGOPTIONS": "-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=300s",
}


def environment(**own):
    """Return the environment of the server: our limits, overridden by the operator's, overridden by `own`."""
    return LIMITS | os.environ | own


def allow_many_files():
    """Raise the limit of open files to the maximum: each connection is one, and the default is often 1,024."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def remove_what_was_left(path):
    """Delete the Unix socket of a killed server, because granian would not start."""
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(path)
        except FileNotFoundError:
            pass
        except ConnectionRefusedError:  # it exists, and nobody listens
            os.unlink(path)


if __name__ == "__main__":
    allow_many_files()
    if path := os.environ.get("GRANIAN_UDS"):
        remove_what_was_left(path)
    os.execve(sys.executable, COMMAND, environment())

"""A real PgBouncer in transaction mode, in front of the database of the tests or of another server."""

import contextlib
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from csto_site import embedded_postgres as programs
from csto_site.server import LIMITS
from tests.nodes import free_port

PROGRAM = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
CONNECTIONS = 2  # to the server, for as many clients as there are

# As docs/operations.md says it, with fewer connections.
CONFIGURATION = """
[databases]
* = host={host} port={port} user={user} {limits}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own_port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 300
logfile = {folder}/log
pidfile = {folder}/pid
"""


class PgBouncer:
    """A pooler to the server at `host` and `port`. Use it as a context, which starts and ends it.

    Without `limits` it is set up as by somebody who forgot the limits of requests.
    """

    def __init__(self, host, port, user, limits=True):
        if not Path(PROGRAM).exists():
            pytest.skip(
                "PgBouncer is not installed (apt-get install pgbouncer), so nothing is tested through a pooler."
            )
        self.folder, self.port = Path(tempfile.mkdtemp(prefix="newsroom-pgbouncer-")), free_port()
        named = [setting.split("=") for setting in LIMITS["PGOPTIONS"].replace("-c ", "").split()]
        query = "; ".join(f"SET {name} TO ''{value}''" for name, value in named)
        self.configuration = CONFIGURATION.format(
            limits=f"connect_query='{query}'" if limits else "",
            host=host, port=port, user=user, own_port=self.port, connections=CONNECTIONS, folder=self.folder,
        )  # fmt: skip
        self.process = None

    def __enter__(self):
        (self.folder / "pgbouncer.ini").write_text(self.configuration)
        programs.give_to_system_user(self.folder)
        self.start()
        return self

    def __exit__(self, *fault):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        self.process = subprocess.Popen(
            [PROGRAM, "-q", self.folder / "pgbouncer.ini"],
            cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **programs.as_system_user(),
        )  # fmt: skip
        end = time.monotonic() + 20
        while True:
            with (
                contextlib.suppress(psycopg.OperationalError),
                psycopg.connect(
                    host="127.0.0.1", port=self.port, user="postgres", dbname="postgres", connect_timeout=2
                ),
            ):
                return
            if time.monotonic() > end or self.process.poll() is not None:
                raise AssertionError(f"PgBouncer does not start: {(self.folder / 'log').read_text()}")
            time.sleep(0.05)

    def stop(self):
        """End it at once, as a crash does: every connection of a client breaks."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def url(self, database):
        return f"postgres://{programs.SUPERUSER}@127.0.0.1:{self.port}/{database}"

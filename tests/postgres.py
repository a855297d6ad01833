"""A PostgreSQL server of its own, to be stopped, killed, starved and forbidden to write."""

import contextlib
import shutil
import subprocess
import time
from pathlib import Path

import psycopg

from csto_site import embedded_postgres as programs

SUPERUSER = programs.SUPERUSER


class Postgres:
    """A server whose data and socket lie in `folder`; it listens on the loopback's `port` too."""

    def __init__(self, folder, port):
        self.folder, self.port = Path(folder), port
        self.data = self.folder / "data"

    def make(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        programs.give_to_system_user(self.folder)
        programs.pg(
            "initdb", "-D", self.data, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-sync",
            "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        )  # fmt: skip

    def start(self, **settings):
        """Start the server, with settings beside our own, and wait until it takes connections."""
        ours = {"listen_addresses": "127.0.0.1", "timezone": "UTC", "jit": "off", "shared_buffers": "32MB"}
        options = " ".join(f"-c {name}='{value}'" for name, value in (ours | settings).items())
        programs.pg(
            "pg_ctl", "start", "-D", self.data, "-l", self.folder / "data" / "log", "-w", "-t", "60",
            "-o", f"-p {self.port} -k {self.folder} {options}",
        )  # fmt: skip

    def stop(self, mode="fast"):
        """Stop the server; “immediate” is what kill -9 leaves behind: nothing is written down, no one is told."""
        if self.runs():
            programs.pg("pg_ctl", "stop", "-D", self.data, "-m", mode, "-w")

    def runs(self):
        command = [str(programs.programs() / "pg_ctl"), "status", "-D", str(self.data)]
        return not subprocess.run(command, capture_output=True, cwd="/", **programs.as_system_user()).returncode

    def remove(self):
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def execute(self, sql, database="postgres", **more):
        """Run `sql` as the superuser and return the rows, if there are any."""
        with self.connection(database, **more) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    @contextlib.contextmanager
    def connection(self, database="postgres", **more):
        with psycopg.connect(
            host=str(self.folder), port=self.port, user=SUPERUSER, dbname=database, autocommit=True, **more
        ) as connection:
            yield connection

    def url(self, database):
        """Return what DATABASE_URL is to be."""
        return f"postgres://{SUPERUSER}@127.0.0.1:{self.port}/{database}"

    def wait(self, seconds=30):
        """Wait until the server takes connections."""
        end = time.monotonic() + seconds
        while True:
            try:
                return self.execute("SELECT 1")
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

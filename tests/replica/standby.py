"""A real streaming replica of the server of the tests, or of another one."""

import contextlib
import os
import shutil
import signal
import tempfile
import time
import urllib.parse
from pathlib import Path

import psutil
import psycopg

from csto_site import embedded_postgres as programs


class Standby:
    """A replica of the server whose socket lies in the folder `host`. Use it as a context, which starts and ends it."""

    def __init__(self, host, database, **settings):
        self.host, self.database, self.settings = host, database, settings
        self.folder = Path(tempfile.mkdtemp(prefix="newsroom-replica-"))
        self.data = self.folder / "data"

    def __enter__(self):
        programs.give_to_system_user(self.folder)
        programs.pg(
            "pg_basebackup", "-h", self.host, "-U", programs.SUPERUSER, "-D", self.data, "-R", "-X", "stream",
            "-c", "fast",
        )  # fmt: skip
        self.start()
        return self

    def __exit__(self, *fault):
        self.go_on()
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def url(self):
        host = urllib.parse.quote(str(self.folder), safe="")
        return f"postgres://{programs.SUPERUSER}@{host}/{self.database}"

    def start(self):
        named = {"listen_addresses": "", "shared_buffers": "32MB", "jit": "off", **self.settings}
        options = " ".join(f"-c {name}='{value}'" for name, value in named.items())
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        options = f"{options} -k {self.folder}"
        programs.pg("pg_ctl", "start", "-D", self.data, "-l", self.folder / "log", "-w", "-t", "60", "-o", options)

    def ask(self, sql, *values):
        """Return the first value that `sql` finds there."""
        with psycopg.connect(
            host=str(self.folder), user=programs.SUPERUSER, dbname=self.database, autocommit=True
        ) as session:
            return session.execute(sql, values).fetchone()[0]

    def catch_up(self, seconds=60):
        """Wait until it has replayed all that its primary has written.

        The primary writes a message of its own for that: where its log goes on in a new file, the position that it
        gives out lies behind the head of that file, and without another record no replica ever comes so far.
        """
        with psycopg.connect(host=self.host, user=programs.SUPERUSER, dbname=self.database, autocommit=True) as primary:
            message = "SELECT pg_logical_emit_message(false, 'catch up', '', true)::text"
            position = primary.execute(message).fetchone()[0]
        end = time.monotonic() + seconds
        while not self.ask("SELECT coalesce(pg_last_wal_replay_lsn() >= %s::pg_lsn, false)", position):
            assert time.monotonic() < end, f"The replica does not catch up. It says:\n{self._last_words()}"
            time.sleep(0.01)

    def _last_words(self):
        return (self.folder / "log").read_text(errors="replace")[-3000:]

    def fall_behind(self):
        self.ask("SELECT pg_wal_replay_pause()")

    def follow_again(self):
        self.ask("SELECT pg_wal_replay_resume()")

    def promote(self):
        """Make it a server of its own, as after a failover."""
        assert self.ask("SELECT pg_promote(true, 30)")

    def hang(self):
        """Stop all its processes, so that connections stay open and nothing answers."""
        self._signal(signal.SIGSTOP)

    def go_on(self):
        self._signal(signal.SIGCONT)

    def be_well(self):
        """Undo all of these but a promotion."""
        self.go_on()
        if self.settings or not self._process():
            self.kill()
            self.settings = {}
            self.start()
        self.follow_again()

    def kill(self):
        self._signal(signal.SIGKILL)
        with contextlib.suppress(psutil.NoSuchProcess, AttributeError):
            self._process().wait(10)

    def _process(self):
        try:
            return psutil.Process(int((self.data / "postmaster.pid").read_text().split("\n")[0]))
        except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
            return None

    def _signal(self, number):
        if process := self._process():
            for one in [process, *process.children(recursive=True)]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    os.kill(one.pid, number)

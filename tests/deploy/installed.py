"""The newsroom on one machine, as docs/install-debian.md says: its commands, its units' programs, its proxies.

What needs root or systemd is done by hand: folders lie in a temporary place, and a unit's program is started with what
the unit says of its environment.
"""

import contextlib
import os
import re
import secrets
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from csto_site.places import BASE
from tests.nodes import ask, free_port
from tests.postgres import Postgres, programs

PAGE = BASE / "docs" / "install-debian.md"
UNITS = BASE / "deploy" / "systemd"
RELEASE = "/srv/newsroom/current"
HOST = "press.example.org"
SIGNING_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
PASSWORD = "correct horse battery staple"
QUICK = {"fsync": "off", "full_page_writes": "off", "unix_socket_permissions": "0777"}


class Machine:
    """A machine on which the newsroom is installed in `folder`."""

    def __init__(self, folder):
        self.folder, self.secret_key = Path(folder), secrets.token_urlsafe(50)
        self.socket = self.folder / "run" / "site.sock"
        self.postgres = Postgres(self.folder / "postgres", free_port())
        for name in ("run", "media", "var", "backups"):
            (self.folder / name).mkdir(parents=True)

    def make_database(self):
        """Run what the page has the administrator of PostgreSQL run."""
        self.postgres.make()
        self.postgres.start(**QUICK)
        # The page's role logs in by its name on the socket; over TCP this server asks for no password.
        for line in commands("sudo -u postgres "):
            self._as_postgres(shlex.split(line))

    def _as_postgres(self, command):
        environ = {"PGHOST": str(self.postgres.folder), "PGPORT": str(self.postgres.port), "PGUSER": "postgres"}
        subprocess.run([programs.programs() / command[0], *command[1:]], check=True, env=os.environ | environ)

    def environ(self, database="newsroom", **more):
        """Return the environment of site.env, with what is to be filled in."""
        lines = (BASE / "deploy" / "site.env").read_text().splitlines()
        told = dict(line.split("=", 1) for line in lines if line and line[0] != "#")
        assert told["SECRET_KEY"] == ""
        own = {
            "DATABASE_URL": f"postgres://newsroom@127.0.0.1:{self.postgres.port}/{database}",
            "SECRET_KEY": self.secret_key,
            "SIGNING_KEY": SIGNING_KEY,
            "MEDIA_ROOT": str(self.folder / "media"),
            "BACKUPS": str(self.folder / "backups"),
            # Static files are not collected here, which would take longer than all the rest.
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "PATH": os.environ["PATH"],
        }
        assert set(told) >= {"DATABASE_URL", "SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "BEHIND_PROXY"}
        return {**told, **own, **more}

    def manage(self, *arguments, **environ):
        """Run script/manage without setting up once more; return what it says, and fail if it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=BASE, env=self.environ(**environ),
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextlib.contextmanager
    def runs(self, unit, **environ):
        """Run the program of a unit with its environment for the length of the block."""
        text = (UNITS / unit).read_text()
        own = dict(re.findall(r"^Environment=(\w+)=(.*)$", text, re.MULTILINE))
        own = {name: value.replace("/run/newsroom", str(self.folder / "run")) for name, value in own.items()}
        command = shlex.split(re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)[1])
        assert command[0] == f"{RELEASE}/.venv/bin/python"
        process = subprocess.Popen([sys.executable, *command[1:]], cwd=BASE, env=self.environ(**own, **environ))
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)

    def remove(self):
        self.postgres.remove()


def distributions_server():
    """Return the newest folder of PostgreSQL's programs that Debian's packages have put here; None if there is none."""
    found = {int(path.parents[1].name): path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")}
    return found[max(found)] if found else None


@contextlib.contextmanager
def distributions_cluster():
    """Run the distribution's PostgreSQL for the length of the block; return its major version and a DATABASE_URL."""
    programs_there, port = distributions_server(), free_port()
    folder = tempfile.mkdtemp(prefix="newsroom-debian-")
    programs.give_to_system_user(folder)

    def run(program, *arguments):
        command = [programs_there / program, "-D", f"{folder}/data", *arguments]
        with tempfile.TemporaryFile() as said:  # a pipe would stay open as long as the server lives
            subprocess.run(command, check=True, cwd="/", stdout=said, stderr=said, **programs.as_system_user())

    run("initdb", "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
    try:
        run(
            "pg_ctl", "start", "-w", "-l", f"{folder}/log", "-o", f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
        )
        yield int(programs_there.parent.name), f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "stop", "-m", "immediate")
        shutil.rmtree(folder, ignore_errors=True)


def commands(beginning):
    """Return the commands of the page that begin so, without their beginning."""
    found = [line.removeprefix(beginning) for line in PAGE.read_text().splitlines() if line.startswith(beginning)]
    assert found, beginning
    return found


def until_it_answers(address, is_there=lambda status: status == 200, seconds=60):
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError):
            if is_there(ask(address, "/healthz", Host="localhost").status):
                return
        assert time.monotonic() < end, f"{address} does not answer."
        time.sleep(0.05)

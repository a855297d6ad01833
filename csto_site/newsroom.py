"""The whole newsroom on one's own machine, in one command: `script/server` calls it, and `script/practice`.

    python -m csto_site.newsroom [--port 8000] [--no-demo]

The site, the worker and the database are restarted if one of them dies, while the others go on: the site shows cached
pages. Everything ends only if the site cannot stay up.

`manage.py prepare` runs if anything has changed. Otherwise Django is not even loaded here, which would take as long as
starting the site.
"""

import argparse
import contextlib
import datetime
import os
import shutil
import signal
import subprocess
import sys
import time
from zoneinfo import ZoneInfo

import psutil
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csto_site.settings")

from django.conf import settings
from django.db import connection

from csto_site import database, embedded_postgres, mail, practice, secret, server
from csto_site.changes import digest
from csto_site.places import BASE, IS_PRACTICE, MEDIA, VAR
from csto_site.site_process import SiteProcess
from demo import log_ins

PREPARED = VAR / "prepared.stamp"
CHILDREN = VAR / "server.pids"
MANAGE = [sys.executable, "manage.py"]
LOOK_EVERY_SECONDS = 0.5
ANSWER_SECONDS = 5  # from the wish to start with an empty newsroom until it is carried out
STAYED_UP_SECONDS = 60  # then the count of ends in a row begins anew
MAX_ENDS_IN_A_ROW = 5
MAX_WAIT_SECONDS = 30

# The identity of the database, its migrations, and whether there are users.
ITS_STATE = """
    SELECT system_identifier, oid, count(id), max(id), EXISTS (SELECT FROM auth_user)
    FROM pg_control_system(), pg_database, django_migrations WHERE datname = current_database() GROUP BY 1, 2
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-demo", action="store_true", help="leave an empty newsroom empty")
    asked = parser.parse_args()
    if IS_PRACTICE and (reason := practice.refusal()):
        sys.exit(reason)
    if IS_PRACTICE:
        practice.claim()
    os.environ["GRANIAN_PORT"] = str(asked.port)  # before the settings are read: links contain the port
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)  # all signals stop it like Ctrl+C
    options = ["--no-demo"] if asked.no_demo else []
    for_these = wanted(options)
    with contextlib.suppress(KeyboardInterrupt), collecting_beside(for_these) as collected, database.available():
        end_left_behind()
        if not is_prepared(for_these):
            prepare(options)
            collected()
            remember(for_these)
        serve(asked.port)


def end_left_behind():
    """End the site and the worker of an earlier run whose main process was killed."""
    pids = CHILDREN.read_text().split() if CHILDREN.exists() else []
    for pid in map(int, pids):
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            starter = process.parent()
            is_ours = process.cwd() == str(BASE) and {"granian", "procrastinate"} & set(process.cmdline())
            if is_ours and not (starter and "csto_site.newsroom" in starter.cmdline()):
                process.terminate()
                process.wait(15)


@contextlib.contextmanager
def collecting_beside(for_these):
    """Collect the static files in a process of its own, unless that was done for these files; yield what waits for it.

    It needs no database, so it begins before one is made.
    """
    if files_are_as_before(for_these) or settings.DEBUG:  # with DEBUG they are served from the sources
        yield lambda: None
        return
    # Not by manage.py, which has the database run.
    process = subprocess.Popen([sys.executable, "-m", "django", "prepare_static_files"], cwd=BASE)

    def wait():
        if process.wait():
            sys.exit("The static files could not be collected; what was wrong is said above.")

    try:
        yield wait
    finally:
        process.terminate()
        process.wait()


def prepare(options):
    """Prepare the database and the demo."""
    # Hundreds of commits need not each wait for the disk: what a power cut takes away is prepared again.
    environ = os.environ | ({"PGOPTIONS": "-c synchronous_commit=off"} if database.is_embedded() else {})
    if failed := subprocess.run([*MANAGE, "prepare", *options], cwd=BASE, env=environ).returncode:
        sys.exit(failed)


def wanted(options):
    return f"{state_of_the_files()} {options} debug={settings.DEBUG}"


def is_prepared(for_these):
    """Tell whether everything was prepared for exactly these files, libraries and database."""
    state = state_of_the_database()
    return bool(state) and files_are_as_before(for_these) and PREPARED.read_text() == f"{for_these} {state}"


def files_are_as_before(for_these):
    """Tell whether the last preparation was for these files and libraries, whatever its database was."""
    return settings.STATIC_ROOT.exists() and PREPARED.exists() and PREPARED.read_text().startswith(for_these)


def remember(for_these):
    PREPARED.write_text(f"{for_these} {state_of_the_database()}")


def state_of_the_files():
    """Return a value that changes with any code, static file or library."""
    folders = [BASE / name for name in [*settings.NEWSROOM_APPS, "csto_site", "demo", "static"]]
    files = [path for folder in folders for path in folder.rglob("*") if "__pycache__" not in path.parts]
    return digest([BASE / "requirements.txt", *files])


def state_of_the_database():
    """Return a value that changes if the database is another one, or was migrated or emptied; None if it is new."""
    with contextlib.suppress(psycopg.Error), psycopg.connect(**connection.get_connection_params()) as plain:
        return plain.execute(ITS_STATE).fetchone()


def serve(port):
    """Run the site, and the worker as soon as the site answers, and restart what dies."""
    site_process = SiteProcess(port)
    site = SupervisedProcess("The site", lambda: start_site(site_process))
    worker = SupervisedProcess("The worker", start_worker, may_give_up=False)
    postgres = [SupervisedProcess("PostgreSQL", start_database, may_give_up=False)] if database.is_embedded() else []
    if settings.START_EMPTY:
        settings.START_EMPTY.unlink(missing_ok=True)  # of an earlier run, which did not come to it
    try:
        server.allow_many_files()
        site.start()
        with contextlib.suppress(AssertionError):  # it has ended, which is reported below
            site_process.wait("/healthz")
        for kept in (worker, *postgres):
            kept.start()
        tell(site_process.address)
        while True:
            write_down(site, worker)
            if postgres and is_to_start_empty():
                start_empty(site, worker)
            if IS_PRACTICE and practice.is_to_be_emptied(settings.PRACTICE_EMPTIED_AT, ZoneInfo(settings.TIME_ZONE)):
                fill_anew(site, worker, port)
            for kept in (*postgres, site, worker):
                kept.look()
            time.sleep(LOOK_EVERY_SECONDS)
    finally:
        stop([kept.process for kept in (site, worker) if kept.process])


def is_to_start_empty():
    """Tell whether somebody has asked for it, long enough ago for the answer to have reached their browser."""
    with contextlib.suppress(FileNotFoundError):
        return settings.START_EMPTY and time.time() - settings.START_EMPTY.stat().st_mtime > ANSWER_SECONDS
    return False


def start_empty(site, worker):
    """Put the demo aside, as its administrator has asked for on the desk (desk/welcome/emptying.py)."""
    hashed_code = settings.START_EMPTY.read_text()
    settings.START_EMPTY.unlink()
    print("The demo is put aside, and an empty newsroom prepared:", flush=True)
    stop([kept.process for kept in (site, worker)])
    embedded_postgres.put_aside()
    log_ins.forget()
    prepare(["--no-demo"])
    subprocess.run([*MANAGE, "welcome", "--hashed-code", hashed_code], cwd=BASE)
    for kept in (site, worker):
        kept.start()


def fill_anew(site, worker, port):
    """Empty the practice newsroom and fill it with the demo. What is broken off is begun again at the next start."""
    began = datetime.datetime.now(datetime.UTC)
    print("The practice newsroom is emptied and filled anew:", flush=True)
    stop([kept.process for kept in (site, worker)])
    # It ends by itself when the site answers.
    subprocess.Popen([sys.executable, "-m", "csto_site.waiting_page", str(port)], cwd=BASE)
    embedded_postgres.make_anew()
    for of_its_nights in (MEDIA, mail.FOLDER, settings.BACKUPS, settings.CRAWLS, settings.OLD_SITES):
        shutil.rmtree(of_its_nights, ignore_errors=True)
    secret.SIGNING.unlink(missing_ok=True)  # a log that begins anew is signed with another key
    prepare([])
    remember(wanted([]))
    practice.remember(began)
    for kept in (site, worker):
        kept.start()


def start_site(site_process):
    if site_process.process:
        site_process.kill()  # its child processes may have survived and hold the port
    return site_process.start().process


def start_worker():
    return subprocess.Popen([*MANAGE, "procrastinate", "worker", "--concurrency", "2"], cwd=BASE)


def start_database():
    try:
        embedded_postgres.start_again()
    except SystemExit as reason:  # it is tried again
        print(reason, flush=True)
    return Database()


class Database:
    """The embedded PostgreSQL, which is not our child process, with the interface of one."""

    returncode = "nobody knows how"

    def poll(self):
        return None if embedded_postgres.lives() else 1


def write_down(*kept):
    CHILDREN.write_text(" ".join(str(child.process.pid) for child in kept))


class SupervisedProcess:
    """A process that is restarted when it ends, with increasing delays.

    If it `may_give_up`, the newsroom ends when the process has ended MAX_ENDS_IN_A_ROW times without staying up.
    """

    def __init__(self, name, starts, *, may_give_up=True):
        self.name, self._starts, self._may_give_up = name, starts, may_give_up
        self.process = None
        self._ends, self._started_at, self._again_at = 0, None, None

    def start(self):
        self.process = self._starts()
        self._started_at, self._again_at = time.monotonic(), None

    def look(self, now=None):
        """Restart it if it has ended and the delay is over."""
        now = time.monotonic() if now is None else now
        if self.process.poll() is None:
            return
        if self._again_at is None:
            self._note_the_end(now)
        if now >= self._again_at:
            self.start()

    def _note_the_end(self, now):
        self._ends = 1 if now - self._started_at > STAYED_UP_SECONDS else self._ends + 1
        told = f"{self.name} ended by itself ({self.process.returncode})"
        if self._may_give_up and self._ends >= MAX_ENDS_IN_A_ROW:
            sys.exit(f"{told}, {self._ends} times in a row, and is not started again.")
        wait = min(2 ** (self._ends - 1), MAX_WAIT_SECONDS)
        self._again_at = now + wait
        print(f"{told} and is started again in {wait} s.", flush=True)


def tell(address):
    print(f"{'Practice' if IS_PRACTICE else 'The newsroom':<14} {address}/ru/  {address}/en/")
    print(f"The desk       {address}{settings.DESK_PREFIX}")
    for name, password in log_ins.read().items():
        print(f"  {name:<12} {password}")
    print(f"Emails        {settings.EMAIL_FILE_PATH or settings.EMAIL_HOST}")
    print("Stop with Ctrl+C.", flush=True)
    *_what, has_users = state_of_the_database() or [True]
    if not has_users:
        print("The first run, once and in one browser:", flush=True)
        subprocess.run([*MANAGE, "welcome"], cwd=BASE)


def stop(children):
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()


if __name__ == "__main__":
    main()

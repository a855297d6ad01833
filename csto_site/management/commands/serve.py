"""Everything the newsroom needs to run, in one command: `script/server` calls it."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import psutil
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command

from csto_site import server
from csto_site.demo import people
from csto_site.places import BASE, VAR

COLLECTED = VAR / "static.stamp"
CHILDREN = VAR / "server.pids"


class Command(BaseCommand):
    help = "Prepare the database, the static files and the demo newsroom; then serve the site and work off its jobs."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-demo", action="store_true", help="leave an empty newsroom empty")

    def handle(self, *args, port, no_demo, **options):
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)  # one way to stop: as by Ctrl+C
        children = []
        try:
            end_left_behind()
            self.prepare(demo=not no_demo)
            children = [start_site(port), start_worker()]
            CHILDREN.write_text(" ".join(str(child.pid) for child in children))
            self.tell(port)
            ended = wait_for_the_first(children)
        except KeyboardInterrupt:
            return
        finally:
            stop(children)
        raise CommandError(f"The {ended.args[2]} ended by itself ({ended.returncode}).")

    def prepare(self, *, demo):
        call_command("migrate", verbosity=0)
        newest = newest_static_file()
        if not COLLECTED.exists() or COLLECTED.read_text() != newest:
            self.stdout.write("Collecting static files …")
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
            COLLECTED.write_text(newest)
        if demo:
            call_command("demo", stdout=self.stdout)

    def tell(self, port):
        address = f"http://127.0.0.1:{port}"
        self.stdout.write(f"The newsroom   {address}/ru/  {address}/en/")
        self.stdout.write(f"The desk       {address}{settings.DESK_PREFIX}")
        for name, password in people.log_ins().items():
            self.stdout.write(f"  {people.STAFF[name]:<16} {name:<11} {password}")
        self.stdout.write(f"Letters        {settings.EMAIL_FILE_PATH or settings.EMAIL_HOST}")
        self.stdout.write("Stop with Ctrl+C.")
        self.stdout.flush()


def end_left_behind():
    """End the site and the worker of a run whose own process was killed and could not end them."""
    pids = CHILDREN.read_text().split() if CHILDREN.exists() else []
    for pid in map(int, pids):
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            starter = process.parent()
            is_ours = process.cwd() == str(BASE) and {"granian", "procrastinate"} & set(process.cmdline())
            if is_ours and not (starter and "serve" in starter.cmdline()):
                process.terminate()
                process.wait(15)


def newest_static_file():
    """Return what changes when any static file is changed, added or removed."""
    files = [storage.path(path) for finder in get_finders() for path, storage in finder.list([])]
    return f"{len(files)} {max(map(os.path.getmtime, files))}"


def start_site(port):
    server.allow_many_files()
    own = {"GRANIAN_HOST": "127.0.0.1", "GRANIAN_PORT": str(port), "GRANIAN_WORKERS_KILL_TIMEOUT": "10"}
    return subprocess.Popen(server.COMMAND, cwd=BASE, env=server.environment(**own))


def start_worker():
    return subprocess.Popen([sys.executable, "manage.py", "procrastinate", "worker", "--concurrency", "2"], cwd=BASE)


def wait_for_the_first(children):
    while True:
        for child in children:
            if child.poll() is not None:
                return child
        time.sleep(0.2)


def stop(children):
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()

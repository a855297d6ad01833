"""Everything the newsroom needs to run, in one command: `script/server` calls it."""

import os
import signal
import subprocess
import sys

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.utils import timezone

from csto_site.places import BASE, VAR

COLLECTED = VAR / "static.stamp"


class Command(BaseCommand):
    help = "Prepare the database, the static files and the demo newsroom, then serve the site and work off its jobs."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *args, port, no_demo, **options):
        self.prepare(demo=not no_demo)
        children = [self.start_site(port), self.start_worker()]
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop(children))
        self.tell(port)
        finished = wait_for_first(children)
        stop(children)
        if finished.returncode not in (0, -signal.SIGTERM, -signal.SIGINT):
            raise CommandError(f"{' '.join(map(str, finished.args[:3]))} … ended with {finished.returncode}.")

    def prepare(self, *, demo):
        call_command("migrate", verbosity=0)
        newest = str(max(file.stat().st_mtime for file in watched_files()))
        if not COLLECTED.exists() or COLLECTED.read_text() != newest:
            self.stdout.write("Collecting static files …")
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
            COLLECTED.write_text(newest)
        call_command("compile_catalogues")
        if demo:
            call_command("demo", stdout=self.stdout)

    def start_site(self, port):
        return subprocess.Popen(
            [
                sys.executable, "-m", "granian", "--interface", "wsgi", "csto_site.wsgi:application",
                "--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "4",
                "--workers-kill-timeout", "10", "--log-level", "warning",
            ],
            cwd=BASE,
        )  # fmt: skip

    def start_worker(self):
        return subprocess.Popen([sys.executable, BASE / "manage.py", "procrastinate", "worker"], cwd=BASE)

    def tell(self, port):
        from csto_site.demo.people import LOG_INS

        address = f"http://127.0.0.1:{port}"
        self.stdout.write(
            f"\nThe newsroom:  {address}/ru/   {address}/en/\nThe desk:      {address}{settings.DESK_PREFIX}"
        )
        self.stdout.write("Demo log-ins:  " + LOG_INS.describe() + "\nStop it with Ctrl+C.\n")
        self.stdout.flush()

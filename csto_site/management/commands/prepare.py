"""Prepare the newsroom to run; `script/server` calls this when anything has changed."""

import contextlib
import os
import subprocess
import sys

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command

from csto_site.places import BASE, VAR
from csto_site.progress import Line

COLLECTED = VAR / "static.stamp"


class Command(BaseCommand):
    help = "Prepare the database, the static files and the demo newsroom."

    def add_arguments(self, parser):
        parser.add_argument("--no-demo", action="store_true", help="leave an empty newsroom empty")
        parser.add_argument("--only-static-files", action="store_true", help="collect them, and do nothing else")

    def handle(self, *args, no_demo, only_static_files, **options):
        if only_static_files:
            collect()
            return
        with collecting_beside():
            line = Line("database", self.stdout)
            call_command("migrate", verbosity=0)
            line.end()
            if not no_demo:
                call_command("demo", stdout=self.stdout)


@contextlib.contextmanager
def collecting_beside():
    """Collect the static files in another process while the block runs: the two are long, and share nothing."""
    if settings.DEBUG or is_collected():  # with DEBUG they are served from the sources
        yield
        return
    command = [sys.executable, "-m", "django", "prepare", "--only-static-files"]  # without manage.py's database
    process = subprocess.Popen(command, cwd=BASE)
    try:
        yield
        if process.wait():
            raise CommandError("The static files could not be collected; what was wrong is said above.")
    finally:
        process.terminate()
        process.wait()


def collect():
    newest = newest_static_file()
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    COLLECTED.write_text(newest)


def is_collected():
    return settings.STATIC_ROOT.exists() and COLLECTED.exists() and COLLECTED.read_text() == newest_static_file()


def newest_static_file():
    """Return a value that changes when any static file is changed, added or removed."""
    files = [storage.path(path) for finder in get_finders() for path, storage in finder.list([])]
    return f"{len(files)} {max(map(os.path.getmtime, files))}"

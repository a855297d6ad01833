"""Prepare the newsroom to run; `script/server` calls this when anything has changed."""

import os

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command

from csto_site.places import VAR

COLLECTED = VAR / "static.stamp"


class Command(BaseCommand):
    help = "Prepare the database, the static files and the demo newsroom."

    def add_arguments(self, parser):
        parser.add_argument("--no-demo", action="store_true", help="leave an empty newsroom empty")

    def handle(self, *args, no_demo, **options):
        call_command("migrate", verbosity=0)
        if not settings.DEBUG:  # with DEBUG they are served from the sources
            self.collect()
        if not no_demo:
            call_command("demo", stdout=self.stdout)

    def collect(self):
        newest = newest_static_file()
        if not settings.STATIC_ROOT.exists() or not COLLECTED.exists() or COLLECTED.read_text() != newest:
            self.stdout.write("Collecting static files …")
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
            COLLECTED.write_text(newest)


def newest_static_file():
    """Return a value that changes when any static file is changed, added or removed."""
    files = [storage.path(path) for finder in get_finders() for path, storage in finder.list([])]
    return f"{len(files)} {max(map(os.path.getmtime, files))}"

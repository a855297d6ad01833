"""Collect the static files if any has changed; `script/server` calls this beside `prepare`."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command

from csto_site.changes import digest
from csto_site.places import VAR

COLLECTED = VAR / "static.stamp"


class Command(BaseCommand):
    help = "Collect the static files, unless they are as they were."

    def handle(self, *args, **options):
        wanted = f"{digest(sources())} compressed={settings.STATIC_COMPRESSED}"
        if settings.STATIC_ROOT.exists() and COLLECTED.exists() and COLLECTED.read_text() == wanted:
            return
        COLLECTED.unlink(missing_ok=True)  # what is broken off is begun again
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        COLLECTED.write_text(wanted)


def sources():
    return [Path(storage.path(path)) for finder in get_finders() for path, storage in finder.list([])]

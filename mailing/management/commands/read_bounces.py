"""Process bounces sent to MAIL_BOUNCES: files, a Maildir's folder, or one report on standard input."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mailing import bounces


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "paths", nargs="*", help="files or folders with one report each; without any, standard input"
        )

    def handle(self, paths, **options):
        if not paths:
            self._tell("standard input", bounces.read(sys.stdin.buffer.read(bounces.MAX_BYTES + 1)))
        for path in map(Path, paths):
            if not path.exists():
                raise CommandError(f"There is no {path}.")
            for file in sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]:
                self._tell(file, bounces.read(file.read_bytes()))

    def _tell(self, name, outcome):
        self.stdout.write(f"{name}: {outcome.value}")

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from backups import BackupRefused, loading
from backups.progress import Progress


class Command(BaseCommand):
    help = "Load a public archive into an empty newsroom, so that its public pages say the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="what write_archive has written")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            rows = loading.load(folder, Progress())
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{rows} rows of the archive are loaded. Nobody can log in yet: “script/manage createsuperuser”."
        )

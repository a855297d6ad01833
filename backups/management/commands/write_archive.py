from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from backups import BackupRefused, archive
from backups.progress import Progress


class Command(BaseCommand):
    help = "Write all that visitors may see into a new folder: records, files, articles in ninjs, checksums, a README."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            rows, missing = archive.write(folder, Progress())
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{folder} holds {sum(rows.values())} rows, {rows['news_edition']} of them editions.")
        if missing:
            listed = "\n".join(f"{name} is missing in the storage." for name in missing)
            raise CommandError(f"{listed}\nThe archive is whole but for these.")

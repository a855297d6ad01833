from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from backups import BackupRefused, making
from backups.progress import Progress, megabytes


class Command(BaseCommand):
    help = (
        "Back up the database and all files as they are at one instant. Files that the backup before has already take "
        "no room again. A backup that is cut off is never taken for one."
    )

    requires_system_checks = []  # nothing else that is wrong may keep us from a backup

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", default=settings.BACKUPS, help="where backups lie: var/backups")
        parser.add_argument("--keep", type=int, metavar="N", help="delete all but the newest N backups afterwards")

    def handle(self, *args: Any, folder: str, keep: int | None, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep must be 1 or more.")
        try:
            made = making.make(folder, Progress())
        except BackupRefused as refusal:
            raise CommandError(f"There is no backup. {refusal}") from refusal
        except OSError as fault:
            raise CommandError(f"There is no backup: {fault}. See to it, then start again.") from fault
        self.stdout.write(
            f"{made.folder} is whole: {len(made.manifest.files)} files and {made.manifest.rows} rows, "
            f"{megabytes(made.manifest.bytes)}.\n"
            f"SHA-256 of its manifest: {made.sha256}\n"
            f"Head of the record: {made.manifest.record or 'none yet'}"
        )
        for gone in making.prune(folder, keep) if keep else []:
            self.stdout.write(f"Deleted {gone.name}.")
        if made.wrong:
            listed = "\n".join(f"{name} {what}." for name, what in sorted(made.wrong.items()))
            raise CommandError(f"{listed}\nThese were damaged before. Look for them in earlier backups.")

import hashlib
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from accounts import sealed
from backups import BackupRefused, restoring
from backups.manifest import MANIFEST
from backups.progress import Progress


class Command(BaseCommand):
    help = (
        "Restore a backup into an empty database and an empty storage, and compare both with it row by row and byte "
        "by byte."
    )
    requires_system_checks = []  # they may ask a database that is empty yet

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the backup: var/backups/2026-11-25T135146.072Z")
        parser.add_argument("--check", action="store_true", help="read the backup and say whether it is whole; no more")
        parser.add_argument("--despite-damage", action="store_true", help="restore what is whole, and name the rest")

    def handle(self, *args: Any, folder: Path, check: bool, despite_damage: bool, **options: Any) -> None:
        progress = Progress()
        try:
            kept, lost = restoring.check(folder, progress, despite_damage=despite_damage)
            if not check:
                restoring.restore(folder, kept, lost, progress)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as fault:
            raise CommandError(f"The restore broke off: {fault}. See to it, then start again.") from fault
        self.stdout.write(
            f"The backup of {kept.taken_at} is {'whole' if check else 'restored'}: {len(kept.files) - len(lost)} files "
            f"and {kept.rows} rows.\n"
            f"SHA-256 of its manifest: {hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()}\n"
            f"Head of the record: {kept.record or 'none yet'}"
        )
        if later := kept.later_migrations():
            self.stdout.write(
                f"The backup is of an older newsroom, which lacks {', '.join(later)}. Run “script/manage migrate” "
                "on what was restored before you start it."
            )
        elif not check and (lost_factors := len(sealed.unreadable())):
            self.stdout.write(
                f"{lost_factors} second factors cannot be read: they were set up under another SECRET_KEY. Put it into "
                "SECRET_KEY, or into SECRET_KEY_FALLBACKS beside a new one."
            )
        if missing := {**dict.fromkeys(kept.missing, "was missing when the backup was made"), **lost}:
            listed = "\n".join(f"{name} {what}." for name, what in sorted(missing.items()))
            raise CommandError(f"{listed}\nAll else is {'whole' if check else 'restored'}.")

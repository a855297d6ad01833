import os
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from authenticity import keys, log


class Command(BaseCommand):
    help = (
        "Announce the key in NEW_SIGNING_KEY as the one that signs from now on. The entry is signed by SIGNING_KEY, "
        "the one before. Afterwards set SIGNING_KEY to the new one and start the worker again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--lost", action="store_true", help="the key before is lost: the new one announces itself")

    def handle(self, *args: Any, lost: bool, **options: Any) -> None:
        try:
            new = keys.read(os.environ.get("NEW_SIGNING_KEY", ""))
            entry = log.rotate(new, lost=lost)
        except keys.NotReady as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"Entry {entry.number}: {new.kid} signs from now on. Set SIGNING_KEY to it now.")

from typing import Any

from django.core.management import BaseCommand, CommandError

from authenticity import keys, sealing


class Command(BaseCommand):
    help = "Sign now what the worker would sign within a minute: all that became public or ended and is not signed yet."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(f"{sealing.seal()} entries were added to the log.")
        except keys.NotReady as reason:
            raise CommandError(str(reason)) from reason

from typing import Any

from django.core.management import BaseCommand, CommandError

from authenticity import keys, sealing


class Command(BaseCommand):
    help = (
        "Sign now what the worker would sign: all that became public or ended and is not signed yet, and the record of "
        "who did what."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(f"{sealing.seal() + sealing.sign_record()} entries were added to the log.")
        except keys.NotReady as reason:
            raise CommandError(str(reason)) from reason

from typing import Any

from django.core.management import BaseCommand

from authenticity import keys


class Command(BaseCommand):
    help = (
        "Print a new secret key for SIGNING_KEY, on one line. Nothing is kept: put it where only the newsroom reads it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        made = keys.make()
        self.stdout.write(made)
        self.stderr.write(f"Its public name will be {keys.read(made).kid}.")

from typing import Any

from django.core.management.base import BaseCommand

from search import rebuilding


class Command(BaseCommand):
    help = "Makes the index of the search anew. Visitors search the old one until the new one is whole."

    def handle(self, *args: Any, **options: Any) -> None:
        rebuilding.rebuild(self._tell)
        self.stdout.write(self.style.SUCCESS("The search knows everything again."))

    def _tell(self, kind, done, of):
        self.stdout.write(f"\r{kind}: {done} of {of}", ending="\n" if done == of else "")
        self.stdout.flush()

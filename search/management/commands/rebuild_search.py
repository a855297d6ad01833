from typing import Any

from django.core.management.base import BaseCommand

from search import rebuilding


class Command(BaseCommand):
    help = "Makes the index of the search anew. Visitors search what is there meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        rebuilding.rebuild(self._tell)
        self.stdout.write(self.style.SUCCESS("The search knows everything again."))

    def _tell(self, done, of):
        self.stdout.write(f"\r{done} of {of}", ending="\n" if done == of else "")
        self.stdout.flush()

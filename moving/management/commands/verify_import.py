from typing import Any

from django.core.management import BaseCommand, CommandError

from moving import books
from moving.models import Source
from moving.progress import Bar

MOST_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Check that every page of every old site that was read is taken, waiting or left out with a reason, that what "
        "is taken is an article, and that the bytes kept as evidence are those of the pages."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        bar = Bar(self.stderr._out)
        wrong = 0
        for source in Source.objects.order_by("pk"):
            for sentence in books.faults(source, bar):
                wrong += 1
                if wrong <= MOST_SHOWN:
                    self.stdout.write(sentence)
            bar.end()
            self.stdout.write(f"{source}: {books.sums(source.pages.all()).sentence}")
        if wrong:
            raise CommandError(f"The books do not balance: {wrong} faults.")
        self.stdout.write("The books balance.")

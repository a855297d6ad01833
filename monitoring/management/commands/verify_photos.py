import sys

from django.core.management import BaseCommand, CommandError

from monitoring import originals
from photos import fixity
from photos.models import Photo


class Command(BaseCommand):
    help = "Read every original again, the replaced ones too, and report files that are missing or have changed."

    def add_arguments(self, parser):
        parser.add_argument("--ids", nargs="+", type=int, metavar="NUMBER", help="only the photos of these numbers")

    def handle(self, *args, ids=None, **options):
        if unknown := set(ids or []) - set(Photo.objects.filter(pk__in=ids or []).values_list("pk", flat=True)):
            raise CommandError(f"There is no photo {', '.join(map(str, sorted(unknown)))}.")
        # The result for some photos says nothing about the others, so it is not stored.
        total, damaged = fixity.read(ids, self._show) if ids else originals.verify(self._show)
        for line in damaged:
            self.stdout.write(line)
        if damaged:
            raise CommandError(f"{len(damaged)} of {total} files are damaged. Put them back from a backup.")
        self.stdout.write(f"{total} files are as they came.")

    def _show(self, number, total):
        """Draw the progress bar, on a line of its own, a hundred times at most."""
        if number * 100 // total == (number - 1) * 100 // total and number < total:
            return
        filled = 40 * number // total
        end = "\n" if number == total else ""
        sys.stderr.write(f"\r[{'#' * filled}{'.' * (40 - filled)}] {number} of {total}{end}")
        sys.stderr.flush()

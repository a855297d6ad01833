import sys
from collections.abc import Collection
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from photos import renditions
from photos.models import Photo

BAR_WIDTH = 40  # characters


class Command(BaseCommand):
    help = "Make the public files of photos anew: of all, of those named, or only of those that lack some."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--ids", nargs="+", type=int, metavar="ID", help="only these photos")
        parser.add_argument(
            "--missing", action="store_true", help="only photos without a complete set; also takes up a broken run"
        )

    def handle(self, *args: Any, ids: Collection[int] | None = None, missing: bool = False, **options: Any) -> None:
        wanted = self.wanted(ids, missing)
        failed = {}
        for done, (photo_id, file_name) in enumerate(wanted):
            self.show(done, len(wanted), file_name)
            try:
                renditions.make_by_id(photo_id)
            except Exception as error:  # whatever is wrong with one photo, the others want their files
                failed[f"{photo_id} ({file_name})"] = error
        self.show(len(wanted), len(wanted), "")
        self.stdout.write(f"{len(wanted) - len(failed)} of {len(wanted)} photographs made.")
        if failed:
            named = "\n".join(f"{photo}: {type(error).__name__}: {error}" for photo, error in failed.items())
            raise CommandError(f"These could not be made:\n{named}")

    def wanted(self, ids: Collection[int] | None, missing: bool) -> list[tuple[int, str]]:
        """Return [(id, file name)] of the photos to make, the oldest first."""
        photos = Photo.objects.order_by("pk").with_renditions()
        if ids:
            photos = photos.filter(pk__in=ids)
            unknown = set(ids) - set(photos.values_list("pk", flat=True))
            if unknown:
                raise CommandError(f"There is no photograph {', '.join(map(str, sorted(unknown)))}.")
        return [
            (photo.pk, photo.file_name)
            for photo in photos.iterator(chunk_size=500)
            if not (missing and renditions.is_complete(photo))
        ]

    def show(self, done: int, total: int, file_name: str) -> None:
        """Draw the bar: over itself on a screen, one line per photo in a log."""
        filled = BAR_WIDTH * done // total if total else BAR_WIDTH
        line = f"[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done}/{total} {file_name}"
        on_screen = sys.stderr.isatty()
        self.stderr.write(f"\r\x1b[K{line}" if on_screen else line, ending="" if on_screen and done < total else "\n")
        self.stderr.flush()

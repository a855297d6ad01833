import hashlib
import sys

from django.core.management import BaseCommand, CommandError

from photos.models import EarlierOriginal, Photo


class Command(BaseCommand):
    help = "Read every original again, the replaced ones too, and report files that are missing or have changed."

    def add_arguments(self, parser):
        parser.add_argument("--ids", nargs="+", type=int, metavar="NUMBER", help="only the photos of these numbers")

    def handle(self, *args, ids=None, **options):
        photos, earlier = Photo.objects.order_by("pk"), EarlierOriginal.objects.order_by("pk")
        if ids:
            photos, earlier = photos.filter(pk__in=ids), earlier.filter(photo__in=ids)
            if unknown := set(ids) - set(photos.values_list("pk", flat=True)):
                raise CommandError(f"There is no photo {', '.join(map(str, sorted(unknown)))}.")
        total, damaged = photos.count() + earlier.count(), []
        for number, (name, file, sha256) in enumerate(_files(photos, earlier), start=1):
            if finding := _finding(file, sha256):
                damaged.append(f"{name}: {finding}")
            self._show(number, total)
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


def _files(photos, earlier):
    """Yield (name for people, stored file, expected SHA-256)."""
    for photo in photos.iterator():
        yield f"{photo.file_name} (photo {photo.pk})", photo.original, photo.sha256
    for old in earlier.iterator():
        name = f"{old.file_name} (earlier file of photo {old.photo_id}, replaced {old.replaced_at:%Y-%m-%d})"
        yield name, old.file, old.sha256


def _finding(file, expected):
    """Return what is wrong with a stored file, '' if nothing."""
    digest = hashlib.sha256()
    try:
        with file.storage.open(file.name) as stored:
            for chunk in stored.chunks(1 << 20):
                digest.update(chunk)
    except FileNotFoundError:
        return f"missing ({file.name})"
    except OSError as fault:
        return f"unreadable ({file.name}): {fault}"
    return "" if digest.hexdigest() == expected else f"damaged: its SHA-256 is not that of the upload ({file.name})"

"""Fixity: checks that every original, replaced ones included, is still what was uploaded."""

import hashlib
from collections.abc import Callable, Collection

from photos.models import EarlierOriginal, Photo


def read(
    ids: Collection[int] | None = None, show: Callable[[int, int], None] = lambda number, total: None
) -> tuple[int, list[str]]:
    """Read the originals of all photos, or of those with these `ids`, the earlier files too.

    Returns how many there are, and a sentence for each that has changed; `show(number, total)` is called after each
    file.
    """
    photos, earlier = Photo.objects.order_by("pk"), EarlierOriginal.objects.order_by("pk")
    if ids is not None:
        photos, earlier = photos.filter(pk__in=ids), earlier.filter(photo__in=ids)
    total, damaged = photos.count() + earlier.count(), []
    for number, (name, file, sha256) in enumerate(_files(photos, earlier), start=1):
        if finding := _finding(file, sha256):
            damaged.append(f"{name}: {finding}")
        show(number, total)
    return total, damaged


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

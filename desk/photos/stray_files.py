"""Delete files that no row names: of abandoned forms, and of uploads and renditions that broke off.

A form stores files at once, and a photo's files are written before its row is committed. A file that is older than a
day and in no row was never finished.
"""

import itertools
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from news.models import Attachment, SavedVersion
from photos.library import preview_path
from photos.models import EarlierOriginal, Photo, Rendition

MIN_AGE = timedelta(days=1)
BATCH_SIZE = 500  # names in one query


def sweep(at=None):
    """Delete the files that were stray and old enough at the instant `at`; return their names."""
    before = (at or timezone.now()) - MIN_AGE
    gone = []
    for folder, named in _KEEPERS.items():
        files = _files(folder)
        while batch := list(itertools.islice(files, BATCH_SIZE)):
            kept = named(batch)
            gone += [name for name in batch if name not in kept and _is_older(name, before)]
    for name in gone:
        default_storage.delete(name)
    return gone


def _files(folder):
    """Yield the names of the files in `folder` and in the folders directly under it."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for key in folders:
        yield from (f"{folder}/{key}/{name}" for name in default_storage.listdir(f"{folder}/{key}")[1])


def _is_older(name, instant):
    try:
        return default_storage.get_modified_time(name) < instant
    except FileNotFoundError:
        return False


def _attached(names):
    """Return those of `names` that an edition or a saved version has: a version may be restored."""
    there = set(Attachment.objects.filter(file__in=names).values_list("file", flat=True))
    return there | {name for name in names if name not in there and _was_saved(name)}


def _was_saved(name):
    return SavedVersion.objects.filter(snapshot__attachments__contains=[{"file": name}]).exists()


def _originals(names):
    photos = Photo.objects.filter(original__in=names).values_list("original", flat=True)
    return {*photos, *EarlierOriginal.objects.filter(file__in=names).values_list("file", flat=True)}


def _previews(names):
    keys = {name.removeprefix("previews/").removesuffix(".jpg") for name in names}
    return {preview_path(photo) for photo in Photo.objects.filter(key__in=keys).only("key")}


def _renditions(names):
    return set(Rendition.objects.filter(file__in=names).values_list("file", flat=True))


_KEEPERS = {"attachments": _attached, "originals": _originals, "previews": _previews, "renditions": _renditions}

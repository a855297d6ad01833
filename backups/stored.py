"""All stored files, on the disk or in an S3-compatible storage, and those that belong to rows."""

import dataclasses
import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from django.apps import apps
from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import FileField

from moving import books, evidence
from moving.models import SourcePage
from photos.library import preview_path
from photos.models import EarlierOriginal, Photo
from press.models import Enquiry, EnquiryFile

CHUNK_BYTES = 1 << 20
NOT_OURS = {".gitignore"}


@dataclasses.dataclass(frozen=True)
class StoredFile:
    name: str
    size: int
    modified: str


def listing() -> Iterator[StoredFile]:
    """Yield a StoredFile for every file in the storage."""
    found = _in_bucket() if hasattr(default_storage, "bucket") else _in_folder("")
    return (file for file in found if file.name not in NOT_OURS)


def _in_bucket():
    """List a bucket, a thousand files per request; folder by folder it would take three requests per file."""
    start = f"{default_storage.location}/" if default_storage.location else ""
    for entry in default_storage.bucket.objects.filter(Prefix=start):
        yield StoredFile(entry.key.removeprefix(start), entry.size, entry.last_modified.isoformat())


def _in_folder(folder):
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        path = f"{folder}{name}"
        modified = default_storage.get_modified_time(path).isoformat()
        yield StoredFile(path, default_storage.size(path), modified)
    for subfolder in folders:
        yield from _in_folder(f"{folder}{subfolder}/")


def named() -> dict[str, str]:
    """Return {name of a row's file: its SHA-256, '' if no row has one}."""
    names = {preview_path(photo): "" for photo in Photo.objects.only("key")}
    names |= dict.fromkeys(Enquiry.objects.exclude(file="").values_list("file", flat=True), "")
    names |= dict.fromkeys(EnquiryFile.objects.values_list("file", flat=True), "")
    old_pages = SourcePage.objects.exclude(sha256="").filter(batch__stage__in=books.IMPORTED)
    names |= {evidence.path(digest): "" for digest in old_pages.values_list("sha256", flat=True).distinct()}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, FileField):
                kept = model._default_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)
                names |= dict.fromkeys(kept.iterator(), "")
    names |= dict(Photo.objects.values_list("original", "sha256"))
    return names | dict(EarlierOriginal.objects.values_list("file", "sha256"))


def digest(file: BinaryIO | File) -> tuple[int, str]:
    """Return size and SHA-256 of an open file, read piece by piece."""
    size, hashed = 0, hashlib.sha256()
    while piece := file.read(CHUNK_BYTES):
        size += len(piece)
        hashed.update(piece)
    return size, hashed.hexdigest()

"""The bytes of old pages, kept as evidence of what an article was made from: each in a file named after its SHA-256."""

import gzip
import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "old-pages"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def path(digest: str) -> str:
    return f"{FOLDER}/{digest[:2]}/{digest}.gz"


def keep(data: bytes) -> str:
    """Store `data` unless it is there already, and return its SHA-256."""
    digest = sha256(data)
    if not default_storage.exists(path(digest)):
        # Without the time, so that the same page is always the same file.
        default_storage.save(path(digest), ContentFile(gzip.compress(data, 6, mtime=0)))
    return digest


def read(digest: str) -> bytes | None:
    """Return the kept bytes, None if they are missing or are not those of the digest."""
    try:
        with default_storage.open(path(digest)) as file:
            data = gzip.decompress(file.read())
    except (OSError, EOFError):
        return None
    return data if sha256(data) == digest else None

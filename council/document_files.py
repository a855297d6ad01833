"""Uploaded files of documents: what is checked and measured before they are stored."""

import hashlib
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from photos.inspection import clean_file_name

KINDS = ("pdf", "docx", "odt", "rtf", "txt")
MAX_BYTES = 100_000_000
CHUNK_BYTES = 1024 * 1024


def measure(upload):
    """Return {file_name, size, sha256, pages} of an uploaded file; `pages` is None if it is no PDF.

    Raises ValidationError with a sentence if the file is refused.
    """
    name = clean_file_name(upload.name)
    kind = PurePath(name).suffix.lower().lstrip(".")
    if kind not in KINDS:
        words = {"name": name, "kinds": ", ".join(KINDS)}
        raise ValidationError(_("“%(name)s” is no document. These are: %(kinds)s.") % words)
    if upload.size > MAX_BYTES:
        raise ValidationError(
            _("“%(name)s” is larger than %(limit)d MB.") % {"name": name, "limit": MAX_BYTES // 1_000_000}
        )
    return {
        "file_name": name,
        "size": upload.size,
        "sha256": _sum(upload),
        "pages": _pages(upload, name) if kind == "pdf" else None,
    }


def _sum(upload):
    upload.seek(0)
    total = hashlib.sha256()
    while chunk := upload.read(CHUNK_BYTES):
        total.update(chunk)
    upload.seek(0)
    return total.hexdigest()


def _pages(upload, name):
    try:
        reader = PdfReader(upload)
        if reader.is_encrypted:
            raise ValidationError(
                _("“%(name)s” is locked with a password, so that readers could not open it. Save it without one.")
                % {"name": name}
            )
        return len(reader.pages)
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OSError) as broken:
        # pypdf raises any of these for damaged files.
        raise ValidationError(
            _("“%(name)s” is no PDF, or is damaged. Open it on your computer and save it again.") % {"name": name}
        ) from broken
    finally:
        upload.seek(0)

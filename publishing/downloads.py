"""Files that visitors download: an address that nobody can guess, and a response that no browser shows as a page."""

import functools
import mimetypes
import secrets
from typing import Any, Protocol

from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.utils.http import content_disposition_header

from page_cache import lifetimes
from page_cache.responses import KeptFileResponse


class StoredFile(Protocol):
    """A row about a file that visitors may download."""

    file: FieldFile
    file_name: str
    size: int  # bytes


def new_key() -> str:
    """Return the part of a file's address that nobody can guess: 22 characters, 128 bits."""
    return secrets.token_urlsafe(16)


def download_response(stored: StoredFile) -> KeptFileResponse:
    """Return the response that lets a visitor save the file of `stored`, never shown as a page of this site.

    `stored` is a row with a `file`, its `file_name` and its `size` in bytes.
    """
    opens = functools.partial(stored.file.storage.open, str(stored.file.name))
    kind, packed = mimetypes.guess_type(stored.file_name)
    headers = {
        "Cache-Control": lifetimes.PROGRAM,
        "Content-Disposition": content_disposition_header(True, stored.file_name),
        "Content-Length": str(stored.size),
        "Content-Security-Policy": "sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    try:
        return KeptFileResponse(
            opens, content_type=kind if kind and not packed else "application/octet-stream", headers=headers
        )
    except FileNotFoundError as error:
        raise Http404("The file is gone.") from error


def staff_download_response(storage: Storage, name: str, **how: Any) -> FileResponse:
    """Return a stored file for staff; `how` are parameters of FileResponse. A missing file is a 404."""
    try:
        return FileResponse(storage.open(name), **how)
    except FileNotFoundError as error:
        raise Http404("The file is gone.") from error

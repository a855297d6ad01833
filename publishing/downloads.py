"""Files that visitors save: an address that nobody can guess, and an answer that no browser takes for a page."""

import functools
import mimetypes
import secrets

from django.http import FileResponse, Http404
from django.utils.http import content_disposition_header

from page_cache import lifetimes
from page_cache.responses import KeptFileResponse


def new_key():
    """Return the part of a file's address that nobody can guess: 22 characters, 128 bits."""
    return secrets.token_urlsafe(16)


def answer(stored):
    """Return the file of a row that visitors may see, to be saved and never shown as a page of this site.

    `stored` has a `file`, and as it was taken in the `file_name` and the `size` in bytes.
    """
    opens = functools.partial(stored.file.storage.open, stored.file.name)
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


def staff_answer(storage, name, **how):
    """Return a stored file for those who work here, with the parameters of FileResponse; a lost one is not found."""
    try:
        return FileResponse(storage.open(name), **how)
    except FileNotFoundError as error:
        raise Http404("The file is gone.") from error

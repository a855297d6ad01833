"""Files that visitors save: an address that nobody can guess, and an answer that no browser takes for a page."""

import secrets

from django.http import FileResponse, Http404


def new_key():
    """Return the part of a file's address that nobody can guess: 22 characters, 128 bits."""
    return secrets.token_urlsafe(16)


def answer(file, name):
    """Return a stored `file`, which visitors may see, to be saved as `name` and never shown as a page of this site."""
    try:
        content = file.open()
    except FileNotFoundError as error:
        raise Http404("The file is gone.") from error
    response = FileResponse(content, as_attachment=True, filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox"
    response.headers["Cache-Control"] = "public, max-age=60"
    return response

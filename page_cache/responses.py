"""Responses that page_cache.layer keeps in its own way."""

from collections.abc import Callable
from typing import IO, Any

from django.http import FileResponse, HttpResponsePermanentRedirect


class KeptFileResponse(FileResponse):
    """A whole file in storage. The function `open_again` opens it, for this request and for later ones.

    The layer keeps the headers as long as it would keep a page; the bytes come from storage each time.
    """

    block_size = 64 * 1024  # bytes; each piece costs the server as much as a small answer

    def __init__(self, open_again: Callable[[], IO[bytes]], **kwargs: Any) -> None:
        self.open_again = open_again
        super().__init__(open_again(), **kwargs)

    def set_headers(self, filelike: IO[bytes]) -> None:
        """Leave the headers as the view made them, including the name of the download."""


class KeptRedirect(HttpResponsePermanentRedirect):
    """A redirection that depends on nothing but host, path and query: the layer keeps it until anything changes.

    Caches and browsers do not, like any other redirection (page_cache.lifetimes).
    """

    is_kept_redirect = True

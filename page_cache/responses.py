"""A response whose file is read again for each request while page_cache.layer keeps its headers."""

from collections.abc import Callable
from typing import IO, Any

from django.http import FileResponse


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

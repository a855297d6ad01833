"""What a view answers so that page_cache.layer may keep more of the answer than its bytes."""

from django.http import FileResponse


class KeptFileResponse(FileResponse):
    """The whole of a file in storage: `open_again`, a function, opens it for this request and for those to come.

    The layer keeps the headers as long as it would keep a page, and asks nobody but the storage for the bytes.
    """

    block_size = 64 * 1024  # bytes; each piece costs the server as much as a small answer

    def __init__(self, open_again, **kwargs):
        self.open_again = open_again
        super().__init__(open_again(), **kwargs)

    def set_headers(self, filelike):
        """Leave the headers as the view has made them, the name of the download included."""

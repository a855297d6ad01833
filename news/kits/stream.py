"""A kit's ZIP, written while it is sent; only one small member at a time is in memory.

Some programs that open ZIPs need the size and checksum in the header before each member. So a member is sent only when
it is complete. Until then it lies in a window in which ZipFile can seek back to the header.
"""

import functools
import hashlib
import tempfile
import zipfile

from django.db import connection
from django.utils import timezone

from news.kits.content import TextMember

BLOCK_BYTES = 256 * 1024  # bytes read and sent at a time
MAX_MEMORY_BYTES = 4 * 1024 * 1024  # a longer member is kept in a temporary file until it is complete


def zip_stream(kit):
    """Yield the bytes of `kit`'s ZIP, without any query: the visitor's role ended with the request."""
    _return_connection()
    sums, missing = [], []
    with Window() as window:
        with zipfile.ZipFile(window, "w") as archive:
            for member in kit.members:
                try:
                    sums.append((_add(archive, member, kit.at), member.name))
                except FileNotFoundError:
                    # Replaced while this was sent, or lost. A complete ZIP that says so is better than half a ZIP.
                    missing.append(member.name)
                yield from window.drained()
            for text in _closing(kit, sums, missing):
                _add(archive, text, kit.at)
                yield from window.drained()
        yield from window.drained()


def _return_connection():
    """Give the database connection back: a slow client may take long, and others need it."""
    if not connection.in_atomic_block:
        connection.close()


class Window:
    """A file for ZipFile to write to, of which everything before drained() has been sent and forgotten.

    After that point one can write, seek back and write again.
    """

    def __init__(self):
        self.file = tempfile.SpooledTemporaryFile(MAX_MEMORY_BYTES)  # noqa: SIM115 - closed with the window
        self.start = 0  # bytes drained so far

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.file.close()

    def write(self, data):
        return self.file.write(data)

    def flush(self):
        pass

    def tell(self):
        return self.start + self.file.tell()

    def seek(self, position):
        self.file.seek(position - self.start)

    def drained(self):
        """Yield what was written and forget it."""
        self.file.seek(0)
        for data in iter(functools.partial(self.file.read, BLOCK_BYTES), b""):
            self.start += len(data)
            yield data
        self.file.seek(0)
        self.file.truncate()


def _add(archive, member, at):
    """Write `member` and return its SHA-256. A missing file raises before anything is written."""
    digest = hashlib.sha256()
    with member.open() as source, archive.open(_entry(member, at), "w") as target:
        for data in iter(functools.partial(source.read, BLOCK_BYTES), b""):
            digest.update(data)
            target.write(data)
    return digest.hexdigest()


def _entry(member, at):
    entry = zipfile.ZipInfo(member.name, date_time=timezone.localtime(at).timetuple()[:6])
    entry.create_system = 3  # Unix, so that external_attr is read as permissions
    entry.external_attr = 0o100644 << 16
    entry.file_size = member.size  # ZipFile decides by this whether the entry needs ZIP64
    if member.shrinks:
        entry.compress_type = zipfile.ZIP_DEFLATED  # at zlib's own level, the same for the same kit
    return entry


def _closing(kit, sums, missing):
    """Yield the last members: MISSING.txt if need be, and SHA256SUMS with a line for each member before it."""
    if missing:
        note = TextMember("MISSING.txt", (kit.apology + "".join(f"{name}\n" for name in missing)).encode())
        sums.append((note.version, note.name))
        yield note
    yield TextMember("SHA256SUMS", "".join(f"{digest}  {name}\n" for digest, name in sums).encode())

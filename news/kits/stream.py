"""A kit's ZIP, written while it is sent: never more of it in memory than one small member.

Every header holds the size and the checksum of its member, which not every program that opens ZIPs does without; so a
member leaves only when it is complete. Until then it lies in a window that ZipFile may wind back.
"""

import functools
import hashlib
import tempfile
import zipfile

from django.db import connection
from django.utils import timezone

from news.kits.content import Ready

BLOCK_BYTES = 256 * 1024  # bytes read and sent at a time
MAX_MEMORY_BYTES = 4 * 1024 * 1024  # a longer member waits in a temporary file for its last byte


def zipped(kit):
    """Yield the bytes of `kit`'s ZIP. Asks nothing of the database: the rights for it are gone by now."""
    _return_connection()
    sums, missing = [], []
    with Window() as window:
        with zipfile.ZipFile(window, "w") as archive:
            for member in kit.members:
                try:
                    sums.append((_add(archive, member, kit.at), member.name))
                except FileNotFoundError:
                    # Made anew while this was sent, or lost. A kit that says so is worth more than half a ZIP.
                    missing.append(member.name)
                yield from window.drained()
            for text in _closing(kit, sums, missing):
                _add(archive, text, kit.at)
                yield from window.drained()
        yield from window.drained()


def _return_connection():
    """Give the database's connection back: others may need it long before a slow reader has everything."""
    if not connection.in_atomic_block:
        connection.close()


class Window:
    """The end of an endless file: what was drained is gone, behind it one may write, wind back and write again."""

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
    """Write `member` and return its SHA-256. A file that is not there raises before anything is written."""
    digest = hashlib.sha256()
    with member.open() as source, archive.open(_entry(member, at), "w") as target:
        for data in iter(functools.partial(source.read, BLOCK_BYTES), b""):
            digest.update(data)
            target.write(data)
    return digest.hexdigest()


def _entry(member, at):
    entry = zipfile.ZipInfo(member.name, date_time=timezone.localtime(at).timetuple()[:6])
    entry.create_system = 3  # as on Unix, wherever this runs: rights to read are understood everywhere
    entry.external_attr = 0o100644 << 16
    entry.file_size = member.size  # tells whether this one needs the long form
    if member.shrinks:
        entry.compress_type = zipfile.ZIP_DEFLATED  # at zlib's own level, the same for the same kit
    return entry


def _closing(kit, sums, missing):
    """Yield what can be said only at the end; SHA256SUMS is the last and has a line for each member before it."""
    if missing:
        note = Ready("MISSING.txt", (kit.apology + "".join(f"{name}\n" for name in missing)).encode())
        sums.append((note.version, note.name))
        yield note
    yield Ready("SHA256SUMS", "".join(f"{digest}  {name}\n" for digest, name in sums).encode())

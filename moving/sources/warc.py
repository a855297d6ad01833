"""A WARC, as crawlers write it (ISO 28500): every answer of a server with its address, one after the other."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from moving import addressing
from moving.profiles import Profile
from moving.sources import Entry, SourceRefused


class Warc:
    """The answers in a file. Where each begins is found once; a page is read when it is wanted."""

    def __init__(self, place: str, profile: Profile) -> None:
        self.path, self.profile = Path(place), profile
        self.pages_at: dict[str, tuple[int, str, str]] = {}  # {address: (offset, type, charset)}
        self.files_at: dict[str, int] = {}  # {identity of an address: offset}
        try:
            self._index()
        except (ArchiveLoadFailed, OSError, EOFError) as error:
            raise SourceRefused(
                _("“%(place)s” cannot be read as a WARC: %(error)s") % {"place": place, "error": error}
            ) from error

    def _index(self):
        with self.path.open("rb") as file:
            records = ArchiveIterator(file, arc2warc=True)
            for record in records:
                if record.rec_type not in ("response", "resource"):
                    continue
                address = record.rec_headers.get_header("WARC-Target-URI") or ""
                status = record.http_headers.get_statuscode() if record.http_headers else "200"
                kind, charset = _content_type(record)
                if not address.startswith(("http://", "https://")) or status != "200":
                    continue
                if kind in ("text/html", "application/xhtml+xml", ""):
                    # The last answer of an address counts: a crawl may have asked twice.
                    self.pages_at[address] = (records.get_record_offset(), kind, charset)
                else:
                    self.files_at[addressing.identity(address)] = records.get_record_offset()

    def pages(self) -> Iterator[Entry]:
        for address, (offset, _kind, charset) in sorted(self.pages_at.items()):
            yield Entry(address, address, 0, lambda offset=offset: self._content(offset), charset)

    def file(self, address: str) -> bytes | None:
        offset = self.files_at.get(addressing.identity(address))
        return self._content(offset) if offset is not None else None

    def _content(self, offset):
        with self.path.open("rb") as file:
            file.seek(offset)
            record = next(iter(ArchiveIterator(io.BufferedReader(file), arc2warc=True)))
            return record.content_stream().read()


def _content_type(record: Any) -> tuple[str, str]:
    headers = record.http_headers or record.rec_headers
    kind, _semicolon, rest = (headers.get_header("Content-Type") or "").partition(";")
    charset = rest.lower().partition("charset=")[2].strip(" \"'")
    return kind.strip().lower(), charset


def open_source(place: str, profile: Profile) -> Warc:
    return Warc(place, profile)

"""Where old pages come from. Each module reads one kind of source and gives Entries; nothing of a source is executed.

open_source(kind, place, profile) → an object with
    pages()        the Entries of all pages, in an order that stays the same
    file(address)  the bytes of a photograph or document that a page refers to, None if the source has none
"""

import dataclasses
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import gettext as _

from moving.models import Source
from moving.profiles import Profile


class SourceRefused(ValueError):
    """A source that cannot be read, with a sentence that says why and what to do."""


@dataclasses.dataclass(frozen=True)
class Entry:
    """One page or record of a source."""

    name: str  # unique within the source
    address: str  # on the old site, '' if it had none
    size: int  # bytes
    read: Callable[[], bytes]
    charset: str = ""  # as the server named it
    facts: Callable[[], dict[str, Any]] | None = None  # of a record, what it says outright (moving/records.py)


class OpenSource(Protocol):
    def pages(self) -> Iterator[Entry]: ...

    def file(self, address: str) -> bytes | None: ...


MODULES = {
    Source.Kind.FOLDER: "folder",
    Source.Kind.WARC: "warc",
    Source.Kind.WORDPRESS: "wordpress",
    Source.Kind.FEED: "feed",
    Source.Kind.WORD: "word",
    Source.Kind.TABLE: "table",
    Source.Kind.ARCHIVE: "archive",
    Source.Kind.CRAWL: "crawl",
}


def open_source(kind: str, place: str, profile: Profile) -> OpenSource:
    """Return the reader of a source; raises SourceRefused."""
    module = import_module(f"moving.sources.{MODULES[Source.Kind(kind)]}")
    return module.open_source(place, profile)


def kind_of(place: str) -> Source.Kind:
    """Return what kind of source lies at `place`, a path or an address; raises SourceRefused."""
    if place.startswith(("http://", "https://")):
        return Source.Kind.CRAWL
    path = Path(place)
    if path.is_dir():
        if (path / "archive.json").exists() or ((path / "records").is_dir() and (path / "README.md").exists()):
            return Source.Kind.ARCHIVE
        inside = {found.suffix.lower() for found in path.rglob("*") if found.is_file()}
        return Source.Kind.WORD if ".docx" in inside and not inside & {".html", ".htm"} else Source.Kind.FOLDER
    if not path.exists():
        raise SourceRefused(_("There is nothing at “%(place)s”. Check the path.") % {"place": place})
    name = path.name.lower()
    if name.endswith((".warc", ".warc.gz")):
        return Source.Kind.WARC
    if name.endswith((".csv", ".tsv")):
        return Source.Kind.TABLE
    with path.open("rb") as file:
        beginning = file.read(65536).lstrip()
    if beginning[:1] in (b"{", b"["):
        return Source.Kind.FEED if b"jsonfeed.org/version" in beginning else Source.Kind.TABLE
    if b"wordpress.org/export" in beginning:
        return Source.Kind.WORDPRESS
    if b"<rss" in beginning or b"http://www.w3.org/2005/Atom" in beginning or b"<rdf:RDF" in beginning:
        return Source.Kind.FEED
    raise SourceRefused(
        _(
            "It is not known what “%(place)s” is. It may be a folder of saved pages or Word documents, a WARC, a "
            "WordPress export, a feed, a CSV or JSON table, the public archive of another press office, or an address."
        )
        % {"place": place}
    )

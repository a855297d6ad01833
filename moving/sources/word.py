"""A folder of Word documents, a file a text, read as the desk reads them. Their dates stand in their names."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from moving import printed_dates
from moving.profiles import Profile
from moving.sources import Entry, SourceRefused
from news.word import document
from news.word.package import ENCRYPTED, WordRefused
from publishing.html import PHOTO

SCHEME = "word:"  # of the addresses of pictures within documents: word:2018/report.docx/3


class Words:
    def __init__(self, place: str, profile: Profile) -> None:
        self.root, self.profile = Path(place), profile
        self.last: tuple[str, dict[str, bytes]] = ("", {})  # (document, its pictures), the one that was read last

    def pages(self) -> Iterator[Entry]:
        for path in sorted(self.root.rglob("*.docx")):
            if path.name.startswith("~$") or path.is_symlink():
                continue  # what Word leaves beside an open document
            name = path.relative_to(self.root).as_posix()
            yield Entry(name, "", path.stat().st_size, path.read_bytes, facts=lambda name=name: self._facts(name))

    def _facts(self, name: str) -> dict[str, Any]:
        try:
            story = self._story(name)
        except WordRefused as refusal:
            if ENCRYPTED in (self.root / name).read_bytes():
                return {"left_out": "encrypted"}
            return {"waits": "unreadable", "refusal": str(refusal)}
        date = next(iter(printed_dates.find(Path(name).stem.replace("_", " "))), None)
        return {
            "title": story.title,
            "standfirst": story.standfirst,
            "html": PHOTO.sub(lambda match: f'<img src="{escape(SCHEME + name)}/{match[1]}">', story.body),
            "language": story.language,
            "date": date.date.isoformat() if date else "",
        }

    def _story(self, name):
        story = document.read(io.BytesIO((self.root / name).read_bytes()), Path(name).name)
        pictures = {f"{SCHEME}{name}/{picture.number}": picture.file().getvalue() for picture in story.pictures}
        self.last = (name, pictures)
        return story

    def file(self, address: str) -> bytes | None:
        """Return a picture of a document."""
        if not address.startswith(SCHEME):
            return None
        name = address.removeprefix(SCHEME).rpartition("/")[0]
        if self.last[0] != name and (self.root / name).is_file():
            self._story(name)
        return self.last[1].get(address)


def open_source(place: str, profile: Profile) -> Words:
    if not Path(place).is_dir():
        raise SourceRefused(_("“%(place)s” is no folder.") % {"place": place})
    return Words(place, profile)

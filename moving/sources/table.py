"""A table of texts, CSV or JSON. Its columns are named as the facts of a record, or the profile says which is which."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from moving import decoding
from moving.profiles import Profile
from moving.sources import Entry, SourceRefused

FACTS = (
    "title",
    "date",
    "language",
    "section",
    "html",
    "text",
    "standfirst",
    "signature",
    "genre",
    "address",
    "photos",
    "id",
)
MAX_BYTES = 500_000_000


class Table:
    def __init__(self, place: str, profile: Profile) -> None:
        self.path, self.profile = Path(place), profile
        if self.path.stat().st_size > MAX_BYTES:
            raise SourceRefused(_("“%(place)s” is too large for a table.") % {"place": place})
        self.rows = self._rows()
        self._refuse_without_titles()

    def _rows(self):
        text = decoding.decode(self.path.read_bytes()).text
        if text.lstrip()[:1] in ("[", "{"):
            return self._of_json(text)
        csv.field_size_limit(10_000_000)
        try:
            dialect = csv.Sniffer().sniff(text[:20000], delimiters=",;\t")
        except csv.Error:
            dialect = csv.excel
        return list(csv.DictReader(io.StringIO(text), dialect=dialect))

    def _of_json(self, text):
        try:
            found = json.loads(text)
        except ValueError as error:
            raise SourceRefused(
                _("“%(place)s” is damaged: %(error)s") % {"place": self.path, "error": error}
            ) from error
        if isinstance(found, dict):
            found = next((rows for rows in found.values() if isinstance(rows, list)), None)
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise SourceRefused(_("“%(place)s” holds no list of records.") % {"place": self.path})
        return found

    def _refuse_without_titles(self):
        columns = {self.profile.columns.get(name, name) for row in self.rows[:50] for name in row}
        if self.rows and not {"title"} <= columns:
            raise SourceRefused(
                _(
                    "No column of “%(place)s” is the title. Name it under “columns” in the profile. "
                    "There are: %(names)s."
                )
                % {"place": self.path, "names": ", ".join(str(name) for name in self.rows[0])}
            )

    def pages(self) -> Iterator[Entry]:
        for number, row in enumerate(self.rows, 1):
            facts = {self.profile.columns.get(name, name): value for name, value in row.items() if name}
            facts = {name: value for name, value in facts.items() if name in FACTS and value not in (None, "")}
            if isinstance(facts.get("photos"), str):
                facts["photos"] = facts["photos"].split()
            data = json.dumps(row, ensure_ascii=False, sort_keys=True, default=str).encode()
            name = str(facts.get("id") or facts.get("address") or f"row {number}")[:2000]
            yield Entry(name, str(facts.get("address", "")), len(data), lambda d=data: d, "utf-8", lambda f=facts: f)

    def file(self, address: str) -> bytes | None:
        """Return a picture that lies beside the table, named by a path."""
        if "://" in address:
            return None
        path = (self.path.parent / address).resolve()
        inside = path.is_relative_to(self.path.parent.resolve())
        return path.read_bytes() if inside and path.is_file() else None


def open_source(place: str, profile: Profile) -> Table:
    return Table(place, profile)

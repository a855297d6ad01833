"""The public archive of another newsroom of ours (backups/archive.py), imported into one that has content already.

Into an empty newsroom it is loaded as it is, with `load_archive`; here its articles come as those of any old site.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.html import escape
from django.utils.translation import gettext as _

from moving.profiles import Profile
from moving.sources import Entry, SourceRefused
from publishing.html import PHOTO

FORMAT = 1
SCHEME = "archive:"


class Archive:
    def __init__(self, place: str, profile: Profile) -> None:
        self.root, self.profile = Path(place), profile
        try:
            facts = json.loads((self.root / "archive.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise SourceRefused(
                _("“%(place)s” is no archive of a press office: %(error)s") % {"place": place, "error": error}
            ) from error
        if facts.get("format") != FORMAT:
            raise SourceRefused(
                _("“%(place)s” was made by a later version. Upgrade this one first.") % {"place": place}
            )
        self.site = facts["site"].rstrip("/")
        self.sections = {row["id"]: row["slug"] for row in self._records("news_section")}
        self.photos = {row["id"]: row for row in self._records("photos_photo")}
        self.largest = self._largest()
        self.uses = self._by("news_editionphoto", "edition_id")
        self.attachments = self._by("news_attachment", "edition_id")

    def _records(self, table):
        path = self.root / "records" / f"{table}.jsonl"
        with path.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    def _by(self, table, column):
        found = {}
        for row in self._records(table):
            found.setdefault(row[column], []).append(row)
        return found

    def _largest(self):
        """Return {number of a photo: its public file of the greatest width}."""
        found = {}
        for row in self._records("photos_rendition"):
            best = found.get(row["photo_id"])
            if row["kind"] != "avif" and not row["crop"] and (best is None or row["width"] > best["width"]):
                found[row["photo_id"]] = row
        return {number: row["file"] for number, row in found.items()}

    def pages(self) -> Iterator[Entry]:
        newest = {}
        for row in self._records("news_edition"):
            key = row["article_id"], row["language"]
            if row["live_until"] is None and row["number"] > newest.get(key, {"number": 0})["number"]:
                newest[key] = row
        addresses = {key: self._address(row) for key, row in newest.items()}
        for key, row in sorted(newest.items()):
            data = json.dumps(row, ensure_ascii=False, sort_keys=True).encode()
            twins = [address for (number, other), address in addresses.items() if number == key[0] and other != key[1]]
            yield Entry(
                f"{key[0]}.{key[1]}", addresses[key], len(data), lambda d=data: d, "utf-8",
                lambda row=row, twins=twins: self._facts(row, twins),
            )  # fmt: skip

    def _address(self, row):
        path = f"{self.root}/articles/{row['article_id']}.{row['language']}.json"
        try:
            found = json.loads(Path(path).read_text(encoding="utf-8")).get("uri", "")
        except (OSError, ValueError):
            found = ""
        return (
            found
            if urlsplit(found).scheme in ("http", "https")
            else f"{self.site}/{row['language']}/news/{row['article_id']}/"
        )

    def _facts(self, row, twins):
        precision = {"day": 10, "month": 7, "year": 4}[row["shown_precision"]]
        uses = sorted(self.uses.get(row["id"], []), key=lambda use: use["position"])
        words = {use["photo_id"]: use for use in uses}
        body = PHOTO.sub(lambda match: self._image(int(match[1]), words), row["body"])
        shown = {int(number) for number in PHOTO.findall(row["body"])}
        first = "".join(self._image(use["photo_id"], words) for use in uses if use["photo_id"] not in shown)
        return {
            "title": row["title"], "standfirst": row["standfirst"], "html": first + body, "language": row["language"],
            "date": row["shown_on"][:precision], "genre": row["genre"], "signature": row["signature"],
            "section": self.sections.get(row["section_id"], ""), "twins": twins,
            "attachments": [f"{SCHEME}{one['file']}" for one in self.attachments.get(row["id"], [])],
        }  # fmt: skip

    def _image(self, number, words):
        photo, use = self.photos.get(number), words.get(number, {})
        if photo is None or number not in self.largest:
            return ""
        address = f"{SCHEME}{self.largest[number]}"
        return (
            f'<img src="{escape(address)}" alt="{escape(use.get("alt", ""))}" title="{escape(use.get("caption", ""))}">'
        )

    def file(self, address: str) -> bytes | None:
        path = (self.root / "files" / address.removeprefix(SCHEME)).resolve()
        inside = path.is_relative_to((self.root / "files").resolve())
        return path.read_bytes() if address.startswith(SCHEME) and inside and path.is_file() else None


def open_source(place: str, profile: Profile) -> Archive:
    return Archive(place, profile)

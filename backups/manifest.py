"""A backup: one folder with the dump of the database, the files, and a manifest of both.

    2026-11-25T135146.072Z/
        manifest.json     what follows here, and how many rows of what kind the database holds
        database.dump     as pg_dump writes it
        files/…           every file under the name that the rows have for it

While it is made, its name ends in “.unfinished”; it is renamed when it is complete.
"""

import dataclasses
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import NotRequired, TypedDict

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from backups import BackupRefused, stored
from backups.census import Count

FORMAT = 1
MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files"
UNFINISHED = ".unfinished"
NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}\.\d{3}Z")


class FileFacts(TypedDict):
    size: int
    sha256: str
    modified: NotRequired[str]  # of a file in the storage, as that says it


@dataclasses.dataclass
class Manifest:
    taken_at: str
    server: int  # PostgreSQL's version
    migrations: list[str]  # that had been applied
    record: str  # the head of the sealed record
    dump: FileFacts  # size and sha256
    rules: dict[str, str]  # additional queries of the census
    census: dict[str, Count]
    files: dict[str, FileFacts]  # name: size, sha256, modified
    missing: list[str]  # that rows name and the storage did not have
    format: int = FORMAT

    def write(self, folder: Path) -> str:
        text = json.dumps(dataclasses.asdict(self), ensure_ascii=False, indent=1)
        (folder / MANIFEST).write_text(text, encoding="utf-8")
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def rows(self) -> int:
        return sum(table["rows"] for name, table in self.census.items() if name not in self.rules)

    @property
    def bytes(self) -> int:
        return self.dump["size"] + sum(file["size"] for file in self.files.values())

    def unknown_migrations(self) -> list[str]:
        """Return the migrations that this code does not have: the backup is of a newer version."""
        return sorted(set(self.migrations) - _of_this_code())

    def later_migrations(self) -> list[str]:
        """Return the migrations that still have to run on the restored database."""
        return sorted(_of_this_code() - set(self.migrations))


def read(folder: Path | str) -> Manifest:
    """Return the Manifest of the backup in `folder`; raises BackupRefused if it is no complete backup."""
    folder = Path(folder)
    if folder.name.endswith(UNFINISHED):
        raise BackupRefused(f"{folder} was cut off before it was whole. Take an earlier one; “backup” will remove it.")
    try:
        facts = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BackupRefused(f"{folder} is no backup: there is no {MANIFEST} in it. Name the folder of one.") from None
    except ValueError:
        raise BackupRefused(f"{folder / MANIFEST} is damaged and cannot be read. Take another backup.") from None
    if facts.get("format") != FORMAT:
        raise BackupRefused(f"{folder} has the format {facts.get('format')}, and this newsroom reads {FORMAT}.")
    return Manifest(**facts)


def complete_backups(root: Path | str) -> list[Path]:
    """Return the folders of all complete backups in `root`, the oldest first."""
    return sorted(path for path in Path(root).glob("*") if NAME.fullmatch(path.name) and (path / MANIFEST).exists())


def damage(folder: Path, manifest: Manifest, step: Callable[[int], None] = lambda data: None) -> dict[str, str]:
    """Read everything and return {name of a file, or of the dump: what is wrong with it}."""
    expected = {DUMP: manifest.dump, **{f"{FILES}/{name}": facts for name, facts in manifest.files.items()}}
    found = {}
    for name, facts in expected.items():
        try:
            with (folder / name).open("rb") as file:
                if stored.digest(file) != (facts["size"], facts["sha256"]):
                    found[name] = "was altered: its SHA-256 is not that of the manifest"
        except FileNotFoundError:
            found[name] = "is missing"
        except OSError as fault:
            found[name] = f"cannot be read: {fault}"
        step(facts["size"])
    return found


def applied_migrations() -> list[str]:
    loader = MigrationLoader(connection)
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations)


def _of_this_code():
    loader = MigrationLoader(None)
    return {f"{app}.{name}" for app, name in loader.disk_migrations}

"""Making a backup: the database at one instant, and the files that belong to its rows."""

import contextlib
import fcntl
import hashlib
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.db import connection, transaction

from authenticity import sealing
from backups import BackupRefused, census, manifest, programs, stored
from backups.manifest import DUMP, FILES, UNFINISHED, FileFacts, Manifest
from backups.progress import Progress
from publishing import record

MAX_TRIES = 3  # to find an instant of which no file is missing


class Made(NamedTuple):
    """A complete backup; `wrong` are files that were lost or damaged before, {name: sentence}."""

    folder: Path
    manifest: Manifest
    sha256: str  # of the manifest
    wrong: dict[str, str]


def make(root: Path | str, progress: Progress) -> Made:
    """Make a backup in the folder `root`.

    Names of files are never used again, so files may be copied after the instant of the database. Only files that were
    deleted meanwhile can be missing, as when photos are rendered again: then we try another instant. If files are still
    missing, they were lost before and are reported; a backup without one photo is better than none.
    """
    with _alone(root):
        earlier = manifest.complete_backups(root)
        taken_at = datetime.now(UTC)
        name = f"{taken_at:%Y-%m-%dT%H%M%S}.{taken_at.microsecond // 1000:03}Z"
        folder = Path(root) / f"{name}{UNFINISHED}"
        (folder / FILES).mkdir(parents=True)
        files = _Files(folder, earlier[-1] if earlier else None, progress)
        record.seal()
        files.copy()  # most of them, before the database has to keep a snapshot for us
        for attempt in range(1, MAX_TRIES + 1):
            with _instant() as snapshot:
                files.copy()
                wrong = files.compare(stored.named())
                if wrong and attempt < MAX_TRIES:
                    continue
                progress.begin("Dumping the database")
                programs.run(
                    "pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", "--file", folder / DUMP
                )
                with (folder / DUMP).open("rb") as dump:
                    size, sha256 = stored.digest(dump)
                made = Manifest(
                    taken_at=taken_at.isoformat(timespec="seconds"),
                    server=programs.server_version(),
                    migrations=manifest.applied_migrations(),
                    record=sealing.record_head(),
                    dump={"size": size, "sha256": sha256},
                    rules=census.RULES,
                    census=census.take(census.RULES),
                    files=files.copied,
                    missing=sorted(name for name in wrong if name not in files.copied),
                )
            break
        sha256 = made.write(folder)
        os.sync()  # in a power cut, the final name must not be on the disk without the bytes
        finished = folder.rename(Path(root) / name)
        return Made(finished, made, sha256, wrong)


def prune(root: Path | str, keep: int) -> list[Path]:
    """Delete all but the newest `keep` backups, and return the deleted folders."""
    gone = manifest.complete_backups(root)[:-keep]
    for folder in gone:
        # Rename it first, so that half a backup is never taken for a complete one.
        shutil.rmtree(folder.rename(f"{folder}{UNFINISHED}"))
    return gone


@contextlib.contextmanager
def _alone(root):
    """Let one process at a time make backups in `root`, and delete what an interrupted one left."""
    Path(root).mkdir(parents=True, exist_ok=True)
    Path(root).chmod(0o700)  # drafts, names and passwords' hashes lie here
    with (Path(root) / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused(f"Another backup is being made in {root}. Wait until it has ended.") from None
        for left_behind in Path(root).glob(f"*{UNFINISHED}"):
            shutil.rmtree(left_behind)
        yield


@contextlib.contextmanager
def _instant():
    """Export a snapshot of the database for the length of the block; yield its name for pg_dump."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


class _Files:
    """The files of a new backup; unchanged files are hard links to those of the last backup, to save space."""

    def __init__(self, folder: Path, earlier: Path | None, progress: Progress) -> None:
        self.folder, self.earlier, self.progress = folder, earlier, progress
        self.known: dict[str, FileFacts] = manifest.read(earlier).files if earlier else {}
        self.copied: dict[str, FileFacts] = {}

    def copy(self):
        """Copy the files that are new since the last call."""
        waiting = [path for path in stored.listing() if self._differs(path)]
        if waiting:
            self.progress.begin("Copying files", sum(file.size for file in waiting))
        for file in waiting:
            target = self.folder / FILES / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            with contextlib.suppress(FileNotFoundError):  # deleted a moment ago
                sha256 = self._linked(file, target) or self._copied(file, target)
                self.copied[file.name] = {"size": target.stat().st_size, "sha256": sha256, "modified": file.modified}
            self.progress.step(file.size)

    def compare(self, named):
        """Return {name: sentence} for files of rows that are missing or have changed."""
        wrong = {}
        for name, sha256 in named.items():
            if name not in self.copied:
                wrong[name] = "is missing in the storage"
            elif sha256 and sha256 != self.copied[name]["sha256"]:
                wrong[name] = "is not what was uploaded: its SHA-256 differs"
        return wrong

    def _differs(self, file):
        there = self.copied.get(file.name)
        return there is None or (there["size"], there["modified"]) != (file.size, file.modified)

    def _linked(self, file, target):
        """Link the file of the last backup and return its SHA-256, if size and time are the same."""
        known = self.known.get(file.name)
        if not known or (known["size"], known["modified"]) != (file.size, file.modified):
            return None
        source = self.earlier / FILES / file.name
        try:
            if source.stat().st_size != file.size:
                return None
            os.link(source, target)
        except OSError:  # lost there, or a file system without links
            return None
        return known["sha256"]

    def _copied(self, file, target):
        hashed = hashlib.sha256()
        with default_storage.open(file.name) as source, target.open("wb") as copy:
            while piece := source.read(stored.CHUNK_BYTES):
                hashed.update(piece)
                copy.write(piece)
        return hashed.hexdigest()

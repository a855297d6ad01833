"""Restoring a backup into an empty database and storage, and comparing the result with the backup."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction

from backups import BackupRefused, census, manifest, programs, stored
from backups.manifest import DUMP, FILES, Manifest
from backups.progress import Progress
from publishing import sql_files

MAX_FILES_NAMED = 20  # damaged files named one by one


def check(folder: Path | str, progress: Progress, *, despite_damage: bool = False) -> tuple[Manifest, dict[str, str]]:
    """Read the whole backup and return its Manifest and {damaged file: what is wrong}; or raise BackupRefused."""
    kept = manifest.read(folder)
    if unknown := kept.unknown_migrations():
        raise BackupRefused(
            f"This backup was made by a newer newsroom: its database knows {', '.join(unknown)}. "
            "Install that version of the newsroom and restore with it."
        )
    progress.begin("Reading the backup", kept.bytes)
    damaged = manifest.damage(Path(folder), kept, progress.step)
    if DUMP in damaged:
        raise BackupRefused(f"The database's dump {damaged[DUMP]}. Nothing was restored; take another backup.")
    lost = {name.removeprefix(f"{FILES}/"): wrong for name, wrong in damaged.items()}
    if lost and not despite_damage:
        raise BackupRefused(
            f"{_listed(lost)}\nNothing was restored. Take another backup, or restore what is whole with "
            "--despite-damage."
        )
    return kept, lost


def restore(folder: Path | str, kept: Manifest, lost: Mapping[str, str], progress: Progress) -> None:
    """Restore the backup into the empty database and the empty storage; on an error, both are left empty.

    The result is compared with the manifest, row by row and byte by byte; raises BackupRefused if it differs.
    """
    refuse_what_is_not_empty()
    if programs.server_version() < kept.server:
        raise BackupRefused(
            f"The backup is of PostgreSQL {kept.server}, and this server is {programs.server_version()}. "
            "Restore into a server of that version or a newer one."
        )
    names = [name for name in kept.files if name not in lost]
    with nothing_left_behind():
        progress.begin("Restoring files", sum(kept.files[name]["size"] for name in names))
        for name in names:
            _put(Path(folder) / FILES / name, name)
            progress.step(kept.files[name]["size"])
        progress.begin("Restoring the database")
        _make_visitors_role()
        arguments = ["--single-transaction", "--exit-on-error", "--no-owner", Path(folder) / DUMP]
        programs.run("pg_restore", *arguments)
    _compare(kept, names, progress)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # otherwise queries are slow until autovacuum has run


def refuse_what_is_not_empty() -> None:
    if there := census.tables():
        raise BackupRefused(
            f"The database “{connection.settings_dict['NAME']}” is not empty: it has {len(there)} tables. A backup is "
            "restored into an empty one only. Make one with “createdb” and name it in DATABASE_URL; of the embedded "
            "database, stop the newsroom and move the folder var/postgres away."
        )
    refuse_a_storage_that_is_not_empty()


def refuse_a_storage_that_is_not_empty() -> None:
    if first := next(stored.listing(), None):
        raise BackupRefused(
            f"The storage is not empty: “{first.name}” lies there. Only an empty one is filled. "
            "Name an empty folder in MEDIA_ROOT, or an empty bucket in S3_BUCKET."
        )


@contextlib.contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Empty the storage, which was empty before, if the block fails."""
    try:
        yield
    except BaseException:
        for file in list(stored.listing()):
            default_storage.delete(file.name)
        raise


def _put(path, name):
    with path.open("rb") as file:
        given = default_storage.save(name, File(file))
    if given != name:
        raise BackupRefused(f"The storage took “{name}” as “{given}”: something else writes into it. Stop that first.")


def _make_visitors_role():
    """Create the visitors' role, which no dump has: roles belong to the server."""
    with connection.cursor() as cursor:
        cursor.execute(sql_files.read("publishing/sql/visitors_role.sql"))


def _compare(kept, names, progress):
    """Raise BackupRefused if the restored data differs from the backup."""
    progress.begin("Comparing row by row")
    found = _differences(kept)
    progress.begin("Comparing byte by byte", sum(kept.files[name]["size"] for name in names))
    there = {path.name for path in stored.listing()}
    for name in names:
        facts = kept.files[name]
        with contextlib.ExitStack() as opened:
            if name not in there:
                found[name] = "is missing"
            elif stored.digest(opened.enter_context(default_storage.open(name))) != (facts["size"], facts["sha256"]):
                found[name] = "is another than in the backup"
        progress.step(facts["size"])
    found |= dict.fromkeys(there - set(names), "is not in the backup")
    if found:
        raise BackupRefused(f"{_listed(found)}\nWhat was restored is not what was backed up. Do not use it.")


def _differences(kept):
    """Return {table or kind of rule: sentence} for differences between the database and the manifest's census."""
    expected = kept.census
    with transaction.atomic():
        found = census.take(kept.rules)
    return {
        name: f"differs: {_rows(found, name)} rows, and {_rows(expected, name)} in the backup"
        for name in sorted(expected.keys() | found.keys())
        if expected.get(name) != found.get(name)
    }


def _rows(counted, table):
    return counted[table]["rows"] if table in counted else "no"


def _listed(found):
    lines = [f"{name} {wrong}." for name, wrong in sorted(found.items())]
    return "\n".join(
        lines[:MAX_FILES_NAMED]
        + ([f"And {len(lines) - MAX_FILES_NAMED} more."] if len(lines) > MAX_FILES_NAMED else [])
    )

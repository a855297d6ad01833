"""The folder of old sites (OLD_SITES): what the operator has put there and what was uploaded, for the desk to read.

Nothing outside of this folder is read by the desk, whatever name it is given.
"""

import dataclasses
import errno
import os
import shutil
import stat
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from moving import sources
from moving.sources import SourceRefused
from photos.inspection import clean_file_name

ENDINGS = (".zip", ".warc", ".warc.gz", ".xml", ".rss", ".atom", ".json", ".csv", ".tsv")
MAX_UNPACKED = 4_000_000_000  # bytes of all files of a ZIP archive
MAX_FILES = 200_000  # in a ZIP archive
MAX_TIMES_LARGER = 100  # than the archive: texts and pictures are not, what is made to fill a disk is
SMALL = 50_000_000  # bytes that an archive may hold whatever its own size
ROOM_LEFT = 1_000_000_000  # bytes of the disk that stay free
CHUNK_BYTES = 1 << 20
UNFINISHED_SECONDS = 24 * 3600  # no upload takes longer
_UNFINISHED = ".unfinished-"


@dataclasses.dataclass(frozen=True)
class Place:
    """A folder or file in the folder of old sites; `size` in bytes, None for a folder."""

    name: str
    kind: str  # what it is, in words; '' if that is not known
    size: int | None


def there() -> list[Place]:
    """Return what lies in the folder, by name."""
    try:
        found = sorted(os.scandir(settings.OLD_SITES), key=lambda entry: entry.name)
    except OSError:
        return []
    return [_place(entry) for entry in found if not entry.name.startswith(".") and _can_be_named(entry.name)]


def _can_be_named(name):
    """Tell whether a name is text: on Linux it may be any bytes."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _place(entry):
    try:
        kind = str(sources.kind_of(str(path_of(entry.name))).label)
    except (SourceRefused, OSError):
        kind = ""
    return Place(entry.name, kind, None if entry.is_dir() else entry.stat(follow_symlinks=False).st_size)


def path_of(name: str) -> Path:
    """Return the path of what is called `name` in the folder. Raises SourceRefused."""
    root = settings.OLD_SITES.resolve()
    try:
        path = (root / name).resolve()
        is_named = name == Path(name).name and name not in ("", "..")
        is_there = is_named and path != root and path.is_relative_to(root) and path.exists()
    except (OSError, ValueError):  # a name too long, a zero byte
        is_there = False
    if not is_there:
        raise SourceRefused(
            _("There is no “%(name)s” in the folder of old sites. Choose another source, or upload it.")
            % {"name": name[:200]}
        )
    return path


def take_in(upload: UploadedFile) -> str:
    """Store what was uploaded, a ZIP archive as a folder, and return its name. Raises SourceRefused."""
    name = clean_file_name(upload.name or "")
    if not name.lower().endswith(ENDINGS):
        raise SourceRefused(
            _(
                "“%(name)s” is nothing that can be read. Upload a ZIP archive of saved pages or Word documents, a "
                "WARC, a WordPress export (XML), a feed, or a table (CSV, JSON)."
            )
            % {"name": name}
        )
    is_archive = name.lower().endswith(".zip")
    target = name[: -len(".zip")] if is_archive else name
    root = settings.OLD_SITES
    try:
        root.mkdir(parents=True, exist_ok=True)
        _forget_unfinished(root)
        if not target or target.startswith(".") or (root / target).exists():
            raise SourceRefused(
                _("There is a “%(name)s” in the folder of old sites already. Choose it, or rename the file.")
                % {"name": target}
            )
        with tempfile.TemporaryDirectory(prefix=_UNFINISHED, dir=root) as working:
            stored = Path(working) / target
            if is_archive:
                stored = _unpacked(upload, stored)
            else:
                _refuse_without_room(root, upload.size or 0)
                with stored.open("wb") as file:
                    for chunk in upload.chunks(CHUNK_BYTES):
                        file.write(chunk)
                _refuse_unknown(stored)
            os.rename(stored, root / target)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise SourceRefused(_without_room()) from error
    return target


def _refuse_unknown(path):
    try:
        sources.kind_of(str(path))
    except SourceRefused:
        raise SourceRefused(
            _("“%(name)s” is neither a WARC, a WordPress export, a feed nor a table, whatever its name says.")
            % {"name": path.name}
        ) from None


def _forget_unfinished(root):
    """Delete what uploads have left that broke off with the server."""
    for entry in os.scandir(root):
        if entry.name.startswith(_UNFINISHED) and time.time() - entry.stat().st_mtime > UNFINISHED_SECONDS:
            shutil.rmtree(entry.path, ignore_errors=True)


def _refuse_without_room(root, size):
    if shutil.disk_usage(root).free < size + ROOM_LEFT:
        raise SourceRefused(_without_room())


def _without_room():
    return _("There is no room on the disk of the server. Ask its operator to make some, then upload it again.")


# --- ZIP archives ----------------------------------------------------------------------------------------------------


def _unpacked(upload, folder):
    """Unpack a ZIP archive into `folder`; return the folder with its content."""
    try:
        with zipfile.ZipFile(upload) as archive:
            files = list(_files_of(archive))
            _refuse_bombs(files, upload.size or 1)
            _refuse_without_room(settings.OLD_SITES, sum(info.file_size for _path, info in files))
            for path, info in files:
                _unpack(archive, info, folder / path)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, UnicodeError) as error:
        raise SourceRefused(
            _("The archive is damaged or packed in an unknown way: %(error)s. Pack it again as an ordinary ZIP.")
            % {"error": error}
        ) from error
    return _without_wrapping(folder)


def _files_of(archive) -> Iterator[tuple[PurePosixPath, zipfile.ZipInfo]]:
    """Yield (path, entry) of the files of an archive. Raises SourceRefused for what is no plain file."""
    for info in archive.infolist():
        if info.is_dir():
            continue
        path = PurePosixPath(info.filename.replace("\\", "/"))
        mode = info.external_attr >> 16
        if path.is_absolute() or ".." in path.parts or not path.parts or ":" in path.parts[0]:
            raise SourceRefused(
                _("The archive has a file that would lie outside of its folder: “%(name)s”. Nothing was unpacked.")
                % {"name": info.filename[:200]}
            )
        if info.flag_bits & 1:
            raise SourceRefused(_("The archive is protected by a password. Pack it again without one."))
        if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            continue  # a link is not followed
        if path.parts[0] != "__MACOSX":
            yield path, info


def _refuse_bombs(files, size):
    """Refuse an archive that would fill the disk; of each entry no more is unpacked than it says it holds."""
    unpacked = sum(info.file_size for _path, info in files)
    if not files:
        raise SourceRefused(_("There is no file in the archive."))
    if len(files) > MAX_FILES or unpacked > MAX_UNPACKED or unpacked > max(size * MAX_TIMES_LARGER, SMALL):
        raise SourceRefused(
            _(
                "The archive holds %(files)d files of %(megabytes)d MB, which is more than is unpacked here. Ask the "
                "operator of the server to put the unpacked folder into the folder of old sites."
            )
            % {"files": len(files), "megabytes": unpacked // 1_000_000}
        )


def _unpack(archive, info, path):
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(info) as packed, path.open("xb") as file:
            shutil.copyfileobj(packed, file, CHUNK_BYTES)
    except (FileExistsError, NotADirectoryError, IsADirectoryError):
        raise SourceRefused(
            _("The archive has two files with one name: “%(name)s”. Pack it again.") % {"name": info.filename[:200]}
        ) from None
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        raise SourceRefused(
            _("The archive has a file with a name that is too long: “%(name)s”.") % {"name": info.filename[:200]}
        ) from error


def _without_wrapping(folder):
    """Return the folder that holds the hosts or pages: archives are often made of one folder, which says nothing."""
    while True:
        inside = list(os.scandir(folder))
        if len(inside) != 1 or not inside[0].is_dir() or "." in inside[0].name:
            return folder
        folder = Path(inside[0].path)

"""The file that may come with an enquiry: of a few kinds, inspected, and stored without a public address.

A file's content decides, not its name. Executables and archives are refused; a Word document is an archive too, and is
searched for macros and embedded programs.
"""

import secrets
import zipfile

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _

from photos.inspection import clean_file_name

FOLDER = "enquiries"
MAX_BYTES = 10_000_000
MAX_NAME_CHARACTERS = 120
MAX_ARCHIVE_ENTRIES = 2_000  # of a document that is an archive
KINDS = {
    "pdf": b"%PDF-",
    "docx": b"PK\x03\x04",
    "odt": b"PK\x03\x04",
    "rtf": b"{\\rtf",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
    "txt": b"",
}
MARKS = {"docx": "word/document.xml", "odt": "mimetype"}
PROGRAMS = ("vbaproject", "basic/", "scripts/", "oleobject", "activex")


class UploadLimitHandler(FileUploadHandler):
    """Discards uploads beyond the limit instead of failing, so that the rest of the form still arrives.

    The size of what was kept then shows that the file was too big.
    """

    kept = 0

    def receive_data_chunk(self, raw_data, start):
        if self.kept > MAX_BYTES:
            return None  # later handlers do not get the chunk
        self.kept += len(raw_data)
        return raw_data

    def file_complete(self, file_size):
        return None


def check(upload):
    """Return the name for storing an uploaded file; ValidationError with a sentence if it is refused."""
    name = clean_file_name(upload.name)[-MAX_NAME_CHARACTERS:]
    kind = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    told = {"name": name, "limit": MAX_BYTES // 1_000_000, "kinds": ", ".join(KINDS)}
    if kind not in KINDS:
        raise ValidationError(
            _(
                "“%(name)s” is not a kind of file we open. Programs and archives are not accepted. You can send: "
                "%(kinds)s."
            )
            % told
        )
    if upload.size > MAX_BYTES:
        raise ValidationError(_("“%(name)s” is larger than %(limit)d MB. Send a smaller one, or a link to it.") % told)
    if not upload.size:
        raise ValidationError(_("“%(name)s” is empty. Choose it again.") % told)
    if not _is_what_it_says(upload, kind):
        raise ValidationError(
            _("“%(name)s” is not what its name says, or holds a program. Save it as a PDF and choose that.") % told
        )
    return name


def keep(upload, name):
    """Store a checked file under a name that nobody can guess, and return that."""
    upload.seek(0)
    return default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}/{name}", upload)


def forget(file):
    if file:
        default_storage.delete(file)


def _is_what_it_says(upload, kind):
    upload.seek(0)
    start = upload.read(4096)
    if not start.startswith(KINDS[kind]):
        return False
    if kind == "txt":
        return b"\x00" not in start and not start.startswith((b"MZ", b"\x7fELF", b"#!", b"PK\x03\x04", b"Rar!"))
    return kind not in MARKS or _is_a_harmless_document(upload, MARKS[kind])


def _is_a_harmless_document(upload, mark):
    try:
        upload.seek(0)
        with zipfile.ZipFile(upload) as archive:
            names = [name.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError):
        return False
    return (
        mark in names
        and len(names) <= MAX_ARCHIVE_ENTRIES
        and not any(word in name for name in names for word in PROGRAMS)
    )

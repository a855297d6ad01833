"""The ZIP package of a Word document: its kind, its size, and safe unpacking.

A .docx is a ZIP of XML. Its directory is read first, and nothing is unpacked unless the directory is within limits. The
sizes it declares also limit what is unpacked of each entry.
"""

import zipfile

from defusedxml import ElementTree
from django.utils.translation import gettext as _

MAX_BYTES = 80_000_000
MAX_ENTRIES = 2_000
MAX_DIRECTORY_BYTES = 500 * MAX_ENTRIES
MAX_UNPACKED_BYTES = 300_000_000
MAX_XML_BYTES = 10_000_000  # of one part; a novel has about three million
MAX_RATIO = 250  # text compresses to a fiftieth of its size, a bomb to a thousandth
RATIO_FREE_BYTES = 1_000_000  # smaller entries may have any ratio

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
DOCUMENT = "/officeDocument"  # the end of the type of the relationship to the main part


class WordRefused(ValueError):
    """A document that cannot be read; the message is the sentence that the editor sees."""


class Package:
    """The parts of a .docx by name. Raises WordRefused for any other file."""

    def __init__(self, file, name):
        self.name = name
        _refuse_by_its_beginning(file, name)
        if _directory_size(file) > MAX_DIRECTORY_BYTES:
            raise _bomb(name)
        try:
            self._zip = zipfile.ZipFile(file)
            self._entries = {entry.filename: entry for entry in self._zip.infolist()}
        except Exception as broken:  # for damaged or hostile files, zipfile raises many types
            raise damaged(name) from broken
        self._refuse_bombs()
        self.main = self._main()

    def __contains__(self, part):
        return part in self._entries

    @property
    def parts(self):
        return list(self._entries)

    def size(self, part):
        """Return how many bytes `part` has when unpacked, 0 if it is not there."""
        entry = self._entries.get(part)
        return entry.file_size if entry else 0

    def read(self, part):
        """Return the bytes of `part`."""
        try:
            return self._zip.read(part)
        except Exception as broken:  # as above; a wrong checksum too
            raise damaged(self.name) from broken

    def xml(self, part):
        """Return the bytes of an XML part; it must not be too large nor declare entities."""
        if self.size(part) > MAX_XML_BYTES:
            raise WordRefused(
                _("“%(name)s” holds too much text for one article. Split it, then take in the parts.")
                % {"name": self.name}
            )
        data = self.read(part)
        try:
            ElementTree.fromstring(data, forbid_dtd=True)
        except Exception as broken:  # not XML, or XML with entities, which only attacks use
            raise damaged(self.name) from broken
        return data

    def related(self, part):
        """Return {id: (type, target, is external)} of the relationships of `part`."""
        folder, _slash, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if rels not in self:
            return {}
        return {
            relationship.get("Id", ""): (
                relationship.get("Type", ""),
                relationship.get("Target", ""),
                relationship.get("TargetMode") == "External",
            )
            for relationship in ElementTree.fromstring(self.xml(rels), forbid_dtd=True)
        }

    def _refuse_bombs(self):
        entries = self._entries.values()
        unpacked = sum(entry.file_size for entry in entries)
        swollen = any(
            entry.file_size > RATIO_FREE_BYTES and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
            for entry in entries
        )
        if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED_BYTES or swollen:
            raise _bomb(self.name)

    def _main(self):
        """Return the name of the main part, which has the text."""
        found = [target for kind, target, _outside in self.related("").values() if kind.endswith(DOCUMENT)]
        main = found[0].lstrip("/") if found else "word/document.xml"
        if main not in self:
            raise WordRefused(
                _("“%(name)s” is not a Word document. Save the text as .docx and take it in again.")
                % {"name": self.name}
            )
        return main


def damaged(name):
    return WordRefused(
        _("“%(name)s” cannot be read: the file is damaged. Open it in Word, save it anew as .docx, and try again.")
        % {"name": name}
    )


def _bomb(name):
    return WordRefused(
        _("“%(name)s” would unpack to far more than any document holds, so it was not opened.") % {"name": name}
    )


def _directory_size(file):
    """Return the size in bytes of the ZIP's directory, which is read as a whole; 0 if the file is no ZIP."""
    file.seek(0, 2)
    file.seek(-min(file.tell(), 66_000), 2)
    tail = file.read()
    file.seek(0)
    end = tail.rfind(b"PK\5\6")
    if end < 0 or tail[max(end - 20, 0) : end].startswith(b"PK\6\7"):  # a ZIP64
        return 0 if end < 0 else MAX_DIRECTORY_BYTES + 1
    return int.from_bytes(tail[end + 12 : end + 16], "little")


def _refuse_by_its_beginning(file, name):
    beginning, size = _beginning(file)
    if not size:
        raise WordRefused(_("“%(name)s” is empty: 0 bytes arrived.") % {"name": name})
    if size > MAX_BYTES:
        raise WordRefused(
            _("“%(name)s” is larger than %(limit)d MB. Take large pictures out of it and upload them by themselves.")
            % {"name": name, "limit": MAX_BYTES // 1_000_000}
        )
    if beginning.startswith(OLD_WORD):
        raise WordRefused((_locked() if ENCRYPTED in beginning else _old()) % {"name": name})
    if not beginning.startswith(b"PK"):
        raise WordRefused(
            _("“%(name)s” is not a Word document. Save the text as .docx and take it in again.") % {"name": name}
        )


def _beginning(file):
    """Return the first bytes of the file, enough to recognize its kind, and its size."""
    size = file.seek(0, 2)
    file.seek(0)
    beginning = file.read(1_000_000)  # the stream names of an encrypted file need not come first
    if beginning.startswith(OLD_WORD) and size > len(beginning):
        file.seek(-len(beginning), 2)
        beginning += file.read()
    file.seek(0)
    return beginning, size


def _locked():
    return _("“%(name)s” is locked with a password. Open it in Word, take the password off, and save it.")


def _old():
    return _("“%(name)s” is a document of the old kind (.doc). Open it in Word and save it as .docx.")

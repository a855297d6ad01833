"""Atomic storage of files on the disk."""

import os
import posixpath
import secrets

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Django's storage, but a file gets its name only once it is completely written."""

    def _save(self, name, content):
        unfinished = posixpath.join(posixpath.dirname(name), f".{secrets.token_hex(8)}.unfinished")
        try:
            super()._save(unfinished, content)
            return self._named(unfinished, name)
        finally:
            self.delete(unfinished)

    def _named(self, unfinished, name):
        """Rename the file to `name`, or to another name if that has just been taken; return the name."""
        while True:
            try:
                os.link(self.path(unfinished), self.path(name))
                return name
            except FileExistsError:
                name = self.get_available_name(name)

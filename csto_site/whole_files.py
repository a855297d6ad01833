"""Files on the disk are there whole or not at all, whoever stores them and whatever stops it."""

import os
import posixpath
import secrets

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Django's storage, in which a file gets its name when all of it is written."""

    def _save(self, name, content):
        unfinished = posixpath.join(posixpath.dirname(name), f".{secrets.token_hex(8)}.unfinished")
        try:
            super()._save(unfinished, content)
            return self._named(unfinished, name)
        finally:
            self.delete(unfinished)

    def _named(self, unfinished, name):
        """Give the file `name`, or another one if somebody else has just taken that; return it."""
        while True:
            try:
                os.link(self.path(unfinished), self.path(name))
                return name
            except FileExistsError:
                name = self.get_available_name(name)

"""How letters leave the house: by SMTP, or as files for the demo and whoever develops."""

import os
import smtplib
from pathlib import Path

from django.conf import settings
from django.core.mail.backends import smtp
from django.core.mail.backends.base import BaseEmailBackend


class _Watched:
    """Knows whether a text was handed over that the server has not answered yet."""

    in_doubt = False

    def data(self, text):
        self.in_doubt = True
        answer = super().data(text)
        self.in_doubt = False
        return answer


class _Plain(_Watched, smtplib.SMTP):
    pass


class _Encrypted(_Watched, smtplib.SMTP_SSL):
    pass


class Smtp(smtp.EmailBackend):
    """Django's SMTP, which also says whether a broken connection leaves a letter `in_doubt`."""

    @property
    def connection_class(self):
        return _Encrypted if self.use_ssl else _Plain

    @property
    def in_doubt(self):
        return self.connection is not None and self.connection.in_doubt


class Files(BaseEmailBackend):
    """Every e-mail a file of its own that mail programs open, in settings.EMAIL_FILE_PATH, named for its Message-ID.

    Links in letters stand for their readers, so nobody but the newsroom's own user may read the files.
    """

    def send_messages(self, messages):
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in messages:
            name = message.extra_headers["Message-ID"].strip("<>").split("@")[0]
            self._write(folder / f"{name}.eml", message.message().as_bytes())
        return len(messages)

    def _write(self, place, content):
        """Write the file whole or not at all."""
        unfinished = place.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        unfinished.rename(place)

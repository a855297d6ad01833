"""Email backends: SMTP, or files for the demo and for development."""

import os
import smtplib
from pathlib import Path

from django.conf import settings
from django.core.mail.backends import smtp
from django.core.mail.backends.base import BaseEmailBackend


class _Watched:
    """Remembers whether a message was sent that the server has not acknowledged yet."""

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
    """Django's SMTP backend; `in_doubt` says whether a broken connection leaves a message's fate unknown."""

    @property
    def connection_class(self):
        return _Encrypted if self.use_ssl else _Plain

    @property
    def in_doubt(self):
        return self.connection is not None and self.connection.in_doubt


class Files(BaseEmailBackend):
    """Write each email to a .eml file in settings.EMAIL_FILE_PATH, named after its Message-ID.

    Only the newsroom's own user may read the files, because links in emails give the recipient's rights.
    """

    def send_messages(self, messages):
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in messages:
            name = message.extra_headers["Message-ID"].strip("<>").split("@")[0]
            self._write(folder / f"{name}.eml", message.message().as_bytes())
        return len(messages)

    def _write(self, place, content):
        """Write the file atomically."""
        unfinished = place.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        unfinished.rename(place)

"""Where no mail server is named, letters become files: for the newsroom's own user alone, and whole."""

import errno
import os
import stat

import pytest
from django.core import mail

from mailing import backends, letters, sending
from mailing.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "mailing.backends.Files"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def post():
    return letters.post(key="enquiry 1 received", to="reader@paper.example", subject="Yours", text="We have it.")


def mode(place):
    return stat.S_IMODE(place.stat().st_mode)


def test_nobody_else_on_the_machine_reads_them(folder):
    before = os.umask(0o022)
    try:
        post()
        sending.send_waiting()
    finally:
        os.umask(before)
    [file] = folder.iterdir()
    assert (oct(mode(folder)), oct(mode(file))) == ("0o700", "0o600")
    assert b"We have it." in file.read_bytes()


def test_a_full_disk_leaves_no_piece_of_a_letter_and_the_letter_waits(folder, monkeypatch):
    def full(*args, **more):
        raise OSError(errno.ENOSPC, "No space left on device")

    letter = post()
    folder.mkdir()
    monkeypatch.setattr(backends.os, "fdopen", full)
    sending.send_waiting()
    assert list(folder.iterdir()) == []
    letter.refresh_from_db()
    assert letter.state == Letter.State.WAITING
    assert mail.get_connection().__class__ is backends.Files

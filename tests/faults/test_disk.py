"""A full disk: a sentence, nothing half-written, and what was there is as it was."""

import io
import os
import subprocess
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.wsgi import get_wsgi_application
from django.test import Client, RequestFactory
from django.urls import reverse

from csto_site.slow_clients import away_from_the_database
from photos.models import Photo
from press.models import Enquiry
from tests import factories
from tests.press import enquiring

ROOM = 400  # kilobytes

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a disk that is so small"),
]


@pytest.fixture
def small_disk(settings, tmp_path):
    """Uploads lie on a disk that holds a photograph of a telephone, and no more."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}k", "none", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a disk")
    settings.MEDIA_ROOT = folder
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_photograph_that_finds_no_room_leaves_a_sentence_and_nothing_else(small_disk):
    first = factories.photo("ZVF_1.JPG")
    there = contents(small_disk)
    (small_disk / "of-others").write_bytes(b"\0" * (ROOM * 1024 - sum(map(len, there.values())) - 60_000))
    desk = Client(headers={"accept-language": "en"})
    desk.force_login(factories.press_secretary())
    answer = desk.post(
        reverse("admin:photos_photo_upload"),
        {
            "file": SimpleUploadedFile("ZVF_2.JPG", factories.jpeg(4800, 3200), "image/jpeg"),
            "credit_en": "Press Office",
            "credit_ru": "Пресс-служба",
        },
    )
    assert answer.status_code == 400
    assert "The disk is full" in answer.json()["error"]
    assert list(Photo.objects.all()) == [first]
    (small_disk / "of-others").unlink()
    assert contents(small_disk) == there


def test_an_enquiry_whose_file_finds_no_room_leaves_no_fragment(small_disk):
    paper = SimpleUploadedFile("question.pdf", b"%PDF-1.7" + b"a" * (ROOM * 1024), "application/pdf")
    factories.contact()
    answer = enquiring.send(Client(raise_request_exception=False), attachment=paper)
    assert answer.status_code == 503
    assert contents(small_disk) == {}
    assert not Enquiry.objects.exists()


def test_a_form_that_finds_no_room_is_refused_before_anything_is_done(small_disk, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    told, body = [], b"\0" * 1_500_000
    environ = RequestFactory().generic("POST", "/desk/login/", b"").environ
    environ |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
    site = away_from_the_database(get_wsgi_application())
    answer = site(environ, lambda status, headers: told.append(status))
    assert told == ["503 Service Unavailable"]
    assert "The disk is full, so nothing was saved." in b"".join(answer).decode()
    assert contents(small_disk) == {}


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

"""A full disk: a sentence, nothing half-written, and what was there is as it was."""

import io
import os
import subprocess
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from csto_site.slow_clients import away_from_the_database
from photos.models import Photo
from tests import factories

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
    assert "There is no room left on the newsroom's disk" in answer.json()["error"]
    assert list(Photo.objects.all()) == [first]
    (small_disk / "of-others").unlink()
    assert contents(small_disk) == there


def test_a_form_that_finds_no_room_is_refused_before_anything_is_done(small_disk, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    asked, told, body = [], [], b"\0" * 3_000_000
    site = away_from_the_database(lambda environ, start_response: asked.append(environ))
    answer = site(
        {"CONTENT_LENGTH": str(len(body)), "PATH_INFO": "/desk/news/article/add/", "wsgi.input": io.BytesIO(body)},
        lambda status, headers: told.append(status),
    )
    assert (told, asked) == (["503 Service Unavailable"], [])
    assert "The disk is full, so nothing was saved." in b"".join(answer).decode()


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

"""The way of a photo into the library, and the public files the worker makes of it."""

import hashlib
import io
import json
import shutil
import subprocess

import pytest

from photos import jobs, library, renditions
from photos.inspection import PhotoRefused
from photos.models import Photo, Rendition
from tests import factories, queue
from tests.photos import images

pytestmark = pytest.mark.django_db


def taken_in(data=None, name="ZVF_2142.JPG"):
    return library.add(io.BytesIO(data or images.camera_jpeg()), name, by=factories.press_secretary())


def test_the_original_is_kept_byte_for_byte_under_the_cameras_name():
    data = images.camera_jpeg()
    photo = taken_in(data)
    assert photo.original.read() == data
    assert photo.sha256 == hashlib.sha256(data).hexdigest()
    assert (photo.file_name, photo.size) == ("ZVF_2142.JPG", len(data))
    assert Photo.objects.get(file_name="ZVF_2142.JPG") == photo


def test_what_the_camera_wrote_is_read_and_the_file_name_never_becomes_words():
    photo = taken_in(images.camera_jpeg(orientation=6))
    assert photo.taken_at == images.TAKEN
    assert (photo.width, photo.height) == (800, 1200)
    assert photo.caption == {"en": "The Council at work"}
    assert photo.creator == "CSTO Press Office"
    silent = taken_in(factories.jpeg(), "ZVF_2150.JPG")
    assert (silent.caption, silent.alt, silent.credit) == ({}, {}, {})


def test_the_same_file_is_one_photo_however_often_it_is_uploaded():
    data = images.camera_jpeg()
    assert taken_in(data) == taken_in(data, "copy.jpg")
    assert Photo.objects.count() == 1


def test_a_refused_file_leaves_nothing_behind(settings):
    with pytest.raises(PhotoRefused, match=r"report\.jpg"):
        taken_in(b"%PDF-1.4 not a photo", "report.jpg")
    assert not Photo.objects.exists()
    assert not list(settings.MEDIA_ROOT.rglob("*.*"))


def test_a_fault_while_saving_leaves_nothing_behind(settings, monkeypatch):

    def broken(**kwargs):
        raise RuntimeError("the queue is gone")

    monkeypatch.setattr(jobs.render, "defer", broken)
    with pytest.raises(RuntimeError):
        taken_in()
    assert not Photo.objects.exists()
    assert not list(settings.MEDIA_ROOT.rglob("*.*"))


@pytest.mark.parametrize("name", ["../../x.jpg", "..\\x.jpg", "я" * 300 + ".jpg", "a/b/c.jpg", "?#%&.jpg", ".jpg"])
def test_no_name_leads_out_of_the_library(settings, name):
    photo = taken_in(factories.jpeg(), name)
    stored = (settings.MEDIA_ROOT / photo.original.name).resolve()
    assert stored.is_relative_to((settings.MEDIA_ROOT / "originals").resolve())
    assert len(photo.file_name) <= 120
    renditions.make(photo)
    assert all(rendition.get_absolute_url() for rendition in photo.renditions.all())


def test_every_size_is_made_in_both_formats_and_the_full_size_once():
    photo = taken_in(images.camera_jpeg(size=(2000, 1000)))
    renditions.make(photo)
    made = {(it.kind, it.width, it.height) for it in photo.renditions.all()}
    sizes = [(320, 160), (640, 320), (960, 480), (1600, 800)]
    assert made == {(kind, *size) for kind in ("avif", "jpeg") for size in sizes} | {("download", 2000, 1000)}
    assert photo.rendered_at


def test_making_the_files_again_replaces_them_and_leaves_no_litter(settings):
    photo = taken_in()
    renditions.make(photo)
    before = set(settings.MEDIA_ROOT.glob("renditions/*/*"))
    photo.credit = {"ru": "Фото: пресс-служба"}
    renditions.make(photo)
    after = set(settings.MEDIA_ROOT.glob("renditions/*/*"))
    assert len(before) == len(after) == photo.renditions.count()
    assert not before & after
    assert "пресс-служба".encode() in photo.download.file.read()


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not on this machine")
def test_an_independent_reader_finds_the_rights_in_every_public_file_and_no_place_or_camera(settings):
    photo = taken_in()
    photo.credit, photo.usage_terms = {"ru": "Фото: пресс-служба ОДКБ"}, {"ru": "Free with credit"}
    photo.caption, photo.alt = {"ru": "Заседание Совета"}, {"ru": "Делегаты за столом"}
    renditions.make(photo)
    files = [settings.MEDIA_ROOT / it.file.name for it in photo.renditions.all()]
    read = subprocess.run(["exiftool", "-json", "-G1", *files], capture_output=True, check=True, timeout=60)
    for facts in json.loads(read.stdout):
        assert facts["XMP-photoshop:Credit"] == "Фото: пресс-служба ОДКБ"
        assert facts["XMP-dc:Rights"] == "© 2018 CSTO"
        assert facts["XMP-xmpRights:UsageTerms"] == "Free with credit"
        assert facts["XMP-dc:Description"] == "Заседание Совета"
        telling = ("GPS", "Serial", "MakerNote", "Thumbnail", "Make", "Model", "Software", "History")
        assert not [name for name in facts if any(word in name for word in telling)]
    assert len(files) == 9


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_the_files_of_an_uploaded_photo():
    photo = taken_in()
    assert not photo.renditions.exists()
    queue.work()
    assert Rendition.objects.filter(photo=photo, kind=Rendition.Kind.DOWNLOAD).exists()


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_photo_that_is_gone_does_no_harm():

    jobs.render(photo_id=4711)

"""Uploads lie on the disk or in an S3-compatible store: the library works with either, by configuration alone."""

import io

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages

from csto_site import uploads
from photos import library, renditions
from photos.inspection import PhotoRefused
from photos.models import Photo
from tests import factories
from tests.photos import images

S3 = ["S3_BUCKET", "S3_ENDPOINT_URL", "S3_ACCESS_KEY", "S3_SECRET_KEY", "S3_REGION"]


@pytest.fixture
def _no_store(monkeypatch):
    for name in S3:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("_no_store")
def test_without_configuration_uploads_lie_on_the_disk():
    assert uploads.storage() == {"BACKEND": "csto_site.whole_files.WholeFiles"}


@pytest.mark.usefixtures("_no_store")
def test_a_bucket_without_its_keys_is_refused_at_the_start(monkeypatch):
    monkeypatch.setenv("S3_BUCKET", "photos")
    with pytest.raises(ImproperlyConfigured, match="S3_ACCESS_KEY"):
        uploads.storage()


@pytest.mark.usefixtures("_bucket_of_its_own")
def test_what_lies_in_the_store_is_private_and_waits_on_the_disk_when_fetched():
    store = storages["default"]
    assert type(store).__name__ == "S3Storage"
    assert store.default_acl == "private"
    large = bytes(3 * uploads.MAX_MEMORY_BYTES)
    with store.open(store.save("large", io.BytesIO(large))) as file:
        assert file.read(10) == bytes(10)
        assert file.file._rolled, "the rest is held in memory"
    grants = store.bucket.Object("large").Acl().grants
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]


@pytest.mark.django_db
def test_a_photo_goes_in_and_its_bytes_come_out_the_same(storage):
    data = images.camera_jpeg(size=(600, 400))
    photo = library.add(io.BytesIO(data), "Заседание 2142.JPG", by=factories.press_secretary())
    photo = Photo.objects.get(pk=photo.pk)
    with photo.original.open() as original:
        assert original.read() == data
    with library.preview_file(photo) as preview:
        assert images.Image.open(preview).size == (320, 213)
    renditions.make(photo)
    assert photo.download.file.read()[:2] == b"\xff\xd8"
    assert storage.names() == {
        photo.original.name,
        library.preview_path(photo),
        *(rendition.file.name for rendition in photo.renditions.all()),
    }


@pytest.mark.django_db
def test_a_refused_file_leaves_nothing_in_storage(storage):
    with pytest.raises(PhotoRefused):
        library.add(io.BytesIO(b"%PDF-1.4 not a photo"), "report.jpg", by=factories.press_secretary())
    assert not storage.names()


@pytest.mark.django_db
def test_a_fault_of_the_database_leaves_nothing_in_storage(storage, monkeypatch):
    def broken(**kwargs):
        raise RuntimeError("the queue is gone")

    monkeypatch.setattr(library.jobs.render, "defer", broken)
    with pytest.raises(RuntimeError):
        library.add(io.BytesIO(images.camera_jpeg(size=(60, 40))), "ZVF_2142.JPG", by=factories.press_secretary())
    assert not storage.names()


@pytest.mark.django_db
def test_a_replaced_original_is_kept_beside_the_new_one(storage):
    first, second = images.camera_jpeg(size=(60, 40)), images.camera_jpeg(size=(90, 60))
    photo = library.add(io.BytesIO(first), "ZVF_2142.JPG", by=factories.press_secretary())
    library.replace_original(
        photo, io.BytesIO(second), "ZVF_2142.JPG", by=factories.press_secretary(), note="A sharper one"
    )
    photo = Photo.objects.get(pk=photo.pk)
    assert photo.original.read() == second
    assert photo.earlier_originals.get().file.read() == first


@pytest.mark.django_db
def test_a_deleted_photo_leaves_nothing_in_storage(storage, django_capture_on_commit_callbacks):
    photo = library.add(io.BytesIO(factories.jpeg(60, 40)), "ZVF_2142.JPG", by=factories.press_secretary())
    renditions.make(photo)
    with django_capture_on_commit_callbacks(execute=True):
        library.delete(photo, by=factories.press_secretary())
    assert not storage.names()

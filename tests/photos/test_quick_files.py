"""A photo can be shown from the moment its upload is answered: two JPEGs are there before the worker has seen it."""

import io

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from council.models import Portrait
from photos import jobs, library, rendering, renditions, sizes
from photos.metadata import read_rights
from photos.models import Photo
from publishing import actions
from tests import factories, queue
from tests.photos import images

# Each test runs twice: with files on the disk, and in an S3-compatible store.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]

RED, BLUE = (255, 0, 0), (0, 0, 255)


def taken_in(data=None, name="ZVF_2142.JPG", **common):
    return library.add(io.BytesIO(data or factories.jpeg(2000, 1000)), name, by=factories.press_secretary(), **common)


def described(photo):
    photo.caption = {"en": "The Council in session.", "ru": "Заседание Совета."}
    photo.alt = {"en": "Delegates at a round table.", "ru": "Делегаты за круглым столом."}
    photo.credit, photo.usage_terms = {"en": "Press Office"}, {"en": "Free of charge"}
    photo.save()
    return photo


def shown(photo):
    edition = factories.edition()
    factories.show(photo, edition)
    return factories.publish(edition)


def addresses(photo):
    return [file.get_absolute_url() for file in photo.renditions.all()]


def contents(storage):
    return {name: default_storage.open(name).read() for name in storage.names("renditions/")}


@pytest.mark.parametrize(
    ("size", "widths"), [((2400, 1200), [1600, 640]), ((800, 1200), [800, 640]), ((640, 480), [640]), ((20, 20), [20])]
)
def test_two_widths_are_there_when_the_upload_is_answered(storage, size, widths):
    photo = taken_in(factories.jpeg(*size))
    made = sorted(photo.renditions.all(), key=lambda file: -file.width)
    assert [(file.kind, file.crop, file.width) for file in made] == [("jpeg", "", width) for width in widths]
    for file in made:
        picture = images.Image.open(file.file)
        assert (picture.format, picture.size) == ("JPEG", (file.width, file.height))
        assert file.height == sizes.height_at(size, file.width)
        assert len(file.file.open().read()) == file.size
    assert storage.names("renditions/") == {file.file.name for file in made}
    assert not renditions.is_complete(photo)


def test_they_are_upright_in_the_right_colours_and_without_what_the_camera_says():
    lying = images.picture((1200, 800)).transpose(images.Image.Transpose.ROTATE_90)
    exif = images.Image.Exif()
    exif[0x0112] = 6
    for file in taken_in(images.encoded(lying, exif=exif)).renditions.all():
        seen = images.Image.open(file.file).convert("RGB")
        corner = seen.getpixel((seen.width // 4, seen.height // 4))
        assert max(abs(one - other) for one, other in zip(corner, RED)) < 12
        assert seen.width > seen.height
    for file in taken_in(images.camera_jpeg(), "ZVF_2150.JPG").renditions.all():
        data = file.file.read()
        assert not [name for name, content in images.SECRETS.items() if content in data]
        assert read_rights(images.Image.open(io.BytesIO(data))).caption == ""  # nobody has confirmed the file's


def test_a_page_shows_the_photo_and_sends_its_files_before_any_worker_has_run(client):
    photo = described(taken_in())
    edition = shown(photo)
    page = client.get(edition.get_absolute_url()).content.decode()
    assert f'srcset="{photo.folder}ZVF_2142-640.jpg 640w, {photo.folder}ZVF_2142-1600.jpg 1600w"' in page
    assert f'og:image" content="http://127.0.0.1:8000{photo.folder}ZVF_2142-1600.jpg"' in page
    assert "fig__pending" not in page
    for address in addresses(photo):
        assert client.get(address).status_code == 200
    own = client.get(photo.get_absolute_url()).content.decode()
    assert 'download="ZVF_2142-1600.jpg"' in own


def test_no_visitor_gets_them_before_or_after_something_public_shows_the_photo(client):
    photo = described(taken_in())
    assert {client.get(address).status_code for address in addresses(photo)} == {404}
    edition = shown(photo)
    assert {client.get(address).status_code for address in addresses(photo)} == {200}
    actions.withdraw(edition, by=factories.press_secretary(), reason="Wrong people.")
    assert {client.get(address).status_code for address in addresses(photo)} == {404}


def test_what_is_linked_to_stays_at_its_address_when_the_worker_has_made_the_whole_set(storage):
    photo = taken_in()
    quick, files = set(addresses(photo)), storage.names("renditions/")
    renditions.make(photo)
    assert quick < set(addresses(photo))
    assert not files & storage.names("renditions/")
    assert renditions.is_complete(photo)


def rights_in(photo):
    return [read_rights(images.Image.open(file.file)) for file in photo.renditions.all()]


def test_the_words_of_the_upload_are_in_them():
    photo = taken_in(credit={"en": "Press Office"}, usage_terms={"en": "Free of charge"})
    assert [rights.credit for rights in rights_in(photo)] == ["Press Office"] * 2


def test_new_words_are_written_into_them_at_once(storage, django_capture_on_commit_callbacks):
    photo = taken_in(credit={"en": "Press Office"})
    before, numbers = contents(storage), {file.pk for file in photo.renditions.all()}
    photo.credit = {"en": "Photo: A. Petrova"}
    with django_capture_on_commit_callbacks(execute=True):
        library.words_changed(photo, by=factories.press_secretary())
    assert [rights.credit for rights in rights_in(photo)] == ["Photo: A. Petrova"] * 2
    assert not numbers & {file.pk for file in photo.renditions.all()}  # or an ETag would stay the same
    assert len(contents(storage)) == len(before)
    assert not before.keys() & contents(storage).keys()


def test_what_is_confirmed_is_written_into_them_at_once():
    photo = taken_in(images.camera_jpeg())
    library.confirm(photo, by=factories.press_secretary())
    assert [rights.creator for rights in rights_in(photo)] == ["CSTO Press Office"] * 2


def test_the_whole_set_keeps_its_words_until_the_worker_has_written_the_new_ones(storage):
    photo = taken_in(credit={"en": "Press Office"})
    renditions.make(photo)
    before = contents(storage)
    photo.credit = {"en": "Photo: A. Petrova"}
    library.words_changed(photo, by=factories.press_secretary())
    assert contents(storage) == before


def test_words_are_saved_even_if_the_quick_files_are_gone():
    photo = taken_in()
    for file in photo.renditions.all():
        default_storage.delete(file.file.name)
    photo.credit = {"en": "Photo: A. Petrova"}
    library.words_changed(photo, by=factories.press_secretary())
    assert Photo.objects.get().credit == {"en": "Photo: A. Petrova"}


def replaced(photo, data):
    library.replace_original(
        photo, io.BytesIO(data), "ZVF_2150.JPG", by=factories.press_secretary(), note="A better one"
    )
    return Photo.objects.get(pk=photo.pk)


def test_a_file_replaced_before_the_worker_came_is_shown_anew_at_once(storage, django_capture_on_commit_callbacks):
    photo = taken_in(factories.jpeg(1200, 800, colour=RED))
    with django_capture_on_commit_callbacks(execute=True):
        photo = replaced(photo, factories.jpeg(700, 700, colour=BLUE))
    for file in photo.renditions.all():
        colour = images.Image.open(file.file).convert("RGB").getpixel((9, 9))
        assert max(abs(one - other) for one, other in zip(colour, BLUE)) < 12
    assert [file.width for file in photo.renditions.all()] == [640, 700]
    assert storage.names("renditions/") == {file.file.name for file in photo.renditions.all()}


def test_a_file_replaced_later_leaves_the_whole_set_until_the_next_is_made(storage):
    photo = taken_in()
    renditions.make(photo)
    before = contents(storage)
    replaced(photo, factories.jpeg(700, 700))
    assert contents(storage) == before


def test_a_replacement_that_fails_leaves_the_quick_files_as_they_were(storage, monkeypatch):
    photo = taken_in()
    before, rows = contents(storage), set(photo.renditions.values_list())

    def broken(photo, preview):
        raise RuntimeError("the storage is gone")

    monkeypatch.setattr(library, "_replace_preview", broken)
    with pytest.raises(RuntimeError):
        replaced(photo, factories.jpeg(700, 700))
    assert contents(storage) == before
    assert set(photo.renditions.values_list()) == rows


def test_an_upload_that_fails_and_a_photo_that_is_deleted_leave_none(
    storage, monkeypatch, django_capture_on_commit_callbacks
):
    def broken(**kwargs):
        raise RuntimeError("the queue is gone")

    with monkeypatch.context() as patch:
        patch.setattr(jobs.render, "defer", broken)
        with pytest.raises(RuntimeError):
            taken_in()
    assert not storage.names()
    photo = taken_in()
    with django_capture_on_commit_callbacks(execute=True):
        library.delete(photo, by=factories.press_secretary())
    assert not storage.names()


@pytest.fixture
def _no_quick_files(monkeypatch):
    """Drawing them fails, as for want of memory."""

    def broken(picture, size, rights):
        raise MemoryError

    monkeypatch.setattr(rendering, "quick", broken)


@pytest.mark.usefixtures("_no_quick_files")
def test_a_photo_of_which_none_can_be_made_is_taken_in_and_shown_by_its_description(client):
    photo = taken_in()
    assert photo.lacks_files
    assert not photo.renditions.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'photos.jobs.render'")
        assert cursor.fetchone() == (1,)
    page = client.get(shown(described(photo)).get_absolute_url()).content.decode()
    assert '<span class="fig__pending">Delegates at a round table.</span>' in page
    assert "Download" not in client.get(photo.get_absolute_url()).content.decode()
    renditions.make(photo)
    assert renditions.is_complete(photo)


@pytest.mark.django_db(transaction=True)
def test_the_worker_and_a_replacement_at_the_same_time_leave_one_set(storage):
    photo = taken_in()
    photo = replaced(photo, factories.jpeg(700, 700))
    queue.work()
    photo = Photo.objects.get()
    assert renditions.is_complete(photo)
    assert storage.names("renditions/") == {file.file.name for file in photo.renditions.all()}


@pytest.mark.usefixtures("put_together_in_public")
def test_a_portrait_is_in_the_list_of_people_at_once(client):
    person, photo = factories.person(), described(taken_in())
    factories.term(person, factories.office())
    Portrait.objects.create(person=person, photo=photo)
    assert f"{photo.folder}ZVF_2142-640.jpg" in client.get(person.get_absolute_url()).content.decode()


def test_feeds_the_wire_and_the_api_name_the_files_there_are(client):
    photo = described(taken_in())
    edition = shown(photo)
    address = photo.renditions.get(width=1600).get_absolute_url()
    for path in (
        "/en/feeds/news.atom",
        f"/wires/articles/{edition.article_id}/en",
        f"/api/v1/photos/{photo.pk}",
        f"/oembed?url=http://127.0.0.1:8000{photo.get_absolute_url()}",
    ):
        response = client.get(path)
        assert response.status_code == 200, path
        assert address in response.content.decode(), path

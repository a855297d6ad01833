"""The set of public files of a photo: complete or not there at all, remade when words or crops change."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.template import Context, Template

from photos import library, renditions
from photos.models import Photo, Rendition
from publishing import timeline
from tests import factories, queue
from tests.photos import images

pytestmark = pytest.mark.django_db

# What a photo of 480 by 320 pixels has: two whole sizes and three crops in two formats, the social crop, the download.
FILES = 2 * 2 + 3 * 2 + 1 + 1


def small_photo(name="ZVF_2142.JPG", size=(480, 320)):
    return library.add(io.BytesIO(factories.jpeg(*size)), name, by=factories.press_secretary())


def public_names(storage, photo):
    return storage.names(f"renditions/{photo.key}/")


def rows(photo):
    return {(rendition.pk, rendition.file.name) for rendition in photo.renditions.all()}


def test_every_file_made_has_a_row_and_every_row_its_file(storage):
    photo = small_photo()
    renditions.make(photo)
    assert {rendition.file.name for rendition in photo.renditions.all()} == public_names(storage, photo)
    assert len(public_names(storage, photo)) == FILES
    assert renditions.is_complete(photo)
    for rendition in photo.renditions.all():
        assert len(rendition.file.read()) == rendition.size


@pytest.mark.parametrize("size", [(320, 330), (900, 60), (20, 20), (1, 300)])
def test_the_command_knows_a_complete_set_of_any_shape(size):
    photo = small_photo(size=size)
    renditions.make(photo)
    assert renditions.is_complete(photo)


class Killed(BaseException):
    """What ends a worker is no ordinary error."""


@pytest.mark.parametrize("fault", [OSError("No space left on device"), Killed()], ids=["full disk", "killed"])
def test_whatever_breaks_off_leaves_the_old_set_and_no_new_file(storage, monkeypatch, fault):
    photo = small_photo()
    renditions.make(photo)
    before, names = rows(photo), storage.names()
    save = default_storage.save
    for last in range(FILES):

        def save_until_then(name, content, max_length=None, saved=[], last=last):  # noqa: B006
            stored = save(name, content, max_length)
            saved.append(stored)
            if len(saved) > last:
                raise fault
            return stored

        with monkeypatch.context() as patch:
            patch.setattr(Rendition.file.field, "storage", Storage(default_storage, save_until_then))
            with pytest.raises(type(fault)):
                renditions.make(photo)
        assert (rows(photo), storage.names()) == (before, names), last
    renditions.make(photo)
    assert not before & rows(photo)
    assert renditions.is_complete(photo)
    assert len(storage.names()) == len(names)


class Storage:
    """A storage in which only `save` is another."""

    def __init__(self, storage, save):
        self.storage, self.save = storage, save

    def __getattr__(self, name):
        return getattr(self.storage, name)


def test_a_photo_deleted_meanwhile_leaves_no_file(storage):
    photo = small_photo()
    gone, quick = Photo.objects.get(pk=photo.pk), public_names(storage, photo)
    Photo.objects.filter(pk=photo.pk).delete()
    with pytest.raises(Exception, match=r"violates foreign key|matches the given query|did not affect any rows"):
        renditions.make(gone)
    assert public_names(storage, photo) == quick


def test_the_files_of_a_worker_that_was_killed_are_taken_away_by_the_next_run(storage):
    photo = small_photo()
    default_storage.save(f"renditions/{photo.key}/avif-whole-480-01234567.avif", io.BytesIO(b"half of a file"))
    renditions.make(photo)
    assert {rendition.file.name for rendition in photo.renditions.all()} == public_names(storage, photo)


@pytest.mark.django_db(transaction=True)
def test_a_moved_focal_point_cuts_the_crops_anew():
    data = images.encoded(images.picture((480, 240)))
    photo = library.add(io.BytesIO(data), "ZVF_2142.JPG", by=factories.press_secretary())
    queue.work()
    before = square(photo)
    library.set_focal_point(photo, 0.05, 0.5, by=factories.writer())
    queue.work()
    photo = Photo.objects.get(pk=photo.pk)
    assert (photo.focal_x, photo.focal_y) == (0.05, 0.5)
    assert square(photo) != before
    entry = timeline.of(photo).first()
    assert (entry.actor, entry.verb) == (factories.writer(), timeline.Verb.EDITED)


def square(photo):
    return photo.renditions.get(kind="jpeg", crop="1x1").file.read()


@pytest.mark.parametrize("point", [(-0.1, 0.5), (0.5, 1.01), (float("nan"), 0.5)])
def test_a_focal_point_outside_the_picture_is_refused(point):
    photo = small_photo()
    with pytest.raises(ValueError, match="inside the picture"):
        library.set_focal_point(photo, *point, by=factories.writer())
    assert Photo.objects.get(pk=photo.pk).focal_x == 0.5


# The command


def test_the_command_makes_all_those_named_or_those_that_lack_something(capsys):
    first, second, third = (small_photo(f"ZVF_{number}.JPG") for number in (1, 2, 3))
    call_command("render_photos", "--ids", str(second.pk))
    assert [renditions.is_complete(photo) for photo in (first, second, third)] == [False, True, False]
    before = rows(second)
    first.renditions.create(kind="avif", width=320, height=213, size=1, file="renditions/x")
    call_command("render_photos", "--missing")
    assert all(renditions.is_complete(photo) for photo in (first, second, third))
    assert rows(second) == before
    call_command("render_photos")
    assert not rows(second) & before
    out, err = capsys.readouterr()
    assert out.splitlines() == [f"{n} of {n} photographs made." for n in (1, 2, 3)]
    assert "0/3 ZVF_1.JPG" in err
    assert "3/3" in err


def test_one_bad_photo_does_not_stop_the_rest_and_is_named(capsys):
    bad, good = small_photo("ZVF_1.JPG"), small_photo("ZVF_2.JPG")
    default_storage.delete(bad.original.name)
    with pytest.raises(CommandError, match=r"ZVF_1\.JPG") as raised:
        call_command("render_photos")
    assert raised.value.returncode == 1
    assert "ZVF_2" not in str(raised.value)
    assert renditions.is_complete(good)
    assert "1 of 2" in capsys.readouterr().out


def test_a_photo_that_does_not_exist_is_named():
    with pytest.raises(CommandError, match="4711"):
        call_command("render_photos", "--ids", "4711")


# On the page


def picture(photo, arguments=""):
    return Template("{% load pictures %}{% picture photo alt='Delegates' " + arguments + " %}").render(
        Context({"photo": photo})
    )


def test_the_picture_shows_the_whole_photo_unless_a_shape_is_asked_for():
    photo = small_photo(size=(800, 400))
    renditions.make(photo)
    whole, square = picture(photo), picture(photo, "shape='1x1'")
    assert 'width="800" height="400"' in whole
    assert [f"-{crop}-" in whole for crop in Rendition.Crop.values if crop] == [False] * 4
    assert 'width="400" height="400"' in square
    assert "ZVF_2142-1x1-400.avif 400w" in square
    assert "-800." not in square


def test_a_photo_without_crops_is_shown_whole():
    photo = small_photo()
    renditions.make(photo)
    photo.renditions.exclude(crop="").delete()
    assert 'width="480" height="320"' in picture(photo, "shape='1x1'")
    assert 'fig__pending">Delegates<' in picture(factories.without_files(small_photo()), "shape='1x1'")


def test_social_networks_get_the_crop_made_for_them(client):
    photo = small_photo(size=(1300, 1300))
    photo.caption = photo.alt = {"en": "Delegates at a round table."}
    photo.credit, photo.usage_terms = {"en": "Press Office"}, {"en": "Free of charge"}
    photo.save()
    renditions.make(photo)
    edition = factories.edition()
    factories.show(photo, edition)
    factories.publish(edition)
    page = client.get(edition.get_absolute_url()).content.decode()
    social = photo.renditions.get(crop="social")
    assert f'og:image" content="http://127.0.0.1:8000{social.get_absolute_url()}"' in page
    assert ('og:image:width" content="1200"' in page, 'og:image:height" content="630"' in page) == (True, True)


# A worker that is killed


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_photo_is_followed_by_one_that_completes_it(storage, tmp_path):
    """The process dies at once, as for want of memory: nothing of Python's runs any more."""
    data = images.encoded(images.picture((2400, 1600)), quality=90)
    photo = library.add(io.BytesIO(data), "ZVF_2142.JPG", by=factories.press_secretary())
    before = storage.names()
    with queue.worker_process(tmp_path) as process:
        process.until(lambda: len(storage.names()) > len(before) + 2)
        assert not renditions.is_complete(photo)
        process.kill()
    half = storage.names() - before
    assert half
    assert renditions.has_only_quick_files(photo)
    queue.a_minute_later()
    with queue.worker_process(tmp_path) as process:
        process.until(lambda: renditions.is_complete(Photo.objects.get(pk=photo.pk)))
        process.until(lambda: storage.names() - before == {rendition.file.name for rendition in photo.renditions.all()})
    assert not half & storage.names()

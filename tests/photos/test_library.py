"""The way of a photo into the library, and the public files the worker makes of it."""

import hashlib
import io
import json
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from council.models import PersonShown
from photos import jobs, library, renditions
from photos.inspection import PhotoRefused
from photos.metadata import Rights, xmp_packet
from photos.models import Photo, Rendition
from publishing import actions, timeline
from tests import factories, queue
from tests.photos import images

# Each test runs twice: with files on the disk, and in an S3-compatible store.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]


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
    assert (photo.caption, photo.creator) == ({}, "")
    assert photo.unconfirmed["caption"] == {"en": "The Council at work"}
    assert photo.unconfirmed["creator"] == "CSTO Press Office"
    silent = taken_in(factories.jpeg(), "ZVF_2150.JPG")
    assert (silent.caption, silent.alt, silent.credit, silent.unconfirmed) == ({}, {}, {}, {})


def test_the_same_file_is_one_photo_however_often_it_is_uploaded():
    data = images.camera_jpeg()
    assert taken_in(data) == taken_in(data, "copy.jpg")
    assert Photo.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_twice_at_once_is_one_photo(storage):
    data, by = images.camera_jpeg(), factories.press_secretary()

    def send(name):
        try:
            return library.add(io.BytesIO(data), name, by=by).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        numbers = set(threads.map(send, ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]))
    assert numbers == {Photo.objects.get().pk}
    assert len(storage.names()) == 4  # the original, its preview and two quick files


def test_a_refused_file_leaves_nothing_behind(storage):
    with pytest.raises(PhotoRefused, match=r"report\.jpg"):
        taken_in(b"%PDF-1.4 not a photo", "report.jpg")
    assert not Photo.objects.exists()
    assert not storage.names()


def test_a_fault_while_saving_leaves_nothing_behind(storage, monkeypatch):
    def broken(**kwargs):
        raise RuntimeError("the queue is gone")

    monkeypatch.setattr(jobs.render, "defer", broken)
    with pytest.raises(RuntimeError):
        taken_in()
    assert not Photo.objects.exists()
    assert not storage.names()


@pytest.mark.parametrize("name", ["../../x.jpg", "..\\x.jpg", "я" * 300 + ".jpg", "a/b/c.jpg", "?#%&.jpg", ".jpg"])
def test_no_name_leads_out_of_the_library(storage, name):
    photo = taken_in(factories.jpeg(), name)
    assert re.fullmatch(rf"originals/{photo.key}/[^/]+", photo.original.name)
    assert photo.original.name in storage.names()
    assert len(photo.file_name) <= 120
    renditions.make(photo)
    assert all(rendition.get_absolute_url() for rendition in photo.renditions.all())


def test_every_size_is_made_in_both_formats_and_the_full_size_once():
    photo = taken_in(images.camera_jpeg(size=(2000, 1000)))
    renditions.make(photo)
    made = {
        (rendition.kind, rendition.width, rendition.height)
        for rendition in photo.renditions.all()
        if not rendition.crop
    }
    sizes = [(320, 160), (640, 320), (960, 480), (1600, 800)]
    assert made == {(kind, *size) for kind in ("avif", "jpeg") for size in sizes} | {("download", 2000, 1000)}
    assert photo.rendered_at


def test_making_the_files_again_replaces_them_and_leaves_no_litter(storage):
    photo = taken_in()
    renditions.make(photo)
    before = storage.names("renditions/")
    photo.credit = {"ru": "Фото: пресс-служба"}
    renditions.make(photo)
    after = storage.names("renditions/")
    assert len(before) == len(after) == photo.renditions.count()
    assert not before & after
    assert "пресс-служба".encode() in photo.download.file.read()


WORDS = {
    "creator": "Анна Петрова",
    "credit": {"ru": "Фото: пресс-служба", "en": "Photo: Press Office"},
    "copyright": "© 2018 Пресс-служба",
    "usage_terms": {"ru": "Бесплатно с указанием источника", "en": "Free with the credit"},
    "rights_url": "https://example.org/licence",
    "headline": {"ru": "Заседание Совета", "en": "The Council meets"},
    "caption": {"ru": "Заседание Совета в Москве", "en": "The Council in session in Moscow"},
    "alt": {"ru": "Делегаты за столом", "en": "Delegates at a table"},
    "extended_description": {"ru": "Слева направо сидят …", "en": "From the left …"},
    "place": {"ru": "Москва, зал 3", "en": "Moscow, hall 3"},
    "keywords": ["Совет", "Council"],
}

# What exiftool calls each fact, in the languages of the file.
IN_XMP = {
    "XMP-dc:Creator": "Анна Петрова",
    "XMP-photoshop:Credit": "Фото: пресс-служба",
    "XMP-dc:Rights": "© 2018 Пресс-служба",
    "XMP-xmpRights:UsageTerms": "Бесплатно с указанием источника",
    "XMP-xmpRights:UsageTerms-ru": "Бесплатно с указанием источника",
    "XMP-xmpRights:UsageTerms-en": "Free with the credit",
    "XMP-xmpRights:WebStatement": "https://example.org/licence",
    "XMP-photoshop:Headline": "Заседание Совета",
    "XMP-dc:Description": "Заседание Совета в Москве",
    "XMP-dc:Description-ru": "Заседание Совета в Москве",
    "XMP-dc:Description-en": "The Council in session in Moscow",
    "XMP-iptcCore:AltTextAccessibility": "Делегаты за столом",
    "XMP-iptcCore:AltTextAccessibility-ru": "Делегаты за столом",
    "XMP-iptcCore:AltTextAccessibility-en": "Delegates at a table",
    "XMP-iptcCore:ExtDescrAccessibility": "Слева направо сидят …",
    "XMP-iptcCore:ExtDescrAccessibility-en": "From the left …",
    "XMP-photoshop:City": "Москва",
    "XMP-iptcCore:Location": "зал 3",
    "XMP-dc:Subject": ["Совет", "Council"],
    "XMP-iptcExt:PersonInImage": ["Аман Мамбетсеитов", "Виктор Васильев"],
    "XMP-photoshop:DateCreated": "2018:11:27 11:42:05+03:00",
}
IN_IIM = {
    "IPTC:By-line": "Анна Петрова",
    "IPTC:Credit": "Фото",  # a word more would be longer than 32 bytes
    "IPTC:CopyrightNotice": "© 2018 Пресс-служба",
    "IPTC:Caption-Abstract": "Заседание Совета в Москве",
    "IPTC:Headline": "Заседание Совета",
    "IPTC:City": "Москва",
    "IPTC:Sub-location": "зал 3",
    "IPTC:Keywords": ["Совет", "Council"],
    "IPTC:CodedCharacterSet": "UTF8",
}
TELLING = ("GPS", "Serial", "MakerNote", "Thumbnail", "Make", "Model", "Software", "History", "Lens")


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not on this machine")
def test_an_independent_reader_finds_all_words_in_every_public_file_and_no_place_or_camera(tmp_path):
    photo = taken_in()
    for field, value in WORDS.items():
        setattr(photo, field, value)
    people = [("Viktor Vasilyev", "Виктор Васильев"), ("Aman Mambetseitov", "Аман Мамбетсеитов")]
    for position, (en, ru) in enumerate(people):
        PersonShown.objects.create(photo=photo, person=factories.person(en=en, ru=ru), position=2 - position)
    renditions.make(photo)
    files = [tmp_path / Path(rendition.file.name).name for rendition in photo.renditions.all()]
    for path, rendition in zip(files, photo.renditions.all()):
        path.write_bytes(rendition.file.read())
    read = subprocess.run(["exiftool", "-json", "-G1", *files], capture_output=True, check=True, timeout=60)
    for facts in json.loads(read.stdout):
        expected = IN_XMP | (IN_IIM if facts["File:FileType"] == "JPEG" else {})
        assert {name: facts.get(name) for name in expected} == expected
        assert not [name for name in facts if any(word in name for word in TELLING)]
    assert len(files) == photo.renditions.count() >= 9


def test_the_words_of_a_public_file_taken_in_again_are_the_same():
    photo = taken_in()
    for field, value in WORDS.items():
        setattr(photo, field, value)
    renditions.make(photo)
    again = taken_in(photo.download.file.read(), "again.jpg")
    in_one_language = {"credit", "headline", "place"}
    for field, value in WORDS.items():
        expected = {"ru": value["ru"]} if field in in_one_language else value
        assert again.unconfirmed[field] == expected, field


def test_all_that_an_agency_writes_is_read_and_counts_as_unconfirmed():
    packet = xmp_packet(
        Rights(
            headline="Заседание Совета",
            rights_url="https://example.org/licence",
            usage_terms={"en-US": "Editorial use only"},
            place="Москва, зал 3",
            keywords=("Совет", "x" * 300),
            persons=("А. Петров", "B. Sidorov"),
            alt={"ru": "Делегаты", "en": "Delegates", "kk": "Делегаттар"},
            extended_description="Who sits where",
            date="2018-11-27T11:42:05+06:00",
        )
    )
    photo = taken_in(images.with_xmp(factories.jpeg(), packet))
    photo.refresh_from_db()
    assert photo.unconfirmed == {
        "headline": {"ru": "Заседание Совета"},
        "rights_url": "https://example.org/licence",
        "usage_terms": {"en": "Editorial use only"},
        "place": {"ru": "Москва, зал 3"},
        "keywords": ["Совет", "x" * 100],
        "persons_named": ["А. Петров", "B. Sidorov"],
        "alt": {"ru": "Делегаты", "en": "Delegates"},
        "extended_description": {"en": "Who sits where"},
    }
    assert not any(getattr(photo, field) for field in photo.unconfirmed)
    assert (photo.taken_at.isoformat(), photo.taken_offset) == ("2018-11-27T05:42:05+00:00", 360)
    assert photo.confirmed_at is None
    assert renditions.rights_of(photo).date == "2018-11-27T11:42:05+06:00"


def test_confirming_takes_the_words_over_and_says_who_did_and_when():
    photo = taken_in()
    Photo.objects.update(caption={"ru": "Написано нами"})
    library.confirm(photo, by=factories.press_secretary())
    photo.refresh_from_db()
    assert (photo.creator, photo.unconfirmed) == ("CSTO Press Office", {})
    assert photo.caption == {"ru": "Написано нами", "en": "The Council at work"}
    assert photo.confirmed_at
    assert photo.confirmed_by == factories.press_secretary()
    assert timeline.of(photo)[0].note == "Caption and description confirmed."


def test_what_an_upload_has_in_common_fills_what_the_file_does_not_say():
    common = {"credit": {"en": "Press Office"}, "creator": "Someone else", "keywords": ["Council"]}
    file = io.BytesIO(images.camera_jpeg(rights=Rights(creator="A. Petrova")))
    photo = library.add(file, "ZVF_2142.JPG", by=factories.press_secretary(), **common)
    photo.refresh_from_db()
    assert (photo.credit, photo.keywords) == ({"en": "Press Office"}, ["Council"])
    assert (photo.creator, photo.unconfirmed["creator"]) == ("", "A. Petrova")
    with pytest.raises(TypeError, match="sha256"):
        library.add(file, "ZVF_2142.JPG", by=factories.press_secretary(), sha256="")


def replaced(photo, data=None, name="ZVF_2142_retouched.JPG", note="Colours corrected."):
    data = data or images.camera_jpeg(size=(1500, 900), taken=images.TAKEN + timedelta(hours=1))
    library.replace_original(photo, io.BytesIO(data), name, by=factories.press_secretary(), note=note)
    return data


def test_a_replaced_file_keeps_its_number_and_its_predecessor(storage):
    first = images.camera_jpeg()
    photo = taken_in(first)
    key, number, caption, preview = photo.key, photo.pk, photo.caption, library.preview_file(photo).read()
    second = replaced(photo)
    photo = Photo.objects.get(pk=number)
    assert photo.original.read() == second
    assert (photo.key, photo.caption, photo.file_name) == (key, caption, "ZVF_2142_retouched.JPG")
    assert (photo.width, photo.height, photo.size) == (1500, 900, len(second))
    assert photo.sha256 == hashlib.sha256(second).hexdigest()
    assert photo.taken_at == images.TAKEN + timedelta(hours=1)
    assert library.preview_file(photo).read() != preview
    (earlier,) = photo.earlier_originals.all()
    assert earlier.file.read() == first
    assert (earlier.file_name, earlier.sha256) == ("ZVF_2142.JPG", hashlib.sha256(first).hexdigest())
    assert (earlier.note, timeline.of(photo)[0].note) == ("Colours corrected.", "Colours corrected.")
    assert storage.names() - storage.names("renditions/") == {
        photo.original.name,
        earlier.file.name,
        library.preview_path(photo),
    }


def test_a_replacement_that_does_not_know_when_it_was_taken_changes_nothing_about_that():
    photo = taken_in()
    replaced(photo, factories.jpeg())
    assert photo.taken_at == images.TAKEN


def test_the_public_files_of_a_replaced_photo_are_made_anew():
    photo = factories.photo(rendered=True)
    replaced(photo)
    renditions.make_by_id(photo.pk)
    assert photo.download.width == 1500


def test_a_refused_replacement_leaves_all_as_it_was(storage, monkeypatch):
    data, other = images.camera_jpeg(), factories.jpeg()
    photo = taken_in(data)
    taken_in(other, "ZVF_2150.JPG")
    row, files = Photo.objects.values().get(pk=photo.pk), contents(storage)

    def broken(**kwargs):
        raise RuntimeError("the queue is gone")

    for file, note, refusal, says in [
        (data, "Better.", PhotoRefused, "already in the library as ZVF_2142.JPG"),
        (other, "Better.", PhotoRefused, "as ZVF_2150.JPG"),
        (b"%PDF-1.4", "Better.", PhotoRefused, "is a PDF document"),
        (factories.jpeg(), " ", actions.Refused, "Give a reason"),
        (factories.jpeg(), "Better.", RuntimeError, "the queue is gone"),
    ]:
        if refusal is RuntimeError:
            monkeypatch.setattr(jobs.render, "defer", broken)
        with pytest.raises(refusal, match=says):
            replaced(photo, file, note=note)
        assert Photo.objects.values().get(pk=photo.pk) == row
        assert contents(storage) == files
        assert not photo.earlier_originals.exists()


def contents(storage):
    return {name: default_storage.open(name).read() for name in storage.names()}


def test_a_deleted_photo_leaves_no_file_and_an_entry_in_the_history(storage, django_capture_on_commit_callbacks):
    photo = factories.photo(rendered=True)
    replaced(photo)
    number, before = photo.pk, storage.names()
    with django_capture_on_commit_callbacks(execute=True):
        library.delete(photo, by=factories.press_secretary())
        assert storage.names() == before
    assert not Photo.objects.filter(pk=number).exists()
    assert storage.names() == set()
    photo.pk = number
    assert timeline.of(photo)[0].note == "Deleted: ZVF_2142_retouched.JPG"


def verified(**options):
    out = io.StringIO()
    try:
        call_command("verify_photos", stdout=out, **options)
    except CommandError as damage:
        return out.getvalue(), str(damage)
    return out.getvalue(), ""


def test_verifying_reads_every_original_and_every_earlier_one(capsys):
    replaced(taken_in())
    taken_in(factories.jpeg())
    assert verified() == ("3 files are as they came.\n", "")
    assert capsys.readouterr().err.endswith("] 3 of 3\n")


def test_verifying_finds_what_is_missing_wherever_it_lies(storage):
    photo, gone = taken_in(), taken_in(factories.jpeg(), "B.JPG")
    gone.original.storage.delete(gone.original.name)
    assert verified() == (f"B.JPG (photo {gone.pk}): missing ({gone.original.name})\n", verified()[1])
    assert verified(ids=[photo.pk])[1] == ""


def test_verifying_names_what_is_damaged_and_what_is_missing():
    whole, changed, gone = taken_in(), taken_in(factories.jpeg(), "B.JPG"), taken_in(factories.jpeg(), "C.JPG")
    replaced(gone)
    flip_a_bit(changed.original.name)
    default_storage.delete(gone.original.name)
    flip_a_bit(gone.earlier_originals.get().file.name)
    told, damage = verified()
    assert damage.startswith("3 of 4 files are damaged.")
    assert f"B.JPG (photo {changed.pk}): damaged" in told
    assert f"ZVF_2142_retouched.JPG (photo {gone.pk}): missing" in told
    assert f"C.JPG (earlier file of photo {gone.pk}" in told
    assert f"photo {whole.pk}" not in told
    assert verified(ids=[whole.pk]) == ("1 files are as they came.\n", "")
    assert verified(ids=[changed.pk])[1].startswith("1 of 1")
    assert verified(ids=[4711])[1] == "There is no photo 4711."


def flip_a_bit(name):
    with default_storage.open(name) as file:
        data = bytearray(file.read())
    data[len(data) // 2] ^= 1
    default_storage.delete(name)
    default_storage.save(name, io.BytesIO(data))


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_the_files_of_an_uploaded_photo():
    photo = taken_in()
    assert not renditions.is_complete(photo)
    queue.work()
    assert Rendition.objects.filter(photo=photo, kind=Rendition.Kind.DOWNLOAD).exists()


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_photo_that_is_gone_does_no_harm():

    jobs.render(photo_id=4711)

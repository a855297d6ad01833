"""Nothing is lost: a newsroom restored elsewhere is the same, and what is not whole is never taken for it."""

import fcntl
import hashlib
import io
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from django.test import Client

from backups import census, making, manifest
from backups.progress import Progress
from mailing import letters, sending
from news.models import Edition
from photos.models import Photo
from publishing import changes, record, timeline
from publishing.models import Boundary
from publishing.visitors import as_visitor
from tests import factories
from tests.backups.conftest import backed_up, run
from tests.backups.place import everything

pytestmark = pytest.mark.django_db(transaction=True)


class Meanwhile(Progress):
    """Somebody who does something the first time a backup or a restore comes to a step."""

    def __init__(self, step, does):
        super().__init__(io.StringIO())
        self.at, self.does = step, does

    def begin(self, what, total=0):
        if what == self.at and self.does:
            does, self.does = self.does, None
            does()


def upload_in_another_process():
    """What somebody else does while our connection holds its instant."""

    def upload():
        factories.photo("LATER.JPG")
        connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(upload).result()


def test_a_restored_newsroom_is_the_same_row_by_row_and_byte_by_byte(storage, newsroom, backups, elsewhere):
    (rows, files), address = everything(), newsroom.get_absolute_url()
    assert len(files) == 5  # original, preview, two quick files, attachment
    folder, _, _, _ = making.make(backups, Meanwhile("Dumping the database", upload_in_another_process))
    assert Photo.objects.count() == 2  # the second one came too late, and is left to the next backup
    with elsewhere():
        assert "is restored" in run("restore", folder)
        assert everything() == (rows, files)
        assert "are as they came" in run("verify_photos")
        assert "are as they were written" in run("verify_record", head=[manifest.read(folder).record])

        # What visitors see, and what they do not, however a page asks.
        assert "The Council has met in Moscow" in Client().get(address).content.decode()
        assert address in Client().get("/en/search/?q=Council").content.decode()
        with as_visitor():
            assert [edition.title for edition in Edition.objects.all()] == ["The Council has met in Moscow"]

        # Work goes on: numbers, the index and the guards are in place.
        following = factories.published(title="The next day").get_absolute_url()
        assert following in Client().get("/en/search/?q=next+day").content.decode()
        with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
            timeline.of(newsroom).update(note="x")


def test_what_was_under_way_is_finished_in_the_restored_newsroom(newsroom, backups, elsewhere):
    """A backup made between a publication and what is done after it: its number, a letter, the next seal."""
    under_way = factories.published(title="Under way")
    letters.post(key="under way", to="anna@paper.example", subject="Under way", text="Text.")
    folder = backed_up(backups)
    with elsewhere():
        assert "is restored" in run("restore", folder)
        assert Boundary.objects.exists()
        assert under_way.pk in {change.subject_id for change in changes.since(0)}
        factories.published(title="The next day")
        record.seal()
        assert record.waiting() == 0
        assert "are as they were written" in run("verify_record", head=[manifest.read(folder).record])
        assert (sending.send_waiting(), sending.send_waiting()) == (1, 0)
        assert under_way.get_absolute_url() in Client().get("/en/search/?q=under+way").content.decode()


def test_what_comes_and_changes_while_files_are_copied_is_copied_too(newsroom, backups):
    preview = f"previews/{Photo.objects.get().key}.jpg"

    def replace_and_upload():
        default_storage.delete(preview)
        default_storage.save(preview, ContentFile(b"another preview"))
        factories.photo("LATER.JPG")

    folder, kept, _, wrong = making.make(backups, Meanwhile("Copying files", replace_and_upload))
    assert not wrong
    assert (folder / "files" / preview).read_bytes() == b"another preview"
    assert (folder / "files" / Photo.objects.get(file_name="LATER.JPG").original.name).exists()
    assert not manifest.damage(folder, kept)


def test_a_file_that_an_earlier_backup_has_takes_no_room_again(newsroom, backups):
    first = backed_up(backups)
    factories.photo("LATER.JPG")
    second = backed_up(backups)
    inodes = [{path.stat().st_ino for path in (backup / "files").rglob("*.*")} for backup in (first, second)]
    assert inodes[0] < inodes[1]
    assert len(inodes[1] - inodes[0]) == 4  # the new original, its preview and two quick files


def test_only_as_many_backups_are_kept_as_are_asked_for(newsroom, backups):
    first, second = backed_up(backups), backed_up(backups)
    third = backed_up(backups, "--keep", "2")
    assert not first.exists()
    assert manifest.complete_backups(backups) == [second, third]
    assert not manifest.damage(third, manifest.read(third))  # what it shares with the deleted one is still there


# What is not whole


def test_a_backup_that_was_cut_off_is_never_taken_for_one(newsroom, backups):
    def power_cut():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        making.make(backups, Meanwhile("Dumping the database", power_cut))
    [half] = backups.glob("2*")
    assert manifest.complete_backups(backups) == []
    assert "was cut off before it was whole" in run("restore", half)
    backed_up(backups)
    assert not half.exists()


def test_a_dump_that_was_cut_off_is_refused(newsroom, backups):
    dump = backed_up(backups) / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-100])
    assert "The database's dump was altered" in run("restore", dump.parent)


def test_what_is_no_backup_is_refused(tmp_path):
    assert "is no backup" in run("restore", tmp_path)
    (tmp_path / "manifest.json").write_text('{"format": ')
    assert "is damaged and cannot be read" in run("restore", tmp_path)


def test_a_missing_and_an_altered_photograph_are_named_and_all_else_can_be_restored(newsroom, backups, elsewhere):
    photo = Photo.objects.get()
    folder = backed_up(backups)
    (folder / "files" / photo.original.name).unlink()
    paper = folder / "files/attachments/abc/paper.pdf"
    paper.write_bytes(b"%PDF-1.4 a forger")
    with elsewhere():
        told = run("restore", folder)
        assert f"{photo.original.name} is missing" in told
        assert "attachments/abc/paper.pdf was altered" in told
        assert "Nothing was restored" in told
        assert census.tables() == []

        told = run("restore", folder, "--despite-damage")
        assert f"{photo.original.name} is missing" in told
        assert "All else is restored" in told
        assert Photo.objects.get() == photo
        assert f"missing ({photo.original.name})" in run("verify_photos")


def test_a_photograph_that_was_lost_before_is_named_and_all_else_is_backed_up(newsroom, backups):
    photo = Photo.objects.get()
    default_storage.delete(photo.original.name)
    told = run("backup", backups)
    assert "is whole: 4 files" in told
    assert f"{photo.original.name} is missing in the storage" in told
    [folder] = manifest.complete_backups(backups)
    assert f"{photo.original.name} was missing when the backup was made" in run("restore", folder, "--check")


def test_a_photograph_that_was_altered_in_the_storage_is_named(newsroom, backups):
    name = Photo.objects.get().original.name
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"something else"))
    assert f"{name} is not what was uploaded" in run("backup", backups)


def test_a_restore_that_fails_half_way_leaves_the_place_empty(newsroom, backups, elsewhere):
    folder = backed_up(backups)
    kept, broken = manifest.read(folder), b"PGDMP and no more"
    (folder / "database.dump").write_bytes(broken)
    kept.dump = {"size": len(broken), "sha256": hashlib.sha256(broken).hexdigest()}
    kept.write(folder)
    with elsewhere():
        assert "pg_restore did not end well" in run("restore", folder)
        assert everything() == ({}, {})


# Where it may go


def test_nothing_is_restored_over_something(newsroom, backups, elsewhere):
    folder = backed_up(backups)
    assert "is not empty: it has" in run("restore", folder)
    with elsewhere():
        default_storage.save("originals/abc/HERE.JPG", ContentFile(b"here already"))
        assert "“originals/abc/HERE.JPG” lies there" in run("restore", folder)


def test_a_newer_newsrooms_backup_is_refused(newsroom, backups):
    folder = backed_up(backups)
    facts = json.loads((folder / "manifest.json").read_text())
    facts["migrations"].append("news.9999_things_to_come")
    (folder / "manifest.json").write_text(json.dumps(facts))
    assert "made by a newer newsroom: its database knows news.9999_things_to_come" in run("restore", folder)


def test_an_older_newsrooms_backup_is_restored_and_then_brought_up_to_date(newsroom, backups, elsewhere, settings):
    folder = backed_up(backups)
    settings.MIGRATION_MODULES = {"backups": "tests.backups.later"}
    with elsewhere():
        assert "of an older newsroom, which lacks backups.0001_initial. Run “script/manage migrate”" in run(
            "restore", folder
        )
        call_command("migrate", verbosity=0)
        assert "backups_later" in census.tables()


def test_two_backups_at_once_do_not_meet(newsroom, backups):
    backups.mkdir()
    with (backups / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "Another backup is being made" in run("backup", backups)

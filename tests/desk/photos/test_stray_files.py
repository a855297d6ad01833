"""Files that nobody will ask for are deleted after a day; whatever a row names stays."""

import io
import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from desk import jobs
from desk.base import attachments
from desk.photos import stray_files
from news import drafts
from photos import library, renditions
from tests import factories, queue
from tests.desk.screens import NEW, Page, send, signed_in

pytestmark = pytest.mark.django_db

LATER = timedelta(days=1, minutes=1)


def swept():
    return set(stray_files.sweep(at=timezone.now() + LATER))


def stored(name):
    return default_storage.save(name, ContentFile(b"half of a file"))


def test_what_rows_name_stays_and_what_none_names_goes(storage):
    photo = factories.photo(rendered=True)
    library.replace_original(
        photo, io.BytesIO(factories.jpeg()), "ZVF_2142.JPG", by=factories.press_secretary(), note="Sharper"
    )
    edition = factories.edition()
    kept = attachments.read(attachments.store(SimpleUploadedFile("agenda.pdf", b"%PDF-1.7")))
    drafts.set_parts(edition, attachments=[part(kept)])
    wanted = storage.names()
    stray = {
        stored(name)
        for name in [
            "attachments/abandoned/agenda.pdf",
            f"originals/{photo.key}/broken_off.jpg",
            "originals/never-committed/ZVF_1.JPG",
            "previews/never-committed.jpg",
            f"renditions/{photo.key}/avif-whole-320-0.avif",
            "renditions/gone/jpeg-whole-320-0.jpg",
        ]
    }
    assert not stray_files.sweep()  # it may still be on its way
    assert storage.names() == wanted | stray
    assert swept() == stray
    assert storage.names() == wanted
    renditions.make(photo)
    assert renditions.is_complete(photo)


def part(kept):
    return {"label": "Agenda", "key": kept.key, "file": kept.file.name, "file_name": kept.file_name, "size": kept.size}


def test_a_file_that_an_earlier_state_has_can_still_be_restored():
    edition, writer = factories.edition(), factories.writer()
    kept = attachments.read(attachments.store(SimpleUploadedFile("agenda.pdf", b"%PDF-1.7")))
    for parts in ([part(kept)], []):
        drafts.set_parts(edition, attachments=parts)
        drafts.save_changes(edition, by=writer)
    assert swept() == set()


def test_a_form_that_was_left_open_too_long_asks_for_the_file_again():
    client = signed_in(factories.writer())
    facts = {"section": "", "signed_by": "nobody"}
    file = SimpleUploadedFile("agenda.pdf", b"%PDF-1.7")
    attached = {"en-attachments-0-file": file, "en-attachments-0-label": "Agenda"}
    refused = send(client, NEW, **facts, en_title="Report", **attached)
    assert swept()
    page = send(client, NEW, opened=Page(refused), section=str(factories.section().pk))
    assert "was deleted because the form was not saved for a day" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_worker_sweeps_by_night(settings):
    name = stored("attachments/abandoned/agenda.pdf")
    long_ago = (timezone.now() - LATER).timestamp()
    os.utime(settings.MEDIA_ROOT / name, (long_ago, long_ago))
    jobs.sweep_stray_files.defer(timestamp=0)
    queue.work()
    assert not default_storage.exists(name)

"""Erase personal data of old enquiries, with their emails and files.

Number, subject, language, times and states stay, for statistics. The period begins with the closing, else with the
answer, else on the day the enquiry came, so that nothing is kept for ever by neglect.
"""

import datetime
import functools

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from press import enquiry_files, letters
from press.models import Enquiry, EnquiryFile, days_kept
from publishing import clock
from publishing.transactions import retried

ONE_DAY = datetime.timedelta(days=1)


def erase_old(now=None):
    """Erase the personal data of all enquiries whose period is over; return how many."""
    before = (now or clock.now()) - days_kept() * ONE_DAY
    # Another answer or another closing starts the period again.
    since = Coalesce("closed_at", Max("answers__at"), "answered_at", "received_at")
    due = Enquiry.objects.filter(erased_at__isnull=True).annotate(since=since).filter(since__lte=before)
    return sum(erase(number) for number in due.order_by("pk").values_list("pk", flat=True))


@retried
def erase(number):
    """Erase the personal data of one enquiry; return whether there was any."""
    enquiry = Enquiry.objects.select_for_update().filter(pk=number, erased_at__isnull=True).first()
    if enquiry is None:
        return False
    files = [enquiry.file, *enquiry.files.values_list("file", flat=True)]
    now = clock.now()
    for field in ("name", "outlet", "email", "phone", "question", "file", "file_name"):
        setattr(enquiry, field, "")
    enquiry.sent_key, enquiry.file_size, enquiry.erased_at = None, 0, now
    enquiry.state, enquiry.closed_at = Enquiry.State.CLOSED, enquiry.closed_at or now
    enquiry.version += 1
    enquiry.save()
    enquiry.notes.all().delete()
    enquiry.answers.update(text="")
    enquiry.files.all().delete()
    letters.forget(enquiry)
    # The files are deleted after their rows were; if that fails, the next sweep finds them.
    for file in files:
        transaction.on_commit(functools.partial(enquiry_files.forget, file), robust=True)
    return True


def sweep(at=None):
    """Delete files of enquiries that no row names and that are older than a day; return their names."""
    before = (at or timezone.now()) - ONE_DAY
    gone = [name for name in _files() if _is_older(name, before) and not _is_named(name)]
    for name in gone:
        default_storage.delete(name)
    return gone


def _is_named(name):
    return Enquiry.objects.filter(file=name).exists() or EnquiryFile.objects.filter(file=name).exists()


def _files():
    try:
        folders, _ = default_storage.listdir(enquiry_files.FOLDER)
    except FileNotFoundError:
        return
    for folder in folders:
        for name in default_storage.listdir(f"{enquiry_files.FOLDER}/{folder}")[1]:
            yield f"{enquiry_files.FOLDER}/{folder}/{name}"


def _is_older(name, instant):
    try:
        return default_storage.get_modified_time(name) < instant
    except FileNotFoundError:
        return False

"""What is personal is erased when its time is over: from every table, and from the files."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from mailing.models import Letter
from press import enquiries, erasing, escalation, own_enquiry
from press.models import Enquiry, EnquirySettings
from publishing import clock
from publishing.actions import Refused
from tests import clocks, factories
from tests.press.enquiring import HOUR, enquiry, secretary

pytestmark = pytest.mark.django_db(transaction=True)

DAY = datetime.timedelta(days=1)
PERSONAL = {
    "name": "Quintilia Unmistakable",
    "outlet": "Zanzibar Gazette",
    "email": "quintilia@zanzibar-gazette.example",
    "phone": "+255 24 700 0001",
    "question": "Is the yellow submarine yours?",
}
WORDS = ["Quintilia", "Zanzibar", "zanzibar", "24 700", "yellow submarine", "unmistakable-file", "green answer"]


@pytest.fixture(autouse=True)
def _contact():
    factories.contact()


def an_answered_enquiry(**more):
    asking = enquiry(**PERSONAL, deadline=clock.now() + HOUR, attachment=("unmistakable-file.pdf", b"%PDF- x"), **more)
    by = secretary("chief", "chief@example.org")
    enquiries.note(asking, "Quintilia called again", by=by)
    escalation.warn(clock.now() + HOUR)
    enquiries.answer(asking, "Dear Quintilia, a green answer", by=by)
    return asking


def tables_with(word):
    """Return the tables in which some row holds `word`, whatever the column."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        found = []
        for name in names:
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}" t WHERE t::text ILIKE %s)', [f"%{word}%"])
            if cursor.fetchone()[0]:
                found.append(name)
        return found


def files(settings):
    return [path for path in settings.MEDIA_ROOT.glob("enquiries/**/*") if path.is_file()]


def test_nothing_personal_is_left_in_any_table_or_file(settings):
    asking = an_answered_enquiry()
    enquiries.close(asking, by=secretary())
    token, number = asking.token, asking.number
    for word in WORDS:
        assert tables_with(word), f"{word} is there before"
    assert files(settings)
    with clocks.moved_to(clock.now() + 181 * DAY):
        assert erasing.erase_old() == 1
        assert erasing.erase_old() == 0
    for word in WORDS:
        assert tables_with(word) == [], word
    assert files(settings) == []
    kept = Enquiry.objects.get()
    assert kept.number == number
    assert kept.answered_at
    assert kept.deadline
    assert kept.answers.count() == 1
    assert own_enquiry.find(token).enquiry.erased_at
    assert not Letter.objects.exclude(text="").exists()


def test_the_asker_is_told_that_it_is_erased(client):
    asking = an_answered_enquiry()
    erasing.erase(asking.pk)
    page = client.get(f"/en/press/enquiry/{asking.token}/").content.decode()
    assert "have been deleted, as we promised" in page
    assert "Quintilia" not in page


def test_an_enquiry_whose_number_begins_alike_keeps_its_letters():
    one = enquiry(**PERSONAL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('press_enquiry', 'id'), %s)", [one.pk * 10 - 1])
    ten = enquiry(email="other@newsroom.example")
    assert str(ten.pk).startswith(str(one.pk))
    erasing.erase(one.pk)
    assert Letter.objects.get(to="other@newsroom.example").text


@pytest.mark.parametrize(
    ("way", "days"),
    [("closed", 180), ("answered", 180), ("never answered", 180), ("two answers", 190)],
)
def test_the_time_begins_with_the_last_thing_that_was_done(way, days):
    start = clock.now()
    asking = enquiry(**PERSONAL)
    by = secretary()
    if way != "never answered":
        enquiries.answer(asking, "Yes", by=by)
    if way == "closed":
        enquiries.close(asking, by=by)
    if way == "two answers":
        with clocks.moved_to(start + 10 * DAY):
            enquiries.answer(asking, "And", by=by)
    assert erasing.erase_old(start + days * DAY - HOUR) == 0
    assert erasing.erase_old(start + days * DAY + HOUR) == 1
    assert Enquiry.objects.get().state == "closed"


def test_the_administrator_settles_the_time():
    asking = enquiry(**PERSONAL)
    EnquirySettings.objects.update_or_create(pk=1, defaults={"days": 10})
    assert erasing.erase_old(asking.received_at + 11 * DAY) == 1


def test_an_erased_enquiry_cannot_be_answered_or_opened():
    asking = enquiry(**PERSONAL)
    erasing.erase(asking.pk)
    by = secretary()
    for act in (
        lambda: enquiries.answer(asking, "x", by=by),
        lambda: enquiries.reopen(asking, by=by),
        lambda: enquiries.note(asking, "x", by=by),
    ):
        with pytest.raises(Refused):
            act()


def test_a_letter_that_was_still_waiting_is_not_sent_after_the_erasing():
    erasing.erase(enquiry(**PERSONAL).pk)
    assert Letter.objects.get().state == Letter.State.DROPPED


def test_files_that_stand_in_no_row_are_swept_after_a_day(settings):
    kept = enquiry(**PERSONAL, attachment=("unmistakable-file.pdf", b"%PDF- x"))
    stray = default_storage.save("enquiries/abc/stray.pdf", ContentFile(b"%PDF-"))
    now = datetime.datetime.now(datetime.UTC)
    assert erasing.sweep(now + HOUR) == []
    assert erasing.sweep(now + 2 * DAY) == [stray]
    assert default_storage.exists(kept.file)


def test_nothing_stays_in_the_storage_when_an_enquiry_could_not_be_kept(settings, monkeypatch):
    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr("press.letters.confirm", fail)
    with pytest.raises(RuntimeError):
        enquiry(**PERSONAL, attachment=("unmistakable-file.pdf", b"%PDF- x"))
    assert files(settings) == []
    assert not Enquiry.objects.exists()

"""The record of who did what: whoever alters it, with whatever rights, is found out."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from publishing import amendments, record, timeline
from publishing.models import SealedEntry, TimelineEntry
from tests import factories
from tests.sealed_record import all_guards_off, run, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def some_history():
    """Some things done, and sealed; the entry in the middle."""
    factories.published()
    meeting = factories.meeting()
    with amendments.amending(by=factories.press_secretary()):
        meeting.place = {"en": "Minsk", "ru": "Минск"}
        meeting.save()
    record.seal()
    entries = TimelineEntry.objects.order_by("pk")
    return entries[entries.count() // 2]


def test_an_untouched_record_is_as_it_was_written(some_history):
    told = verify(record.head())
    assert f"{SealedEntry.objects.count()} sealed entries are as they were written." in told
    assert set(SealedEntry.objects.values_list("table_name", flat=True)) == {
        "publishing_timelineentry",
        "publishing_amendment",
        "publishing_amendedrow",
    }


def test_the_head_kept_today_holds_however_much_is_done_afterwards(some_history):
    head = record.head()
    factories.published()
    assert "are not sealed yet" in verify(head)
    record.seal()
    assert record.head() != head
    assert "not sealed" not in verify(head)


@pytest.mark.parametrize("table", ["publishing_timelineentry", "publishing_amendment", "publishing_sealedentry"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET {key} = {key}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_rewrite(some_history, table, sql):
    key = "sequence" if table == "publishing_sealedentry" else "id"
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        run(f"SET CONSTRAINTS ALL IMMEDIATE; {sql.format(table, key=key)}")


def test_an_altered_entry_is_named_with_what_it_said(some_history):
    with all_guards_off():
        run("UPDATE publishing_timelineentry SET note = 'Nothing.' WHERE id = %s", some_history.pk)
    assert f"Entry {some_history.pk} of publishing_timelineentry" in verify()
    assert 'note is "Nothing.", and was ""' in verify()


def test_a_deleted_entry_is_named_with_what_it_said(some_history):
    with all_guards_off():
        run("DELETE FROM publishing_timelineentry WHERE id = %s", some_history.pk)
    assert f"Entry {some_history.pk} of publishing_timelineentry (seal" in verify()
    assert "is missing. It said: {" in verify()


def test_an_entry_altered_together_with_its_copy_is_known_by_the_head_that_was_kept(some_history):
    head = record.head()
    alter_with_copy(some_history)
    assert "as they were written" in verify()  # until the log of the day has signed it: tests/authenticity
    assert "was written anew" in verify(head)


def alter_with_copy(entry):
    seal = SealedEntry.objects.get(table_name="publishing_timelineentry", row_id=entry.pk)
    with all_guards_off():
        run("UPDATE publishing_timelineentry SET note = 'x' WHERE id = %s", entry.pk)
        run('UPDATE publishing_sealedentry SET content = content || \'{"note": "x"}\' WHERE sequence = %s', seal.pk)
    return seal.pk


def test_an_entry_sealed_by_the_first_version_is_named_when_it_is_altered_together_with_its_copy(some_history):
    write_hashes()
    last, head = SealedEntry.objects.last(), record.head()
    factories.published()
    record.seal()
    assert "as they were written" in verify(head, f"{last.pk}:{last.hash}", record.head())
    number = alter_with_copy(some_history)
    assert f"Sealed entry {number} was altered" in verify()


def write_hashes():
    """Write the hash of each sealed entry into its row, as the first version of the software did."""
    rows = "SELECT sequence, table_name, content::text FROM publishing_sealedentry ORDER BY sequence"
    before = ""
    with all_guards_off():
        for sequence, table, content in list(record._rows(rows)):
            before = hashlib.sha256(f"{before} {sequence} {table} {content}".encode()).hexdigest()
            run("UPDATE publishing_sealedentry SET hash = %s WHERE sequence = %s", before, sequence)


def test_an_entry_taken_out_together_with_its_seal_leaves_a_gap(some_history):
    seal = SealedEntry.objects.get(table_name="publishing_timelineentry", row_id=some_history.pk)
    with all_guards_off():
        run("DELETE FROM publishing_timelineentry WHERE id = %s", some_history.pk)
        run("DELETE FROM publishing_sealedentry WHERE sequence = %s", seal.pk)
    assert f"Sealed entry {seal.pk} is missing." in verify()


def test_an_end_that_was_cut_off_is_known_by_the_head_that_was_kept(some_history):
    head, last = record.head(), SealedEntry.objects.last()
    with all_guards_off():
        run(f"DELETE FROM {last.table_name} WHERE id = %s", last.row_id)
        run("DELETE FROM publishing_sealedentry WHERE sequence = %s", last.pk)
    assert "as they were written" in verify()  # nothing inside the database can tell
    assert f"The record ends at {last.pk - 1}, but {last.pk} was kept: its end was cut off." in verify(head)


def test_a_record_written_anew_is_known_by_the_head_that_was_kept(some_history):
    head = record.head()
    with all_guards_off():
        run("UPDATE publishing_timelineentry SET note = 'x' WHERE id = %s", some_history.pk)
        run("DELETE FROM publishing_sealedentry")
    run("SELECT publishing_note_all_unsealed('publishing_timelineentry')")
    run("SELECT publishing_note_all_unsealed('publishing_amendment')")
    run("SELECT publishing_note_all_unsealed('publishing_amendedrow')")
    record.seal()
    assert "as they were written" in verify()
    assert "was written anew" in verify(head)


@pytest.mark.parametrize(
    ("trigger", "told"),
    [
        ("only_added_to", "Nothing keeps the entries of publishing_amendment from being changed"),
        ("is_sealed", "Nothing notes the entries of publishing_amendment to be sealed"),
    ],
)
def test_switched_off_guards_are_told_of(some_history, trigger, told):
    run(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE publishing_amendment DISABLE TRIGGER {trigger}")
    assert told in verify()


def test_an_entry_that_was_written_past_the_guards_is_named(some_history):
    with all_guards_off():
        entry = timeline.record(some_history.subject, timeline.Verb.EDITED, by=factories.writer())
    record.seal()
    assert f"Entry {entry.pk} of publishing_timelineentry was written while nothing noted it" in verify()


@pytest.mark.django_db(transaction=True)
def test_an_editor_in_the_middle_of_something_holds_nobody_up_and_is_sealed_afterwards():
    def somebody_else_works():
        factories.published()
        record.seal()
        connection.close()

    report, editor = factories.published(), factories.writer()
    with ThreadPoolExecutor(1) as thread, transaction.atomic():
        entry = timeline.record(report, timeline.Verb.EDITED, by=editor)
        thread.submit(somebody_else_works).result(timeout=30)
    assert "1 more are not sealed yet" in verify()
    record.seal()
    assert SealedEntry.objects.get(table_name="publishing_timelineentry", row_id=entry.pk) == SealedEntry.objects.last()
    assert TimelineEntry.objects.filter(pk__gt=entry.pk).exists()  # written later, and sealed before
    assert "as they were written" in verify(record.head())


def test_what_is_no_head_is_refused_with_a_sentence():
    with pytest.raises(CommandError, match="“nonsense” is no head"):
        call_command("verify_record", "--head", "nonsense")

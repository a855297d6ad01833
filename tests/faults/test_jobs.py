"""A worker that is killed at whatever step of whatever job: done again, the job leaves what it would have left."""

import datetime
import inspect
import itertools
import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from procrastinate.contrib.django import app

from mailing import letters
from news.models import Attachment
from publishing import amendments, clock
from search.queries import Query
from tests import factories, kept_rows
from tests.alerts import readers
from tests.faults import killed_jobs
from tests.page_cache.visiting import until
from tests.press.enquiring import enquiry
from tests.press.test_advisories import advisory, request_for

pytestmark = pytest.mark.django_db(transaction=True)

# Why a job is not killed here: because it is elsewhere, or because there is nothing between two of its statements.
NOT_HERE = {
    "photos.jobs.render": "tests/photos/test_renditions.py, with its files",
    "mailing.jobs.send": "tests/mailing/test_sending.py, with a mail server",
    "accounts.jobs.push": "tests/accounts/test_pushing.py, with a push service",
    "alerts.jobs.tell_the_week": "tests/alerts/test_weeks.py, and its letters exist once for their keys",
    "alerts.jobs.deliver": "tests/alerts/test_any_order.py, in any order with everything else",
    "desk.jobs.sweep_stray_files": "it writes no row, and deletes one file after another",
    "monitoring.jobs.take_sample": "each time leaves a line of its own",
    "monitoring.jobs.verify_originals": "each time leaves a line of its own",
    "moving.jobs.carry_out": "tests/moving/test_import.py kills the import, test_imports.py the job that runs it",
    "moving.jobs.act_on_batch": "one transaction; its second run: tests/moving/test_large_batches.py",
    "publishing.jobs.seal_record": "one statement",
    "readership.jobs.fold_readings": "one transaction; its second run: tests/readership/test_writing.py",
    "accounts.jobs.send_reset": "one letter, put into the outbox at once",
    "accounts.jobs.send_invitation": "one letter, put into the outbox at once",
    "accounts.jobs.tell": "one letter, put into the outbox at once",
}


def jobs_of_ours():
    """Return the names of all jobs but the queue's own, which are one statement each and asynchronous."""
    app.perform_import_paths()
    return sorted(name for name, task in app.tasks.items() if not inspect.iscoroutinefunction(task.func))


KILLED = [name for name in jobs_of_ours() if name not in NOT_HERE]


@pytest.fixture(scope="module")
def order(tmp_path_factory, django_db_setup):
    """A function that has a job done elsewhere, by a process that may be killed; it returns “died” or “done”."""
    media = tmp_path_factory.mktemp("media")
    command = [sys.executable, "-m", "tests.faults.killed_jobs", connection.settings_dict["NAME"], str(media)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=settings.BASE
    ) as process:

        def give(job, step=None):
            task = app.tasks[job]
            arguments = {"timestamp": 0} if "timestamp" in inspect.signature(task.func).parameters else {}
            process.stdin.write(json.dumps({"job": job, "arguments": arguments, "step": step}) + "\n")
            process.stdin.flush()
            ended = process.stdout.readline().strip()
            until(nobody_holds_a_row)
            return ended

        give.media = media
        yield give
        process.stdin.close()


def nobody_holds_a_row():
    """Tell whether the dead process holds no row any more: its successor would leave such a row for its next minute."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_stat_activity WHERE application_name = %s", [killed_jobs.NAME])
        return not cursor.rowcount


@pytest.mark.parametrize("job", KILLED)
def test_a_job_that_is_killed_at_any_step_and_done_again_leaves_the_same(order, job, settings):
    settings.MEDIA_ROOT = order.media
    a_night_before_much_work()
    kept_rows.keep()
    assert order(job) == "done"
    whole = state()
    for step in itertools.count(1):
        kept_rows.set_back()
        if (ended := order(job, step)) == "done":
            break
        assert ended == "died"
        assert order(job) == "done"
        assert state() == whole, f"killed before the statement {step} that writes"
    kept_rows.forget()
    assert step > 1


def a_night_before_much_work():
    """Something to do for every job: news to tell, texts to read and to seal, a deadline, and much to be forgotten."""
    readers.reader("anna@paper.example")
    edition = factories.edition(shown_on=readers.today(), title="The Council has met")
    name = default_storage.save("attachments/record.txt", ContentFile(b"The record of the sitting."))
    Attachment.objects.create(edition=edition, label="The record", file=name, file_name="record.txt", size=26)
    factories.publish(edition)
    readers.subscribing.ask("boris@paper.example", [Query("en")], language="en", rhythm="at_once")
    letters.post(key="old", to="carl@paper.example", subject="Old", text="It was sent long ago.", language="en")
    enquiry(question="Who came?", deadline=clock.now() + datetime.timedelta(minutes=30))
    event = advisory()
    request_for(event)
    with amendments.amending(by=factories.press_secretary()):
        event.starts_at = datetime.time(12)
        event.save()
    with connection.cursor() as cursor:
        for sentence in LONG_AGO:
            cursor.execute(sentence)


LONG_AGO = [
    "UPDATE mailing_letter SET settled_at = now() - interval '90 days', state = 'sent' WHERE key = 'old'",
    "UPDATE alerts_subscriber SET created_at = now() - interval '90 days' WHERE confirmed_at IS NULL",
]


def state():
    """Return how many rows each table has, and in how many of them each column says something."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name !~ '^(procrastinate|django_|auth_)' GROUP BY 1"
        )
        for table, columns in cursor.fetchall():
            said = ", ".join(f"count(nullif({connection.ops.quote_name(column)}::text, ''))" for column in columns)
            cursor.execute(f'SELECT count(*), {said} FROM "{table}"')
            found[table] = dict(zip(["rows", *columns], cursor.fetchone()))
    return found


def test_of_every_job_it_is_said_what_becomes_of_it_when_its_worker_is_killed():
    assert set(jobs_of_ours()) == {*KILLED, *NOT_HERE}

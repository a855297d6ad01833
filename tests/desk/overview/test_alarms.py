"""What the desk's first page warns of; what machines are told is tests/monitoring/test_readiness.py."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from council.models import MeetingPhoto
from desk.overview import alarms
from desk.overview.alarms import Kind
from news import access
from photos.models import Album, AlbumPhoto
from publishing import clock
from tests import factories
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def a_living_worker(seconds=1):
    run("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second')", [seconds])


def a_job(status="todo", waits=0, task="photos.jobs.render", args="{}"):
    columns = "(queue_name, task_name, status, args) VALUES ('photos', %s, %s, %s)"
    [job] = run(f"INSERT INTO procrastinate_jobs {columns} RETURNING id", [task, status, args])
    run("UPDATE procrastinate_events SET at = now() - %s * interval '1 second' WHERE job_id = %s", [waits, job])
    return job


def run(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone() if "RETURNING" in sql else None


def kinds(user=None):
    return [alarm.kind for alarm in alarms.everything(user)]


@pytest.fixture(autouse=True)
def _quiet():
    """A newsroom in which all is well."""
    run("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE", [])
    a_living_worker()


def shown_in_edition(photo, opens):
    draft = factories.edition()
    factories.show(photo, draft)
    factories.publish(draft, at=opens)


def shown_at_meeting(photo, opens):
    meeting = factories.meeting(public=False)
    MeetingPhoto.objects.create(meeting=meeting, photo=photo)
    factories.publish(meeting, at=opens)


def shown_in_album(photo, opens):
    album = Album.objects.create(title={"en": "A day", "ru": "День"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    factories.publish(album, at=opens)


@pytest.mark.parametrize("show", [shown_in_edition, shown_at_meeting, shown_in_album])
@pytest.mark.parametrize(("opens_in", "expected"), [(None, [Kind.PHOTO]), (0.5, [Kind.PHOTO]), (2, [])])
def test_a_photo_without_files_is_told_an_hour_before_it_is_shown(show, opens_in, expected):
    photo = factories.without_files(factories.photo())
    show(photo, opens_in and clock.now() + opens_in * HOUR)
    run("TRUNCATE procrastinate_jobs CASCADE", [])
    assert kinds() == expected
    if expected:
        assert str(photo.pk) in alarms.everything()[0].address


@pytest.mark.parametrize("rendered", [True, False], ids=["whole set", "quick files"])
def test_a_photo_with_files_is_no_alarm(rendered):
    shown_in_edition(factories.photo(rendered=rendered), None)
    run("TRUNCATE procrastinate_jobs CASCADE", [])
    assert kinds() == []


def test_whoever_may_not_read_an_article_is_not_told_of_its_photos():
    photo = factories.without_files(factories.photo())
    draft = factories.edition()
    factories.show(photo, draft)
    access.limit(draft.article, [factories.press_secretary()], by=factories.press_secretary())
    factories.publish(draft, at=clock.now() + HOUR / 2)
    run("TRUNCATE procrastinate_jobs CASCADE", [])
    assert kinds(factories.press_secretary()) == [Kind.PHOTO]
    assert kinds(factories.writer()) == []


@pytest.mark.parametrize(
    ("status", "waits", "expected"),
    [
        ("todo", 0, []),
        ("todo", 59, []),
        ("todo", 62, [Kind.WAITING]),
        ("doing", 62, []),
        ("failed", 0, [Kind.FAILED]),
        ("succeeded", 0, []),
    ],
)
def test_a_job_that_failed_or_waits_for_a_minute_is_told(status, waits, expected):
    a_job(status, waits)
    assert kinds() == expected


def test_a_failure_is_over_when_the_same_job_succeeds():
    a_job("failed", args='{"photo_id": 1}')
    a_job("succeeded", args='{"photo_id": 2}')
    assert kinds() == [Kind.FAILED]
    a_job("succeeded", args='{"photo_id": 1}')
    assert kinds() == []


def test_a_job_set_for_later_waits_from_then_on():
    job = a_job(waits=600)
    run("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour' WHERE id = %s", [job])
    assert kinds() == []
    run("UPDATE procrastinate_jobs SET scheduled_at = now() - interval '90 seconds' WHERE id = %s", [job])
    assert kinds() == [Kind.WAITING]


@pytest.mark.parametrize(("seconds", "expected"), [(59, []), (62, [Kind.WORKER])])
def test_a_worker_that_is_silent_for_a_minute_is_told(seconds, expected):
    run("TRUNCATE procrastinate_workers CASCADE", [])
    a_living_worker(seconds)
    assert kinds() == expected


def test_a_promise_that_the_database_does_not_keep_is_told():
    edition = factories.published(title="What nobody sees")
    assert kinds() == []
    run("ALTER POLICY visitors_see_live ON news_edition USING (false)", [])
    [alarm] = alarms.everything()
    assert alarm.kind == Kind.PROMISE
    assert str(edition.pk) in alarm.sentence
    with clock.moved_to(clock.now() + datetime.timedelta(days=2)):
        assert kinds() == []


def test_the_first_page_of_the_desk_begins_with_the_alarms():
    shown_in_edition(factories.without_files(factories.photo("ZVF_2142.JPG")), None)
    page = signed_in(factories.writer()).get("/desk/").content.decode()
    assert "Needs attention first" in page
    assert "ZVF_2142.JPG is public, but its files are not ready" in page


def test_all_is_well_says_nothing():
    page = signed_in(factories.writer()).get("/desk/", headers={"host": "127.0.0.1:8000"}).content.decode()
    assert "Needs attention first" not in page


def test_the_number_of_queries_does_not_grow():
    asked = []
    for _round in range(2):
        for _number in range(3):
            shown_in_edition(factories.photo(), None)
            a_job("failed")
        with CaptureQueriesContext(connection) as queries:
            alarms.everything(User.objects.get(pk=factories.writer().pk))  # who has no permissions in memory
        asked.append(len(queries))
    assert asked[0] == asked[1]


# --- Under another address than ours ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "asked", "is_told"),
    [
        ("http://127.0.0.1:8080", "127.0.0.1:8080", False),
        ("http://127.0.0.1:8080", "localhost:8080", False),
        ("http://127.0.0.1:8000", "127.0.0.1:8080", True),
        ("http://localhost", "localhost", False),
        ("http://press.example.org", "localhost", True),
    ],
)
def test_the_desk_says_when_it_is_open_under_another_name_than_its_letters_have(settings, ours, asked, is_told):
    settings.SITE_URL = ours
    page = signed_in(factories.press_secretary()).get("/desk/", headers={"host": asked}).content.decode()
    assert (f"its emails, feeds, PDFs and links use {ours}" in page) == is_told

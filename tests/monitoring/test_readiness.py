"""What /healthz and /readyz say, with each trouble really made."""

import datetime

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alerts import following
from mailing import letters, sending
from mailing.models import Letter
from monitoring import originals
from publishing import changes, clock
from search import refreshing
from search.models import Mark
from tests import factories
from tests.desk.screens import signed_in
from tests.html import squeezed
from tests.monitoring.troubles import a_job, a_living_worker, machine, no_jobs, readiness, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_well")]

MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


def test_all_is_well():
    assert readiness() == (200, {})
    assert readiness("/readyz/node") == (200, {})


def test_a_line_for_each_kind_of_trouble_and_nothing_that_names_anything():
    factories.published(title="Secret talks")
    answer = Client().get("/readyz")
    assert answer["Content-Type"] == "text/plain"
    assert answer.content.decode().splitlines()[:4] == ["database: ok", "migrations: ok", "page memory: ok", "disk: ok"]
    assert "Secret" not in answer.content.decode()


def test_whoever_asks_whether_the_process_lives_is_told_so_whatever_else_is_wrong():
    a_job("failed")
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.content, len(queries)) == (200, b"ok\n", 0)
    assert "no-store" in answer["Cache-Control"]


def test_a_failed_job():
    a_job("failed")
    assert readiness() == (503, {"failed jobs": 1})
    assert readiness("/readyz/node") == (200, {}), "no reason to send visitors elsewhere"


def test_a_job_that_waits():
    a_job(seconds=59)
    assert readiness() == (200, {})
    a_job(seconds=61)
    assert readiness() == (503, {"waiting jobs": 1})


def test_a_job_held_by_a_worker_that_died():
    a_job("doing", seconds=600, worker=a_living_worker())
    assert readiness() == (200, {})
    a_job("doing", seconds=600, worker=a_living_worker(seconds=600))
    assert readiness() == (503, {"stalled jobs": 1})


def test_changes_that_the_search_has_not_followed():
    factories.person()
    assert readiness() == (200, {}), "they have just been made"
    Mark.objects.update(marked_at=Now() - 4 * MINUTE)
    number = Mark.objects.count()
    assert number
    assert readiness() == (503, {"search behind": number})
    assert f"newsroom_search_changes_waiting {number}.0" in machine.get("/metrics").content.decode()
    desk = signed_in(factories.administrator())
    assert f"Search does not include the latest changes yet ({number})." in desk.get("/desk/").content.decode()
    assert f"<b>{number}</b>" in squeezed(desk.get("/desk/state/").content.decode())
    refreshing.refresh()
    assert readiness() == (200, {})


def test_no_worker():
    no_jobs()
    a_living_worker(seconds=70)
    assert readiness() == (503, {"no worker": 1})


def test_a_text_that_visitors_do_not_see_though_its_moment_has_come():
    factories.published()
    run("ALTER POLICY visitors_see_live ON news_edition USING (false)")
    no_jobs(), a_living_worker()
    assert readiness() == (503, {"not public in time": 1})


def test_a_photograph_that_is_shown_and_has_no_files():
    photo = factories.without_files(factories.photo("SECRET_TALKS.JPG"))
    draft = factories.edition()
    factories.show(photo, draft)
    factories.publish(draft)
    no_jobs(), a_living_worker()
    assert readiness() == (503, {"photos without files": 1})


def test_news_of_which_nobody_was_told():
    following.follow()
    factories.published()
    assert readiness() == (200, {})
    with clock.moved_to(clock.now() + 11 * MINUTE):
        assert readiness()[1].get("not told in time"), "an instant passed, and nobody entered it"
        changes.catch_up()
    with clock.moved_to(clock.now() + 22 * MINUTE):
        assert readiness()[1].get("not told in time"), "a change that the alerts have not looked at"
        following.follow()
        assert "not told in time" not in readiness()[1]


def test_letters_that_do_not_leave(mail_server):
    mail_server.refuse_letter = lambda letter: "451 4.3.0 Not now"
    letters.post(key="to one", to="reader@example.org", subject="News", text="News.", language="en")
    no_jobs(), a_living_worker()
    sending.send_waiting()
    with clock.moved_to(clock.now() + 17 * MINUTE):
        assert readiness() == (503, {"mail": 1})


def test_a_letter_of_which_nobody_knows_whether_it_left(mail_server):
    mail_server.hangs_up = lambda letter: True
    letters.post(key="to many", to="reader@example.org", subject="News", text="News.", language="en", once=True)
    no_jobs(), a_living_worker()
    sending.send_waiting()
    assert Letter.objects.get().state == Letter.State.DOUBT
    assert readiness() == (503, {"mail in doubt": 1})


def test_a_damaged_original_until_it_is_put_back():
    photo = factories.photo(rendered=True)
    no_jobs(), a_living_worker()
    with default_storage.open(photo.original.name) as file:
        whole = file.read()
    spoil(photo, whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    assert readiness() == (200, {}), "nobody has looked yet"
    originals.verify()
    assert readiness() == (503, {"damaged originals": 1})
    spoil(photo, whole)
    originals.verify()
    assert readiness() == (200, {})


def spoil(photo, data):
    with default_storage.open(photo.original.name, "wb") as file:
        file.write(data)


def test_originals_that_nobody_reads_any_more():
    with clock.moved_to(clock.now() + 4 * DAY):
        assert readiness()[1].get("originals not read") == 1


def test_a_disk_that_is_nearly_full(settings):
    settings.DISK_LOW_PERCENT = 100  # of the disk of this machine, which is never quite empty
    status, wrong = readiness()
    assert (status, set(wrong)) == (503, {"disk"})


def test_a_release_whose_migrations_are_missing():
    run("DELETE FROM django_migrations WHERE app = 'monitoring'")
    assert readiness() == (503, {"migrations": 1})
    assert readiness("/readyz/node") == (503, {"migrations": 1})


def test_it_asks_no_more_as_the_newsroom_grows():
    numbers = []
    for _round in range(3):
        for _number in range(5):
            factories.published()
            a_job("failed")
        with CaptureQueriesContext(connection) as queries:
            readiness()
        numbers.append(len(queries))
    assert numbers[0] == numbers[2] < 60

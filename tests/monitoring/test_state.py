"""The administrator's page “State”, the history it draws, and who may read neither."""

import datetime
import re

import pytest
from django.db import ProgrammingError, connection, transaction

from desk.overview import plots, state
from monitoring import history, jobs, originals, serving
from monitoring.models import Process, Sample, Verification
from monitoring.serving import BUCKET_SECONDS
from publishing import clock
from publishing.visitors import as_visitor
from tests import factories, queue
from tests.desk.screens import signed_in
from tests.html import squeezed
from tests.monitoring.troubles import a_job, run
from tests.photos.test_library import flip_a_bit
from tests.press import enquiring

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_well")]

MINUTES = datetime.timedelta(minutes=5)
DAY = datetime.timedelta(days=1)
STATE = "/desk/state/"
SETTINGS = "/desk/settings/"


def a_process(name="node-1", hits=0, fast=0, slow=0, view="news:detail"):
    """Let a serving process tell what it has done since it began: hits, and requests of 8 ms and of 3 seconds."""
    counted = [0] * (len(BUCKET_SECONDS) + 1) + [0.0]
    counted[1], counted[9] = fast, slow
    figures = {"answers": {"hit": hits}, "views": {view: counted}, "memory_bytes": 100 * 1024 * 1024}
    Process.objects.update_or_create(name=name, defaults={"node": serving.node, "figures": figures})


def sample(minutes=0):
    """Take a sample some `minutes` from now."""
    at = clock.now() + datetime.timedelta(minutes=minutes)
    with clock.moved_to(at):
        return history.take(at)


def test_what_several_processes_did_is_added_up_and_a_new_beginning_is_no_leap():
    a_process("first", hits=1000, fast=50), a_process("second", hits=10)
    sample()
    a_process("first", hits=1007, fast=50), a_process("second", hits=13), a_process("third", hits=5)
    Process.objects.filter(name="second").delete()
    taken = sample(5)
    assert taken.figures["hits"] == 7 + 5
    assert sum(taken.figures["public"]) == 0


def test_publications_enquiries_jobs_and_what_is_wrong_are_written_down():
    sample()
    factories.published()
    enquiring.enquiry(deadline=clock.now() - MINUTES)
    a_job("failed")
    figures = sample(5).figures
    assert (figures["published"], figures["enquiries_open"], figures["enquiries_overdue"]) == (1, 1, 1)
    assert figures["jobs_failed"] == 1
    assert "failed jobs" in figures["troubles"]


def test_two_weeks_are_kept():
    for days in (0, 2, 15):
        sample(minutes=days * 24 * 60)
    assert Sample.objects.count() == 2


def test_the_share_from_memory_and_how_long_the_slow_ones_took():
    a_process()
    sample()
    a_process(hits=90, fast=9, slow=1)
    a_process("desk", fast=100, view="admin:index")
    figures = sample(5).figures
    assert state._hit_rate([figures]) == 90.0
    assert state._within("public")([figures]) == 5000
    assert state._within("desk")([figures]) == 10
    assert state._within("desk")([{"desk": [0] * 12}]) is None


def test_the_administrator_sees_what_is_wrong_at_the_top_and_the_figures_below():
    a_job("failed"), a_job("failed")
    a_process(hits=5, fast=5)
    sample(-10), factories.published(), sample(-5)
    text = squeezed(signed_in(factories.administrator()).get(STATE).content.decode())
    line = r'<li><span><a href="/desk/[^"]+">([^<]+)</a>.*?<span class="state state--\w+">([^<]+)</span>'
    watched = re.findall(line, text)
    assert watched[0] == ("No job has failed", "no: 2")
    assert {words for _name, words in watched[1:]} == {"yes"}
    assert text.count("<svg") >= 9
    assert len(re.findall(r"<table>", text)) == 9
    assert "1 of 1 as they came" not in text
    assert "<style" not in text
    for address in (f"{STATE}?span=weeks", f"{STATE}?span=nonsense"):
        assert signed_in(factories.administrator()).get(address).status_code == 200


def test_the_last_backup_that_is_whole_is_named(settings, tmp_path):
    settings.BACKUPS = tmp_path
    client = signed_in(factories.administrator())
    assert "<b>none</b>" in squeezed(client.get(STATE).content.decode())
    for name in ("2026-11-24T015100.000Z", "2026-11-25T015100.000Z.unfinished"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text("{}")
    assert "24 November 2026" in squeezed(client.get(STATE).content.decode())


def test_a_newsroom_without_any_history_says_when_there_will_be_some():
    text = squeezed(signed_in(factories.administrator()).get(STATE).content.decode())
    assert "the first figures come within five minutes" in text


def test_nobody_else_is_let_in_or_led_there():
    for person in (factories.press_secretary(), factories.writer()):
        client = signed_in(person)
        assert client.get(STATE).status_code == 403
        assert STATE not in squeezed(client.get(SETTINGS).content.decode())
    assert STATE in squeezed(signed_in(factories.administrator()).get(SETTINGS).content.decode())


@pytest.mark.parametrize("model", [Process, Sample, Verification])
def test_visitors_may_read_none_of_it_and_memory_does_not_hear_of_it(model):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), as_visitor():
        model.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass", [model._meta.db_table])
        assert cursor.fetchone() == (0,)


def test_the_desk_is_told_of_damaged_originals():
    photo = factories.photo(rendered=True)
    flip_a_bit(photo.original.name)
    originals.verify()
    text = squeezed(signed_in(factories.press_secretary()).get("/desk/").content.decode())
    assert "Original photographs are damaged (1)." in text


@pytest.mark.parametrize(
    ("number", "top"), [(0, 1), (1, 1), (3, 5), (7, 10), (10, 10), (11, 20), (99.9, 100), (101, 200)]
)
def test_the_top_of_an_axis_is_a_round_number(number, top):
    assert plots.round_up(number) == top


@pytest.mark.django_db(transaction=True)
def test_by_the_clock_a_sample_is_taken_originals_are_read_and_old_jobs_forgotten():
    month = 31 * 24 * 60 * 60
    old, recent = a_job("succeeded", seconds=month), a_job("failed", seconds=60)
    for job in (jobs.take_sample, jobs.verify_originals, jobs.forget_old_jobs):
        job.defer(timestamp=0)
    before = Verification.objects.count()
    queue.work()
    assert Sample.objects.exists()
    assert Verification.objects.count() == before + 1
    left = run("SELECT array_agg(id) FROM procrastinate_jobs WHERE id IN (%s, %s)", [old, recent])
    assert left == ([recent],)


def test_where_nothing_was_written_down_the_line_has_a_gap():
    begins = clock.now()
    samples = [(begins + number * MINUTES, {"it": 1}) for number in (0, 1, 2, 20, 21)]
    measure = {"It": lambda some: some[0]["it"]}
    plot = plots.lines("A plot", "", measure, samples, begins, begins + DAY, step=MINUTES, of_table=DAY)
    assert re.findall("[ML]", plot.series[0].shape) == ["M", "L", "L", "M", "L"]

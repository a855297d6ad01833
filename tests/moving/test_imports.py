"""An import that the worker does for the desk: begun, paused, gone on with, stopped, killed; as the command does."""

import datetime

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from moving import books, imports, runs
from moving.models import Batch, Import, SourcePage
from moving.sources import SourceRefused
from news.models import Edition
from publishing.actions import NotAllowed, Refused
from tests import factories
from tests.queue import work

State, Goal, Outcome = Import.State, Import.Goal, SourcePage.Outcome
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(site, settings):
    """The name of the old site in the folder of old sites."""
    settings.OLD_SITES = site.folder.parent
    return site.folder.name


def begin(place, by, goal=Goal.DRY_RUN):
    return imports.begin(place, goal, "csto-old", "news", by=by)


def now(begun):
    begun.refresh_from_db()
    return begun


def interrupted_at(monkeypatch, begun, step, done, wish, by):
    """Have somebody ask for something when so much of a step is done."""
    monkeypatch.setattr(imports, "LOOK_SECONDS", 0.0)
    usual = imports._Following.__call__

    def asked(self, what, now, total):
        if (what, now) == (step, done):
            wish(begun.pk, by=by)
        usual(self, what, now, total)

    monkeypatch.setattr(imports._Following, "__call__", asked)
    imports.carry_out(begun.pk)
    monkeypatch.undo()


def test_the_worker_reads_and_then_imports_what_the_command_would(place, site, administrator):
    begun = begin(place, administrator)
    assert now(begun).state == State.WAITING
    work()
    assert (now(begun).state, begun.refusal) == (State.DONE, "")
    sums = books.sums(imports.pages_of(begun))
    assert sums.found == len(site.articles) + len(site.lists) + len(site.copies)
    assert sums.taken > 0
    assert not Edition.objects.exists()
    drafts = begin(place, administrator, Goal.DRAFTS)
    work()
    assert (now(drafts).state, drafts.batch) == (State.DONE, begun.batch)
    assert Edition.objects.count() == sums.taken
    assert not Edition.objects.public().exists()
    assert list(books.faults(drafts.batch.source)) == []


@pytest.mark.parametrize(("step", "done"), [("list", 3), ("survey", 20), ("read", 10), ("read", 20)])
def test_it_is_paused_and_goes_on_where_it_was(place, administrator, monkeypatch, step, done):
    monkeypatch.setattr(runs, "PAGES_IN_A_TRANSACTION", 10)
    begun = begin(place, administrator)
    interrupted_at(monkeypatch, begun, step, done, imports.pause, administrator)
    assert now(begun).state == State.PAUSED
    work()
    assert now(begun).state == State.PAUSED, "the job of before does nothing"
    assert SourcePage.objects.exclude(outcome=Outcome.UNREAD).count() == (done if step == "read" else 0)
    imports.go_on(begun.pk, by=administrator)
    work()
    assert now(begun).state == State.DONE
    assert Batch.objects.get().stage == Batch.Stage.READ
    assert not SourcePage.objects.filter(outcome=Outcome.UNREAD).exists()


def test_it_is_stopped_and_what_was_made_stays(place, administrator, monkeypatch):
    begin(place, administrator)
    work()
    begun = begin(place, administrator, Goal.DRAFTS)
    interrupted_at(monkeypatch, begun, "draft", 3, imports.stop, administrator)
    assert (now(begun).state, Edition.objects.count()) == (State.STOPPED, 3)
    assert begun.ended_at is not None
    with pytest.raises(Refused, match="over already"):
        imports.stop(begun.pk, by=administrator)
    again = begin(place, administrator, Goal.DRAFTS)
    work()
    assert now(again).state == State.DONE
    assert Edition.objects.count() == again.batch.pages.filter(outcome=Outcome.TAKEN).count()


def test_what_a_killed_worker_left_is_begun_again_and_done_once(place, administrator):
    begun = begin(place, administrator)
    Import.objects.update(state=State.RUNNING, step="read", done=5, total=30, seen_at=timezone.now())
    assert not imports.is_silent(now(begun))
    long_ago = timezone.now() - datetime.timedelta(minutes=5)
    Import.objects.update(seen_at=long_ago, step_at=long_ago)
    assert imports.is_silent(now(begun))
    imports.carry_out(begun.pk)
    assert now(begun).state == State.DONE
    seen = now(begun).seen_at
    imports.carry_out(begun.pk)
    assert now(begun).seen_at == seen


def test_what_nobody_is_at_is_stopped_at_once(place, administrator):
    begun = begin(place, administrator)
    imports.stop(begun.pk, by=administrator)
    assert now(begun).state == State.STOPPED
    work()
    assert now(begun).state == State.STOPPED
    assert not SourcePage.objects.exists()


def test_a_source_is_read_by_one_import_at_a_time(place, administrator):
    begin(place, administrator)
    with pytest.raises(Refused, match="already"):
        begin(place, administrator)
    assert ProcrastinateJob.objects.filter(task_name="moving.jobs.carry_out").count() == 1


def test_drafts_are_made_of_what_was_read(place, administrator):
    with pytest.raises(Refused, match="dry run"):
        begin(place, administrator, Goal.DRAFTS)
    with pytest.raises(SourceRefused):
        begin("nothing", administrator)


def test_why_it_broke_off_is_said_and_it_can_go_on(site, administrator, settings, tmp_path):
    settings.OLD_SITES = tmp_path
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.html").write_text("<h1>Meeting</h1><p>The council met.</p>")
    begun = begin("old", administrator)
    (tmp_path / "old").rename(tmp_path / "away")
    imports.carry_out(begun.pk)
    assert (now(begun).state, "There is no “old”" in begun.refusal) == (State.BROKEN_OFF, True)
    (tmp_path / "away").rename(tmp_path / "old")
    imports.go_on(begun.pk, by=administrator)
    work()
    assert (now(begun).state, begun.refusal) == (State.DONE, "")


def test_only_administrators_may(place, administrator):
    begun = begin(place, administrator)
    for person in (factories.press_secretary(), factories.writer()):
        for act in (imports.pause, imports.stop, imports.go_on):
            with pytest.raises(NotAllowed):
                act(begun.pk, by=person)
        with pytest.raises(NotAllowed):
            begin(place, person)
    assert now(begun).state == State.WAITING


def test_minutes_are_told_only_when_they_can_be_known(place, administrator):
    begun = begin(place, administrator)
    moment = timezone.now()
    begun.state, begun.seen_at, begun.step_at = State.RUNNING, moment, moment - datetime.timedelta(minutes=2)
    begun.done, begun.total = 1, 100
    assert imports.minutes_left(begun) is None
    begun.done = 40
    assert imports.minutes_left(begun) == 3
    begun.total = 0
    assert imports.minutes_left(begun) is None

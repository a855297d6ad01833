"""A large batch is released by the worker, still at one instant, while the desk sees how far it is."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.utils.translation import override

from moving import batches, large_batches
from moving.models import Batch, BatchAct
from news import drafts
from news.models import Edition
from publishing.actions import Refused
from tests import factories
from tests.moving.test_meetings import imported
from tests.queue import work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def batch(monkeypatch):
    """A batch of four drafts, which counts as a large one."""
    monkeypatch.setattr(large_batches, "MOST_AT_ONCE", 3)
    factories.body()
    batch = imported().page.batch
    for _number in range(3):
        imported(batch=batch)
    return batch


def asked(batch):
    return large_batches.release(batch, by=factories.press_secretary())


def report(batch):
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.press_secretary())
    return " ".join(client.get(f"/desk/moving/batch/{batch.pk}/change/").content.decode().split())


def test_the_worker_makes_a_large_batch_public_at_one_instant(batch):
    release = asked(batch)
    assert not Edition.objects.public().exists()
    shown = report(batch)
    assert "Being released: 0 of 4 texts are ready." in shown
    assert "/act/" not in shown, "nothing else is offered meanwhile"
    work()
    release.refresh_from_db()
    assert (release.refusal, release.ended_at is None) == ("", False)
    assert Edition.objects.public().count() == 4
    assert len(set(Edition.objects.values_list("live_from", flat=True))) == 1
    batch.refresh_from_db()
    assert batch.stage == Batch.Stage.RELEASED
    shown = report(batch)
    assert "Being released" not in shown
    assert "take-back" in shown


def test_a_small_batch_is_public_at_once(batch, monkeypatch):
    monkeypatch.setattr(large_batches, "MOST_AT_ONCE", 4)
    assert asked(batch) is None
    assert Edition.objects.public().count() == 4
    assert not BatchAct.objects.exists()


def test_how_far_it_is_is_seen_from_outside_before_anything_is_public(batch, monkeypatch):
    monkeypatch.setattr(large_batches, "SECONDS_BETWEEN", 0)
    release, seen = asked(batch), []
    written = large_batches._Written.__call__

    def watched(self, *told):
        written(self, *told)
        seen.append((on_another_connection(lambda: BatchAct.objects.get().done), told[1]))
        assert on_another_connection(lambda: Edition.objects.public().count()) == 0

    monkeypatch.setattr(large_batches._Written, "__call__", watched)
    large_batches.carry_out(release.pk)
    assert seen == [(1, 1), (2, 2), (3, 3), (3, 4)]
    assert Edition.objects.public().count() == 4


def on_another_connection(read):
    def act():
        try:
            return read()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(act).result()


def test_if_one_text_is_refused_nothing_is_public_and_the_desk_says_why(batch):
    edition = Edition.objects.last()
    edition.title = "Another title"
    drafts.save_changes(edition, by=factories.writer())
    with override("en"):  # as the person who asks reads the desk
        asked(batch)
    work()
    assert not Edition.objects.public().exists()
    shown = report(batch)
    assert "The batch was not released:" in shown
    assert "has not been approved" in shown
    assert "/act/release/" in shown, "it can be tried again"


def test_done_twice_it_is_done_once(batch):
    release = asked(batch)
    large_batches.carry_out(release.pk)
    entries = Edition.objects.first().live_from
    large_batches.carry_out(release.pk)
    release.refresh_from_db()
    assert release.refusal == ""
    assert Edition.objects.first().live_from == entries


def test_while_it_is_released_nothing_else_is_done_with_it(batch):
    release = asked(batch)
    with pytest.raises(Refused, match="Wait until"):
        asked(batch)
    with pytest.raises(Refused, match="Wait until"):
        batches.take_back(batch, by=factories.administrator())
    large_batches.carry_out(release.pk)
    assert batches.take_back(batch, by=factories.administrator(), reason="By mistake.") == 4


def test_a_large_public_batch_is_taken_back_by_the_worker(batch):
    large_batches.carry_out(asked(batch).pk)
    batch.refresh_from_db()
    act = large_batches.take_back(batch, by=factories.press_secretary(), reason="The import was wrong.")
    assert Edition.objects.public().count() == 4
    assert "Being taken back: 0 of 4" in report(batch)
    work()
    act.refresh_from_db()
    assert act.refusal == ""
    assert not Edition.objects.public().exists()
    batch.refresh_from_db()
    assert batch.stage == Batch.Stage.TAKEN_BACK
    assert "Being taken back" not in report(batch)

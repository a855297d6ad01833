"""The leak hunter behind PgBouncer, with no filter of the application left, while others rehearse, work and write."""

import contextlib
import datetime
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import override_settings

from news.models import Edition
from publishing import clock
from publishing.visitors import as_visitor, with_newsroom_rights
from tests.leaks import filters, hunting, walking
from tests.leaks import world as planted
from tests.leaks.conftest import STORAGES, some_of_each_route
from tests.leaks.test_embargo import LEFT, outside

pytestmark = pytest.mark.django_db(transaction=True)


class Visitor(hunting.Visitor):
    """Each of its requests has a connection and transactions of its own, and what it changes stays."""

    def undone(self):
        return contextlib.nullcontext()


def test_nothing_hidden_comes_out_while_others_have_other_rights_on_the_same_connections(pooled, settings):
    world, visitor = planted.World(lift=clock.now() + datetime.timedelta(hours=2)), Visitor()
    with override_settings(STORAGES=STORAGES):
        planted.plant_what_is_seen(world)
        planted.plant_what_is_hidden(world)
        hunter = hunting.Hunter(world)
        asks = [ask for ask in walking.asks(world, planted.SEEN, planted.EMBARGOED) if not ask.path.startswith("/ru/")]
        with others_at_work(world.lift) as seen, filters.watched() as watching, watching.without(filters.places()):
            answers = {ask: visitor.ask(ask) for ask in some_of_each_route(asks, most=3)}
    finds = {find for ask, answer in answers.items() for find in hunter.finds(ask, answer)}
    leaks = [find for find in outside(LEFT, finds) if find.plant in (*planted.HIDDEN, "?")]
    assert not leaks, "\n".join(map(str, leaks[:20]))
    assert {find.plant for find in finds} >= {planted.SEEN}
    assert {answer.status for answer in answers.values()} >= {200, 404}
    assert all(times > 10 for times in seen), "nobody else was at work"


@contextlib.contextmanager
def others_at_work(lift):
    """Have a rehearsal and the newsroom ask all the while for what is hidden; yields how often each has found it."""
    end, found = threading.Event(), [0, 0, 0]

    def rehearsal():
        with as_visitor(rehearsed_at=lift):
            return Edition.objects.filter(live_from=lift).exists() and Edition.objects.count()

    def newsroom():
        return Edition.objects.filter(live_from=lift).exists() and Edition.objects.count()

    def writer():
        with as_visitor():
            return not Edition.objects.filter(live_from=lift).exists() and with_newsroom_rights(newsroom)

    def again_and_again(number, ask):
        try:
            while not end.is_set():
                assert ask()
                found[number] += 1
                connections.close_all()
        finally:
            connections.close_all()

    with ThreadPoolExecutor() as people:
        working = [people.submit(again_and_again, *ask) for ask in enumerate((rehearsal, newsroom, writer))]
        try:
            yield found
        finally:
            end.set()
    assert [person.exception() for person in working] == [None] * len(working)

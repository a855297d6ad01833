"""The listener stands alone: no reader, no fault of a question and no refused connection keeps it from hearing."""

import contextlib
import dataclasses
import datetime
import time

import psycopg
import pytest
from django.db import connection, connections

from page_cache import boundaries, layer, listener
from press.models import Shift
from publishing import actions, amendments
from tests import factories
from tests.page_cache.visiting import until
from tests.sessions import database

pytestmark = pytest.mark.django_db(transaction=True)


def run(sql):
    """Run a statement on a connection that is nobody's."""
    with psycopg.connect(**database(), autocommit=True) as other:
        other.execute(sql)


def tell(site, word="closed"):
    """Have the database announce `word`; return after how many seconds it was heard."""
    seen, began = site.listener.generation.closed, time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('page_cache', %s)", [word])
    until(lambda: site.listener.generation.closed > seen)
    return time.monotonic() - began


@contextlib.contextmanager
def registered(next_change):
    boundaries.register(next_change)
    try:
        yield
    finally:
        boundaries._registered.remove(next_change)


def test_a_full_pool_is_no_lost_database(site):
    connection.close()
    connection.close_pool()  # with what threads of other tests have left open
    page = factories.published().get_absolute_url()
    site.wait_until_heard()
    pool = connection.pool
    with contextlib.ExitStack() as taken:
        for _number in range(pool.max_size - 1):  # the test has one itself
            taken.enter_context(pool.connection())
        assert tell(site) < 2.5
        time.sleep(1.5)
        assert site.listener.generation.is_believed
        assert site.get(page).status == 200
    assert connections["default"].pool.get_stats().get("requests_errors", 0) == 0


def test_what_the_listener_asks_is_asked_on_its_own_connection(site):
    used = []

    def next_change(at):
        used.append((connection.connection, connection.settings_dict["OPTIONS"].get("pool")))
        return Shift.objects.filter(ends__gt=at).values_list("ends", flat=True).first()

    with registered(next_change):
        for _time in range(3):
            tell(site)
            until(lambda: used)
    assert len({id(raw) for raw, _pool in used}) == 1
    assert {pool for _raw, pool in used} == {None}


def test_a_fault_in_a_question_ends_nothing_and_pages_are_good_for_a_second_meanwhile(site):
    before = boundaries.faults[__name__]

    def next_change(at):
        raise ValueError("This cannot be asked.")

    with registered(next_change):
        tell(site)
        until(lambda: boundaries.faults[__name__] > before)
        generation = site.listener.generation
        until(lambda: site.listener.generation.changed > generation.changed + 1)  # asked again and again
        heard = site.listener.generation
        assert heard.is_believed
        assert heard.fresh_until - heard.now_then <= datetime.timedelta(seconds=boundaries.FAULT_SECONDS)
        assert tell(site) < 3
    tell(site)
    until(lambda: site.listener.generation.good_until > time.monotonic() + 1)


def test_a_question_that_waits_for_a_lock_keeps_no_ending_from_being_heard(site):
    wrong = factories.published(title="Wrong report")
    site.wait_until_heard()
    page = wrong.get_absolute_url()
    assert site.get(page).status == 200
    before = sum(boundaries.faults.values())
    with psycopg.connect(**database()) as other:
        other.execute("LOCK TABLE press_shift IN ACCESS EXCLUSIVE MODE")
        assert tell(site) < 3
        until(lambda: sum(boundaries.faults.values()) > before)
        assert tell(site) < 5
        assert site.listener.generation.is_connected
    site.wait_until_heard()


def test_an_ending_counts_before_the_database_has_answered_what_comes_next(site, monkeypatch):
    page = factories.published().get_absolute_url()
    site.wait_until_heard()
    until(lambda: site.get(page).how == "hit")
    heard_at = site.listener.generation.heard_at
    until(lambda: site.listener.generation.heard_at > heard_at)  # so nothing is asked for the next second
    before = site.listener.generation
    slow = f"SELECT heard.* FROM (SELECT pg_sleep(0.7)) AS busy, ({listener.HEARTBEAT}) AS heard"
    monkeypatch.setattr(listener, "HEARTBEAT", slow)
    assert tell(site) < 0.5
    assert site.get(page).how != "hit"
    until(lambda: site.listener.generation.good_until > time.monotonic())
    assert site.listener.generation.changed == before.changed + 1
    assert site.listener.generation.closed == before.closed + 1


def test_a_listener_that_the_database_does_not_let_in_for_a_while_shows_nothing_that_has_ended(site):
    """The database answers others, so it is no lost database: pages are made, not shown as they were."""
    wrong = factories.published(title="Wrong report")
    site.wait_until_heard()
    page = wrong.get_absolute_url()
    for _time in range(2):
        assert "Wrong report" in site.get(page).text
    name = connection.settings_dict["NAME"]
    secretary = factories.press_secretary()
    with psycopg.connect(**database(), autocommit=True) as other:
        elsewhere = {**database(), "dbname": "postgres"}
        with psycopg.connect(**elsewhere, autocommit=True) as administrator:
            administrator.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            try:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = 'page_cache' AND datname = current_database()"
                )
                until(lambda: not site.listener.generation.is_connected)
                actions.withdraw(wrong, by=secretary, reason="A wrong name.")
                time.sleep(layer.DISTRUSTED_SECONDS)
                for _time in range(20):
                    assert "A wrong name." in site.get(page).text
                    time.sleep(0.1)
                assert not site.listener.generation.is_away
                assert not site.listener.generation.is_connected
            finally:
                administrator.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    until(lambda: site.listener.generation.is_connected)
    site.wait_until_heard()
    assert "A wrong name." in site.get(page).text


def test_a_clock_that_was_set_back_by_half_a_second_has_ended_things_and_what_comes_next_is_asked_anew(site):
    site.listener.stop()
    with contextlib.closing(connection.copy()) as own:
        site.listener._hear(own, "closed")
        heard = site.listener.generation
        site.listener._hear(own)
        assert site.listener.generation.closed == heard.closed  # it went on as clocks do
        ahead = heard.now_then + datetime.timedelta(seconds=0.5)
        site.listener.generation = dataclasses.replace(heard, now_then=ahead)
        site.listener._hear(own)
    assert site.listener.generation.closed == heard.closed + 1
    assert site.listener.generation.now_then < ahead + datetime.timedelta(seconds=0.5)


def test_a_table_that_is_emptied_is_heard_of_at_the_next_heartbeat(site):
    contact = factories.contact()
    phone = contact.phones.first()
    site.wait_until_heard()
    assert phone.number in site.get("/en/news/").text
    seen = site.listener.generation.closed
    run("SET session_replication_role = replica; TRUNCATE press_phone")
    until(lambda: site.listener.generation.closed > seen)
    assert phone.number not in site.get("/en/news/").text


def test_an_amendment_of_what_is_public_is_an_ending(site):
    meeting = factories.meeting()
    site.wait_until_heard()
    seen = site.listener.generation.closed
    with amendments.amending(by=factories.press_secretary()):
        type(meeting).objects.filter(pk=meeting.pk).update(place={"en": "Elsewhere", "ru": "Не там"})
    until(lambda: site.listener.generation.closed > seen)

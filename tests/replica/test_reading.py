"""Visitors' pages come from a real streaming replica, and nobody ever sees by it what is not public any more.

The replica lags, dies, hangs and lies; the server is one that an operator starts.
"""

import datetime
import threading
import time

import psycopg
import pytest
from django.db import connection

from publishing import actions, clock
from tests import factories
from tests.page_cache.processes import database_url, server
from tests.page_cache.visiting import until
from tests.replica.conftest import Site
from tests.replica.standby import Standby
from tests.sessions import database

pytestmark = pytest.mark.django_db(transaction=True)

MAX_WAIT_SECONDS = 3  # seconds that a reader waits at most, whatever becomes of the replica
SLACK_SECONDS = 4  # beyond the second that is promised, for others use the tests' machine too


def test_a_page_is_read_from_the_replica_and_no_visitor_asks_the_database(site):
    factories.published(title="The Council met")
    site.wait_until_it_reads_from_the_replica()
    pages, read = 12, site.counts()["read"]

    def asked_the_database():
        before = visitors_statements()
        for _time in range(pages):
            status, text, _seconds = site.get("/en/news/")
            assert status == 200
            assert "The Council met" in text
            time.sleep(0.1)  # PostgreSQL counts what a connection did when a second has passed
        return visitors_statements() != before

    until(lambda: not asked_the_database(), seconds=40)  # what was asked before may be counted ten seconds later
    assert site.counts()["read"] >= read + pages


def visitors_statements():
    """Return how often rows of the articles were looked for at the database itself, by anybody."""
    with psycopg.connect(**database(), autocommit=True) as session:
        looked = "SELECT seq_scan + idx_scan FROM pg_stat_user_tables WHERE relname = 'news_edition'"
        return session.execute(looked).fetchone()[0]


def test_a_replica_that_lags_is_not_asked_and_shows_no_withdrawn_text(site, replica):
    edition = factories.published(title="Wrong report")
    site.wait_until_it_reads_from_the_replica()
    page = edition.get_absolute_url()
    assert "Wrong report" in site.get(page)[1]
    replica.fall_behind()
    actions.withdraw(edition, by=factories.press_secretary(), reason="A wrong name.")
    until(lambda: "A wrong name." in site.get(page)[1], seconds=1 + SLACK_SECONDS)
    for _time in range(20):
        (_status, text, _seconds), was_behind = site.counted(page, "behind")
        assert "A wrong name." in text
        assert was_behind
    assert replica.ask("SELECT live_until IS NULL FROM news_edition WHERE id = %s", edition.pk)  # it does not know yet
    replica.follow_again()
    site.wait_until_it_reads_from_the_replica()
    assert "A wrong name." in site.get(page)[1]


def test_what_is_published_is_seen_at_once_though_the_replica_lags(site, replica):
    factories.published(title="The first")
    site.wait_until_it_reads_from_the_replica()
    replica.fall_behind()
    factories.published(title="Just out")
    until(lambda: "Just out" in site.get("/en/news/")[1], seconds=1 + SLACK_SECONDS)
    replica.follow_again()


@pytest.mark.parametrize("fate", [Standby.kill, Standby.hang], ids=["dies", "hangs"])
def test_a_replica_that_dies_or_hangs_costs_no_reader_a_page(site, replica, fate):
    factories.published(title="The Council met")
    site.wait_until_it_reads_from_the_replica()
    lost = site.counts().get("lost", 0)
    fate(replica)
    for _time in range(10):
        status, text, seconds = site.get("/en/news/")
        assert status == 200
        assert "The Council met" in text
        assert seconds < MAX_WAIT_SECONDS + SLACK_SECONDS
    assert site.counts()["lost"] <= lost + 2  # it is left alone, and not asked for each page
    replica.go_on() if fate is Standby.hang else replica.start()
    site.wait_until_it_reads_from_the_replica()


def test_a_query_that_the_replica_breaks_off_is_asked_of_the_database(replica):
    factories.published(title="The Council met")
    replica.kill()
    replica.settings["lock_timeout"] = "50ms"
    replica.start()
    locked = "SELECT count(*) > 0 FROM pg_locks WHERE mode = 'AccessExclusiveLock'"
    with server(DATABASE_REPLICA_URL=replica.url, PGOPTIONS="") as address, psycopg.connect(**database()) as other:
        site = Site(address)
        site.wait_until_it_reads_from_the_replica()

        def is_broken_off():
            other.execute("LOCK TABLE news_edition IN ACCESS EXCLUSIVE MODE")
            other.execute("SELECT pg_switch_wal()")  # so that the replica hears of it at once
            until(lambda: replica.ask(locked))
            release = threading.Timer(0.5, other.rollback)
            release.start()
            (status, text, _seconds), has_failed = site.counted("/en/news/", "failed")
            release.join()
            assert status == 200
            assert "The Council met" in text
            return has_failed

        until(is_broken_off, seconds=30)  # where the replica lags just then it is not asked


def test_a_server_that_was_promoted_is_no_replica_any_more(transactional_db):
    edition = factories.published(title="Wrong report")
    named = connection.settings_dict
    with Standby(named["HOST"], named["NAME"]) as replica, server(DATABASE_REPLICA_URL=replica.url) as address:
        site = Site(address)
        site.wait_until_it_reads_from_the_replica()
        replica.promote()
        # It goes on by itself, and its log grows beyond that of the database.
        replica.ask("SELECT pg_logical_emit_message(false, 'x', repeat('x', 10000000))::text")
        actions.withdraw(edition, by=factories.press_secretary(), reason="A wrong name.")
        page = edition.get_absolute_url()
        until(lambda: "A wrong name." in site.get(page)[1], seconds=1 + SLACK_SECONDS)
        for _time in range(10):
            (_status, text, _seconds), was_behind = site.counted(page, "behind")
            assert "A wrong name." in text
            assert was_behind


def test_the_database_itself_under_the_name_of_a_replica_is_none(transactional_db):
    factories.published(title="The Council met")
    with server(DATABASE_REPLICA_URL=database_url()) as address:
        (status, text, _seconds), was_behind = Site(address).counted("/en/news/", "behind")
    assert (status, was_behind) == (200, True)
    assert "The Council met" in text


def test_a_replica_whose_clock_is_years_ahead_opens_no_embargo(replica):
    lift = clock.now() + datetime.timedelta(hours=1)
    edition = factories.published(at=lift, title="Under embargo")
    replica.kill()
    replica.settings["newsroom.now"] = (clock.now() + datetime.timedelta(days=1000)).isoformat()
    replica.start()
    assert replica.ask("SELECT site_now() > now() + interval '900 days'")
    with server(DATABASE_REPLICA_URL=replica.url) as address:
        site = Site(address)
        site.wait_until_it_reads_from_the_replica()
        for path in ("/en/news/", edition.get_absolute_url()):
            (_status, text, _seconds), was_read = site.counted(path, "read")
            assert was_read
            assert "Under embargo" not in text


def test_an_opening_and_an_ending_by_time_are_seen_within_a_second(site, replica):
    edition = factories.published(title="Both of them")
    site.wait_until_it_reads_from_the_replica()
    begins, ends = (clock.now() + datetime.timedelta(seconds=seconds) for seconds in (2, 3))
    opening = factories.published(at=begins, title="Under embargo")
    type(edition).objects.filter(pk=edition.pk).update(live_until=ends)
    connection.close()
    read, text = 0, edition.title
    while opening.title not in text or edition.title in text or clock.now() < ends + datetime.timedelta(seconds=2):
        asked = clock.now()
        (_status, text, _seconds), was_read = site.counted("/en/news/", "read")
        answered, read = clock.now(), read + was_read
        assert opening.title not in text or answered >= begins
        assert opening.title in text or asked < begins + datetime.timedelta(seconds=1 + SLACK_SECONDS)
        assert edition.title not in text or asked < ends + datetime.timedelta(seconds=1 + SLACK_SECONDS)
        time.sleep(0.02)
    assert read > 10


def test_a_replica_without_pages_in_memory_is_refused_with_a_sentence(transactional_db):
    with pytest.raises(AssertionError), server(DATABASE_REPLICA_URL=database_url(), PAGE_CACHE_MEGABYTES="0"):
        pass

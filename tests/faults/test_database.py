"""The database killed, restarted, forbidden to write, out of connections, slow: what visitors and the desk see."""

import contextlib
import datetime
import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from csto_site import database
from news.models import Release
from page_cache.listener import HEARTBEAT_SECONDS
from publishing import clock
from tests import factories
from tests.desk.over_http import TOKEN, logged_in
from tests.faults.conftest import DATABASE, QUICK

pytestmark = pytest.mark.django_db(transaction=True)

TELEPHONE = "+7495-795-27-10"


@pytest.fixture
def article():
    return factories.published(title="The Council has met")


@pytest.fixture
def secretary():
    """The headers of a press secretary's browser, logged in."""
    return logged_in(factories.press_secretary())


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def warm(node, *paths):
    """Have the pages of `paths` kept in memory, and still after a heartbeat: older changes are heard by then."""
    _wait_for_hits(node, paths)
    time.sleep(HEARTBEAT_SECONDS)
    _wait_for_hits(node, paths)


def _wait_for_hits(node, paths):
    for path in paths:
        until(lambda path=path: "hit" in node.get(path).headers.get("Cache-Status", ""))


@contextlib.contextmanager
def visitors(node, paths, number=4):
    """Let visitors ask for pages in turn all the while; yields the list of the statuses they get."""
    statuses, stop = [], threading.Event()

    def visit():
        for path in itertools.cycle(paths):
            if stop.is_set():
                return
            statuses.append(node.get(path).status)

    with ThreadPoolExecutor(number) as threads:
        asking = [threads.submit(visit) for _visitor in range(number)]
        try:
            yield statuses
        finally:
            stop.set()
    assert [request.exception() for request in asking] == [None] * number


def is_unavailable(answer, *sentences):
    """Tell whether that is the page for such hours: a sentence, a telephone or the text, and nothing of the program."""
    assert answer.status == 503
    assert answer.headers["Retry-After"] in ("2", "30")  # the crowd is gone sooner than an outage
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Traceback" not in answer.text
    assert "psycopg" not in answer.text
    return all(sentence in answer.text for sentence in sentences)


def test_a_killed_database_leaves_the_known_pages_and_a_telephone(node, postgres, article, secretary):
    path = article.get_absolute_url()
    warm(node, path)
    postgres.stop("immediate")
    until(lambda: "database-lost" in node.get(path).headers["Cache-Status"])
    assert article.title in node.get(path).text
    with ThreadPoolExecutor() as threads:
        page = threads.submit(node.get, "/en/news/")
        form = threads.submit(node.get, "/en/press/enquiry/", method="POST", data={"question": "Who came?"})
        desk = threads.submit(node.get, reverse("admin:index"), **secretary)
    assert is_unavailable(page.result(), TELEPHONE, "The site is not available", "Сайт временно недоступен")
    assert is_unavailable(form.result(), TELEPHONE, '<input type="hidden" name="question" value="Who came?">')
    assert is_unavailable(desk.result(), "The database does not answer")
    postgres.start(**QUICK)
    until(lambda: node.get("/en/news/").status == 200)
    assert {node.get(f"/en/news/?of={number}").status for number in range(20)} == {200}


def test_a_crowd_that_waited_in_vain_keeps_nobody_out_afterwards(node, postgres, secretary):
    desk, number = reverse("admin:index"), database.MAX_WAITING + 2
    cookies = [cookie.split(";")[0] for cookie in node.get(desk, **secretary).headers.get_all("Set-Cookie")]
    secretary["Cookie"] = "; ".join([secretary["Cookie"], *cookies])  # a known browser, which no gate holds back
    postgres.stop("immediate")
    with ThreadPoolExecutor(number) as crowd:
        asked = [crowd.submit(node.get, desk, **secretary) for _request in range(number)]
        assert all(is_unavailable(answer.result()) for answer in asked)
    postgres.start(**QUICK)
    until(lambda: node.get(desk, **secretary).status == 200)
    until(lambda: node.get("/en/news/").status == 200)


def test_a_restart_of_the_database_is_not_seen_on_known_pages(node, postgres, article):
    known = [article.get_absolute_url(), "/en/", "/ru/", "/en/news/", "/ru/news/", "/en/press/", "/en/photos/"]
    warm(node, *known)
    with visitors(node, known) as statuses:
        for _time in range(2):
            postgres.stop("fast")
            for path in known:
                # Before that it may be a page of the last second, which says nothing of the database.
                until(lambda path=path: "database-lost" in node.get(path).headers["Cache-Status"])
            seen = len(statuses)
            until(lambda seen=seen: len(statuses) > seen + 100)
            postgres.start(**QUICK)
            # Until the database is heard again. To be stopped while a page is made is another story.
            for path in known:
                until(lambda path=path: node.get(path).headers["Cache-Status"] == "newsroom; hit")
            seen = len(statuses)
            until(lambda seen=seen: len(statuses) > seen + 300)
    assert set(statuses) == {200}


def test_a_database_that_only_reads_shows_everything_and_keeps_what_was_typed(node, postgres, secretary):
    article = factories.published(title="The Council has met")
    with only_reading(postgres):
        until(lambda: node.get("/en/news/").status == 200)
        assert "The Council has met" in node.get("/en/news/").text
        assert article.title in node.get("/api/v1/articles?language=en").text
        assert node.get(f"{article.get_absolute_url()}press-kit.zip").content.startswith(b"PK")
        answer = node.get(
            reverse("admin:news_release_add"),
            method="POST",
            data={"name": "The visit & <after>", "languages": "all", "note": "", "csrfmiddlewaretoken": TOKEN},
            **secretary,
        )
        assert is_unavailable(
            answer,
            "Nothing was saved: the site is read-only for now",
            "Nothing you typed is lost",
            '<input type="hidden" name="name" value="The visit &amp; &lt;after&gt;">',
        )
    connection.close()
    assert not Release.objects.exists()


@contextlib.contextmanager
def only_reading(postgres):
    """Let the server take no changes, as a standby does, for the length of the block."""
    postgres.execute("ALTER SYSTEM SET default_transaction_read_only = on")
    postgres.execute("SELECT pg_reload_conf()")
    until(lambda: postgres.execute("SHOW default_transaction_read_only") == [("on",)])
    try:
        yield
    finally:
        with postgres.connection(options="-c default_transaction_read_only=off") as superuser:
            superuser.execute("ALTER SYSTEM RESET default_transaction_read_only")
            superuser.execute("SELECT pg_reload_conf()")
        until(lambda: postgres.execute("SHOW default_transaction_read_only") == [("off",)])


def test_without_a_free_connection_known_pages_go_on_and_others_say_so(node, postgres, article):
    path = article.get_absolute_url()
    warm(node, path)
    postgres.stop("fast")
    postgres.start(**QUICK, max_connections="6", superuser_reserved_connections="0", max_wal_senders="0")
    with contextlib.ExitStack() as taken:
        until(lambda: _takes_all(postgres, taken))
        assert node.get(path).status == 200
        assert is_unavailable(node.get("/en/news/?page=2"), TELEPHONE)
    until(lambda: node.get("/en/news/").status == 200)
    postgres.stop("fast")


def _takes_all(postgres, taken):
    try:
        while True:
            taken.enter_context(postgres.connection(DATABASE))
    except psycopg.OperationalError:
        return True


def test_a_database_that_hangs_is_given_up_and_stops_nobody_else(node, postgres, article):
    path = article.get_absolute_url()
    warm(node, path)
    with postgres.connection(DATABASE) as other, ThreadPoolExecutor(40) as crowd, other.transaction():
        other.execute("LOCK TABLE news_edition")
        waiting = [crowd.submit(node.get, f"/en/news/?of={number}") for number in range(40)]
        for _time in range(20):
            asked = time.monotonic()
            assert node.get(path).status == 200
            assert time.monotonic() - asked < 3
        assert all(is_unavailable(answer.result(), TELEPHONE) for answer in waiting)
    assert node.get("/en/news/").status == 200
    for_readers = settings.READERS_AT_ONCE + settings.STRANGERS_AT_ONCE
    assert for_readers < database.POOL["max_size"] <= database.POOL["max_size"] + database.MAX_WAITING < 32


def test_when_the_clock_of_the_database_steps_pages_in_memory_step_with_it(node, postgres):
    scheduled = factories.approve(factories.edition(title="An hour from now"))
    factories.publish(scheduled, at=clock.now() + datetime.timedelta(hours=1))
    warm(node, "/en/news/")
    assert scheduled.title not in node.get("/en/news/").text
    with stepping(postgres) as step:
        step("2 hours")
        until(lambda: scheduled.title in node.get("/en/news/").text)
        warm(node, "/en/news/")
        step("0")
        until(lambda: scheduled.title not in node.get("/en/news/").text)


@contextlib.contextmanager
def stepping(postgres):
    """Return a function that sets the server's clock forward by an interval, for all connections from now on."""
    names = ["clock_timestamp", "statement_timestamp", "transaction_timestamp", "now"]
    postgres.execute("CREATE SCHEMA stepped", DATABASE)
    postgres.execute("CREATE TABLE stepped.step AS SELECT interval '0' AS by", DATABASE)
    postgres.execute(f"GRANT USAGE ON SCHEMA stepped TO {settings.VISITOR_ROLE}", DATABASE)
    postgres.execute(f"GRANT SELECT ON stepped.step TO {settings.VISITOR_ROLE}", DATABASE)
    for name in names:
        postgres.execute(
            f"CREATE FUNCTION stepped.{name}() RETURNS timestamptz STABLE LANGUAGE sql"
            f" AS 'SELECT pg_catalog.{name}() + by FROM stepped.step'",
            DATABASE,
        )
    postgres.execute(f"ALTER DATABASE {DATABASE} SET search_path = stepped, pg_catalog, public")
    _new_connections(postgres)
    try:
        yield lambda by: postgres.execute(f"UPDATE stepped.step SET by = interval '{by}'", DATABASE)
    finally:
        postgres.execute(f"ALTER DATABASE {DATABASE} RESET search_path")
        postgres.execute("DROP SCHEMA stepped CASCADE", DATABASE)
        _new_connections(postgres)


def _new_connections(postgres):
    connection.close()
    postgres.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{DATABASE}'")

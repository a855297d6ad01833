"""Many who share few connections: nobody gets another's role, clock or limits."""

import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from news.models import Edition
from publishing import clock
from publishing.visitors import as_visitor, with_newsroom_rights
from tests import factories
from tests.desk.over_http import logged_in
from tests.page_cache.processes import database_url, node
from tests.page_cache.visiting import until
from tests.pgbouncer import PgBouncer
from tests.publishing.test_rehearsal import BAND, HOUR, begin

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "What nobody knows yet"
TURNS = 40
MANY = 6  # visitors at once


def asked(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def test_visitors_rehearsals_and_the_newsroom_take_turns_on_two_connections(pooled):
    """Each asks again and again in the middle of the others' pages, and sees what is for it alone."""
    lift = clock.now() + HOUR
    factories.published(title="Known to everybody")
    factories.published(title=SECRET, at=lift)

    def visitor():
        with as_visitor():
            began = clock.now()
            seen = Edition.objects.count(), asked("SELECT current_user"), clock.now() == began < lift
        return seen == (1, "newsroom_visitor", True)

    def rehearsal():
        with as_visitor(rehearsed_at=lift):
            return (Edition.objects.count(), asked("SELECT current_user"), clock.now()) == (2, "newsroom_visitor", lift)

    def newsroom():
        return (Edition.objects.count(), asked("SELECT current_user"), clock.now() < lift) == (2, "postgres", True)

    def writer():
        with as_visitor():
            seen = Edition.objects.count()
            own = with_newsroom_rights(lambda: (Edition.objects.count(), asked("SELECT current_user")))
            return (seen, own, Edition.objects.count()) == (1, (2, "postgres"), 1)

    def take_turns(turn):
        try:
            return [turn() for _ in range(TURNS) if connections.close_all() is None]
        finally:
            connections.close_all()

    with ThreadPoolExecutor() as people:
        turns = [people.submit(take_turns, turn) for turn in (visitor, rehearsal, newsroom, writer, visitor, rehearsal)]
    assert [set(turn.result()) for turn in turns] == [{True}] * len(turns)


def test_pages_by_turns(pgbouncer, transactional_db):
    """Over real requests: a rehearsal is seen by the one who rehearses, and nobody else gets the desk's rights."""
    lift = (clock.now() + HOUR).replace(second=0, microsecond=0)
    address = factories.published(title=SECRET, at=lift).get_absolute_url()
    secretary, rehearsing = logged_in(factories.press_secretary()), in_a_rehearsal(lift)
    end = threading.Event()

    def ask_again(*pages, **headers):
        answers = set()
        while not end.is_set():
            for page in pages:
                answer = served.get(page, **headers)
                answers.add((answer.status, SECRET in answer.text, BAND in answer.text))
        return answers

    with site(pgbouncer) as served, ThreadPoolExecutor() as people:
        visitors = [people.submit(ask_again, address, "/en/news/?again", "/en/") for _ in range(2)]
        rehearsal = people.submit(ask_again, address, "/en/news/?again", **rehearsing)
        desk = people.submit(ask_again, "/desk/news/article/", **secretary)
        time.sleep(6)
        end.set()
        assert [visitor.result() for visitor in visitors] == [{(404, False, False), (200, False, False)}] * 2
        assert rehearsal.result() == {(200, True, True)}
        assert desk.result() == {(200, True, False)}


def test_after_a_restart_of_the_pooler_the_next_page_answers(pgbouncer, transactional_db):
    """However many connections it has broken."""
    factories.contact()
    with site(pgbouncer, PAGE_CACHE_MEGABYTES="0") as served:
        for _time in range(3):
            with ThreadPoolExecutor(MANY) as visitors:
                assert set(visitors.map(lambda _: served.get("/en/news/").status, range(MANY * 5))) == {200}
            pgbouncer.stop()
            pgbouncer.start()
            assert {served.get("/en/news/").status for _ in range(5)} == {200}


def test_what_is_published_is_heard_past_the_pooler(pgbouncer, transactional_db):
    factories.published(title="Known to everybody")
    with site(pgbouncer) as served:
        until(lambda: "hit" in served.get("/en/news/").headers.get("Cache-Status", ""))
        factories.published(title="Published just now")
        until(lambda: "Published just now" in served.get("/en/news/").text, seconds=3)


def test_the_limits_of_requests_hold_behind_the_pooler(pooled):
    with as_visitor():
        assert asked("SHOW statement_timeout") == "10s"
    assert asked("SHOW lock_timeout") == "5s"


@pytest.mark.parametrize("forgotten", [False, True])
def test_who_forgets_the_limits_is_told(transactional_db, forgotten):
    named = connection.settings_dict
    browser = logged_in(factories.administrator())
    pooler = PgBouncer(named["HOST"], named["PORT"] or 5432, named["USER"], limits=not forgotten)
    with pooler, site(pooler) as served:
        assert f"no limits of requests: {3 if forgotten else 'ok'}" in served.get("/readyz").text
        told = "connect_query" in served.get("/desk/", **browser).text
    assert told == forgotten


def in_a_rehearsal(at):
    """Return the headers of a press secretary's browser that rehearses the instant `at`."""
    cookies = begin(at).cookies
    return {"Cookie": "; ".join(f"{name}={cookie.value}" for name, cookie in cookies.items())}


@contextlib.contextmanager
def site(pooler, **environ):
    """Run the newsroom behind the pooler, in a process of its own, for the length of the block."""
    url = pooler.url(connection.settings_dict["NAME"])
    served = node(DATABASE_URL=url, DATABASE_DIRECT_URL=database_url(), RATE_LIMITS="0", **environ).start()
    try:
        yield served.wait("/healthz")
    finally:
        served.stop()

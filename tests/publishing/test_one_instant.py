"""A visitor's page is one transaction, as of one instant; what a visitor's request writes is another one."""

import contextlib
import datetime
import threading

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from csto_site.urls import handler500  # noqa: F401 the site's own pages of errors
from csto_site.urls import urlpatterns as pages
from news.models import Edition
from publishing import clock, limits
from publishing.transactions import parameter
from publishing.visitors import as_visitor, with_newsroom_rights, with_past_editions
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]

STATE = """
    SELECT concat_ws(', ', current_user, current_setting('transaction_isolation'),
        CASE current_setting('transaction_read_only') WHEN 'on' THEN 'only reads' END)
"""
A_PAGE = "newsroom_visitor, repeatable read, only reads"
SECOND = datetime.timedelta(seconds=1)


def asked(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def state():
    return asked(STATE)


@pytest.fixture
def another():
    """A session beside ours."""
    named = connection.get_connection_params()
    named = {name: named[name] for name in ("host", "port", "user", "password", "dbname") if name in named}
    with psycopg.connect(**named, autocommit=True) as session:
        yield session


@pytest.fixture(autouse=True)
def _nothing_is_left(transactional_db):
    """After every test the connection is as it came: whoever gets it next is in nobody's transaction or role."""
    yield
    connection.close()
    assert asked("SELECT current_user = session_user AND coalesce(current_setting('newsroom.now', true), '') = ''")


# --- The page --------------------------------------------------------------------------------------------------------


def test_everything_on_a_page_is_of_one_instant(another):
    draft = factories.approve(factories.edition())
    lift = clock.now() + datetime.timedelta(seconds=1)
    edition = factories.publish(draft, at=lift)
    with as_visitor():
        began = clock.now()
        assert not Edition.objects.public().exists()
        while another.execute("SELECT clock_timestamp() <= %s", [lift]).fetchone()[0]:
            another.execute("SELECT pg_sleep(0.1)")
        another.execute("UPDATE news_section SET slug = 'renamed'")
        assert clock.now() == began < lift
        assert not Edition.objects.public().exists()
        assert not Edition.objects.exists()
        assert asked("SELECT count(*) FROM news_section WHERE slug = 'renamed'") == 0
    with as_visitor():
        assert Edition.objects.public().get() == edition
        assert asked("SELECT count(*) FROM news_section WHERE slug = 'renamed'") == 1


def test_a_page_only_reads_with_a_visitors_rights():
    own = state()
    with as_visitor():
        assert state() == A_PAGE
        with pytest.raises(DatabaseError, match="read-only transaction"), transaction.atomic():
            connection.cursor().execute("CREATE TEMPORARY TABLE left_behind ()")
        assert state() == A_PAGE
    assert state() == own


def test_a_page_that_asks_nothing_opens_nothing():
    connection.close()
    with as_visitor():
        assert connection.connection is None
    assert connection.connection is None


def test_it_begins_in_the_round_trip_of_the_first_query(another):
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    with as_visitor():
        in_it = another.execute("SELECT state FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone()[0]
        assert in_it == "idle"
        asked("SELECT 1")
        in_it = another.execute("SELECT state FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone()[0]
        assert in_it == "idle in transaction"
    assert another.execute("SELECT state FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone()[0] == "idle"


@pytest.mark.parametrize("is_connected", [True, False])
def test_a_transaction_of_a_view_is_part_of_the_page(is_connected):
    (connection.ensure_connection if is_connected else connection.close)()
    with as_visitor():
        with transaction.atomic():
            assert state() == A_PAGE
            began = clock.now()
        with pytest.raises(DatabaseError), transaction.atomic():
            asked("SELECT 1/0")
        assert (state(), clock.now()) == (A_PAGE, began)
        with with_past_editions():
            assert (state(), clock.now()) == (A_PAGE, began)
        assert connection.in_atomic_block
    assert not connection.in_atomic_block
    with transaction.atomic(durable=True):
        assert asked("SELECT current_user = session_user")


def test_rows_fetched_in_parts_are_part_of_the_page():
    editions = [factories.published() for _ in range(3)]
    with as_visitor():
        assert len(list(Edition.objects.iterator(chunk_size=1))) == len(editions)
        assert state() == A_PAGE


@pytest.mark.parametrize("marked", [False, True])
def test_after_a_query_that_failed_another_transaction_begins(marked):
    with as_visitor():
        began = clock.now()
        with pytest.raises(DatabaseError), transaction.atomic(savepoint=False) if marked else contextlib.nullcontext():
            asked("SELECT 1/0")
        assert state() == A_PAGE
        assert clock.now() > began


def test_inside_an_open_transaction_only_the_rights_change_and_come_back():
    with transaction.atomic():
        own = state()
        with as_visitor():
            assert state() == "newsroom_visitor, read committed"
            assert with_newsroom_rights(state) == own
            assert state() == "newsroom_visitor, read committed"
        assert state() == own
        with contextlib.suppress(DatabaseError), transaction.atomic(), as_visitor():
            asked("SELECT 1/0")
        assert state() == own


def test_the_clock_is_moved_in_a_transaction_only():
    with pytest.raises(transaction.TransactionManagementError), clock.moved_to(clock.now()):
        pass
    with transaction.atomic(), parameter("newsroom.rehearsal", "on"), clock.standing_still() as at:
        assert clock.now() == at


# --- Pages of the site -----------------------------------------------------------------------------------------------


def fail_and_go_on(request):
    with contextlib.suppress(DatabaseError):
        asked("SELECT 1/0")
    return HttpResponse(state())


def fail(request):
    asked("SELECT 1/0")


def lose_the_database(request):
    asked("SELECT 1")
    asked("SELECT set_config('role', 'none', true), pg_terminate_backend(pg_backend_pid())")


urlpatterns = [
    *pages,
    path("fails-and-goes-on", fail_and_go_on),
    path("fails", fail),
    path("loses-the-database", lose_the_database),
]


def test_a_view_may_go_on_after_a_failed_query():
    assert Client().get("/fails-and-goes-on").content.decode() == A_PAGE


def test_pages_of_errors_answer_after_a_failed_query_and_a_lost_connection():
    factories.contact()
    browser = Client(raise_request_exception=False)
    assert browser.get("/fails").status_code == 500
    lost = browser.get("/loses-the-database")
    assert (lost.status_code, lost["Retry-After"]) == (503, "30")
    assert browser.get("/en/nothing-is-here/").status_code == 404
    connection.close()  # as the server does after every request
    assert browser.get("/en/nothing-is-here/").status_code == 404


def test_what_is_sent_after_the_view_asks_nothing(django_assert_num_queries):
    edition = factories.edition()
    factories.show(factories.photo(rendered=True), edition)
    factories.publish(edition)
    address = f"{edition.get_absolute_url()}press-kit.zip"
    answer = Client().get(address)
    with django_assert_num_queries(0):
        assert b"".join(answer.streaming_content).startswith(b"PK")


# --- Writing ---------------------------------------------------------------------------------------------------------


def test_what_a_request_writes_is_a_transaction_of_its_own_and_the_page_goes_on_in_another():
    own = state()
    with as_visitor():
        began = clock.now()
        assert with_newsroom_rights(state) == own
        assert state() == A_PAGE
        assert clock.now() > began
        with pytest.raises(ZeroDivisionError):
            with_newsroom_rights(lambda: (factories.section(), 1 / 0))
        assert state() == A_PAGE
    assert not asked("SELECT count(*) FROM news_section")


@pytest.mark.parametrize("is_open", [True, False])
def test_in_an_atomic_of_the_pages_own_it_is_refused_for_it_would_tear_that_in_two(is_open):
    if not is_open:
        connection.close()
    with as_visitor():
        if is_open:
            asked("SELECT 1")
        with pytest.raises(transaction.TransactionManagementError, match="atomic"), transaction.atomic():
            with_newsroom_rights(factories.section)
        assert state() == A_PAGE
    assert not asked("SELECT count(*) FROM news_section")


def test_counting_does_not_wait_for_the_page_and_stays(rf):
    request = rf.get("/")
    with as_visitor():
        allowed = [limits.allows(request, "tested", times=2, seconds=3600) for _ in range(3)]
        with contextlib.suppress(DatabaseError):
            asked("SELECT 1/0")
    assert allowed == [True, True, False]
    assert not limits.allows(request, "tested", times=2, seconds=3600)


def test_two_that_are_in_each_others_way_both_write(another):
    """The other session holds what we want, and wants what we hold. PostgreSQL ends ours, which begins anew."""
    one, two = factories.section(slug="one"), factories.section(slug="two")
    change = "UPDATE news_section SET slug = slug || %s WHERE id = %s"
    connection.cursor().execute("SET deadlock_timeout = '50ms'")
    another.execute("SET deadlock_timeout = '1min'")
    another.execute("BEGIN")
    another.execute(change, ["-theirs", two.pk])
    theirs = threading.Thread(target=lambda: (another.execute(change, ["-theirs", one.pk]), another.execute("COMMIT")))
    tries = []

    def ours():
        tries.append(True)
        with connection.cursor() as cursor:
            cursor.execute(change, ["-ours", one.pk])
            if len(tries) == 1:
                theirs.start()
            cursor.execute(change, ["-ours", two.pk])

    with_newsroom_rights(ours)
    theirs.join(10)
    assert len(tries) > 1
    assert asked("SELECT string_agg(slug, ' ' ORDER BY id) FROM news_section") == "one-theirs-ours two-theirs-ours"
    connection.cursor().execute("RESET deadlock_timeout")


def test_after_a_page_that_could_not_begin_nobody_has_a_visitors_rights():
    """The connection is lost before the page begins: what comes next on this thread is as if it had not been."""
    own = state()
    connection.connection.close()
    with pytest.raises(DatabaseError), as_visitor():
        state()
    connection.close()
    assert not connection.execute_wrappers
    assert state() == own

"""The database server for the whole run, a place of their own for the files of each test, and a browser."""

import gc
import hashlib
import math
import os

import pytest

os.environ.setdefault("SECRET_KEY", "only for tests")
os.environ.setdefault("HTTPS", "0")
os.environ.setdefault("SECOND_FACTOR", "0")  # tests/accounts asks for one itself
# Playwright's event loop runs in the thread of the tests, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import TransactionTestCase, override_settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from csto_site import database
from demo import identity
from photos import crops, rendering
from publishing import languages
from tests.browser import BROWSER_TIMEOUT, CHROMIUM, FLAGS

# A machine that others use, too, is slow at times; that is no fault of what is tested.
hypothesis_settings.register_profile("newsroom", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("newsroom")

_server = database.available()

# What the migrations leave, and no test changes: after each of them Django would make all of it again.
KEPT = [
    "django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions",
    "publishing_sqlfile", "publishing_language", "identity_identity",
]  # fmt: skip

# Whole files go to one process each. The longest begin, so that none is left at the end for one process alone.
# Those with real transactions still come after all others, where pytest-django puts them.
LONGEST_FILES = [
    "tests/leaks/test_embargo.py", "tests/accessibility/test_desk_pages.py", "tests/desk/test_walk.py",
    "tests/two_hands/test_records.py", "tests/two_hands/test_articles.py", "tests/two_hands/test_photos.py",
    "tests/desk/sending/test_in_a_browser.py", "tests/desk/coediting/test_two_people_in_a_browser.py",
    "tests/desk/articles/test_workbar.py", "tests/accessibility/test_public_pages.py",
    "tests/publishing/test_faults.py", "tests/faults/test_jobs.py", "tests/page_cache/test_layer.py",
    "tests/csto_site/test_practice.py",
]  # fmt: skip


def _empty_the_database(test_case):
    """Delete the rows of every table that has any; to empty all tables takes fifty times as long.

    The identity is the demo's again: a test may have changed whose newsroom it is.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND relname <> ALL(%s)",
            [KEPT],
        )
        first_rows = [f"(SELECT '{table}' FROM {table} LIMIT 1)" for (table,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(first_rows))
        filled = [table for (table,) in cursor.fetchall()]
        # Neither foreign keys nor the triggers that guard the past have a say in this.
        cursor.execute("SET session_replication_role = replica")
        for table in filled:
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("DELETE FROM identity_identity")
        identity.load()
        cursor.execute("RESET session_replication_role")


TransactionTestCase._fixture_teardown = _empty_the_database


def pytest_configure(config):
    _server.__enter__()


def pytest_unconfigure(config):
    _server.__exit__(None, None, None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    if CHROMIUM is None:
        for item in (item for item in items if item.get_closest_marker("browser")):
            item.add_marker(pytest.mark.skip(reason="there is no Chromium on this machine (CHROMIUM names one)"))
    # Beside other processes a test may have to wait too long; the summary names what needed a second try.
    if "PYTEST_XDIST_WORKER" in os.environ:
        for item in items:
            item.add_marker(pytest.mark.flaky(reruns=1))
    places = {file: place for place, file in enumerate(LONGEST_FILES)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))


def pytest_collection_finish():
    """Have the garbage collector look seldom, and never at what lives to the end: it was a fifth of all the work."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let nobody wait for the disk at each commit: what a test has written need not outlive the machine.

    Articles are numbered from 2100 on, and the newsroom is the demo's: tests expect its names.
    """
    with django_db_blocker.unblock():
        identity.load()
        with connection.cursor() as cursor:
            name = connection.ops.quote_name(connection.settings_dict["NAME"])
            cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
            # An article whose number looks like a year has no short address (news/urls.py).
            cursor.execute("ALTER SEQUENCE news_article_id_seq RESTART WITH 2100")
        connection.close()
        connection.close_pool()  # its connections have begun with what was before


@pytest.fixture(autouse=True)
def _languages_of_the_interface(monkeypatch):
    """Let code without a request know the languages without the database, which most tests do not have."""
    monkeypatch.setattr(languages, "_last", None)
    monkeypatch.setattr(languages, "_good_until", math.inf)


@pytest.fixture(scope="module", autouse=True)
def _hurried_avif():
    """Have AVIF made at a quarter of the effort; tests/photos/test_rendering.py takes the time that it takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "AVIF_SPEED", 10)
        yield


@pytest.fixture(scope="session", autouse=True)
def _pictures_rendered_once():
    """Render a picture that many tests take into the library only once: the same original, rights and focal point.

    Who imports `render` itself, as tests/photos/test_rendering.py does, has it work each time.
    """
    render, quick, known = rendering.render, rendering.quick, {}

    def remembered(original, rights, focal=crops.CENTRE):
        key = (hashlib.sha256(original.read()).digest(), repr(rights), focal, rendering.AVIF_SPEED)
        original.seek(0)
        if key not in known:
            known[key] = list(render(original, rights, focal))
        return iter(known[key])

    def quickly_remembered(picture, size, rights):
        key = (hashlib.sha256(picture.tobytes()).digest(), size, repr(rights))
        if key not in known:
            known[key] = quick(picture, size, rights)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "render", remembered)
        patch.setattr(rendering, "quick", quickly_remembered)
        yield


@pytest.fixture(autouse=True)
def _factories_as_before():
    """Forget whom the factories have made, and number from where the test before began.

    So the first picture of each test is the same one.
    """
    from tests import factories

    last = factories.numbers.last
    factories.cast.clear()
    yield
    factories.numbers.last = last
    factories.cast.clear()


@pytest.fixture(scope="session", autouse=True)
def _hurried_passwords():
    """Have passwords hashed once instead of a million times; every process reads from the hash how often it was."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PBKDF2PasswordHasher, "iterations", 1)
        yield


@pytest.fixture(autouse=True)
def _english():
    """Sentences are compared in the language of the code, whatever language the site speaks first."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _uploads_of_its_own(settings, tmp_path):
    """No test meets the uploads of the newsroom or of another test."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files():
    """Static files as they lie in the tree: nothing has to be collected before a test.

    For the whole run: what a page sends while it is left may be answered between two tests, and whoever then asked for
    the storage of the collected files would keep it.
    """
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Without the second every client would read the list of whatever was collected for a server.
    with override_settings(STORAGES=storages, WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture
def put_together_in_public(request, db):
    """Let a test add to things that are public already: all of it is recorded as a minor change.

    Tests with real transactions say so themselves, for one that holds all would hide their things from the server.
    """
    from publishing import amendments
    from tests import factories

    if request.node.get_closest_marker("django_db").kwargs.get("transaction"):
        yield
        return
    with amendments.amending(by=factories.press_secretary()):
        yield


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=BROWSER_TIMEOUT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium):
    """A function that opens a page with the given look: new_page(width=390, color_scheme="dark")."""
    contexts = []

    def open_page(width=1280, height=900, **look):
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}, **look))
        page = contexts[-1].new_page()
        page.set_default_timeout(BROWSER_TIMEOUT)
        return page

    yield open_page
    for context in contexts:
        context.close()

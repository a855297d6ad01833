"""The database server for the whole run, a place of their own for the files of each test, and a browser."""

import os

import pytest

os.environ.setdefault("SECRET_KEY", "only for tests")
os.environ.setdefault("HTTPS", "0")
# Playwright's event loop runs in the thread of the tests, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from django.db import connection
from django.utils import translation

from csto_site import database
from tests.browser import CHROMIUM, FLAGS

_server = database.available()


def pytest_configure(config):
    _server.__enter__()


def pytest_unconfigure(config):
    _server.__exit__(None, None, None)


def pytest_collection_modifyitems(items):
    if CHROMIUM is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="there is no Chromium on this machine (CHROMIUM names one)"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let the database be emptied between tests of transactions, which elsewhere it refuses."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgtype & 32 <> 0")
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


@pytest.fixture(autouse=True)
def _english():
    """Sentences are compared in the language of the code, whatever language the site speaks first."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _uploads_of_its_own(settings, tmp_path):
    """No test meets the uploads of the newsroom or of another test."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Static files as they lie in the tree: nothing has to be collected before a test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


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
    from playwright.sync_api import sync_playwright

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
        page.set_default_timeout(15_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def emptying_refused(db):
    """A function that arms the trigger of a table against TRUNCATE again, which the run has laid aside."""

    def arm(*tables):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_not_emptied")

    return arm

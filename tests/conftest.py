"""The database server for the whole run, and a place of their own for the files of each test."""

import os

import pytest

os.environ.setdefault("SECRET_KEY", "only for tests")
os.environ.setdefault("HTTPS", "0")

from csto_site import database

_server = database.available()


def pytest_configure(config):
    _server.__enter__()


def pytest_unconfigure(config):
    _server.__exit__(None, None, None)


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

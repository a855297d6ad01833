"""A newsroom of a benchmark's own. Whoever imports this has set Django up."""

import contextlib
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_databases, setup_test_environment, teardown_databases
from django.utils import translation

from csto_site import database

PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # nothing is collected


@contextlib.contextmanager
def opened(*, keep: bool = False) -> Iterator[Path]:
    """Have a database and a folder for photographs, in English, until the block ends; yields the folder.

    With `keep` the database of the last run is taken up and left for the next one.
    """
    warnings.filterwarnings("ignore", "No directory at", UserWarning)  # of static files, which nobody asks for
    with (
        database.available(),
        tempfile.TemporaryDirectory() as folder,
        override_settings(MEDIA_ROOT=folder, STORAGES=settings.STORAGES | PLAIN),
        translation.override("en"),
    ):
        setup_test_environment()
        databases = setup_databases(verbosity=0, interactive=False, keepdb=keep, serialized_aliases=set())
        try:
            yield Path(folder)
        finally:
            connection.close()
            teardown_databases(databases, verbosity=0, keepdb=keep)

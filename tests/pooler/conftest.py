"""The database of the tests, reached through a PgBouncer with few connections."""

import pytest
from django.db import connection

from tests.pgbouncer import PgBouncer


@pytest.fixture(scope="session")
def pgbouncer(django_db_setup):
    """A PgBouncer in front of the database of the tests."""
    named = connection.settings_dict
    with PgBouncer(named["HOST"], named["PORT"] or 5432, named["USER"]) as pooler:
        yield pooler


@pytest.fixture
def pooled(pgbouncer, transactional_db, settings):
    """Let this process reach its database through PgBouncer, as a process that serves pages does."""
    settings.PREPARED_STATEMENTS = False
    before = dict(connection.settings_dict)
    _use(
        HOST="127.0.0.1",
        PORT=pgbouncer.port,
        DISABLE_SERVER_SIDE_CURSORS=True,
        OPTIONS={**before["OPTIONS"], "options": ""},
    )
    try:
        yield pgbouncer
    finally:
        _use(**before)


def _use(**named):
    connection.close()
    connection.close_pool()
    connection.settings_dict.update(named)

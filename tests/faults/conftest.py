"""A newsroom over a PostgreSQL server of its own, which a test may kill, and the site in a process of its own."""

import subprocess
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from csto_site import embedded_postgres
from tests.conftest import _empty_the_database
from tests.nodes import Node, free_port
from tests.postgres import SUPERUSER, Postgres

DATABASE = "newsroom"
QUICK = {"fsync": "off", "full_page_writes": "off"}
# The limits of csto_site.server, shortened so that nobody waits for them here.
LIMITS = "-c statement_timeout=2s -c lock_timeout=300ms"


@pytest.fixture(scope="session")
def _server(django_db_setup):
    """A server with the tables of the test's database, as its migrations made them, and empty."""
    # Not in pytest's folder, which another run may close to the user that PostgreSQL runs as.
    postgres = Postgres(tempfile.mkdtemp(prefix="newsroom-faults-"), free_port())
    postgres.make()
    postgres.start(**QUICK)
    postgres.execute(f"CREATE ROLE {settings.VISITOR_ROLE} NOLOGIN")
    postgres.execute(f"CREATE DATABASE {DATABASE}")
    named = connection.settings_dict
    programs = embedded_postgres.programs()
    source = ["-h", named["HOST"], "-U", named["USER"], "-d", named["NAME"]]
    dump = subprocess.run([programs / "pg_dump", *source], check=True, capture_output=True)
    target = ["-h", str(postgres.folder), "-p", str(postgres.port), "-U", SUPERUSER, "-d", DATABASE]
    subprocess.run([programs / "psql", "-qX", *target], input=dump.stdout, check=True, stdout=subprocess.DEVNULL)
    yield postgres
    postgres.remove()


@pytest.fixture(scope="session")
def _node(_server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("node")
    with Path(folder / "log").open("wb") as log:
        node = Node(
            log=log,
            DATABASE_URL=_server.url(DATABASE),
            DJANGO_SETTINGS_MODULE="tests.faults.settings",
            HTTPS="0",
            MEDIA_ROOT=str(folder / "media"),
            PAGE_CACHE_MEGABYTES="16",
            PGOPTIONS=LIMITS,
            RATE_LIMITS="0",
            SECRET_KEY=settings.SECRET_KEY,
        )
        node.log_file = folder / "log"
        node.media = folder / "media"
        node.start().wait()
        yield node
        node.stop()


@pytest.fixture
def postgres(_server, transactional_db):
    """The server, which the test's own process uses too; running and willing again after the test."""
    elsewhere = {"HOST": str(_server.folder), "PORT": str(_server.port), "USER": SUPERUSER, "NAME": DATABASE}
    before = {name: connection.settings_dict[name] for name in elsewhere}
    _use(elsewhere)
    try:
        yield _server
        if not _server.runs():
            _server.start(**QUICK)
        _use(elsewhere)  # on connections that have not lived through the test
        _empty_the_database(None)
    finally:
        _use(before)


@pytest.fixture
def node(_node, postgres):
    """The site, served to the outside; it has heard that the newsroom is empty."""
    return _node.wait()


def _use(server):
    connection.close()
    connection.close_pool()
    connection.settings_dict.update(server)

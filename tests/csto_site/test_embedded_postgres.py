"""The embedded PostgreSQL starts from nothing, is shared, stops with its last user, and recovers from being killed."""

import os
import signal
import tempfile
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from csto_site import embedded_postgres


@pytest.fixture(params=["short", "a-very-long-name-of-a-folder-" * 4], ids=["short path", "long path"])
def place(request, monkeypatch):
    """A newsroom's var/ of its own, also where the path is too long for a socket.

    Not in pytest's folder: every run of pytest takes away the right to pass through it, which root's server needs.
    """
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder) / request.param
        var.mkdir()
        settle(var, monkeypatch)
        yield var


def settle(var, monkeypatch):
    monkeypatch.setattr(embedded_postgres, "VAR", var)
    monkeypatch.setattr(embedded_postgres, "DATA", var / "postgres")
    monkeypatch.setattr(embedded_postgres, "LOG", var / "postgres.log")
    monkeypatch.setattr(embedded_postgres, "STARTING", var / "starting.lock")
    monkeypatch.setattr(embedded_postgres, "USERS", var / "users.lock")


def answer():
    entry = embedded_postgres.django_database()
    with psycopg.connect(host=entry["HOST"], user=entry["USER"], dbname=entry["NAME"]) as connection:
        return connection.execute("SELECT upper('съезд'), version()").fetchone()


def pid(var):
    return int((var / "postgres" / "postmaster.pid").read_text().split("\n")[0])


def test_it_starts_from_nothing_and_stops_with_its_last_user(place):
    with embedded_postgres.running():
        upper, version = answer()
        assert upper == "СЪЕЗД"
        assert version.startswith("PostgreSQL 18")
        with embedded_postgres.running():
            first = pid(place)
        assert answer()
        assert pid(place) == first
    with pytest.raises(psycopg.OperationalError):
        answer()
    with embedded_postgres.running():
        assert answer()


def test_a_database_is_put_aside_in_the_place_of_an_earlier_one(place):
    entry = embedded_postgres.django_database

    def connect(name):
        return psycopg.connect(host=entry()["HOST"], user=entry()["USER"], dbname=name, autocommit=True)

    with embedded_postgres.running():
        for number in (1, 2):
            left_open = connect(entry()["NAME"])
            left_open.execute("CREATE TABLE demo AS SELECT %s AS number", [number])
            embedded_postgres.put_aside()
            with connect(f"{entry()['NAME']}_demo") as aside, connect(entry()["NAME"]) as fresh:
                assert aside.execute("SELECT number FROM demo").fetchone() == (number,)
                assert fresh.execute("SELECT to_regclass('demo')").fetchone() == (None,)


def test_it_recovers_from_a_killed_server_and_a_half_made_cluster(place):
    (place / "postgres.new").mkdir()
    (place / "postgres.new" / "PG_VERSION").write_text("18")
    with embedded_postgres.running():
        assert answer()
        os.kill(pid(place), signal.SIGKILL)
        time.sleep(0.5)  # its children notice that they are orphans
        with embedded_postgres.running():
            assert answer()


def test_one_that_was_killed_while_it_is_used_is_started_again(place):
    with embedded_postgres.running():
        os.kill(pid(place), signal.SIGKILL)
        psutil.wait_procs([psutil.Process(pid(place))], timeout=10)
        assert not embedded_postgres.lives()
        embedded_postgres.start_again()
        assert embedded_postgres.lives()
        assert answer()

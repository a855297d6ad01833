"""Whatever editors do, and however far behind the replica is: no page shows what was not public, nor hides what was."""

import contextlib
import random
import threading

import pytest

from tests.page_cache.processes import server
from tests.page_cache.test_two_processes import show_what_is_public_and_nothing_else
from tests.replica.conftest import Site

pytestmark = pytest.mark.django_db(transaction=True)

SEED = 20261201


def test_two_servers_that_read_from_a_replica_show_what_is_public_and_nothing_else(replica):
    with server(DATABASE_REPLICA_URL=replica.url) as first, server(DATABASE_REPLICA_URL=replica.url) as second:
        with falling_behind(replica, random.Random(SEED)):
            show_what_is_public_and_nothing_else(SEED, first, second)
        outcomes = Site(first).counts()
    assert outcomes["read"] > 0
    assert outcomes["behind"] > 0


@contextlib.contextmanager
def falling_behind(replica, chance):
    """Have the replica stop and go on at random for the length of the block."""
    is_over = threading.Event()

    def work():
        while not is_over.wait(chance.uniform(0, 1.5)):
            replica.fall_behind()
            is_over.wait(chance.uniform(0, 1.5))
            replica.follow_again()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()

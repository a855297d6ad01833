"""A replica of the database of the tests, and a server that reads from it."""

import re
import time

import pytest
from django.db import connection

from tests.page_cache.processes import fetch, server
from tests.page_cache.visiting import until
from tests.replica.standby import Standby


@pytest.fixture(scope="session")
def standby(django_db_setup):
    named = connection.settings_dict
    with Standby(named["HOST"], named["NAME"]) as standby:
        yield standby


@pytest.fixture
def replica(standby, transactional_db):
    """A replica that has caught up; whatever a test does to it, the next finds it well."""
    standby.catch_up()
    yield standby
    standby.be_well()


@pytest.fixture
def site(replica):
    """A server whose visitors' pages are read from the replica."""
    with server(DATABASE_REPLICA_URL=replica.url) as address:
        yield Site(address)


class Site:
    def __init__(self, address):
        self.address = address
        self.asked = 0

    def get(self, path):
        """Return (status, text) of a page that is not in memory yet, and how many seconds it took."""
        self.asked += 1
        began = time.monotonic()
        status, text, _headers = fetch(f"{self.address}{path}?asked={self.asked}")
        return status, text, time.monotonic() - began

    def counts(self):
        """Return {outcome: how many pages} of the server, as /metrics has them."""
        _status, text, _headers = fetch(f"{self.address}/metrics")
        found = re.findall(r'newsroom_replica_pages_total{outcome="(\w+)",process="[^"]+"} ([\d.]+)', text)
        return {outcome: float(number) for outcome, number in found}

    def counted(self, path, outcome):
        """Return the (status, text, seconds) of a page, and whether it raised the count of `outcome`."""
        before = self.counts().get(outcome, 0)
        answer = self.get(path)
        return answer, self.counts().get(outcome, 0) > before

    def wait_until_it_reads_from_the_replica(self, path="/en/news/"):
        until(lambda: self.counted(path, "read")[1], seconds=20)

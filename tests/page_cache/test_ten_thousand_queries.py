"""Whoever invents addresses makes the newsroom work, and nothing else: its memory stays what it was, and as large."""

import gc
import sys

import psutil
import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

KNOWN = ["/en/", "/ru/", "/en/news/", "/ru/news/", "/en/council/", "/robots.txt"]
MEGABYTE = 1024 * 1024


def test_ten_thousand_queries_displace_no_page_and_do_not_let_the_process_grow(site):
    """Ask for 10,000 queries of one page; Django makes it once, and an application that prints it again answers.

    To have Django make all of them takes 80 seconds. What is printed again is the newsroom's own page with its own
    headers and, so that no two are alike, the query in its text; it goes through the same memory as every page.
    """
    factories.published()
    site.wait_until_heard()
    known = {path: site.get(path).content for path in KNOWN}
    site.cache.application = printed_again(Client(headers={"host": "localhost"}).get("/en/news/"))
    memory = site.cache.memory
    for number in range(10_000):
        answer = site.get(f"/en/news/?of={number}")
        assert answer.how == "fwd=miss; stored"
        if number == 2000:  # by then its room is full
            objects, data = in_use()
    more_objects, more_bytes = (after - before for before, after in zip((objects, data), in_use()))
    assert f"of={number}" in answer.text
    assert {path: (site.get(path).how, site.get(path).content) for path in KNOWN} == {
        path: ("hit", content) for path, content in known.items()
    }
    assert site.get(f"/en/news/?of={number}").how == "hit"
    assert memory.queries.used <= memory.queries.size < MEGABYTE
    assert more_objects < 4000  # half an object for each request
    assert more_bytes < 4 * MEGABYTE


def in_use():
    """Return how many small objects there are in this process, and how many bytes it occupies."""
    gc.collect()
    return sys.getallocatedblocks(), psutil.Process().memory_info().rss


def printed_again(page):
    """Return an application that answers with `page` and the query that it was asked for."""

    def application(environ, start_response):
        start_response("200 OK", list(page.items()))
        return [page.content.replace(b"</main>", environ["QUERY_STRING"].encode() + b"</main>")]

    return application

"""What is kept is bounded, and what is taken out is what was put in."""

import pytest

from page_cache.layer import encoding_of
from page_cache.listener import Generation
from page_cache.memory import Memory, Page, SizedCache


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", "identity"),
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("br;q=0.0, gzip;q=0.000", "identity"),
        ("deflate", "identity"),
        ("BR", "br"),
        ("gzip;q=0.5", "gzip"),
        (";;,,q=", "identity"),
    ],
)
def test_the_coding_is_one_that_the_client_takes(accepted, coding):
    assert encoding_of(accepted) == coding


def test_memory_is_bounded_and_the_oldest_that_nobody_asks_for_goes_first():
    cache = SizedCache(100)
    for key in "abcd":
        cache.keep(key, key, 25)
    cache.get("a")
    cache.keep("e", "e", 25)
    assert [key for key in "abcde" if cache.get(key)] == ["a", "c", "d", "e"]
    cache.keep("huge", "huge", 90)
    assert cache.get("huge") is None
    assert cache.used == 100


def test_a_page_unpacks_to_what_was_put_in():
    body = "Заседание ".encode() * 1000
    page = Page.of("200 OK", [], body, "Accept-Encoding", Generation(), 0)
    memory = Memory(10**6)
    assert memory.body(page, "identity") == body
    assert memory.body(page, "identity") is memory.body(page, "identity")
    assert len(page.packed) < len(body) / 20


def test_the_unpacked_body_of_a_page_goes_with_it():
    memory = Memory(10**6)
    for body in (b"before", b"before", b"after"):
        page = Page.of("200 OK", [], body, "Accept-Encoding", Generation(), 0)
        memory.keep(("http", "localhost", "/", ""), page)
        page.head("identity", len(memory.body(page, "identity")))
        assert len(memory.unpacked) == 1

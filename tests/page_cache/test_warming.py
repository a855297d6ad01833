"""After a publication the pages that are asked for most are made first, once, in their order."""

import threading
import time

import pytest
from django.db import connection

from page_cache.layer import MAX_STALE_SECONDS, PageCache
from page_cache.memory import Memory
from publishing import actions
from tests import factories
from tests.page_cache.visiting import Site, until

pytestmark = pytest.mark.django_db(transaction=True)

HOT = ["/en/", "/en/news/", "/ru/", "/en/council/"]  # the one that is asked for most first


class Warming(Site):
    """A site that makes so many pages ahead, and whose application can be held up."""

    def __init__(self, warmed=100):
        super().__init__()
        self.cache = PageCache(self.held, Memory(4 * 1024 * 1024), self.listener, warmed)
        self.held_up = set()  # the paths whose pages are not finished before `may_go_on`
        self.may_go_on = threading.Event()

    def held(self, environ, start_response):
        answer = self.django(environ, start_response)
        if environ["PATH_INFO"] in self.held_up:
            assert self.may_go_on.wait(10)
        return answer

    def ask_for_all(self):
        """Ask for HOT, for each page twice as often as for the next."""
        for number, path in enumerate(reversed(HOT)):
            for _time in range(4 * 2**number + 1):  # the first makes it
                self.get(path)

    @property
    def is_idle(self):
        return not self.cache.warmer.is_at_work


@pytest.fixture
def warming():
    site = Warming()
    factories.published(title="The Council met")
    site.wait_until_heard()
    yield site
    site.may_go_on.set()
    site.listener.stop()


def publish(site, title="Just out"):
    """Publish something and wait until the site has heard of it."""
    draft = factories.approve(factories.edition(title=title))
    seen = site.listener.generation.changed
    actions.publish(draft, by=factories.press_secretary())
    until(lambda: site.listener.generation.changed > seen)
    return draft


def test_the_most_asked_pages_are_made_anew_once_in_their_order_before_anybody_asks(warming):
    warming.ask_for_all()
    for _time in range(2):
        warming.get("/en/press/")  # it is asked for once after it was made
    warming.django.asked.clear()
    publish(warming)
    until(lambda: warming.is_idle)
    assert warming.django.asked == HOT
    answers = [warming.get(path) for path in HOT]
    assert [answer.how for answer in answers] == ["hit"] * len(HOT)
    assert "Just out" in answers[1].text
    assert warming.cache.memory.counts["renewed"] == len(HOT)


def test_only_so_many_are_made(warming):
    few = Warming(warmed=2)
    few.wait_until_heard()
    few.ask_for_all()
    few.django.asked.clear()
    publish(few)
    until(lambda: few.is_idle)
    few.listener.stop()
    assert few.django.asked == HOT[:2]


def test_meanwhile_all_pages_are_shown_as_they_were_and_nobody_waits(warming):
    warming.ask_for_all()
    warming.get("/en/press/")
    warming.held_up = {HOT[0]}
    publish(warming)
    began = time.monotonic()
    answers = {path: warming.get(path) for path in [*HOT, "/en/press/"]}
    took = time.monotonic() - began
    assert {answer.how for answer in answers.values()} == {"hit; detail=being-renewed"}
    assert "Just out" not in answers["/en/news/"].text
    assert took < 1
    until(lambda: time.monotonic() > warming.listener.generation.changed_at + MAX_STALE_SECONDS)
    warming.may_go_on.set()
    assert "Just out" in warming.get("/en/news/").text


def test_a_publication_in_the_middle_has_those_made_first_that_were_not_reached(warming):
    warming.ask_for_all()
    warming.django.asked.clear()
    warming.held_up = {HOT[2]}
    publish(warming, "The first")
    until(lambda: warming.django.asked == HOT[:3])
    publish(warming, "The second")
    warming.may_go_on.set()
    until(lambda: warming.is_idle)
    assert warming.django.asked == [*HOT[:3], HOT[2], HOT[3], HOT[0], HOT[1]]
    assert [warming.get(path).how for path in HOT] == ["hit"] * len(HOT)
    assert "The second" in warming.get("/en/news/").text


def test_nothing_that_was_withdrawn_is_shown_while_pages_are_made(warming):
    wrong = publish(warming, "Wrong report")
    until(lambda: warming.is_idle)
    page = wrong.get_absolute_url()
    for _time in range(3):
        assert "Wrong report" in warming.get(page).text
    warming.held_up = {page}
    seen = warming.listener.generation.closed
    actions.withdraw(wrong, by=factories.press_secretary(), reason="A wrong name.")
    until(lambda: warming.listener.generation.closed > seen)
    answers = []
    reader = threading.Thread(target=lambda: (answers.append(warming.get(page)), connection.close()))
    reader.start()
    time.sleep(0.05)
    assert not answers  # it waits for the page, and sees no old one
    warming.may_go_on.set()
    reader.join()
    assert "A wrong name." in answers[0].text


def test_a_page_that_nobody_asks_for_any_more_is_made_no_more(warming):
    warming.ask_for_all()
    for number in range(8):
        warming.django.asked.clear()
        publish(warming, f"Number {number}")
        until(lambda: warming.is_idle)
    assert warming.django.asked == []


def test_a_page_that_cannot_be_made_keeps_none_of_the_others_from_it(warming):
    warming.ask_for_all()
    django = warming.django.application

    def failing(environ, start_response):
        if environ["PATH_INFO"] == HOT[0]:
            raise ValueError("This page cannot be made.")
        return django(environ, start_response)

    warming.django.application = failing
    publish(warming)
    until(lambda: warming.is_idle)
    assert [warming.get(path).how for path in HOT[1:]] == ["hit"] * len(HOT[1:])


def test_of_ten_thousand_queries_only_so_many_are_made_anew(warming):
    page = warming.get("/en/news/")

    def printed_again(environ, start_response):
        start_response("200 OK", list({**page.headers, "content-length": str(len(page.content))}.items()))
        return [page.content]

    warming.django.application = printed_again
    for number in range(10_000):
        for _time in range(3):
            warming.get(f"/en/news/?of={number}")
    warming.django.asked.clear()
    publish(warming)
    until(lambda: warming.is_idle)
    assert len(warming.django.asked) == 100

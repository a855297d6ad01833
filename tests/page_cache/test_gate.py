"""However many ask at once: a few are answered, a few wait for their turn, and the others are told so at once."""

import contextlib
import io
import threading
import time

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from csto_site import admission, bodies
from identity import current
from page_cache import gate, layer
from page_cache.gate import FullError, Gate
from tests.page_cache.visiting import until


class Visitor(threading.Thread):
    """Somebody who passes a gate, and stays within until told to leave."""

    def __init__(self, door, passed, name, **how):
        super().__init__(name=name, daemon=True)
        self.door, self.passed, self.how = door, passed, how
        self.may_leave, self.is_refused = threading.Event(), None
        self.start()

    def run(self):
        try:
            with self.door.place(**self.how):
                self.is_refused = False
                self.passed.append(self.name)
                self.may_leave.wait(10)
        except FullError:
            self.is_refused = True


def waiting(door, number):
    until(lambda: len(door._waiting) == number)


def test_who_came_first_passes_first_and_who_finds_the_queue_full_is_told_at_once(monkeypatch):
    monkeypatch.setattr(gate, "MAX_WAIT_SECONDS", 30)
    door, passed = Gate(places=2, queue=3), []
    within = [Visitor(door, passed, name) for name in "ab"]
    until(lambda: len(passed) == 2)
    queue = []
    for number, name in enumerate("cde", 1):
        queue.append(Visitor(door, passed, name))
        waiting(door, number)
    began = time.monotonic()
    with pytest.raises(FullError), door.place():
        pass
    assert time.monotonic() - began < 10
    for visitor in [*within, *queue]:
        visitor.may_leave.set()
        visitor.join(5)
    assert passed[2:] == ["c", "d", "e"]
    with door.place(), door.place():  # both places are free again
        pass


def test_nobody_waits_for_longer_than_a_second_and_a_place_is_never_lost():
    door, passed = Gate(places=1, queue=1), []
    within = Visitor(door, passed, "a")
    until(lambda: passed)
    began = time.monotonic()
    late = Visitor(door, passed, "b")
    late.join(9)
    assert late.is_refused
    assert gate.MAX_WAIT_SECONDS <= time.monotonic() - began < gate.MAX_WAIT_SECONDS + 4  # this machine may be busy
    within.may_leave.set()
    within.join(5)
    with door.place():
        pass


def test_a_place_is_given_back_whatever_happens_within():
    door = Gate(places=1, queue=0)
    for _time in range(3):
        with contextlib.suppress(ZeroDivisionError), door.place():
            1 / 0  # noqa: B018


def test_pages_that_are_made_anew_find_room_where_addresses_never_seen_do_not():
    door, passed = Gate(places=1, queue=1, reserved=1), []
    crowd = [Visitor(door, passed, "within")]
    until(lambda: passed)
    crowd.append(Visitor(door, passed, "waits"))
    waiting(door, 1)
    with pytest.raises(FullError), door.place():
        pass
    crowd.append(Visitor(door, passed, "front page", matters_more=True))
    waiting(door, 2)
    for visitor in crowd:
        visitor.may_leave.set()
        visitor.join(5)
    assert "front page" in passed


def test_many_threads_never_pass_more_than_the_gate_lets_and_each_is_answered():
    door, within, most, outcomes = Gate(places=3, queue=5), [], [], []

    def come():
        for _time in range(200):
            try:
                with door.place():
                    within.append(1)
                    most.append(len(within))
                    time.sleep(0.0001)
                    within.pop()
                    outcomes.append("passed")
            except FullError:
                outcomes.append("refused")

    crowd = [threading.Thread(target=come) for _number in range(12)]
    for visitor in crowd:
        visitor.start()
    for visitor in crowd:
        visitor.join(30)
    assert max(most) == 3
    assert len(outcomes) == 12 * 200
    assert {"passed", "refused"} == set(outcomes)
    assert (door._free, len(door._waiting)) == (3, 0)


# Who stands at which gate


def asked(path, **environ):
    return {"wsgi.input": io.BytesIO(), **RequestFactory().get(path).environ, **environ}


@pytest.fixture
def nobody_passes(monkeypatch):
    monkeypatch.setattr(admission, "READERS", Gate(0, 0))
    monkeypatch.setattr(admission, "STRANGERS", Gate(0, 0))


def known_browser(settings):
    response = HttpResponse()
    response.set_signed_cookie(settings.KNOWN_BROWSER_COOKIE_NAME, "known")
    cookie = response.cookies[settings.KNOWN_BROWSER_COOKIE_NAME]
    return f"{settings.KNOWN_BROWSER_COOKIE_NAME}={cookie.coded_value}"


def test_staff_and_monitoring_pass_where_nobody_else_does(nobody_passes, settings):
    for path in ("/healthz", "/readyz", "/metrics"):
        with admission.place(asked(path)):
            pass
    with admission.place(asked("/desk/", HTTP_COOKIE=known_browser(settings))):
        pass
    forged = f"{settings.KNOWN_BROWSER_COOKIE_NAME}=known:1tabcd:{'a' * 43}"
    for path, cookie in [
        ("/en/news/", ""), ("/en/news/", known_browser(settings)), ("/preview/x/", ""), ("/desk/", ""),
        ("/desk/", forged), ("/desk/", f"{settings.SESSION_COOKIE_NAME}=abc"),
    ]:  # fmt: skip
        with pytest.raises(FullError), admission.place(asked(path, HTTP_COOKIE=cookie)):
            pass


def test_a_log_in_passes_however_many_readers_there_are(monkeypatch):
    monkeypatch.setattr(admission, "READERS", Gate(0, 0))
    with admission.place(asked("/desk/login/")):
        pass


@pytest.mark.django_db
def test_who_is_refused_gets_a_short_page_with_the_telephone_and_when_to_come_again(nobody_passes):
    current.current()  # such a page prints what this process has read last
    told = {}

    def start_response(status, headers):
        told.update(status=status, **dict(headers))

    def unasked(environ, start_response):
        raise AssertionError("Django was asked.")

    serve = admission.by_turns(unasked)
    (page,) = serve(asked("/en/news/"), start_response)
    assert (told["status"][:3], told["Retry-After"], told["Cache-Control"]) == ("503", "2", "no-store")
    assert "+7495-795-27-10" in page.decode()
    assert len(page) == int(told["Content-Length"]) < 5000
    assert int(told["X-Accel-Limit-Rate"]) * gate.SENT_FOR_SECONDS <= len(page)  # nginx sends no faster
    assert list(serve(asked("/en/news/", REQUEST_METHOD="HEAD"), start_response)) == [b""]


def test_a_form_takes_a_place_only_when_it_has_been_read(nobody_passes):
    """Its sender may be slow: meanwhile others are answered."""
    received = []

    class Slow(bodies.Body):
        def receive(self, client, *, is_staff):
            received.append(client)

    request = RequestFactory().post("/en/press/enquiry/", {"question": "Who came?"})
    request.environ["wsgi.input"] = Slow(io.BytesIO(b""), 1)
    response = bodies.read_bodies(lambda request: pytest.fail("It was answered."))(request)
    assert received
    assert (response.status_code, "Retry-After" in response.headers) == (503, True)


# With the page cache


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_a_page_that_another_makes_waits_shortly(site, monkeypatch):
    monkeypatch.setattr(layer, "MAKING_SECONDS", 0.5)
    slow = threading.Event()
    site.django.application = lambda environ, start_response: (slow.wait(10), _plain(start_response))[1]
    maker = threading.Thread(target=site.get, args=["/en/news/"], daemon=True)
    maker.start()
    until(lambda: site.django.asked)
    began = time.monotonic()
    answers = [site.get("/en/news/") for _time in range(12)]
    assert time.monotonic() - began < 5  # the time counts from when the page was begun, not for each
    assert {answer.status for answer in answers} == {503}
    slow.set()
    maker.join(10)
    assert site.get("/en/news/").status == 200


@pytest.mark.django_db(transaction=True)
def test_while_there_is_no_room_nobody_is_shown_an_old_page_instead(site, nobody_passes):
    site.django.application = lambda environ, start_response: _plain(start_response)
    site.get("/en/news/")
    assert site.get("/en/news/").how == "hit"
    site.django.application = admission.by_turns(site.django.application)
    _change(site, "closed")
    assert site.get("/en/news/").status == 503
    assert site.cache.memory.counts["refused"] == 1


def _plain(start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"A page."]


def _change(site, word):
    from django.db import connection

    seen = site.listener.generation.changed
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('page_cache', %s)", [word])
    until(lambda: site.listener.generation.changed > seen)

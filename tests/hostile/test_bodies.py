"""What is sent to us: refused before it is read if it is too large, and asked for not too often."""

import io
import threading

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import resolve, reverse
from django.utils.translation import override

from csto_site import bodies
from tests import factories
from tests.hostile import attacks, routes

pytestmark = pytest.mark.django_db

HUGE = 100_000_000


class Unread(io.RawIOBase):
    """A body of which nobody may read a single byte."""

    def read(self, size=-1):
        raise AssertionError("The body was read.")


def sent_huge(client, address, length=HUGE, kind="multipart/form-data; boundary=x"):
    return client.post(address, CONTENT_LENGTH=str(length), CONTENT_TYPE=kind, **{"wsgi.input": Unread()})


KINDS = ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"]


def test_a_hundred_megabytes_to_any_public_address_are_refused_unread_with_a_sentence(client, addresses):
    with override("en"):
        for number, (address, name) in enumerate(addresses.items()):
            if name in attacks.FORMS or number % 9 == 0:
                answer = sent_huge(client, address, kind=KINDS[number % 3])
                assert answer.status_code in (404, 413), name
                if name in attacks.FORMS and address.startswith("/en/"):
                    assert "limited to" in answer.content.decode()


def test_a_hundred_megabytes_to_any_form_of_the_desk_are_refused_unread_unless_staff_send_files_there():
    visitor, staff = Client(), Client()
    staff.force_login(factories.press_secretary())
    addresses = list(routes.of_the_desk())
    takes_files = {address for address in addresses if resolve(address).view_name in settings.MAX_UPLOAD_BYTES}
    assert reverse("desk:news_article_add") in takes_files
    for number, address in enumerate(addresses):
        sender = visitor if number % 2 or address in takes_files else staff
        assert sent_huge(sender, address).status_code == 413, address
    for address in takes_files:
        assert sent_huge(staff, address, length=700_000_000).status_code == 413, address
        with pytest.raises(AssertionError, match="was read"):
            sent_huge(staff, address)


def test_of_a_stranger_the_desk_reads_no_more_than_a_log_in_needs_and_says_what_to_do():
    client = Client(headers={"accept-language": "en"})
    for address in (
        "/desk/news/article/add/",
        "/desk/login/",
        "/desk/account/password/reset/",
        "/desk/photos/photo/add/",
    ):
        answer = sent_huge(client, address, length=2_100_000, kind=KINDS[1])
        assert answer.status_code == 413, address
        assert "Log in in another window" in answer.content.decode()
        assert "no-store" in answer.headers["Cache-Control"]


def test_a_made_up_session_or_a_made_up_browser_is_a_strangers(client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    client.cookies[settings.KNOWN_BROWSER_COOKIE_NAME] = "known:1tabcd:" + "a" * 43
    assert sent_huge(client, "/desk/news/article/add/", length=2_100_000).status_code == 413


def test_a_visitor_with_a_session_who_is_not_of_the_staff_is_a_stranger(client):
    client.force_login(get_user_model().objects.create_user("reader"))
    assert sent_huge(client, "/desk/news/article/add/", length=2_100_000).status_code == 413


def test_more_than_a_few_large_forms_at_once_from_strangers_wait(monkeypatch):
    client = Client(headers={"accept-language": "en"})
    monkeypatch.setattr(bodies, "_strangers", threading.Semaphore(0))
    refused = client.post("/desk/login/", {"username": "a" * 100_000, "password": "b"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
    assert "Too many large forms" in refused.content.decode()
    assert client.post("/desk/login/", {"username": "a", "password": "b"}).status_code == 200


def test_every_view_that_takes_files_is_a_view_that_there_is():
    names = {name for name, _parameters, _route in routes.patterns()}
    assert set(settings.MAX_UPLOAD_BYTES) - names == set()
    assert set(settings.MAX_REQUESTS_PER_MINUTE) - names == set()


def test_a_form_of_an_ordinary_size_is_taken_as_ever(client):
    assert client.post("/en/alerts/", {"address": "anna@paper.example", "q": "a" * 100_000}).status_code != 413


def test_ten_thousand_fields_and_a_thousand_files_are_refused(client):
    many = client.post("/en/press/enquiry/", {f"f{number}": "x" for number in range(10_000)})
    files = client.post("/en/press/enquiry/", {f"f{number}": io.BytesIO(b"x") for number in range(1000)})
    assert (many.status_code, files.status_code) == (400, 400)
    assert settings.SITE_URL in many.content.decode()


def test_nested_and_endless_parts_of_a_form_are_refused(client):
    for body in (
        b"--x\r\n" * 100_000,
        b"--x\r\nContent-Disposition: form-data; name=" + b"a" * 900_000 + b"\r\n\r\n--x--",
        b"--x\r\n" + b"X: y\r\n" * 100_000 + b"\r\n--x--",
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="../../../etc/passwd"\r\n\r\nx\r\n--x--',
        b'--x\r\nContent-Disposition: form-data; name="a\0"\r\nContent-Transfer-Encoding: base64\r\n\r\n=\r\n--x--',
        b"--x\r\nContent-Disposition: form-data; name*=utf-8''%00%ff\r\n\r\nx\r\n--x--",
    ):
        for address in ("/en/press/enquiry/", "/en/alerts/"):
            answer = client.post(address, body, content_type="multipart/form-data; boundary=x")
            assert not attacks.fault(answer, address)


def test_who_asks_too_often_for_what_is_costly_is_told_to_wait_and_others_are_not(client, settings):
    settings.MAX_REQUESTS_PER_MINUTE = {"search:results": 3}
    asked = [client.get("/en/search/?q=council") for _ in range(5)]
    if [value.status_code for value in asked][:3] == [200, 200, 200]:  # unless a minute has just passed
        assert 429 in {asked[4].status_code, client.get("/en/search/?q=council").status_code}
    refused = next(
        answer for answer in (client.get("/en/search/?q=council") for _ in range(9)) if answer.status_code == 429
    )
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert "no-store" in refused.headers["Cache-Control"]
    assert "Wait a minute" in refused.content.decode()
    assert client.get("/en/search/?q=council", REMOTE_ADDR="192.0.2.99").status_code == 200
    assert client.get("/en/news/").status_code == 200


ODD = [
    "\0", "a\0b", "\u202eright to left\u202c", "\ud7ff\ue000", "🙂" * 500, "\u200b" * 100, "\u0301" * 500,
    "\r\n.\r\nMAIL FROM:<x>", "'; DROP TABLE press_enquiry;--", "{{ 7|add:7 }}{% debug %}", "-1", " ",
    "<script>xss-born</script>", "=HYPERLINK(1)",
    "\x07\x1b[2J", "a" * 200_000, "%00", "\\", "𝕒𝕓𝕔", "١٢٣",
]  # fmt: skip
FIELDS = {
    "/en/press/enquiry/": ["name", "outlet", "email", "phone", "topic", "answer_language", "question", "deadline_date",
                           "deadline_time", "deadline_zone", "opened", "about", "website"],
    "/en/alerts/": ["address", "rhythm", "own_address", "q", "section", "genre", "person", "state", "languages",
                    "website", "kind", "year"],
}  # fmt: skip


OTHER_FIELDS = ["name", "outlet", "email", "role", "phone", "topic", "rhythm", "language", "quoted", "text", "note",
                "words", "website", "opened"]  # fmt: skip


def test_every_field_of_every_public_form_may_hold_anything(client, addresses):
    """A sentence or a page, never a fault: what cannot be kept is refused where it was typed."""
    forms = dict(FIELDS)
    for address, name in addresses.items():
        if name in attacks.FORMS and address not in forms:
            forms[address] = OTHER_FIELDS
    sent = 0
    for address, fields in forms.items():
        for number, field in enumerate(fields):
            for odd in ODD[number % 7 :: 7]:
                answer = client.post(address, {**dict.fromkeys(fields, "words"), field: odd})
                assert not attacks.fault(answer, f"{address} {field} {odd[:20]!r}")
                assert b"<script>xss-born" not in answer.content
                sent += 1
    assert sent > 150

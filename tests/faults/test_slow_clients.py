"""Clients that send or take a byte now and then: they hold nobody up, and above all not the database."""

import contextlib
import io
import socket
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory

from csto_site import database
from csto_site.slow_clients import away_from_the_database
from news.models import Attachment
from tests import factories
from tests.faults.test_database import warm

pytestmark = pytest.mark.django_db(transaction=True)

BEGINNING = "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10000\r\n\r\nname="
LARGE = 12 * 1024 * 1024  # more than the system takes off the server's hands by itself
EACH = database.POOL["max_size"] + database.MAX_WAITING - 6  # of senders and takers: more than the database serves


@pytest.fixture
def file(node):
    """The address of a large file that goes with a public article."""
    edition = factories.edition()
    name = FileSystemStorage(node.media).save("attachments/record.bin", ContentFile(b"\0" * LARGE))
    attachment = Attachment.objects.create(
        edition=edition, label="The record", file=name, file_name="record.bin", size=LARGE
    )
    factories.publish(factories.approve(edition))
    return attachment.get_absolute_url().replace("/ru/", "/en/")


def test_fifty_dribbling_clients_stop_nobody_else(node, file):
    warm(node, "/en/news/")
    with contextlib.ExitStack() as clients:
        for number in range(50 - 2 * EACH):
            _dribble(node, clients, BEGINNING.format(method="GET", path=f"/en/news/?of={number}"))
        for _number in range(EACH):
            _dribble(node, clients, BEGINNING.format(method="POST", path="/en/press/enquiry/") + FORM)
        takers = [
            _dribble(node, clients, BEGINNING.format(method="GET", path=file) + "\r\n") for _number in range(EACH)
        ]
        for taker in takers:
            assert taker.recv(12) == b"HTTP/1.1 200"
        for number in range(10):
            asked = time.monotonic()
            assert node.get("/en/news/").status == 200
            assert node.get(f"/en/news/?new={number}").status == 200
            assert time.monotonic() - asked < 5


def _dribble(node, clients, text):
    """Open a connection, say `text` and no more, and take hardly anything of the answer."""
    client = clients.enter_context(socket.socket())
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.settimeout(10)
    client.connect(("127.0.0.1", node.port))
    client.sendall(text.encode())
    return client


def test_a_form_that_was_cut_off_is_not_taken_for_a_whole_one():
    told, environ = [], RequestFactory().generic("POST", "/en/alerts/", b"").environ
    environ |= {"CONTENT_LENGTH": "1000", "wsgi.input": io.BytesIO(b"address=anna@paper.example&own_ad")}
    answer = away_from_the_database(get_wsgi_application())(environ, lambda status, headers: told.append(status))
    assert told == ["400 Bad Request"]
    assert "broke before everything arrived" in b"".join(answer).decode()


@pytest.mark.parametrize("words", ["a few", "many " * 15_000])
def test_what_was_taken_in_is_what_the_view_reads(words):
    told, environ = [], RequestFactory().post("/en/press/enquiry/", {"question": words, "name": "Anna"}).environ
    environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read())
    site = away_from_the_database(get_wsgi_application())
    answer = b"".join(site(environ, lambda status, headers: told.append(status))).decode()
    assert words.strip() in answer
    assert 'value="Anna"' in answer

"""Log lines: what they say of requests, jobs and faults; and that no word of a person or of an embargo is in them."""

import datetime
import errno
import io
import json
import logging
import re

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.test import Client

from csto_site import errors
from mailing import letters, sending
from monitoring import logs
from monitoring.logs import Formatter
from news.models import Section
from photos import library
from publishing import actions, clock
from tests import factories, queue
from tests.desk.screens import NEW, send, signed_in
from tests.page_cache.visiting import Site
from tests.press import enquiring

DAY = datetime.timedelta(days=1)
CANARY = "Zimorodok"  # a word of a title that nobody may know yet
PERSON = "anna.canary@newsroom.example"


class Lines:
    def __init__(self):
        self.stream = io.StringIO()

    @property
    def text(self):
        return self.stream.getvalue()

    def all(self):
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, event):
        return [line for line in self.all() if line["event"] == event]


@pytest.fixture
def lines():
    """Whatever is logged in this process, down to the least, as production writes it."""
    lines, root = Lines(), logging.getLogger()
    handler = logging.StreamHandler(lines.stream)
    handler.setFormatter(Formatter(as_json=True))
    handler.addFilter(lambda record: record.name != "mail.log")  # the other side: the mail server of the tests
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.mark.django_db
def test_a_request_is_one_line_with_its_number_and_no_address(lines):
    edition = factories.published(title="Telling words")
    answer = Client(headers={"x-request-id": "from-the-proxy.17"}).get(edition.get_absolute_url() + "?q=telling")
    assert answer["X-Request-ID"] == "from-the-proxy.17"
    [line] = lines.of("request")
    assert line["level"] == "info"
    assert (line["request"], line["method"], line["view"], line["status"]) == (
        "from-the-proxy.17", "GET", "news:detail", 200,
    )  # fmt: skip
    assert line["queries"] > 0
    assert line["ms"] > 0
    assert not re.search("telling", lines.text, re.I)


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["short", "x" * 65, "two words are", "a\nnew line", "номер-запроса", ""])
def test_a_number_that_is_none_is_replaced(lines, number):
    answer = Client(headers={"x-request-id": number}).get("/healthz")
    assert re.fullmatch("[0-9a-f]{32}", answer["X-Request-ID"])
    assert lines.of("request")[0]["request"] == answer["X-Request-ID"]


@pytest.mark.django_db(transaction=True)
def test_a_page_in_memory_bears_nobodys_number():
    site = Site()
    try:
        site.wait_until_heard()
        factories.published()
        site.wait_until_heard()
        made = site.get("/en/news/", HTTP_X_REQUEST_ID="the-first-one")
        again = site.get("/en/news/", HTTP_X_REQUEST_ID="the-second-one")
        assert (made.how, again.how) == ("fwd=miss; stored", "hit")
        assert "x-request-id" not in made.headers | again.headers
        assert site.get("/en/news/99999/", HTTP_X_REQUEST_ID="the-third-one").headers["x-request-id"] == "the-third-one"
    finally:
        site.listener.stop()


@pytest.mark.django_db(transaction=True)
def test_the_lines_of_a_job_bear_its_number_and_not_what_it_was_called_with(lines):
    taken = library.add(io.BytesIO(factories.jpeg()), f"{CANARY}.JPG", by=factories.press_secretary())
    default_storage.delete(taken.original.name)
    queue.work()
    [ended, *_later] = [line for line in lines.of("job_error_retry") if line["task"] == "photos.jobs.render"]
    assert ended["job"] > 0
    assert "FileNotFoundError: ENOENT" in ended["exception"]
    assert "photos/renditions.py" in ended["exception"]
    assert f"photo_id={taken.pk}" not in lines.text
    assert CANARY not in lines.text


@pytest.mark.django_db
def test_a_fault_of_the_database_names_the_rule_and_not_the_row(lines):
    section = factories.section(slug="canary-zimorodok")
    try:
        with transaction.atomic():
            Section.objects.create(slug=section.slug, name={"en": CANARY, "ru": CANARY})
    except IntegrityError:
        logging.getLogger("newsroom").exception("It did not work: %s", PERSON)
    [line] = lines.of("It did not work: [address]")
    assert "23505 table news_section by news_section_slug" in line["exception"]
    assert not re.search(CANARY, lines.text, re.I)


@pytest.mark.django_db
def test_a_fault_of_a_page_names_the_place_in_the_code_and_none_of_its_words(lines):
    edition = factories.published(title=f"{CANARY} tells {PERSON}")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE news_editionphoto RENAME COLUMN caption TO lost")
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        assert client.get(edition.get_absolute_url()).status_code == 500
        transaction.set_rollback(True)
    [line] = lines.of("Internal Server Error")
    assert "42703" in line["exception"]
    assert line["request"] == lines.of("request")[-1]["request"]
    assert not re.search(CANARY, lines.text, re.I)


@pytest.mark.django_db(transaction=True)
def test_what_lies_outside_the_program_is_one_line_for_each_request(lines):
    visitor = Client(raise_request_exception=False)
    with transaction.atomic(), clock.moved_to(clock.now() - datetime.timedelta(minutes=1)):
        hidden = enquiring.opened(visitor)
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
        try:
            sent = visitor.post("/en/press/enquiry/", {**enquiring.ASKER, **hidden})
            assert sent.status_code == 503
        finally:
            cursor.execute("RESET default_transaction_read_only")
    [line] = [line for line in lines.all() if line["level"] == "error"]
    assert re.fullmatch(r"ReadOnlySqlTransaction: 25006 at \S+/(press|publishing)/\w+\.py:\d+ \w+", line["exception"])
    assert len(str(line)) < 500


def test_each_cause_that_is_told_to_people_is_one_line_in_the_log():
    for kind, sentence in errors.CAUSES:
        error = kind("x")
        assert logs.what_lies_outside(error) is error, kind
        assert errors.cause_of(error) == sentence
    assert errors.cause_of(OSError(errno.ENOSPC, "")) == errors.FULL
    assert errors.cause_of(OSError(errno.ENOENT, "")) is None
    assert logs.what_lies_outside(ValueError()) is None


@pytest.mark.django_db
def test_nothing_of_a_days_work_is_in_the_log(lines, mail_server):
    """An embargoed article is written and published, the press asks, letters are refused, addresses are guessed."""
    secretary = signed_in(factories.press_secretary())
    factories.section()
    send(secretary, NEW, en_title=f"{CANARY} meets", en_standfirst=f"{CANARY} in one paragraph.")
    draft = factories.edition(title=f"The treaty of {CANARY}", body=f"<p>{CANARY}</p>")
    factories.publish(draft, at=clock.now() + DAY)
    visitor = Client()
    assert visitor.get(f"/en/news/{draft.article_id}-{CANARY}/").status_code == 404
    assert visitor.get("/en/search/", {"q": CANARY}).status_code == 200
    assert visitor.get("/en/news/", headers={"host": f"{CANARY}.example"}).status_code == 400
    visitor.post("/desk/login/", {"username": CANARY, "password": "a guess"}, REMOTE_ADDR="192.0.2.77")
    enquiring.send(visitor, email=PERSON, question=f"What of {CANARY}?")
    enquiring.enquiry(email=PERSON, question=f"What of {CANARY}?")
    mail_server.refuse_address = lambda address: f"550 5.1.1 <{address}> is {CANARY}"
    letters.post(key="to one", to=PERSON, subject=CANARY, text=CANARY, language="en")
    sending.send_waiting()
    mail_server.server.stop()
    letters.post(key="to two", to=PERSON, subject=CANARY, text=CANARY, language="en")
    sending.send_waiting()
    actions.withdraw(factories.published(title=CANARY), by=factories.press_secretary(), reason=CANARY)
    assert len(lines.of("request")) >= 5
    telling = [line for line in lines.all() if re.search(f"{CANARY}|canary|192.0.2.77", str(line), re.I)]
    assert not telling


def test_a_line_for_people_is_one_line_whatever_comes_in():
    record = logging.makeLogRecord(
        {"msg": "Taken: %s", "args": ("two\nlines",), "name": "mailing", "levelname": "INFO"}
    )
    assert re.fullmatch(r"\S+Z INFO mailing: Taken: two lines", Formatter(as_json=False).format(record))

"""The outbox: a letter is there once for its key, and leaves as mail programs want it."""

import email.utils

import pytest
from django.db import transaction

from mailing import letters, sending
from mailing.models import Letter
from tests.smtp import words

pytestmark = pytest.mark.django_db


def post(key="enquiry 17 received", **facts):
    return letters.post(
        **{"key": key, "to": "anna@paper.example", "subject": "Your question", "text": "We have it.", **facts}
    )


def test_a_letter_is_there_once_for_its_key():
    first = post()
    assert post(subject="Something else") == first
    assert Letter.objects.get().subject == "Your question"


def test_a_letter_shares_the_fate_of_what_it_tells_of():
    with transaction.atomic():
        post()
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


def test_a_letter_arrives_once_as_it_was_written(mail_server, settings):
    settings.MAIL_FROM = "press@newsroom.example"
    letter = post(
        subject="Вопрос № 17 принят",
        text="Мы ответим.\n",
        html="<p>Мы ответим.</p>",
        language="ru",
        reply_to="desk@newsroom.example",
        headers={"List-Id": "<alerts.newsroom.example>", "List-Unsubscribe": "<https://newsroom.example/u/1>"},
    )
    assert sending.send_waiting() == 1
    assert sending.send_waiting() == 0
    [got] = mail_server.letters
    assert got["Subject"] == "Вопрос № 17 принят"
    assert got["From"].addresses[0].addr_spec == "press@newsroom.example"
    assert "ОДКБ" in got["From"].addresses[0].display_name
    assert got["To"] == "anna@paper.example"
    assert got["Reply-To"] == "desk@newsroom.example"
    assert got["Message-ID"] == letter.message_id
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["List-Id"] == "<alerts.newsroom.example>"
    assert email.utils.parsedate_to_datetime(got["Date"]) == letter.posted_at.replace(microsecond=0)
    assert words(got).strip() == "Мы ответим."
    assert "<p>Мы ответим.</p>" in words(got, "html")
    assert mail_server.envelopes == [("press@newsroom.example", ["anna@paper.example"])]


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "Hello\r\nBcc: everybody@x.example"},
        {"subject": "Hello\u2028there"},
        {"to": "anna@paper.example\nBcc: b@x.example"},
        {"to": "anna@paper.example, b@x.example"},
        {"to": "Anna <anna@paper.example>"},
        {"to": "анна@paper.example"},
        {"to": "nobody"},
        {"reply_to": "a@b.example\r\nX: y"},
        {"headers": {"List-Id": "<a>\r\nBcc: b@x.example"}},
        {"headers": {"X: y\r\nBcc": "b@x.example"}},
        {"headers": {"Bcc": "b@x.example"}},
        {"headers": {"Message-ID": "<mine@x.example>"}},
        {"key": ""},
        {"key": "k" * 201},
        {"subject": "x" * 1000},
    ],
)
def test_nobody_writes_headers_of_his_own(wrong):
    with pytest.raises(letters.LetterRefused):
        post(**wrong)
    assert not Letter.objects.exists()


def test_a_forgotten_letter_is_empty_and_never_sent(mail_server):
    sent = post("enquiry 17 received")
    sending.send_waiting()
    waiting = post("enquiry 17 answered", to="ANNA@paper.example")
    other = post("enquiry 170 received", to="boris@paper.example")
    assert letters.forget(about="enquiry 17 ") == 2
    for letter in (sent, waiting):
        letter.refresh_from_db()
        assert (letter.to, letter.subject, letter.text, letter.html) == ("", "", "", "")
    assert waiting.state == Letter.State.DROPPED
    assert sending.send_waiting() == 1
    assert [letter["To"] for letter in mail_server.letters] == ["anna@paper.example", "boris@paper.example"]
    assert letters.forget(to="Boris@Paper.example") == 1
    other.refresh_from_db()
    assert other.to == ""

"""What mail servers send back is believed where it quotes a letter of ours, and nowhere else."""

import io
import random

import pytest
from django.core.management import call_command

from mailing import addresses, bounces, letters, sending
from mailing.bounces import Outcome
from mailing.models import Address

pytestmark = pytest.mark.django_db

BOUNCE = """\
From: MAILER-DAEMON@mx.paper.example
To: bounces@newsroom.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=utf-8

Ваше письмо не доставлено.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.paper.example

Final-Recipient: rfc822; somebody-else@paper.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnosis}

--B
Content-Type: {quoted}

Message-ID: {message_id}
To: anna@paper.example
Subject: News

--B--
"""
COMPLAINT = """\
From: feedback@mail.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="B"

--B
Content-Type: text/plain

This is an abuse report.

--B
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Mail/1.0
Version: 1

--B
Content-Type: message/rfc822

Message-ID: {message_id}
Subject: News

Text

--B--
"""


@pytest.fixture
def letter(mail_server):
    letter = letters.post(key="alert 1 1", to="anna@paper.example", subject="News", text="Text")
    sending.send_waiting()
    return letter


def bounce(letter, status="5.1.1", action="failed", quoted="text/rfc822-headers", diagnosis="550 No", message_id=None):
    told = {"status": status, "action": action, "quoted": quoted, "diagnosis": diagnosis}
    return BOUNCE.format(message_id=message_id or letter.message_id, **told).encode()


@pytest.mark.parametrize("quoted", ["text/rfc822-headers", "message/rfc822"])
def test_a_letter_that_came_back_counts_once_against_the_address_it_went_to(letter, quoted):
    for _again in range(5):
        assert bounces.read(bounce(letter, quoted=quoted)) == Outcome.BOUNCED
    assert Address.objects.get().digest == addresses.digest("anna@paper.example")
    assert Address.objects.get().bounces == 1
    assert not addresses.is_closed("anna@paper.example")
    assert not addresses.is_closed("somebody-else@paper.example")


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"status": "4.4.7"}, Outcome.DELAYED),
        ({"action": "delayed"}, Outcome.DELAYED),
        ({"status": "5.2.2", "diagnosis": "552 5.2.2 full"}, Outcome.DELAYED),
        ({"status": "5.0.0"}, Outcome.BOUNCED),
        ({"message_id": "<guessed@newsroom.example>"}, Outcome.NOT_OURS),
    ],
)
def test_only_what_is_for_good_and_on_a_letter_of_ours_counts(letter, facts, outcome):
    assert bounces.read(bounce(letter, **facts)) == outcome
    assert Address.objects.filter(bounces__gt=0).exists() == (outcome == Outcome.BOUNCED)


def test_after_one_complaint_nothing_more_is_sent(letter, mail_server):
    assert bounces.read(COMPLAINT.format(message_id=letter.message_id).encode()) == Outcome.COMPLAINED
    letters.post(key="alert 1 2", to="Anna@paper.example", subject="More news", text="Text")
    sending.send_waiting()
    assert len(mail_server.letters) == 1


def test_the_command_reads_a_folder(letter, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_bytes(bounce(letter))
    (tmp_path / "new" / "2").write_bytes(b"Subject: I am on holiday\n\nBack on Monday")
    out = io.StringIO()
    call_command("read_bounces", str(tmp_path), stdout=out)
    assert "1: the letter came back for good" in out.getvalue()
    assert "2: not a report on a letter of ours" in out.getvalue()


def test_no_rubbish_is_too_much(letter):
    whole = bounce(letter)
    dice = random.Random(7)
    for _try in range(300):
        torn = bytearray(whole)
        for _spot in range(dice.randrange(1, 30)):
            torn[dice.randrange(len(torn))] = dice.randrange(256)
        assert bounces.read(bytes(torn[: dice.randrange(len(torn))])) in Outcome
    for rubbish in (b"", b"\x00" * 1000, b"Content-Type: multipart/report\n\n", b"A" * (bounces.MAX_BYTES + 1)):
        assert bounces.read(rubbish) == Outcome.NOT_OURS

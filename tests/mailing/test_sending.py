"""From the outbox to the server: once, whatever the server says and whenever the worker dies."""

import smtplib
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.db import connection

from mailing import addresses, letters, retention, sending
from mailing.models import Address, Letter
from publishing import clock
from tests.queue import work

pytestmark = pytest.mark.django_db
State = Letter.State


def post(number=1, **facts):
    key, to = f"email {number}", f"reader{number}@paper.example"
    return letters.post(**{"key": key, "to": to, "subject": f"Email {number}", "text": "Text.", **facts})


def state(letter):
    letter.refresh_from_db()
    return letter.state


def later(**wait):
    return clock.moved_to(clock.now() + timedelta(**wait))


def test_many_letters_go_over_one_connection(mail_server):
    for number in range(120):
        post(number)
    assert sending.send_waiting() == 120
    assert len(mail_server.letters) == 120
    assert mail_server.sessions == 1


def test_letters_to_one_person_go_before_letters_to_many(mail_server):
    post(1, rank=1)
    post(2)
    sending.send_waiting()
    assert [letter["Subject"] for letter in mail_server.letters] == ["Email 2", "Email 1"]


def test_what_is_refused_for_now_is_tried_again_after_growing_waits(mail_server):
    letter = post()
    mail_server.refuse_letter = lambda letter: "451 4.7.1 Greylisted"
    waits = []
    moment = clock.now()
    for _try in range(len(sending.RETRY_DELAYS)):
        with clock.moved_to(moment):
            sending.send_waiting()
            letter.refresh_from_db()
            assert letter.state == State.WAITING
            waits.append(letter.due_at - moment)
            assert sending.send_waiting() == 0
            assert letter.tries == len(waits)
            moment = letter.due_at
    assert waits == sorted(waits)
    assert waits[0] <= timedelta(minutes=2)
    with clock.moved_to(moment):
        sending.send_waiting()
        assert state(letter) == State.FAILED
        assert "Greylisted" in letter.answer


def test_it_arrives_once_when_the_server_changes_its_mind(mail_server):
    post()
    mail_server.refuse_address = lambda address: "450 4.2.0 Later"
    sending.send_waiting()
    mail_server.refuse_address = lambda address: None
    with later(minutes=2):
        sending.send_waiting()
        sending.send_waiting()
    assert len(mail_server.letters) == 1


@pytest.mark.parametrize(
    ("answer", "counts"),
    [
        ("550 5.1.1 No such user", True),
        ("550 No such user here", True),
        ("550 5.7.1 We do not like you", False),
        ("552 5.2.2 Mailbox full", False),
    ],
)
def test_a_refusal_for_good_is_recorded_and_held_against_an_address_that_does_not_exist(mail_server, answer, counts):
    letter, other = post(1), post(2)
    mail_server.refuse_address = lambda address: answer if address.startswith("reader1@") else None
    sending.send_waiting()
    assert state(letter) == State.FAILED
    assert answer[4:] in letter.answer
    assert state(other) == State.SENT
    assert Address.objects.filter(digest=letter.address_digest, bounces=1).exists() == counts


def test_an_address_is_given_up_after_a_few_letters_came_back(mail_server):
    mail_server.refuse_address = lambda address: "550 5.1.1 No such user"
    for number in range(addresses.MAX_BOUNCES):
        post(number, to="gone@paper.example")
        sending.send_waiting()
    assert addresses.is_closed("Gone@paper.example")
    mail_server.refuse_address = lambda address: None
    letter = post(99, to="gone@paper.example")
    sending.send_waiting()
    assert state(letter) == State.DROPPED
    assert not mail_server.letters
    addresses.reopen("gone@paper.example")
    post(100, to="gone@paper.example")
    sending.send_waiting()
    assert len(mail_server.letters) == 1


def test_while_the_server_is_down_everything_waits_and_nothing_is_blamed(mail_server):
    letter = post()
    mail_server.server.stop()
    assert sending.send_waiting() == 0
    assert state(letter) == State.WAITING
    assert letter.tries == 0


@pytest.mark.parametrize(("once", "after"), [(True, State.DOUBT), (False, State.WAITING)])
def test_a_letter_whose_answer_was_lost_is_handled_by_the_rule(mail_server, once, after):
    letter, other = post(1, once=once), post(2)
    mail_server.hangs_up = lambda letter: letter["Subject"] == "Email 1" and len(mail_server.to(str(letter["To"]))) == 1
    sending.send_waiting()
    assert state(letter) == after
    assert state(other) == State.SENT
    with later(minutes=2):
        sending.send_waiting()
    copies = mail_server.to("reader1@paper.example")
    assert len(copies) == (1 if once else 2)
    assert len({copy["Message-ID"] for copy in copies}) == 1  # mail programs see one


class Killed(BaseException):
    """The worker is gone."""


class DiesBefore(locmem.EmailBackend):
    def send_messages(self, messages):
        raise Killed


class DiesAfter(locmem.EmailBackend):
    def send_messages(self, messages):
        super().send_messages(messages)
        raise Killed


@pytest.mark.parametrize("death", [DiesBefore, DiesAfter])
@pytest.mark.parametrize("once", [True, False])
def test_a_worker_that_dies_while_it_sends_leaves_a_letter_to_the_rule(settings, death, once):
    letter, untouched = post(1, once=once), post(2, once=once)
    settings.EMAIL_BACKEND = f"{__name__}.{death.__name__}"
    with pytest.raises(Killed):
        sending.send_waiting()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert state(letter) == State.SENDING
    assert sending.send_waiting() == 1  # the other one; of the first nobody can know yet
    assert state(untouched) == State.SENT
    with later(minutes=11):
        sending.send_waiting()
    arrived = sum(message.to == ["reader1@paper.example"] for message in mail.outbox)
    if once:
        assert state(letter) == State.DOUBT
        assert arrived == (death is DiesAfter)
        assert sending.again(letter)
        sending.send_waiting()
        assert state(letter) == State.SENT
    else:
        assert state(letter) == State.SENT
        assert arrived == 1 + (death is DiesAfter)


def test_a_claim_of_a_worker_that_died_before_it_began_ends(mail_server):
    post()
    sending._Delivery().claim()
    assert sending.send_waiting() == 0
    with later(minutes=11):
        assert sending.send_waiting() == 1


def test_a_worker_that_was_too_slow_sends_nothing_that_another_has_taken_over(mail_server):
    post()
    slow = sending._Delivery()
    [letter] = slow.claim()
    with later(minutes=11):
        assert sending.send_waiting() == 1
        slow.send(letter)
    assert len(mail_server.letters) == 1


def test_a_letter_that_cannot_be_made_stops_no_other(mail_server):
    wrong, right = post(1), post(2)
    Letter.objects.filter(pk=wrong.pk).update(subject="two\nlines")
    sending.send_waiting()
    assert state(wrong) == State.FAILED
    assert state(right) == State.SENT


def test_when_the_preparation_fails_only_letters_to_one_person_go(mail_server, monkeypatch):
    def fails():
        raise ValueError

    monkeypatch.setattr(sending, "_preparations", [fails])
    post(1, rank=1)
    post(2)
    assert sending.send_waiting() == 1


def test_a_refused_sender_is_no_fault_of_the_letter(mail_server, monkeypatch):
    letter = post()

    def refused(self, messages):
        raise smtplib.SMTPSenderRefused(530, b"5.7.0 Log in first", "press@newsroom.example")

    monkeypatch.setattr("mailing.backends.Smtp.send_messages", refused)
    sending.send_waiting()
    assert state(letter) == State.WAITING
    assert not Address.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_everything_once(mail_server):
    for number in range(150):
        post(number)
    sent = []

    def work():
        try:
            sent.append(sending.send_waiting())
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sent) == 150
    assert min(sent) > 0
    assert len({letter["Message-ID"] for letter in mail_server.letters}) == len(mail_server.letters) == 150


@pytest.mark.django_db(transaction=True)
def test_a_new_letter_wakes_the_worker_once():
    post(1)
    post(2)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'mailing.jobs.send' AND status = 'todo'"
        )
        assert cursor.fetchone()[0] == 1


def test_what_a_letter_said_is_forgotten_after_a_while(mail_server, settings):
    letter, waiting = post(1), post(2, to="later@paper.example")
    Letter.objects.filter(pk=waiting.pk).update(due_at=clock.now() + timedelta(days=60))
    sending.send_waiting()
    with later(days=settings.MAIL_KEPT_DAYS + 1):
        assert retention.erase_old() == 1
    assert state(letter) == State.SENT
    assert (letter.to, letter.text, letter.subject) == ("", "", "")
    waiting.refresh_from_db()
    assert waiting.text
    assert not sending.again(letter)


@pytest.mark.django_db(transaction=True)
def test_the_worker_that_the_server_starts_sends_them(mail_server):
    post(1)
    work()
    assert len(mail_server.letters) == 1

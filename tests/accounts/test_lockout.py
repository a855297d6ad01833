"""Who guesses passwords is locked out for a while, by every road, and learns nothing about who works here."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.db.models import F

from accounts.models import AccountEvent
from tests import factories, queue
from tests.accounts.people import (
    PASSWORD,
    CountedHasher,
    browser,
    is_in,
    letters,
    log_in,
    person,
    response_without_tokens,
)

pytestmark = pytest.mark.django_db

LOCKED = "You can try again in 15 minutes."


def guess(name="anna", at="192.0.2.1", **more):
    return log_in(browser(at, **more), name, "a wrong guess")


def later(**time):
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - datetime.timedelta(**time))


def test_after_five_wrong_passwords_the_right_one_is_refused_until_the_lock_ends():
    person()
    answers = [guess() for _number in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert LOCKED in answers[-1].content.decode()
    assert answers[-1]["Retry-After"] == "900"
    client = browser()
    assert log_in(client).status_code == 429
    later(minutes=14)
    assert "You can try again in 1 minute." in log_in(client).content.decode()
    later(minutes=2)
    log_in(client)
    assert is_in(client)


def test_knocking_on_does_not_make_the_lock_longer():
    person()
    for _number in range(5):
        guess()
    later(minutes=10)
    guess()
    later(minutes=6)
    client = browser()
    log_in(client)
    assert is_in(client)


def test_one_account_tried_from_many_addresses_is_locked_everywhere_however_the_name_is_written():
    person(), person("boris")
    names = ["anna", "ANNA", "Anna ", "aNNa", "ａｎｎａ"]
    answers = [guess(names[number % 5], at=f"198.51.100.{number}") for number in range(20)]
    assert [answer.status_code for answer in answers] == [200] * 19 + [429]
    assert log_in(browser("203.0.113.9")).status_code == 429
    other = browser("203.0.113.9")
    log_in(other, "boris")
    assert is_in(other)


def test_many_accounts_tried_from_one_address_lock_the_address_and_nobody_elsewhere():
    person()
    answers = [guess(f"name-{number}") for number in range(20)]
    assert [answer.status_code for answer in answers] == [200] * 19 + [429]
    assert log_in(browser()).status_code == 429
    elsewhere = browser("203.0.113.9")
    log_in(elsewhere)
    assert is_in(elsewhere)


def test_an_account_of_ones_own_opens_no_way_round_the_lock():
    person(), person("mallory")
    for number in range(19):
        guess(f"name-{number}")
    client = browser()
    log_in(client, "mallory")
    assert is_in(client)
    assert guess("name-20").status_code == 429


def test_whoever_gets_in_begins_to_count_anew():
    person()
    for _round in range(2):
        for _number in range(4):
            assert guess().status_code == 200
        client = browser()
        log_in(client)
        assert is_in(client)


def test_behind_a_proxy_what_a_client_writes_into_the_header_changes_nothing(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    person()
    last = [
        log_in(browser("10.0.0.1", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 192.0.2.7"), f"name-{number}", "wrong")
        for number in range(20)
    ][-1]
    assert last.status_code == 429
    assert log_in(browser("10.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.8")).status_code == 200


def test_a_name_that_exists_and_one_that_does_not_are_answered_alike_and_cost_the_same():
    person()
    for _number in range(6):
        answers, hashed = [], []
        for name in ("anna", "nobody"):
            before = CountedHasher.times
            answers.append(response_without_tokens(guess(name, at=f"198.51.100.{len(name)}")))
            hashed.append(CountedHasher.times - before)
        assert answers[0] == answers[1]
        assert hashed[0] == hashed[1]


def test_an_account_that_was_closed_is_answered_like_one_that_never_was():
    anna = person()
    anna.is_active = False
    anna.save()
    assert response_without_tokens(guess("anna")) == response_without_tokens(guess("nobody"))
    client = browser()
    log_in(client)
    assert not is_in(client)


@pytest.mark.django_db(transaction=True)
def test_the_owner_and_the_administrators_learn_of_a_lock_once():
    anna = person()
    for _number in range(8):
        guess()
    for _number in range(8):
        guess("a-password-typed-into-the-wrong-field", at="192.0.2.2")
    events = AccountEvent.objects.filter(what=AccountEvent.What.LOCKED).order_by("pk")
    assert [(event.person, event.address) for event in events] == [(anna, "192.0.2.1"), (None, "192.0.2.2")]
    assert not letters(), "that there is somebody to tell costs whoever guesses no time"
    queue.work()
    assert letters() == ["Your press office account: log-in locked after wrong passwords or codes"]
    assert "a-password-typed" not in str(list(events.values()))


def test_nothing_secret_that_was_typed_is_kept_with_the_failures():
    person()
    client = browser()
    client.force_login(factories.writer())
    client.post("/desk/account/password/", {"oldpassword": "0ld", "password1": "n3w", "password2": "n3w"})
    browser().post("/desk/login/", {"username": "anna", "password": "gu3ss", "kept": "dr4ft"})
    stored = str(list(AccessAttempt.objects.values()))
    assert AccessAttempt.objects.count() == 2
    assert not [name for name in ("0ld", "n3w", "gu3ss", "dr4ft") if name in stored]


def test_what_was_typed_before_the_log_in_goes_with_whoever_is_locked_out():
    for _number in range(4):
        guess()
    sent = {"username": "anna", "password": "wrong", "kept": "carried-on"}
    locked = browser().post("/desk/login/", sent)
    assert locked.status_code == 429
    assert 'name="kept" value="carried-on"' in locked.content.decode()
    back = browser().post("/desk/login/", {"kept": "carried-on", "next": ""})
    assert 'name="kept" value="carried-on"' in back.content.decode()
    assert "This field is required" not in back.content.decode()


def test_an_open_desk_is_no_place_to_guess_the_password():
    person()
    client = browser()
    log_in(client)
    typed = {"password1": "quite another secret", "password2": "quite another secret"}
    answers = [client.post("/desk/account/password/", {"oldpassword": "guess", **typed}) for _number in range(5)]
    assert answers[-1].status_code == 429
    assert client.post("/desk/account/password/", {"oldpassword": PASSWORD, **typed}).status_code == 429

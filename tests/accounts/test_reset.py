"""A forgotten password: a letter with a link that works once, for an hour, and opens nothing by itself."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import AccountEvent
from publishing import roles
from tests import factories, queue
from tests.accounts.people import (
    browser,
    code,
    give_app,
    give_code,
    is_in,
    letters,
    link_of_the_reset,
    log_in,
    person,
    response_without_tokens,
    where,
)
from tests.desk.screens import messages_of, signed_in
from tests.html import squeezed

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "quite another secret"
VOID = "This link has been used already, or it is older than an hour."


def use(client, link):
    form = client.get(link, follow=True)
    if VOID in form.content.decode():
        return form
    return client.post(where(form), {"password1": NEW, "password2": NEW}, follow=True)


def test_the_link_sets_a_new_password_once():
    person()
    office = browser()
    log_in(office)
    home = browser(at="192.0.2.2")
    link = link_of_the_reset(home)
    assert where(use(home, link)) == "/desk/account/password/reset/done/"
    assert not is_in(office), "wherever the account was open, it is not any more"
    assert not is_in(home), "the link itself opens nothing"
    assert VOID in use(browser(), link).content.decode()
    log_in(home, password=NEW)
    assert is_in(home)
    assert "Your press office account: set a new password by email" in letters()


def test_two_windows_with_the_same_link_set_one_password():
    person()
    link = link_of_the_reset(browser())
    first, second = browser(), browser()
    forms = [where(browser.get(link, follow=True)) for browser in (first, second)]
    first.post(forms[0], {"password1": NEW, "password2": NEW})
    late = second.post(forms[1], {"password1": "a third secret thing", "password2": "a third secret thing"})
    assert VOID in late.content.decode()
    client = browser()
    log_in(client, password=NEW)
    assert is_in(client)


def test_the_link_is_void_after_an_hour(settings):
    person()
    link = link_of_the_reset(browser())
    assert settings.PASSWORD_RESET_TIMEOUT == 3600
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert VOID in use(browser(), link).content.decode()


def test_a_new_password_does_not_replace_the_second_factor():
    anna = give_app(person())
    client = browser()
    use(client, link_of_the_reset(client))
    assert where(log_in(client, password=NEW)) == "/desk/account/code/"
    assert not is_in(client)
    give_code(client, code(anna))
    assert is_in(client)


def test_nobody_learns_whose_address_is_known():
    person()
    closed = person("closed")
    closed.is_active = False
    closed.save()
    answers, costs = [], []
    for name in ("anna", "nobody", "closed"):
        with CaptureQueriesContext(connection) as asked:
            answer = browser().post("/desk/account/password/reset/", {"email": f"{name}@newsroom.example"}, follow=True)
        answers.append((where(answer), response_without_tokens(answer)))
        costs.append(len(asked))
    assert answers == [answers[0]] * 3
    assert costs == [costs[0]] * 3
    queue.work()
    assert [sent.to for sent in mail.outbox] == [["anna@newsroom.example"]]


def test_the_link_leads_to_the_site_whatever_host_was_asked(settings):
    person()
    settings.ALLOWED_HOSTS = ["*"]
    asked = {"email": "anna@newsroom.example"}
    browser().post("/desk/account/password/reset/", asked, headers={"host": "evil.example"})
    queue.work()
    [sent] = mail.outbox
    assert "evil.example" not in sent.body


def test_one_address_gets_no_more_than_five_letters_an_hour():
    person()
    for number in range(7):
        browser(at=f"198.51.100.{number}").post("/desk/account/password/reset/", {"email": "Anna@newsroom.example"})
    assert ProcrastinateJob.objects.filter(task_name="accounts.jobs.send_reset").count() == 5


def test_a_newcomer_is_invited_and_sets_the_password_by_the_link_in_the_email():
    office = signed_in(factories.administrator())
    role = Group.objects.get(name=roles.WRITER)
    new = {"username": "boris", "email": "boris@newsroom.example", "groups": [role.pk], "usable_password": "false"}
    told = office.post("/desk/auth/user/add/", new, follow=True)
    assert "A link to set a password goes to boris@newsroom.example." in messages_of(told)
    assert "This person has never logged in." in told.content.decode()
    queue.work()
    [letter] = [sent for sent in mail.outbox if sent.to == ["boris@newsroom.example"]]
    assert letter.subject == "Your account of the press office desk"
    assert "Your username is boris." in squeezed(letter.body)
    home = browser()
    use(home, re.search(r"https?://[^/]+(/desk/account/password/reset/\S+)", letter.body)[1])
    log_in(home, "boris", NEW)
    assert is_in(home)
    assert AccountEvent.objects.filter(what=AccountEvent.What.INVITED, by=factories.administrator()).exists()


def test_whoever_missed_the_hour_of_the_link_asks_for_another_or_is_sent_one():
    office = signed_in(factories.administrator())
    new = {"username": "boris", "email": "boris@newsroom.example", "usable_password": "false"}
    office.post("/desk/auth/user/add/", new)
    boris = User.objects.get(username="boris")
    link_of_the_reset(browser(), "boris@newsroom.example")
    office.post(f"/desk/auth/user/{boris.pk}/access/", {"invite": "1"})
    queue.work()
    assert len([sent for sent in mail.outbox if sent.subject == "Your account of the press office desk"]) == 2


def test_without_an_address_nobody_is_invited():
    office = signed_in(factories.administrator())
    page = office.post("/desk/auth/user/add/", {"username": "boris", "usable_password": "false"})
    assert "Enter the address to which the link is sent." in page.content.decode()
    assert not User.objects.filter(username="boris").exists()

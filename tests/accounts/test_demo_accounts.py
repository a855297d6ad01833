"""Accounts of the demo log in on the machine itself, and from nowhere else."""

import pytest
from django.test import Client

from accounts.models import DemoAccount
from tests.accounts.people import PASSWORD, person

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    {"headers": {"host": "press.example.org"}},
    {"headers": {"host": "localhost.example.org"}},
    {"headers": {"host": "localhost"}, "REMOTE_ADDR": "192.0.2.7"},
    {"headers": {"host": "localhost", "x-forwarded-for": "192.0.2.7"}},
    {"headers": {"host": "127.0.0.1", "via": "1.1 proxy"}},
]


@pytest.fixture(autouse=True)
def _any_host(settings):
    settings.ALLOWED_HOSTS = ["*"]


def log_in(**wherefrom):
    client = Client()
    typed = {"username": "anna", "password": PASSWORD}
    return client, client.post("/desk/login/", typed, **wherefrom)


@pytest.mark.parametrize("wherefrom", ELSEWHERE)
def test_the_demo_does_not_open_from_elsewhere(wherefrom):
    DemoAccount.objects.create(user=person("anna"))
    client, answer = log_in(**wherefrom)
    assert answer.status_code == 403
    assert "http://127.0.0.1" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_on_the_machine_itself_it_does(host):
    DemoAccount.objects.create(user=person("anna"))
    client, answer = log_in(headers={"host": host})
    assert (answer.status_code, "_auth_user_id" in client.session) == (302, True)


def test_other_accounts_log_in_from_everywhere():
    person("anna")
    client, answer = log_in(**ELSEWHERE[0])
    assert (answer.status_code, "_auth_user_id" in client.session) == (302, True)

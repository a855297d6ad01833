"""Two browsers at the first run at the same time: one makes the administrator, and a link opens in one of them."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from desk.models import FirstRun
from desk.welcome import first_run
from tests.desk import first_steps


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def asks(session, **typed):
    request = RequestFactory().post("/desk/welcome/account/", typed)
    request.session = session
    return request


def code():
    return first_run.new_link().partition("#")[2]


def begun():
    """Return the session of a browser that has filled in four steps."""
    session = SessionStore()
    session.create()
    first_run.begin(code(), asks(session))
    for name, typed in first_steps.STEPS.items():
        first_run.keep(asks(session, **typed), name, is_done=True)
    return session


def test_of_two_presses_of_the_last_button_one_makes_the_administrator(every_order):
    session = begun()

    def finish(name):
        return lambda: first_run.finish(asks(session, **first_steps.ACCOUNT | {"username": name}))

    for order in every_order(finish("ani"), finish("eva")):
        assert sorted(order.outcomes) == ["Closed", "done"]
        assert User.objects.count() == 1


def test_whoever_opens_a_newer_link_at_the_last_moment_is_too_late_or_takes_it_over(every_order):
    session, link = begun(), code()
    other = SessionStore()
    other.create()

    def finish():
        first_run.finish(asks(session, **first_steps.ACCOUNT))

    for order in every_order(finish, lambda: first_run.begin(link, asks(other))):
        assert order.outcomes in (["done", "Closed"], ["Refused", "done"])
        assert User.objects.count() == (order.outcomes[0] == "done")


def test_of_two_browsers_with_one_link_one_begins(every_order):
    FirstRun.objects.all().delete()
    link = code()
    sessions = [SessionStore(), SessionStore()]
    for session in sessions:
        session.create()

    def begin(session):
        return lambda: first_run.begin(link, asks(session))

    for order in every_order(*map(begin, sessions)):
        assert sorted(order.outcomes) == ["Refused", "done"]

"""A newsroom restored under another SECRET_KEY: nobody meets a fault, nothing opens, and it is said what to do."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts import sealed
from accounts import second_factor as rules
from accounts.models import AccountEvent
from desk.overview import alarms
from publishing import roles
from tests import factories
from tests.accounts.people import (
    PASSWORD,
    browser,
    code,
    give_app,
    give_code,
    is_in,
    log_in,
    person,
    recovery_codes,
    where,
)
from tests.desk.screens import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("second_factor")]

OLD, NEW = "the key of the old house " * 3, "the key of the new house " * 3
SENTENCE = "Your code cannot be checked: the key your app"


@pytest.fixture
def moved(settings):
    """Somebody with an app and recovery codes in a newsroom with another key, and what both showed before."""
    settings.SECRET_KEY = OLD
    anna = give_app(person())
    known = {"app": code(anna), "recovery": recovery_codes(anna)[0]}
    settings.SECRET_KEY = NEW
    return anna, known


def output_of(what, **options):
    out = StringIO()
    call_command(what, stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("which", ["app", "recovery"])
def test_the_log_in_answers_with_a_sentence_and_opens_nothing(moved, which):
    _anna, known = moved
    client = browser()
    assert where(log_in(client)) == "/desk/account/code/"
    answer = give_code(client, known[which])
    assert answer.status_code == 200
    assert SENTENCE in answer.content.decode()
    assert not is_in(client)


def test_nobody_is_locked_out_for_codes_that_could_not_be_checked(moved):
    client = browser()
    log_in(client)
    for _time in range(7):
        answer = give_code(client, "123456")
    assert SENTENCE in answer.content.decode()
    assert not AccountEvent.objects.filter(what=AccountEvent.What.LOCKED).exists()


def test_the_old_key_among_the_fallbacks_opens_again_and_can_be_done_without_after_sealing_anew(moved, settings):
    anna, known = moved
    settings.SECRET_KEY_FALLBACKS = [OLD]
    client = browser()
    log_in(client)
    give_code(client, known["app"])
    assert is_in(client)
    assert "Sealed with the present key: 2." in output_of("second_factors", seal_anew=True)
    settings.SECRET_KEY_FALLBACKS = []
    client = browser(at="192.0.2.2")
    log_in(client)
    give_code(client, known["recovery"])
    assert is_in(client)
    assert rules.recovery_codes_left(anna) == 9


def test_an_app_that_is_set_up_anew_works_beside_recovery_codes_that_are_lost(moved):
    anna, known = moved
    Authenticator.objects.filter(user=anna, type="totp").delete()
    give_app(anna)
    client = browser()
    log_in(client)
    assert SENTENCE in give_code(client, known["recovery"]).content.decode()
    give_code(client, code(anna))
    assert is_in(client)
    assert "0 codes are left" in client.get("/desk/account/").content.decode()
    assert where(client.get("/desk/account/recovery-codes/", follow=True)) == "/desk/account/"
    new = "/desk/account/recovery-codes/new/"
    assert client.post(f"/desk/account/confirm/?next={new}", {"password": PASSWORD}, follow=True).status_code == 200
    assert client.get(new).status_code == 200
    client.post(new)
    assert rules.recovery_codes_left(anna) == 10
    assert sealed.unreadable() == []


def test_administrators_and_machines_are_told_how_many(moved, settings):
    anna, _known = moved
    settings.SECOND_FACTOR = False
    administrator = signed_in(factories.administrator())
    assert "cannot be checked: 2" in administrator.get("/desk/").content.decode()
    assert administrator.get(f"/desk/auth/user/{anna.pk}/access/").status_code == 200
    assert "Two-step verification codes can be checked" in administrator.get("/desk/state/").content.decode()
    assert "second factors unreadable: 2" in browser().get("/readyz").content.decode()
    assert alarms.Kind.FACTORS not in [alarm.kind for alarm in alarms.everything(factories.press_secretary())]
    [warning] = [check for check in run_checks(databases=["default"]) if check.id == "accounts.W002"]
    assert warning.msg.startswith("2 second factors cannot be read")
    settings.SECRET_KEY = OLD
    assert not [check for check in run_checks(databases=["default"]) if check.id == "accounts.W002"]
    assert "second factors unreadable: ok" in browser().get("/readyz").content.decode()


def test_the_command_names_them_and_helps_the_only_administrator(moved):
    anna, _known = moved
    assert output_of("second_factors") == "Cannot be read: 2 of anna.\n"
    with pytest.raises(CommandError, match="Nobody has the username"):
        call_command("second_factors", remove="nobody")
    assert "Cannot be read: 0." in output_of("second_factors", remove="anna")
    event = AccountEvent.objects.get(what=AccountEvent.What.FACTORS_RESET)
    assert (event.person, event.by) == (anna, None)
    assert where(log_in(browser())) == "/desk/account/"
    assert anna.groups.get().name == roles.PRESS_SECRETARY

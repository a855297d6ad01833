"""Whoever can publish shows a second factor before the desk opens; its codes work once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.checks import run_checks
from django.db import connection
from django.urls import reverse

from accounts import second_factor as rules
from accounts.models import AccountEvent
from publishing import roles
from tests import factories
from tests.accounts.people import (
    PASSWORD,
    browser,
    code,
    code_of,
    give_app,
    give_code,
    is_in,
    log_in,
    person,
    recovery_codes,
    where,
    wrong_code,
)
from tests.desk.screens import NEW, Page, address_of, send, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("second_factor")]

What = AccountEvent.What
LAST = "Your role needs two-step verification. Add another way first."
DESK = ["/desk/", "/desk/news/article/", NEW, "/desk/auth/user/", "/desk/why/", "/desk/account/password/"]


def test_nothing_of_the_desk_opens_before_a_second_factor_is_set_up():
    person()
    client = browser()
    asked = log_in(client, wanted="/desk/calendar/")
    assert where(asked) == "/desk/account/"
    assert "One step before the desk opens" in asked.content.decode()
    for address in DESK:
        assert where(client.get(address, follow=True)) == "/desk/account/"
    secret = client.get("/desk/account/app/").context["form"].secret
    codes = client.post("/desk/account/app/", {"code": code_of(secret)}, follow=True)
    assert where(codes) == "/desk/account/recovery-codes/"
    assert len(codes.context["unused_codes"]) == 10
    assert codes.context["unused_codes"][0] not in client.get("/desk/account/recovery-codes/").content.decode()
    client.get("/desk/calendar/", follow=True)
    assert client.get("/desk/account/go-on/").status_code == 302
    assert is_in(client)


@pytest.mark.parametrize("role", list(roles.RIGHTS))
def test_the_roles_that_publish_need_it_and_the_others_do_not(role):
    person(role=role)
    client = browser()
    log_in(client)
    assert is_in(client) == (role not in (roles.PRESS_SECRETARY, roles.ADMINISTRATOR))


def test_the_password_alone_leads_to_the_code_and_the_code_to_what_was_wanted():
    anna = give_app(person())
    client = browser()
    assert where(log_in(client, wanted="/desk/calendar/")) == "/desk/account/code/"
    assert not is_in(client)
    assert where(give_code(client, code(anna))) == "/desk/calendar/"


def test_a_code_that_was_used_opens_nothing_again_on_any_machine():
    anna = give_app(person())
    used = code(anna)
    first, second = browser(), browser(at="192.0.2.2")
    log_in(first), log_in(second)
    give_code(first, used)
    cache.clear()  # what one machine remembers, another does not know
    for replayed in (used, code(anna, later=-1)):
        assert "has already been used" in give_code(second, replayed).content.decode()
        assert not is_in(second)
    give_code(second, code(anna, later=1))
    assert is_in(first)
    assert is_in(second)


def test_of_two_who_send_the_same_code_at_once_one_gets_in():
    app = Authenticator.objects.get(user=give_app(person()))
    shown = code(app.user)

    def use(_number):
        try:
            return rules.use_up(Authenticator.objects.get(pk=app.pk), shown)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(use, range(4))) == [False, False, False, True]


def test_the_code_that_set_the_app_up_opens_nothing_again():
    anna = person()
    client = browser()
    log_in(client)
    shown = code_of(client.get("/desk/account/app/").context["form"].secret)
    client.post("/desk/account/app/", {"code": shown})
    other = browser(at="192.0.2.2")
    log_in(other)
    give_code(other, shown)
    assert not is_in(other)
    give_code(other, code(anna, later=1))
    assert is_in(other)


def test_a_recovery_code_opens_once_and_administrators_see_it():
    anna = give_app(person())
    paper = recovery_codes(anna)[0]
    for opens in (True, False):
        client = browser()
        log_in(client)
        give_code(client, paper)
        assert is_in(client) == opens
    assert AccountEvent.objects.filter(what=What.CODE_USED, person=anna).count() == 1


def test_what_was_typed_survives_a_log_in_with_a_second_factor():
    anna = give_app(person())
    edition = factories.edition("en")
    client = browser()
    log_in(client)
    give_code(client, code(anna))
    page = Page(client.get(address_of(edition.article)))
    client.logout()
    asked = send(client, address_of(edition.article), opened=page, en_title="Typed after the session")
    sent = {**Page(asked, form="login-form").fields, "username": "anna", "password": PASSWORD}
    assert where(client.post("/desk/login/", sent, follow=True)) == "/desk/account/code/"
    back = Page(give_code(client, code(anna, later=1)))
    assert back.fields["en-title"] == "Typed after the session"


def test_the_last_factor_stays_as_long_as_the_role_needs_one():
    anna = give_app(person())
    client = browser()
    log_in(client)
    give_code(client, code(anna))
    client.post("/desk/account/confirm/", {"password": PASSWORD})
    assert LAST in client.post("/desk/account/app/remove/").content.decode()
    key = Authenticator.objects.create(user=anna, type="webauthn", data={"name": "My telephone"})
    client.post("/desk/account/app/remove/")
    assert LAST in client.post(f"/desk/account/passkeys/{key.pk}/remove/", follow=True).content.decode()
    assert [authenticator.type for authenticator in Authenticator.objects.filter(user=anna)] == ["webauthn"]


def test_a_role_that_needs_a_factor_asks_for_it_at_the_next_request():
    boris = person("boris", roles.WRITER)
    client = browser()
    log_in(client, "boris")
    assert is_in(client)
    boris.groups.add(factories.press_secretary().groups.get())
    assert where(client.get("/desk/", follow=True)) == "/desk/account/"


def test_the_key_of_an_app_cannot_be_read_from_the_database():
    anna = give_app(person())
    app = Authenticator.objects.get(user=anna)
    secret = rules.totp.decrypt(app.data["secret"])
    assert len(secret) == 32
    assert secret not in str(app.data)


def test_wrong_codes_lock_like_wrong_passwords():
    anna = give_app(person())
    client = browser()
    log_in(client)
    answers = [give_code(client, wrong_code(anna)) for _number in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert "You can try again in 15 minutes." in answers[-1].content.decode()
    assert give_code(client, code(anna)).status_code == 429
    assert log_in(browser()).status_code == 429
    assert not is_in(client)


def test_without_the_setting_the_log_in_and_the_check_for_deployment_say_so(settings):
    told = "Demo mode: no two-step verification."
    assert told not in browser().get("/desk/login/").content.decode()
    settings.SECOND_FACTOR = False
    assert told in browser().get("/desk/login/").content.decode()
    found = {check.id for check in run_checks(include_deployment_checks=True)}
    settings.SECOND_FACTOR = True
    assert found - {check.id for check in run_checks(include_deployment_checks=True)} == {"accounts.W001"}


def test_nobody_signs_up():
    for address in ("/desk/account/signup/", "/desk/signup/", "/accounts/signup/"):
        assert signed_in(factories.writer()).get(address).status_code == 404
    assert reverse("account_login") == "/desk/login/"

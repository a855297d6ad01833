"""What administrators see of accounts, and how they help whoever has lost the telephone."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db import DatabaseError, transaction

from accounts.models import AccountEvent
from publishing import roles
from tests import factories
from tests.accounts.people import browser, code, give_app, give_code, is_in, letters, log_in, person, where
from tests.desk.screens import messages_of, signed_in

pytestmark = pytest.mark.django_db

What = AccountEvent.What


def access_of(person):
    return f"/desk/auth/user/{person.pk}/access/"


@pytest.mark.usefixtures("second_factor")
def test_an_administrator_removes_the_factor_of_a_colleague_who_is_told_and_sets_up_a_new_one(settings):
    anna = give_app(person())
    office = browser()
    log_in(office)
    give_code(office, code(anna))
    assert is_in(office)
    settings.SECOND_FACTOR = False  # for the administrator of this test
    helped = signed_in(factories.administrator()).post(access_of(anna), {"reset": "1"}, follow=True)
    settings.SECOND_FACTOR = True
    assert messages_of(helped) == ["Two-step verification is reset, and this person is logged out everywhere."]
    assert not Authenticator.objects.filter(user=anna).exists()
    assert not is_in(office)
    assert letters()[-1] == "Your press office account: two-step verification reset by an administrator"
    event = AccountEvent.objects.get(what=What.FACTORS_RESET)
    assert (event.person, event.by) == (anna, factories.administrator())
    assert where(log_in(office)) == "/desk/account/"


def test_an_administrator_logs_a_colleague_out_and_sees_what_happened():
    anna = person()
    office = browser()
    log_in(office)
    page = signed_in(factories.administrator())
    assert "logged in from a new place" in page.get(access_of(anna)).content.decode()
    page.post(access_of(anna), {"end": "1"})
    assert not is_in(office)


def test_a_password_that_an_administrator_gives_is_recorded_and_told():
    anna = person()
    new = {"password1": "quite another secret", "password2": "quite another secret", "usable_password": "true"}
    signed_in(factories.administrator()).post(f"/desk/auth/user/{anna.pk}/password/", new)
    assert AccountEvent.objects.get(what=What.PASSWORD_GIVEN).by == factories.administrator()
    assert letters() == ["Your press office account: was given a new password"]


def test_a_new_password_is_two_fields_and_takes_nobodys_password_away():
    anna = person()
    address = f"/desk/auth/user/{anna.pk}/password/"
    client = signed_in(factories.administrator())
    page = client.get(address).content.decode()
    assert page.count('type="password"') == 2
    assert "LDAP" not in page
    refused = client.post(
        address, {"password1": "", "password2": "", "usable_password": "false", "unset-password": "1"}
    )
    assert refused.status_code == 200
    anna.refresh_from_db()
    assert anna.has_usable_password()


@pytest.mark.parametrize("role", list(roles.RIGHTS))
def test_only_administrators_see_what_happened_to_accounts(role):
    anna = person("anna", roles.WRITER)
    log_in(browser())
    client = signed_in(factories.user(role))
    expected = 200 if role == roles.ADMINISTRATOR else 403
    assert client.get("/desk/accounts/accountevent/").status_code == expected
    assert client.get(access_of(anna)).status_code == expected
    assert client.post(access_of(anna), {"reset": "1"}, follow=True).status_code == expected


def test_what_happened_is_never_changed_or_deleted():
    person()
    log_in(browser())
    for tamper in (AccountEvent.objects.all().delete, lambda: AccountEvent.objects.update(address=None)):
        with pytest.raises(DatabaseError), transaction.atomic():
            tamper()
    assert AccountEvent.objects.count() == 1


def test_the_keys_of_apps_and_sessions_have_no_page_even_for_a_superuser():
    shown = {model._meta.label for model in admin.site._registry}
    assert not [
        notice for notice in shown if notice.split(".")[0] in ("account", "mfa", "usersessions", "axes", "sessions")
    ]

"""A session is its owner's: it is listed, it can be ended, and it ends with the password and with the role."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AccountEvent
from publishing import roles
from tests import factories
from tests.accounts.people import CHROME, PASSWORD, browser, is_in, letters, log_in, person
from tests.desk.screens import Page, signed_in

pytestmark = pytest.mark.django_db

What = AccountEvent.What


def thief_of(client):
    """Return another browser with the cookie of `client`."""
    thief = browser(at="203.0.113.66", agent="curl/8")
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return thief


def logged_in(name="anna", **more):
    client = browser(**more)
    log_in(client, name)
    assert is_in(client)
    return client


def test_a_stolen_session_ends_when_its_owner_ends_it():
    person()
    office = logged_in()
    thief = thief_of(office)
    assert is_in(thief)
    home = logged_in(at="192.0.2.2", agent=CHROME)
    page = Page(home.get("/desk/account/"))
    for words in ("Firefox, Windows", "from 192.0.2.1", "this session"):
        assert words in page.text
    [other] = [session for session in home.get("/desk/account/").context["sessions"] if not session["is_this"]]
    home.post(f"/desk/account/sessions/{other['it'].pk}/end/")
    assert not is_in(thief)
    assert not is_in(office)
    assert is_in(home)


def test_nobody_ends_the_session_of_somebody_else():
    person(), person("boris")
    office, boris = logged_in(), logged_in("boris")
    [session] = office.get("/desk/account/").context["sessions"]
    boris.post(f"/desk/account/sessions/{session['it'].pk}/end/")
    assert is_in(office)


def test_all_others_end_at_once():
    person()
    office, other, home = logged_in(), logged_in(), logged_in()
    home.post("/desk/account/sessions/end/")
    assert (is_in(office), is_in(other), is_in(home)) == (False, False, True)


def test_a_stolen_session_changes_nothing_that_protects_the_account():
    person()
    thief = thief_of(logged_in())
    thief.session.save()
    session = thief.session
    session["account_authentication_methods"] = []
    session.save()
    for address in ("app/", "passkeys/add/", "recovery-codes/new/"):
        assert thief.post(f"/desk/account/{address}", {}).headers["Location"].startswith("/desk/account/confirm/")


@pytest.mark.parametrize("https", [True, False])
def test_scripts_and_other_sites_do_not_get_the_cookie(settings, https):
    settings.SESSION_COOKIE_SECURE = https
    person()
    cookie = logged_in().cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], bool(cookie["secure"])) == (True, "Lax", https)
    assert cookie["max-age"] == 12 * 60 * 60


def test_the_key_of_a_session_changes_at_the_log_in():
    person()
    client = browser()
    client.get("/desk/login/", headers={"accept": "application/json"})  # a challenge for a passkey opens one
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    log_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_a_new_password_ends_all_sessions_but_this_one():
    person()
    office, home = logged_in(), logged_in()
    new = {"password1": "quite another secret", "password2": "quite another secret"}
    home.post("/desk/account/password/", {"oldpassword": PASSWORD, **new})
    assert (is_in(office), is_in(home)) == (False, True)
    assert len(home.get("/desk/account/").context["sessions"]) == 1
    assert letters()[-1] == "Your press office account: changed the password"


def change(person, **changes):
    """Have an administrator change an account on the desk."""
    client = signed_in(factories.administrator())
    address = f"/desk/auth/user/{person.pk}/change/"
    sent = {**Page(client.get(address), form="user_form").fields, "groups": [group.pk for group in person.groups.all()]}
    sent = {name: value for name, value in {**sent, **changes}.items() if value is not None}
    assert client.post(address, sent).status_code == 302


def test_a_role_that_is_taken_away_ends_the_sessions_at_once():
    anna = person()
    office = logged_in()
    change(anna, groups=[Group.objects.get(name=roles.WRITER).pk])
    assert not is_in(office)
    office = logged_in()
    assert office.get("/desk/emergency/").status_code in (403, 404)
    assert AccountEvent.objects.get(what=What.ROLES_CHANGED).note == "Writer"


def test_a_role_that_is_taken_away_behind_the_desk_counts_at_the_next_request():
    boris = person("boris", roles.ADMINISTRATOR)
    office = logged_in("boris")
    assert office.get("/desk/auth/user/").status_code == 200
    boris.groups.set([Group.objects.get(name=roles.WRITER)])
    assert office.get("/desk/auth/user/").status_code == 403


def test_a_role_that_is_given_ends_nothing():
    boris = person("boris", roles.WRITER)
    office = logged_in("boris")
    change(boris, groups=[group.pk for group in Group.objects.filter(name__in=[roles.WRITER, roles.TRANSLATOR])])
    assert is_in(office)


def test_an_account_that_is_closed_is_out_at_once():
    anna = person()
    office = logged_in()
    change(anna, is_active=None)
    assert not is_in(office)
    assert AccountEvent.objects.filter(what=What.CLOSED, person=anna, by=factories.administrator()).exists()


def test_a_log_in_from_a_new_place_is_told_by_letter_and_from_a_known_one_it_is_not():
    person()
    told = "Your press office account: logged in from a new place"
    logged_in()
    logged_in()
    assert letters() == [told]
    logged_in(agent=CHROME)
    logged_in(at="192.0.2.99")
    assert letters() == [told] * 3


def test_public_pages_know_nothing_of_accounts(client):
    factories.published("en")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/en/news/")
    sql = " ".join(query["sql"] for query in asked.captured_queries)
    assert not [name for name in ("session", "axes_", "mfa_", "account", "auth_user") if name in sql]
    assert "cookie" not in answer.get("Vary", "").lower()
    assert not answer.cookies

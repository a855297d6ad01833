"""Accounts on the desk: an administrator gives roles, and nobody else sees them."""

import pytest
from django.contrib.auth.models import Group, User

from desk.people.account_form import ROLES_IN_WORDS
from publishing import roles
from tests import factories
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db


def test_only_administrators_see_accounts():
    for role in roles.RIGHTS:
        status = signed_in(factories.user(role)).get("/desk/auth/user/").status_code
        assert status == (200 if role == roles.ADMINISTRATOR else 403)


def test_an_administrator_gives_roles_and_no_more():
    client = signed_in(factories.administrator())
    role = Group.objects.get(name=roles.WRITER)
    typed = {"username": "anna", "password1": "korabl-na-rejde", "password2": "korabl-na-rejde", "groups": [role.pk]}
    client.post("/desk/auth/user/add/", {**typed, "usable_password": "true", "is_superuser": "on"})
    anna = User.objects.get(username="anna")
    assert (anna.is_staff, anna.is_superuser) == (True, False)
    assert list(anna.groups.all()) == [role]
    master = User.objects.create_superuser("master")
    assert client.get(f"/desk/auth/user/{master.pk}/change/").status_code == 302


def test_each_role_says_in_words_what_it_can_do():
    client = signed_in(factories.administrator())
    anna = factories.writer()
    for address in ("/desk/auth/user/add/", f"/desk/auth/user/{anna.pk}/change/"):
        page = client.get(address).content.decode()
        for words in (
            "Publishes nothing",
            "fills in words that a record lacks",
            "reviews, publishes",
            "opens accounts",
        ):
            assert words in page, (address, words)
        assert "pbkdf2" not in page
    assert set(ROLES_IN_WORDS) == set(roles.RIGHTS)

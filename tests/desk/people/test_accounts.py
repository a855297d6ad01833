"""Accounts on the desk: an administrator gives roles, and nobody else sees them."""

import pytest
from django.contrib.auth.models import Group, User

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

"""The desk as a whole: its first page, its lists, its rules for browsers and the pages of all records."""

import datetime

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from publishing import roles
from tests import factories
from tests.desk.screens import NEW, signed_in

pytestmark = pytest.mark.django_db


def everything():
    photo = factories.photo()
    state = factories.state()
    chair = factories.person()
    factories.term(chair, factories.office(state=state))
    factories.chairmanship(state, datetime.date(2018, 1, 1))
    factories.document()
    factories.contact()
    edition = factories.edition()
    factories.show(photo, edition)
    return factories.meeting(chair=chair)


@pytest.mark.parametrize("role", list(roles.RIGHTS))
def test_every_page_in_the_navigation_opens(role):
    everything()
    client = signed_in(factories.user(role))
    request = client.get("/desk/").wsgi_request
    for application in admin.site.get_app_list(request):
        for entry in application["models"]:
            listing = client.get(entry["admin_url"])
            assert listing.status_code == 200
            record = entry["model"].objects.first()
            if record is not None:
                name = f"admin:{entry['model']._meta.app_label}_{entry['model']._meta.model_name}_change"
                assert client.get(reverse(name, args=[record.pk])).status_code == 200
            if entry["add_url"]:
                assert client.get(entry["add_url"]).status_code == 200


@pytest.mark.parametrize("address", ["/desk/", "/desk/news/article/"])
def test_long_lists_ask_the_database_no_more_than_short_ones(address):
    client = signed_in(factories.writer())
    asked = []
    for _round in range(2):
        for _number in range(3):
            factories.show(factories.photo(), factories.edition("en"))
            factories.published("ru")
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("address", ["/desk/", "/desk/login/", NEW, "/desk/auth/user/add/"])
def test_the_desk_runs_no_script_that_is_not_ours(address):
    client = signed_in(factories.administrator())
    response = client.get(address)
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert "unsafe" not in policy["script-src"]
    assert "unsafe" not in policy["style-src"]
    if address == NEW:
        assert "'nonce-" in policy["script-src"]


def test_the_public_pages_keep_the_stricter_policy(client):
    told = client.get("/en/")["Content-Security-Policy"]
    policy = dict(part.split(" ", 1) for part in told.split("; "))
    assert policy["script-src"] == "'self'"
    assert "style-src-attr" not in policy


def test_the_desk_speaks_both_languages():
    client = signed_in(factories.writer())
    assert '<html lang="en"' in client.get("/desk/").content.decode()
    client.post(reverse("set_language"), {"language": "ru", "next": "/desk/"})
    assert '<html lang="ru"' in client.get("/desk/").content.decode()

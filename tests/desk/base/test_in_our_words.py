"""What Django's own pages say, the desk says in words of its own."""

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.urls import reverse
from django.utils.translation import override

from news.models import Section
from tests import factories
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db


def test_a_page_of_deletion_says_what_goes_or_what_holds_it():
    client = signed_in(factories.administrator())
    used, unused = factories.edition().section, factories.section("unused", "Unused", "Ненужный")
    held = client.get(reverse("admin:news_section_delete", args=[used.pk])).content.decode()
    assert "It is in use. Take it out of these first:" in held
    assert 'name="post"' not in held
    address = reverse("admin:news_section_delete", args=[unused.pk])
    assert "This cannot be undone." in client.get(address).content.decode()
    client.post(address, {"post": "yes"})
    assert list(Section.objects.all()) == [used]


def test_what_is_left_open_is_a_dash_in_every_form():
    client, opened = signed_in(factories.administrator()), 0
    for model in admin.site._registry:
        page = client.get(reverse(admin_urlname(model._meta, "add")))
        if page.status_code == 200:
            opened += 1
            assert "---------" not in page.content.decode(), model
    assert opened > 15


def test_a_form_of_djangos_making_is_called_by_its_record():
    user = factories.writer()
    client = signed_in(factories.administrator())
    with override("ru"):
        page = client.get(reverse("admin:auth_user_change", args=[user.pk]), headers={"accept-language": "ru"})
    assert user.username in page.content.decode().partition("<h1>")[2].partition("</h1>")[0]
    assert "Изменить" not in page.content.decode().partition("<form")[0].partition("<main")[2]

"""The frame of the desk: nine places, what waits in them, and what a role may begin."""

import pytest
from django.contrib import admin
from django.urls import reverse

from desk.base import places
from desk.overview.frame import Waiting
from press.models import Shift
from publishing import clock, roles
from tests import factories
from tests.desk.screens import signed_in
from tests.html import squeezed
from tests.press.enquiring import HOUR, enquiry

pytestmark = pytest.mark.django_db


def page(client, address="/desk/"):
    return squeezed(client.get(address).content.decode())


def frame(user, address="/desk/"):
    return signed_in(user).get(address).context["frame"]


def test_every_list_of_the_desk_lies_in_one_place():
    lying = [page.model for place in places.PLACES for page in place.pages if isinstance(page, places.List)]
    assert sorted(lying) == sorted(model._meta.label_lower for model in admin.site._registry)


@pytest.mark.parametrize("role", list(roles.RIGHTS))
def test_every_page_of_every_place_opens_and_stands_below_it(role):
    client = signed_in(factories.user(role))
    for place in client.get("/desk/").context["frame"]["places"]:
        for way in place.ways:
            answer = client.get(way.address)
            assert answer.status_code == 200, way
            assert answer.context["frame"]["place"] == place
            assert answer.context["frame"]["way"] == way


def test_the_page_all_leads_everywhere():
    client = signed_in(factories.administrator())
    everything = page(client, "/desk/all/")
    for place in client.get("/desk/").context["frame"]["places"]:
        assert all(f'href="{way.address}"' in everything for way in place.ways)


def test_only_what_a_role_can_use_is_shown():
    writer, secretary, administrator = factories.writer(), factories.press_secretary(), factories.administrator()
    assert "System status" not in page(signed_in(secretary), "/desk/settings/")
    assert "System status" in page(signed_in(administrator), "/desk/settings/")
    assert reverse("admin:news_article_add") in [way.address for way in frame(writer)["new"]]
    assert frame(factories.translator())["new"] == ()


def test_the_settings_say_what_each_page_is_for_and_are_found_by_these_words():
    client = signed_in(factories.administrator())
    shown = client.get("/desk/settings/").context["ways"]
    assert len(shown) > 8
    assert all(way.hint and way.group for way in shown)
    assert [way.title for way in client.get("/desk/settings/?q=Passwords changes").context["ways"]] == [
        "Account events"
    ]
    nothing = page(client, "/desk/settings/?q=nothing-like-it")
    assert "Found: 0" in nothing
    assert "Show all" in nothing


def test_whoever_may_set_nothing_finds_empty_settings():
    nobody = factories.user(roles.WRITER, "nobody")
    nobody.groups.clear()
    assert signed_in(nobody).get("/desk/settings/").context["ways"] == []


def test_restricted_articles_have_their_entry_for_whoever_may_open_the_list():
    assert reverse("admin:news_article_limited") in page(signed_in(factories.administrator()), "/desk/news/article/")
    assert reverse("admin:news_article_limited") not in page(signed_in(factories.press_secretary()), "/desk/all/")


def test_the_page_of_one_application_leads_to_all_places():
    answer = signed_in(factories.writer()).get("/desk/news/")
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("admin:all"))


@pytest.mark.parametrize("role", list(roles.RIGHTS))
def test_what_may_be_begun_opens(role):
    client = signed_in(factories.user(role))
    for way in client.get("/desk/").context["frame"]["new"]:
        assert client.get(way.address).status_code == 200, way


def test_the_longest_address_says_where_a_page_lies():
    found = frame(factories.writer(), reverse("admin:news_article_translations"))
    assert found["way"].address == reverse("admin:news_article_translations")
    assert frame(factories.writer(), "/desk/")["place"].name == "today"
    assert frame(factories.writer(), reverse("admin:news_article_add"))["place"].name == "text"


def test_what_is_late_is_counted_before_what_waits():
    factories.contact()
    secretary = factories.press_secretary()
    enquiry(deadline=clock.now() + HOUR)
    enquiry()
    assert frame(secretary)["waiting"]["ask"] == Waiting(2)
    enquiry(deadline=clock.now() - HOUR)
    assert frame(secretary)["waiting"]["ask"] == Waiting(1, is_late=True)
    assert 'class="n n--late">1' in page(signed_in(secretary))


def test_whoever_is_on_duty_stands_in_the_bar():
    contact = factories.contact()
    client = signed_in(factories.writer())
    assert "bar__duty" not in page(client)
    Shift.objects.create(contact=contact, starts=clock.now() - HOUR, ends=clock.now() + HOUR)
    assert str(contact) in page(client).split('class="bar__duty"')[1][:200]

"""The desk as a whole: its first page, its lists, its rules for browsers and the pages of all records."""

import datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from council.models import Meeting
from publishing import actions, clock, roles
from tests import factories
from tests.desk.screens import NEW, Page, messages_of, signed_in

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


def test_only_administrators_see_accounts():
    for role in roles.RIGHTS:
        status = signed_in(factories.user(role)).get("/desk/auth/user/").status_code
        assert status == (200 if role == roles.ADMINISTRATOR else 403)


def test_the_first_page_says_what_waits_what_goes_out_and_what_is_missing():
    waiting = factories.edition("en", title="Waits for the press secretary")
    actions.submit(waiting, by=factories.writer())
    factories.published("en", title="Goes out tonight", at=clock.now() + datetime.timedelta(hours=3, minutes=12))
    factories.published("ru", title="Уже вышло")
    factories.photo(alt={})
    page = signed_in(factories.press_secretary()).get("/desk/").content.decode()
    for words in [
        "Waits for the press secretary",
        "Goes out tonight",
        "3 h 12 min",
        "Уже вышло",
        "Articles without a text in this language: Russian",
        "Photographs without a description in this language: English",
        "New article",
        "Upload photographs",
    ]:
        assert words in page
    links = [link for link in Page(signed_in(factories.press_secretary()).get("/desk/")).links if "?" in link]
    assert all(signed_in(factories.press_secretary()).get(link).status_code == 200 for link in links)


def test_articles_are_found_by_state_section_language_and_title():
    section = factories.section("statements", en="Statements", ru="Заявления")
    factories.edition("en", title="A draft")
    factories.published("ru", title="Вышедшее", section=section)
    client = signed_in(factories.writer())
    for query, found in [
        ("state=draft", {"A draft"}),
        ("state=live", {"Вышедшее"}),
        ("state=ended", set()),
        ("section=statements", {"Вышедшее"}),
        ("genre=report", {"A draft", "Вышедшее"}),
        ("without=ru", {"A draft"}),
        ("q=вышед", {"Вышедшее"}),  # words are found by their beginnings
    ]:
        listing = client.get(f"/desk/news/article/?{query}").context["cl"].result_list
        assert {str(article) for article in listing} == found, query


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


def test_a_new_meeting_takes_the_state_that_chaired_on_its_day():
    factories.chairmanship(factories.state(), datetime.date(2018, 11, 8))
    response = save_meeting()
    assert Meeting.objects.get().chair_state.code == "KG"
    assert any("Kyrgyz Republic" in sentence for sentence in messages_of(response))


def test_a_chair_without_a_term_is_told_and_not_refused():
    response = save_meeting(chair=factories.person().pk, _publish="1")
    assert Meeting.objects.get().is_public()
    assert any("has no term of office on 27 November 2018" in sentence for sentence in messages_of(response))


def test_an_article_about_a_meeting_begins_with_the_meeting():
    meeting = factories.meeting()
    client = signed_in(factories.press_secretary())
    links = Page(client.get(f"/desk/council/meeting/{meeting.pk}/change/")).links
    assert f"{NEW}?meeting={meeting.pk}" in links
    assert Page(client.get(f"{NEW}?meeting={meeting.pk}")).fields["meeting"] == str(meeting.pk)


def save_meeting(**values):
    client = signed_in(factories.press_secretary())
    page = Page(client.get("/desk/council/meeting/add/"), form="meeting_form")
    plan = {"bodies": factories.body().pk, "kind": "regular", "zone": "Europe/Moscow", "course": "as_planned"}
    typed = {"held_on": "27.11.2018", "place_ru": "Москва", "place_en": "Moscow", **plan, **values}
    return client.post("/desk/council/meeting/add/", {**page.fields, **typed}, follow=True)


def test_a_meeting_has_participants_an_agenda_and_documents_on_its_page():
    person, document = factories.person(), factories.document()
    save_meeting(
        **numbered("participations", person=person.pk, role="participant"),
        **numbered("agenda", text_ru="О нераспространении", text_en="On non-proliferation"),
        **numbered("considerations", document=document.pk, verb="reviewed"),
        **numbered("photo_uses", photo=factories.photo().pk),
    )
    meeting = Meeting.objects.get()
    assert meeting.participations.get().person == person
    assert meeting.agenda.get().text["en"] == "On non-proliferation"
    assert meeting.considerations.get().document == document
    assert meeting.photo_uses.get().photo.file_name == "ZVF_2142.JPG"


def numbered(part, **values):
    """Return one new row of a part of a record, as its form sends it."""
    row = {f"{part}-0-{name}": value for name, value in values.items()}
    return {f"{part}-TOTAL_FORMS": "1", f"{part}-0-position": "0", **row}


def test_what_was_public_is_withdrawn_and_not_deleted():
    meeting = factories.meeting()
    client = signed_in(factories.press_secretary())
    assert client.post(f"/desk/council/meeting/{meeting.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(f"/desk/council/meeting/{meeting.pk}/withdraw/", {"reason": "It did not take place."})
    meeting.refresh_from_db()
    assert not meeting.is_public()
    assert signed_in(factories.writer()).get(f"/desk/council/meeting/{meeting.pk}/withdraw/").status_code == 403


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

"""The screen of the menus: lists that are ticked and put into order, with the script and without."""

import pytest
from django.urls import reverse

from identity import actions
from pages import menus
from pages.models import Menu
from tests import factories
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db

SCREEN = reverse("admin:pages_menu_changelist")


def sent(seen, **ticked):
    """Return what the form sends if these are ticked, in this order."""
    data = {"seen": seen}
    for name in menus.NAMES:
        data[f"{name}-words"] = list(menus.PARTS)
        data[f"{name}-in"] = ticked.get(name, menus.STANDARD.get(name, []))
        for place, word in enumerate(data[f"{name}-in"], start=1):
            data[f"{name}-place-{word}"] = place
    return data


def test_what_is_ticked_stands_in_the_menu_by_the_numbers_typed():
    desk = signed_in(factories.press_secretary())
    assert desk.get(SCREEN).status_code == 200
    assert desk.post(SCREEN, sent(menus.digest(), main=["photos", "news"])).status_code == 302
    assert Menu.objects.get(name="main").entries == ["photos", "news"]


def test_of_two_who_arrange_at_once_the_second_is_told_and_keeps_what_was_arranged():
    one, other = signed_in(factories.press_secretary()), signed_in(factories.administrator())
    seen = menus.digest()
    one.post(SCREEN, sent(seen, main=["photos", "news"]))
    answer = other.post(SCREEN, sent(seen, main=["press", "news"]))
    assert "A colleague changed the menus" in answer.text
    assert Menu.objects.get(name="main").entries == ["photos", "news"]
    assert answer.text.index('value="press" checked') < answer.text.index('value="news" checked')
    # Sent once more, it is what the second one has seen by now.
    assert other.post(SCREEN, sent(menus.digest(), main=["press", "news"])).status_code == 302
    assert Menu.objects.get(name="main").entries == ["press", "news"]


def test_a_refused_menu_shows_why_and_keeps_what_was_ticked():
    answer = signed_in(factories.press_secretary()).post(SCREEN, sent(menus.digest(), main=[]))
    assert "The menu at the head needs at least one entry." in answer.text
    assert not Menu.objects.exists()


def test_the_screen_says_where_a_page_is_not_seen_yet():
    factories.publish(factories.page("about", title="About us"))
    factories.page("terms", title="Terms of use")
    text = signed_in(factories.press_secretary()).get(SCREEN).text
    assert "not shown in RU until it is public there" in text
    assert "not shown in RU, EN until it is public there" in text


def test_a_writer_finds_no_menus():
    assert signed_in(factories.writer()).get(SCREEN).status_code == 403


def test_what_leads_into_a_part_that_is_off_is_neither_offered_nor_lost():
    desk = signed_in(factories.administrator())
    desk.post(SCREEN, sent(menus.digest(), main=["news", "council", "photos"]))
    actions.change({"switched_off": ["council"]}, by=factories.administrator())
    text = desk.get(SCREEN).text
    assert 'value="photos"' in text
    assert 'value="council"' not in text
    assert 'value="representatives"' not in text
    data = sent(menus.digest(), main=["photos", "news"], press=["press"])
    data["main-words"] = [word for word in menus.PARTS if word not in ("council", "representatives")]
    assert desk.post(SCREEN, data).status_code == 302
    assert Menu.objects.get(name="main").entries == ["photos", "news", "council"]
    assert "The menu at the head needs at least one entry." in desk.post(SCREEN, sent(menus.digest(), main=[])).text

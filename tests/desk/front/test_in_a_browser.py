"""The front page in a real Chromium: a text is found, moved up by the keyboard, and the button says what it will do."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from news import front_page
from search import refreshing
from tests import factories
from tests.browser import faults_of_every_look, too_wide_with_large_text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREEN = reverse("admin:news_frontpage_changelist")


def test_a_lead_is_chosen_by_keyboard(desk):
    one, other = factories.published(title="Exercise begins"), factories.published(title="Exercise ends")
    refreshing.refresh()
    page = desk(f"{SCREEN}?article={one.article_id}")
    choose = page.locator("[aria-labelledby=front-choose]")  # beside the form of a banner
    put = choose.locator("[data-put]")
    expect(put).to_have_text("Put on the front page now")
    page.get_by_label("Find a text").fill("exercise ends")
    page.keyboard.press("Enter")
    page.locator(f'[value="add {other.article_id}"]').press("Enter")
    page.get_by_role("button", name="Move “Exercise ends”").press("ArrowUp")
    expect(page.locator("[data-ordered] [data-row]").first).to_contain_text("Exercise ends")
    choose.get_by_label("From a time on").check()
    page.locator("[name=at_0]").fill("2030-12-01")
    page.locator("[name=at_1]").fill("17:40")
    expect(put).to_have_text("Schedule for 01.12.2030 17:40")
    choose.get_by_label("Now", exact=True).check()
    expect(page.locator("[name=at_0]")).to_be_hidden()
    assert faults_of_every_look(page) == {}
    put.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("It is on the front page now")
    assert [place.article_id for place in front_page.standing().places.all()] == [other.article_id, one.article_id]
    assert page.said == []
    assert too_wide_with_large_text(page) <= 0

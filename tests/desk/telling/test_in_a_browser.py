"""“What I am told” in a real Chromium: by keyboard, with axe, and what it says when notices cannot be had."""

import pytest
from playwright.sync_api import expect

from accounts import push_keys
from accounts.models import Occasion, PushBrowser, ToldChoices
from tests import factories
from tests.browser import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOLD = "/desk/account/told/"


@pytest.fixture(autouse=True)
def _key(settings):
    settings.PUSH_KEY = push_keys.make()


@pytest.mark.parametrize(
    "look",
    [{"width": 1280}, {"width": 390, "color_scheme": "dark"}],
    ids=["wide", "narrow, at night"],
)
def test_one_chooses_by_keyboard_and_notices_that_are_refused_say_so(desk, look):
    PushBrowser.objects.create(
        user=factories.press_secretary(), endpoint="https://fcm.googleapis.com/1", name="Firefox"
    )
    page = desk(TOLD, **look)
    expect(page.locator("[data-push-allow]")).to_be_visible()
    assert faults(page) == {}
    box = page.locator("[name=by_letter-review]")
    expect(box).to_be_checked()
    box.press("Space")
    page.locator("#told .btn").press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("from now on")
    assert ToldChoices.objects.get().by_letter[Occasion.REVIEW] is False
    expect(page.locator("[name=by_letter-review]")).not_to_be_checked()

    page.locator("[data-push-allow]").press("Enter")
    expect(page.locator("[data-push-refusal]")).to_contain_text("Allow them in its settings")
    assert faults(page) == {}
    page.get_by_role("button", name="Stop here").press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("any more")
    assert not PushBrowser.objects.exists()

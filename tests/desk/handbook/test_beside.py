"""Help beside the work, in Chromium: by key and by press, wide and on a telephone, and given back to what was done."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser import faults_of_every_look
from tests.desk.screens import address_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_steps_of_this_screen_open_beside_it_and_the_work_goes_on(desk):
    edition = factories.edition("en")
    page = desk(address_of(edition.article))
    panel = page.locator("#help")
    page.locator("#id_en-title").fill("What is it? ")
    page.locator("#id_en-title").press("?")
    expect(panel).to_be_hidden()
    page.locator("h1").first.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("?")
    expect(panel.get_by_role("heading", level=2)).to_have_text("Publish a report with photographs")
    expect(panel.get_by_role("heading", level=2)).to_be_focused()
    expect(panel.get_by_text("What can go wrong")).to_be_visible()
    page.locator("#id_en-title").fill("The work goes on")
    expect(panel).to_be_visible()
    assert not faults_of_every_look(page)
    panel.get_by_role("button", name="Close help").click()
    expect(panel).to_be_hidden()
    expect(page.locator("#id_en-title")).to_have_value("The work goes on")

    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".bar__me summary").click()
    page.get_by_role("link", name="Help with this screen").click()
    expect(panel).to_be_visible()
    box = panel.bounding_box()
    assert (box["x"], box["width"]) == (0, 390)
    assert box["height"] < 844 * 0.61
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator(".bar__me summary")).to_be_focused()

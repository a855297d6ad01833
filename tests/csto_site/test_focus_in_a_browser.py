"""Where the keyboard is, on every page: links of two lines, and the press contact, which keeps it."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser import leave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def home(live_server, new_page):
    factories.contact()
    for _number in range(2):
        factories.published("en", title="Permanent Council reviews draft joint statements on non-proliferation " * 2)
    page = new_page()
    page.goto(f"{live_server.url}/en/")
    yield page
    leave(page)


def test_the_press_contact_takes_the_focus_keeps_it_and_gives_it_back(home):
    button = home.locator(".contactpop__button")
    button.focus()
    home.keyboard.press("Enter")
    expect(home.locator("#press-contact a").first).to_be_focused()
    stops = home.locator("#press-contact :is(a[href], button)").count()
    for _ in range(stops):
        assert home.evaluate("document.getElementById('press-contact').contains(document.activeElement)")
        home.keyboard.press("Tab")
    expect(home.locator("#press-contact a").first).to_be_focused()
    home.keyboard.press("Shift+Tab")
    expect(home.locator(".contactpop__close")).to_be_focused()
    home.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_the_menu_of_a_telephone_closes_by_escape_and_by_a_press_elsewhere(home):
    home.set_viewport_size({"width": 390, "height": 844})
    menu, summary = home.locator(".navmenu"), home.locator(".navmenu summary")
    for leave_it in (lambda: home.keyboard.press("Escape"), lambda: home.locator("#latest").click()):
        summary.click()
        expect(menu).to_have_attribute("open", "")
        leave_it()
        expect(menu).not_to_have_attribute("open", "")


def test_a_link_of_two_lines_is_lit_and_its_ring_covers_no_words(home):
    link = home.locator(".story__title a").first
    link.focus()
    home.keyboard.press("Shift+Tab")
    home.keyboard.press("Tab")
    expect(link).to_be_focused()
    assert link.evaluate("it => it.getClientRects().length") > 1
    expect(link).to_have_css("box-shadow", "none")
    expect(link).to_have_css("background-color", "rgb(255, 184, 28)")

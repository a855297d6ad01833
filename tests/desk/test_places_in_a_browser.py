"""The frame of the desk in a real Chromium: menus by keyboard, the bar of telephones, the day that moves on."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from publishing import clock
from tests import factories
from tests.browser import too_wide, too_wide_with_large_text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TELEPHONE = {"width": 390, "height": 844}
LISTS = [
    "news_article", "news_release", "council_meeting", "council_document", "council_person", "council_state",
    "council_term", "press_contact", "press_advisory", "press_enquiry", "mailing_letter", "auth_user",
    "publishing_timelineentry",
]  # fmt: skip


def test_a_menu_opens_and_closes_by_keyboard(desk):
    page = desk("/desk/")
    new = page.locator(".bar__new > summary")
    new.focus()
    page.keyboard.press("Enter")
    article = page.locator(".bar__new").get_by_role("link", name="Article", exact=True)
    expect(article).to_be_visible()
    page.keyboard.press("Escape")
    expect(article).to_be_hidden()
    expect(new).to_be_focused()
    new.click()
    page.locator("h1").click()
    expect(article).to_be_hidden()
    assert page.said == []


def test_on_a_telephone_every_list_is_two_taps_away(desk):
    page = desk("/desk/", **TELEPHONE)
    expect(page.get_by_role("navigation", name="Desk")).to_be_hidden()
    dock = page.get_by_role("navigation", name="Places")
    dock.get_by_role("link", name="All").click()
    page.get_by_role("link", name="Documents", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Documents")
    dock.locator("summary").click()
    dock.get_by_role("link", name="Meeting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add meeting")
    assert page.said == []


def test_what_goes_out_says_so_when_the_hour_strikes(desk):
    factories.published("en", title="Any second now", at=clock.now() + datetime.timedelta(seconds=8))
    page = desk("/desk/")
    line = page.locator(".day > li", has_text="Any second now")
    expect(line).to_have_class("is-next")
    expect(line).to_have_class("is-going", timeout=15_000)
    expect(page.locator("[data-day] [role=status]")).to_have_text("Any second now: Goes out now")
    assert page.locator(".day__now + li", has_text="Any second now").count() == 0, "the present moment has passed it"
    assert page.said == []


def test_what_can_be_done_with_many_comes_as_soon_as_one_is_chosen(desk):
    factories.edition("en", title="One of many")
    page = desk(reverse("admin:news_article_changelist"))
    expect(page.locator(".actions")).to_be_hidden()
    page.get_by_label("Choose: One of many").check()
    expect(page.locator(".actions")).to_be_visible()


def test_a_filter_is_chosen_in_its_menu(desk):
    factories.published(
        "en", title="A statement", section=factories.section("statements", en="Statements", ru="Заявления")
    )
    factories.edition("en", title="A draft")
    page = desk(reverse("admin:news_article_changelist"))
    page.locator("summary", has_text="Section").click()
    page.get_by_role("link", name="Statements", exact=True).click()
    expect(page.get_by_role("link", name="A draft", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="A statement", exact=True)).to_be_visible()


def test_the_chosen_tab_is_seen_where_the_system_chooses_the_colours(desk):
    page = desk(reverse("admin:news_article_changelist"), forced_colors="active")
    line = "tab => getComputedStyle(tab).borderBlockEndColor"
    chosen = page.locator(".kinds [aria-current]").evaluate(line)
    assert chosen not in page.locator(".kinds a:not([aria-current])").evaluate_all(f"tabs => tabs.map({line})")


def test_no_list_is_wider_than_its_window(desk, live_server):
    """What axe says of the lists is asked in tests/accessibility/test_desk_pages.py."""
    factories.person()
    factories.meeting()
    factories.document()
    factories.contact()
    factories.edition("en", title="A title of very many words that has to find its room on every screen")
    page, found = desk("/desk/all/"), {}
    lists = [reverse(f"admin:{name}_changelist") for name in LISTS]
    for address in ["/desk/", "/desk/all/", "/desk/settings/", *lists]:
        page.goto(live_server.url + address)
        found[address] = too_wide(page)
        if wide := too_wide_with_large_text(page):
            found[address]["letters twice as large"] = wide
    assert not any(found.values()), found

"""An article on a telephone: what the first screen shows, and what can be done with the text, in a real Chromium."""

import pytest
from playwright.sync_api import expect

from publishing import clock
from tests import factories
from tests.browser import leave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TELEPHONE = {"width": 390, "height": 844}
TITLE = (
    "Permanent Council reviews draft joint statements on non-proliferation and mutual confidence measures of the states"
)
STANDFIRST = (
    "On 27 November 2018 a meeting of the Permanent Council of the Collective Security Treaty Organization was held "
    "under the chairmanship of Aman Mambetseitov, Permanent and Plenipotentiary Representative of the Kyrgyz Republic."
)


@pytest.fixture
def article():
    factories.contact()
    edition = factories.published("en", title=TITLE, standfirst=STANDFIRST, shown_on=clock.today())
    factories.published("ru", article=edition.article)
    return edition


@pytest.fixture
def opened(article, live_server, new_page, settings):
    """The article on a telephone; its address is that of the server."""
    settings.SITE_URL = live_server.url
    page = new_page(**TELEPHONE, permissions=["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + article.get_absolute_url())
    yield page
    leave(page)


def test_the_first_screen_has_one_line_of_header_one_date_the_whole_standfirst_and_the_actions(opened):
    heights = opened.evaluate(
        "selectors => selectors.map(it => document.querySelector(it).getBoundingClientRect())"
        ".map(it => [it.top, it.bottom])",
        [".masthead", ".standfirst", ".acts"],
    )
    (_, header_ends), (_, standfirst_ends), (_, actions_end) = heights
    assert header_ends < 70
    assert standfirst_ends < 600
    assert actions_end < TELEPHONE["height"]
    assert opened.locator("main time:visible").count() == 1


def test_one_tap_leads_to_the_other_language(opened):
    opened.locator(".masthead__lang").click()
    expect(opened.locator("html")).to_have_attribute("lang", "ru")


def test_the_link_is_copied_without_the_place_somebody_jumped_to(opened, article, live_server):
    opened.locator(".acts summary").click()
    opened.get_by_role("link", name="Cite").click()
    expect(opened.locator("#cite")).to_be_visible()
    assert opened.url.endswith("#cite")
    expect(opened.locator(".acts details")).not_to_have_attribute("open", "")
    opened.locator(".acts summary").click()
    opened.get_by_role("button", name="Copy link").click()
    expect(opened.locator("[data-copy-link]")).to_contain_text("Link copied")
    assert opened.evaluate("navigator.clipboard.readText()") == live_server.url + article.get_absolute_url()


def test_the_sheet_of_the_system_gets_the_same_address(article, live_server, new_page, settings):
    settings.SITE_URL = live_server.url
    page = new_page(**TELEPHONE)
    page.add_init_script("navigator.share = async given => { window.given = given }")
    page.goto(f"{live_server.url}{article.get_absolute_url()}#cite")
    page.locator(".acts summary").click()
    page.get_by_role("link", name="Share").click()
    assert page.evaluate("window.given.url") == live_server.url + article.get_absolute_url()
    leave(page)


def test_the_menu_closes_by_escape_and_by_a_press_elsewhere(opened):
    menu = opened.locator(".acts details")
    opened.locator(".acts summary").click()
    expect(opened.get_by_role("link", name="PDF")).to_be_visible()
    opened.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(opened.locator(".acts summary")).to_be_focused()
    opened.locator(".acts summary").click()
    opened.locator("h1").click()
    expect(menu).not_to_have_attribute("open", "")


def test_without_script_the_menu_opens_and_offers_what_needs_none(article, live_server, new_page):
    page = new_page(**TELEPHONE, java_script_enabled=False)
    page.goto(live_server.url + article.get_absolute_url())
    page.locator(".acts summary").click()
    assert [words.strip() for words in page.locator(".menu__panel :is(a, button):visible").all_inner_texts()] == [
        "Share",
        "PDF",
        "Plain text",
        "Cite",
        "Follow",
    ]
    leave(page)


def test_following_leads_back_to_the_article(opened, article):
    opened.locator(".acts summary").click()
    opened.get_by_role("link", name="Follow").click()
    opened.get_by_role("link", name="Back to the page").click()
    expect(opened.locator("h1")).to_have_text(article.title)


def test_a_wide_table_scrolls_in_its_own_box(live_server, new_page):
    row = "<td>Joint statement on measures</td>" * 7
    edition = factories.published("en", body=f"<p>Before.</p><table><tbody><tr>{row}</tr></tbody></table>")
    page = new_page(**TELEPHONE)
    page.goto(live_server.url + edition.get_absolute_url())
    box = page.locator(".prose__table")
    assert box.evaluate("it => it.scrollWidth > it.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == TELEPHONE["width"]
    box.focus()
    page.keyboard.press("ArrowRight")
    expect(box).not_to_have_js_property("scrollLeft", 0)
    leave(page)

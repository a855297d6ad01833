"""The bar of an open article is true: while one types, at the hour of a schedule, and when a colleague acts."""

import datetime

import pytest
from playwright.sync_api import expect

from news.models import Edition
from publishing import actions, clock
from tests import factories
from tests.browser import come_back
from tests.desk.screens import address_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def main(page):
    return page.locator(".go:visible .go__main")


def show(page, language="en"):
    page.locator(f"[data-tab={language}]").click()


def test_with_the_first_key_the_button_is_the_one_for_a_changed_text(desk):
    edition = factories.published("en")
    page = desk(address_of(edition.article))
    expect(main(page)).to_have_text("Open on the site")
    show(page)
    page.locator("#id_en-title").press("End")
    page.keyboard.type("!")
    expect(main(page)).to_have_text("Publish correction…")
    assert page.said == []


def test_a_title_alone_is_kept_as_a_draft_and_a_text_is_sent_for_review(desk):
    page = desk("/desk/news/article/add/")
    show(page)
    expect(main(page)).to_have_text("Keep as draft")
    page.fill("#id_en-title", "A title")
    expect(main(page)).to_have_text("Keep as draft")
    page.fill("#id_en-standfirst", "Who did what, where and when.")
    expect(main(page)).to_have_text("Send for review")
    assert page.said == []


def test_at_the_hour_of_a_schedule_the_state_changes_by_itself(desk):
    at = clock.now() + datetime.timedelta(seconds=8)
    edition = factories.published("en", at=at)
    page = desk(address_of(edition.article))
    expect(page.locator(".st--planned")).to_be_visible()
    expect(page.locator(".st--live")).to_be_visible(timeout=15_000)
    expect(main(page)).to_have_text("Open on the site")
    expect(page.locator("[data-told]")).to_contain_text("On the site")
    assert page.said == []


def test_what_a_colleague_does_is_seen_without_a_reload_and_typed_text_stays(desk):
    edition = factories.edition("en")
    page = desk(address_of(edition.article))
    expect(main(page)).to_have_text("Send for review")
    actions.submit(edition, by=factories.writer())
    expect(main(page)).to_have_text("Approve", timeout=15_000)
    expect(page.locator("[data-told]")).to_have_text("In review")
    show(page)
    page.fill("#id_en-title", "Typed meanwhile")
    expect(main(page)).to_have_text("Send for review")
    actions.approve(Edition.objects.get(), by=factories.administrator())
    come_back(page)
    expect(page.locator(".st--approved")).to_be_visible(timeout=15_000)
    expect(main(page)).to_have_text("Send for review")
    expect(page.locator("#id_en-title")).to_have_value("Typed meanwhile")
    assert page.said == []


def test_without_scripts_the_menu_opens_and_its_buttons_are_sent(new_page, live_server, desk):
    edition = factories.approve(factories.edition("en"))
    page = desk(address_of(edition.article), java_script_enabled=False)
    page.locator(".go:visible .go__more summary").click()
    page.locator(".go:visible [data-item=schedule]").click()
    expect(page.get_by_role("heading", name="Schedule", exact=True)).to_be_visible()


def test_a_menu_that_is_open_stays_open_whatever_changes_and_the_bar_is_true_once_it_is_closed(desk):
    edition = factories.edition("en")
    page = desk(address_of(edition.article))
    menu = page.locator(".go:visible .go__more")
    menu.locator("summary").click()
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.dataset.item")
    actions.submit(edition, by=factories.writer())
    come_back(page)
    expect(page.locator(".st--review")).to_be_visible(timeout=15_000)
    expect(menu).to_have_attribute("open", "")
    assert focused == page.evaluate("document.activeElement.dataset.item")
    expect(main(page)).to_have_text("Send for review")
    page.keyboard.press("Escape")
    expect(main(page)).to_have_text("Approve")
    menu.locator("summary").click()
    page.evaluate("document.querySelector('#id_en-title').dispatchEvent(new Event('input', { bubbles: true }))")
    expect(menu.locator("[data-item=schedule]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(main(page)).to_have_text("Send for review")
    assert page.said == []

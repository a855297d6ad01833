"""How many presses each way out takes from the article's screen, typing aside: none more than before this desk."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from publishing import actions, clock
from tests import factories
from tests.browser import press
from tests.desk.screens import address_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COUNT = """addEventListener("pointerdown", () => {
  sessionStorage.setItem("presses", Number(sessionStorage.getItem("presses")) + 1)
}, true)"""


@pytest.fixture
def opened(desk):
    """A function that opens the screen of an article in a window that counts how often something is pressed."""

    def open_and_count(edition):
        page = desk("/desk/")
        page.add_init_script(COUNT)
        page.goto(page.url.replace("/desk/", address_of(edition.article)))
        return page

    return open_and_count


def presses(page):
    return int(page.evaluate("sessionStorage.getItem('presses')"))


def test_a_correction_takes_seven_where_it_took_ten(opened):
    page = opened(factories.published("en", body="<p>Nine delegates.</p>"))
    page.locator("[data-tab=en]").click()
    page.locator("#text-en .ProseMirror[contenteditable=true]").first.click()
    page.keyboard.type("Seven. ")
    page.locator("#id_en-change").click()
    page.keyboard.press("Escape")
    page.select_option("#id_en-change", "correction")
    page.locator("#id_en-change_note").click()
    page.keyboard.type("Seven, not nine.")
    press(page, "publish")
    expect(page.locator("[name=without_review]")).to_be_focused()
    page.keyboard.type("It is being quoted.")
    page.locator(".go__main").click()
    expect(page.locator(".messagelist")).to_contain_text("Published at")
    assert presses(page) <= 7


def test_a_schedule_takes_five_where_it_took_seven(opened):
    page = opened(factories.approve(factories.edition("en")))
    press(page, "schedule")
    at = timezone.localtime(clock.now() + datetime.timedelta(days=2))
    for place, typed in (("date", at.strftime("%Y-%m-%d")), ("time", "10:30")):
        page.locator(f".moment-{place}").click()
        page.locator(f".moment-{place}").fill(typed)
    page.locator(".go__main").click()
    expect(page.locator(".st--planned")).to_be_visible()
    assert presses(page) <= 5


def test_a_withdrawal_takes_four_where_it_took_five(opened):
    page = opened(factories.published("en"))
    press(page, "withdraw")
    page.locator("#id_reason").click()
    page.keyboard.type("The wrong day.")
    page.locator("#act button").first.click()
    expect(page.locator(".st--withdrawn")).to_be_visible()
    assert presses(page) <= 4


def test_what_was_withdrawn_returns_with_two_presses_where_a_restoring_took_four(opened):
    edition = factories.published("en")
    actions.withdraw(edition, by=factories.administrator(), reason="The wrong day.")
    page = opened(edition)
    press(page, "put-back")
    expect(page.locator("[name=without_review]")).to_be_focused()
    page.keyboard.type("The day was right.")
    page.locator(".go__main").click()
    expect(page.locator(".st--live")).to_be_visible()
    assert presses(page) <= 2


def test_one_language_of_two_goes_out_with_three_presses(opened):
    russian = factories.approve(factories.edition("ru"))
    factories.approve(factories.edition("en", article=russian.article))
    page = opened(russian)
    press(page, "publish")
    page.locator("[name=languages][value=en]").uncheck()
    page.locator(".go__main").click()
    expect(page.locator(".messagelist")).to_contain_text("Russian.")
    assert presses(page) <= 3

"""A window that counts how often something is pressed in it; what is typed and pressed as a key is not counted."""

import re

from django.urls import reverse
from playwright.sync_api import expect

# A press, and not a click: a browser hands a click on a label on to its field as one more.
COUNT = """addEventListener("pointerdown", () => {
  sessionStorage.presses = Number(sessionStorage.presses ?? 0) + 1
}, true)"""


def counted(page):
    """Have the page, and whatever is opened in its place, count from now on."""
    page.evaluate(COUNT)
    page.add_init_script(COUNT)
    return page


def presses(page):
    return int(page.evaluate("sessionStorage.presses ?? 0"))


def follow(page, name, *numbers):
    """Press the first link in sight that leads to the desk's page of this name, and wait until it has come."""
    address = reverse(f"admin:{name}", args=numbers)
    page.locator(f"a[href^='{address}']").locator("visible=true").first.click()
    expect(page).to_have_url(re.compile(rf"{address}(\?|$)"))


def choose_option(page, field, value):
    """Choose from a list of the browser's own: a press opens it, and one that no page sees takes the choice."""
    page.locator(field).click()
    page.keyboard.press("Escape")
    page.select_option(field, value)
    page.evaluate("sessionStorage.presses = Number(sessionStorage.presses) + 1")

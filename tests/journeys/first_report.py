"""From the link of an empty newsroom to its first published report, as a person does it in a browser."""

import re

from playwright.sync_api import expect

from tests.browser import choose, press
from tests.desk.first_steps import ACCOUNT, CONTACT, MARK, NAMES

TITLE = "The mayors of three cities met"
STANDFIRST = "They met."
TEXT = "They met in Gyumri."
WHY = "There is nobody else yet."


def fill(page, typed):
    for name, value in typed.items():
        page.fill(f"[name={name}]", value)


def go_on(page):
    page.locator(".fr__go .btn").first.click()


def at(page, step):
    expect(page).to_have_url(re.compile(f"/desk/welcome/{step}/$"))


def set_up(page, language, look=lambda step: None):
    """Press “Begin”, fill in the five steps, and come to the desk; `look(step)` is called before each is left."""
    expect(page.locator("#code")).not_to_have_value("")
    assert "#" not in page.url
    page.locator("#content [type=submit]").click()
    at(page, "names")
    fill(page, NAMES)
    expect(page.locator(".mini .wordmark__org").first).to_contain_text(NAMES[f"name_{language}"])
    look("names")
    go_on(page)
    at(page, "mark")
    page.locator(".swatch--5").click()
    page.fill("[name=parts]", MARK["parts"])
    look("mark")
    go_on(page)
    at(page, "contact")
    fill(page, CONTACT)
    look("contact")
    go_on(page)
    at(page, "sections")
    look("sections")
    go_on(page)
    at(page, "account")
    fill(page, ACCOUNT)
    look("account")
    go_on(page)
    expect(page).to_have_url(re.compile("/desk/$"))


def publish_a_report(page, language):
    """Write the first report on the desk and publish it."""
    page.locator("main a[href='/desk/news/article/add/']").first.click()
    choose(page, "section", "News" if language == "en" else "Новости")
    if page.locator(f"[data-tab={language}]").get_attribute("aria-current") != "true":
        page.locator(f"[data-tab={language}]").click()
    page.fill(f"#id_{language}-title", TITLE)
    page.fill(f"#id_{language}-standfirst", STANDFIRST)
    page.locator(f"#text-{language} .ProseMirror[contenteditable=true]").first.click()
    page.keyboard.type(TEXT)
    press(page, "publish")
    expect(page.locator("#act .go__main")).to_be_visible()
    if page.locator("[name=without_review]").count():
        expect(page.locator("[name=without_review]")).to_be_focused()
        page.keyboard.type(WHY)
    page.locator("#act .go__main").click()
    expect(page.locator("#act")).to_have_count(0)


def letters_typed():
    """Return how many letters a person types on the way."""
    typed = [*NAMES.values(), MARK["parts"], *CONTACT.values(), *ACCOUNT.values(), TITLE, STANDFIRST, TEXT, WHY]
    return sum(map(len, typed))

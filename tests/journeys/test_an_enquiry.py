"""A visitor asks from an article, by keyboard; the desk answers; the letters arrive; the asker's page shows it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mailing import sending
from press import spam_protection
from press.models import Enquiry
from tests import factories
from tests.browser import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def tab_to(page, name):
    """Press Tab until the control called `name` has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()") == name:
            return
    pytest.fail(f"The keyboard does not reach {name}.")


@pytest.mark.parametrize("look", [{"width": 1280}, {"width": 390, "color_scheme": "dark"}], ids=["wide", "narrow"])
def test_a_reporter_asks_by_keyboard_and_reads_the_answer(
    live_server,
    new_page,
    desk,
    mail_server,
    settings,
    monkeypatch,
    look,
):
    settings.SITE_URL = live_server.url
    monkeypatch.setattr(
        spam_protection, "MIN_FILL_TIME", spam_protection.MIN_FILL_TIME * 0
    )  # the keyboard of a test is quick
    factories.contact()
    edition = factories.published(title="The Council has met")
    page = new_page(**look)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(live_server.url + edition.get_absolute_url())

    tab_to(page, "Ask about this text")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="The Council has met")).to_be_visible()
    assert faults(page) == {}
    tab_to(page, "question")
    page.keyboard.type("Will the Council meet again this year?")
    page.keyboard.press("Tab")
    for name, words in [("name", "Anna Reporter"), ("email", "anna.newsroom.example")]:
        tab_to(page, name)
        page.keyboard.type(words)
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("Error: ")
    assert faults(page) == {}
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the link to the field
    expect(page.get_by_label("E-mail")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("anna@newsroom.example")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Your enquiry has been sent")
    enquiry = Enquiry.objects.get()
    assert (enquiry.article_id, enquiry.question) == (edition.article_id, "Will the Council meet again this year?")
    expect(page.locator("h1")).to_have_text(f"Enquiry {enquiry.number}")
    assert faults(page) == {}

    officer = desk("/desk/")
    officer.get_by_role("link", name=enquiry.question, exact=True).click()
    officer.get_by_label("Answer, language: English").fill("Yes, in December.")
    officer.get_by_role("button", name="Send to anna@newsroom.example").click()
    expect(officer.get_by_text("The answer is being sent")).to_be_visible()
    assert officer.said == []

    assert sending.send_waiting() == 2
    received, answered = mail_server.to("anna@newsroom.example")
    assert len(mail_server.letters) == 2, "nobody else gets any"
    assert enquiry.number in received["Subject"]
    assert answered["Reply-To"] == "odkb-pressa@gov.ru"
    text = answered.get_body(("plain",)).get_content()
    assert "Yes, in December." in text
    assert "> Will the Council meet again this year?" in text

    page.goto(live_server.url + reverse("press:enquiry-state", args=[enquiry.token]))
    expect(page.get_by_text("Yes, in December.")).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_have_text("Answered")
    assert faults(page) == {}
    assert [text for text in said if "Failed to load" not in text] == []

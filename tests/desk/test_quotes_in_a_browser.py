"""Quotes in a real Chromium: from the words in the editor to the text on a journalist's clipboard."""

import datetime
import os

import pytest
from playwright.sync_api import expect

from news.models import Quote
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = datetime.date(2018, 11, 27)


def test_from_words_in_the_editor_to_the_clipboard_of_a_journalist(desk, live_server, new_page):
    person = factories.person()
    factories.term(person, factories.office(), start=datetime.date(2018, 1, 1))
    edition = factories.published(
        title="They agreed",
        shown_on=DAY,
        body="<p>So said Aman Mambetseitov.</p><blockquote><p>We have agreed on the dates.</p></blockquote>",
    )
    page = desk(f"/desk/news/article/{edition.article_id}/change/")
    page.locator("[data-tab=en]").click()
    page.locator(".ProseMirror:visible").get_by_text("We have agreed on the dates.", exact=True).click()
    more = page.locator(".tools__more:visible")
    more.locator("summary").click()
    with page.context.expect_page() as opened:
        more.get_by_role("button", name="Who said it?").click()
    page = opened.value
    form = page.locator("#note form")
    expect(form.get_by_label("Words")).to_have_value("We have agreed on the dates.")
    expect(form.get_by_label("Who said it")).to_have_value("Aman Mambetseitov")
    expect(form).to_contain_text("Readers will see: Aman Mambetseitov, ")
    shoot(page, "desk")
    form.get_by_role("button", name="Save and confirm").press("Enter")
    expect(page.get_by_role("button", name="Remove the quote")).to_be_visible()
    quote = Quote.objects.get()
    assert (quote.person, quote.said_on) == (person, DAY)
    shoot(page, "desk-noted")

    reader = new_page()
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.goto(live_server.url + edition.get_absolute_url("en"))
    reader.get_by_role("button", name="Copy with attribution").click()
    expect(reader.get_by_role("button", name="Copied")).to_be_visible()
    copied = reader.evaluate("() => navigator.clipboard.readText()")
    assert copied.startswith("“We have agreed on the dates.”\u00a0— Aman Mambetseitov, ")
    address = edition.get_absolute_url("en")
    assert copied.splitlines()[-1].endswith(f"{address}#quote-{quote.pk}")
    reader.goto(f"{live_server.url}{address}#quote-{quote.pk}")
    shoot(reader, "public")


def shoot(page, name):
    folder = os.environ.get("SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/quotes-{name}.png", full_page=True)
        page.set_viewport_size({"width": 390, "height": 844})
        page.emulate_media(color_scheme="dark")
        page.screenshot(path=f"{folder}/quotes-{name}-390.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")

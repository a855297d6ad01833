"""The whole way of a mistake, in a real Chromium: it is owned up to, looked up, withdrawn, and had back."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser import press, refused_requests

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WRONG = "<p>Nine delegates took part in the meeting.</p>"


@pytest.fixture
def report():
    """A live report with a mistake in it, written and approved by others than the press secretary of the journey."""
    factories.contact()
    return factories.published("en", title="The Council meets", body=WRONG)


def correct(page):
    """Write the next edition and its note, and send it out without waiting for a second reader."""
    page.locator("[data-tab=en]").click()
    page.locator("#text-en .ProseMirror[contenteditable=true]").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Seven delegates took part in the meeting.")
    page.select_option("#id_en-change", "correction")
    page.fill("#id_en-change_note", "Seven delegates took part, not nine.")
    press(page, "publish")
    expect(page.get_by_role("heading", name="Publish the correction")).to_be_visible()
    assert page.locator(".edition del").all_inner_texts() == ["Nine"]
    assert page.locator(".edition ins").all_inner_texts() == ["Seven"]
    expect(page.locator(".readernote")).to_contain_text("Seven delegates took part, not nine.")
    page.fill("#id_without_review", "The number was being quoted.")
    page.get_by_role("button", name="Publish correction without review").click()
    expect(page.get_by_text("Published at")).to_be_visible()


def put_back(page, report):
    """Discard the restored draft, and let the text that was withdrawn return as it was."""
    press(page, "discard")
    page.locator("#act button").first.click()
    expect(page.locator(".st--withdrawn")).to_be_visible()
    press(page, "put-back")
    expect(page.get_by_text("Publishing brings the article back to the site.")).to_be_visible()
    page.fill("#id_without_review", "The day was right after all.")
    page.get_by_role("button", name="Put back without review").click()
    expect(page.locator(".st--live")).to_be_visible()


def test_a_mistake_is_corrected_in_the_open_then_withdrawn_and_restored(
    report,
    desk,
    live_server,
    new_page,
):
    page = desk(f"/desk/news/article/{report.article_id}/change/")
    correct(page)

    reader = new_page(locale="en-GB")
    foreign = refused_requests(reader, live_server.url)
    reader.goto(f"{live_server.url}/en/news/{report.article_id}/")
    expect(reader.get_by_text("Seven delegates took part, not nine.")).to_be_visible()
    expect(reader.get_by_text("Seven delegates took part in the meeting.")).to_be_visible()

    reader.get_by_role("link", name="Edition 1").click()
    expect(reader.get_by_text("Edition 1, not the current one.")).to_be_visible()
    expect(reader.get_by_text("Nine delegates took part in the meeting.")).to_be_visible()

    reader.get_by_role("link", name="What has changed since").click()
    expect(reader.locator(".diff del")).to_have_text("Nine")
    expect(reader.locator(".diff ins")).to_have_text("Seven")

    reader.locator(".foot").get_by_role("link", name="Corrections").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Corrections")
    reader.get_by_role("link", name="The Council meets", exact=True).click()
    article = reader.url

    expect(page.locator(".go:visible").get_by_role("link", name="Open on the site")).to_be_visible()
    press(page, "withdraw")
    page.get_by_role("radio", name="Withdraw: the text stays").check()
    page.fill("#id_reason", "The meeting took place on another day.")
    page.locator("#act button").first.click()
    expect(page.get_by_text("Withdrawn on").first).to_be_visible()
    assert reader.goto(article).status == 200
    expect(reader.get_by_text("The meeting took place on another day.")).to_be_visible()
    expect(reader.get_by_text("It is no longer to be quoted.")).to_be_visible()
    reader.goto(f"{live_server.url}/en/news/")
    expect(reader.get_by_role("link", name="The Council meets")).to_have_count(0)

    page.goto(f"{live_server.url}/desk/news/article/{report.article_id}/history/")
    page.get_by_role("link", name="Restore… English, edition 1", exact=True).click()
    page.get_by_role("button", name="Restore as a draft").click()
    expect(page.get_by_text("Restored as a draft.")).to_be_visible()
    expect(page.locator("#text-en .ProseMirror[contenteditable=true]").first).to_have_text(
        "Nine delegates took part in the meeting."
    )
    assert reader.goto(article).status == 200
    expect(reader.get_by_text("It is no longer to be quoted.")).to_be_visible()
    put_back(page, report)
    reader.goto(article)
    expect(reader.get_by_text("It is no longer to be quoted.")).to_have_count(0)
    expect(reader.get_by_text("Seven delegates took part in the meeting.")).to_be_visible()
    assert foreign == []

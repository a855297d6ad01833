"""Every task on an article without JavaScript: written, put in order, reviewed, scheduled, corrected, withdrawn."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from news.models import Edition
from publishing import clock
from tests import factories
from tests.browser import choose, press
from tests.desk.screens import NEW
from tests.photos.images import camera_jpeg

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def save(page):
    page.locator(".workbar button[value=save]:visible, .go:visible [data-item=keep]").first.click()
    expect(page.locator(".messagelist")).to_contain_text("Saved at")


def write(page):
    choose(page, "section", "Permanent Council")
    page.fill("#id_en-title", "Permanent Council reviews two documents")
    page.fill("#id_en-standfirst", "The representative of the Kyrgyz Republic was in the chair.")
    page.fill("#id_en-body", "<p>The Council agreed both documents.</p>")
    page.set_input_files(
        "#id_new_photos",
        [
            {"name": name, "mimeType": "image/jpeg", "buffer": camera_jpeg(size=(1300 + number, 900))}
            for number, name in enumerate(["ZVF_2142.JPG", "ZVF_2150.JPG"])
        ],
    )
    page.locator("#id_en-attachments [type=file]").locator("visible=true").first.set_input_files(
        {"name": "statement.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    )
    page.locator("[name='en-attachments-0-label']").fill("Statement of the Council")
    save(page)


def describe(page):
    for number, words in enumerate(["Delegates at a round table.", "Name plates on the table."]):
        row = page.locator("[data-tray] [data-row]").nth(number)
        for part in row.locator(".shots__open[data-language=en]:not([open]) > summary").all():
            part.click()
        for name, value in {"alt": words, "caption": words, "credit": "CSTO", "usage_terms": "Free of charge"}.items():
            field = row.locator(f"[name^=en-][name$='-{name}']")
            if field.count():
                field.fill(value)


def test_an_article_from_its_first_word_to_its_withdrawal(desk):
    factories.contact()
    factories.section()
    page = desk(NEW, java_script_enabled=False)
    write(page)
    describe(page)
    for place, number in enumerate(["2", "1"]):
        page.locator("[data-tray] [data-order]").nth(place).fill(number)
    save(page)
    assert [use.photo.file_name for use in Edition.objects.get().photos.all()] == ["ZVF_2150.JPG", "ZVF_2142.JPG"]
    assert Edition.objects.get().attachments.get().label == "Statement of the Council"

    press(page, "submit")
    expect(page.locator(".st--review")).to_be_visible()
    Edition.objects.update(edited_by=factories.writer())
    page.reload()
    press(page, "approve")
    expect(page.locator(".st--approved")).to_be_visible()
    press(page, "schedule")
    at = timezone.localtime(clock.now() + datetime.timedelta(days=2))
    page.locator(".moment-date").fill(at.strftime("%Y-%m-%d"))
    page.locator(".moment-time").fill("10:30")
    page.locator(".go__main").click()
    expect(page.locator(".st--planned")).to_be_visible()
    press(page, "bring-forward")
    page.locator("#act button").last.click()
    expect(page.locator(".st--live")).to_be_visible()

    page.fill("#id_en-title", "Permanent Council agrees two documents")
    page.select_option("#id_en-change", "correction")
    page.fill("#id_en-change_note", "It agreed them.")
    save(page)
    press(page, "publish")
    page.locator("[name=note-en]").fill("The Council agreed both documents.")
    page.locator("[name=without_review]").fill("It is being quoted.")
    page.locator(".go__main").click()
    expect(page.locator(".messagelist")).to_contain_text("Published at")
    live = Edition.objects.public().get()
    assert (live.title, live.change_note) == (
        "Permanent Council agrees two documents",
        "The Council agreed both documents.",
    )

    press(page, "withdraw")
    page.locator("#id_reason").fill("The wrong day.")
    page.locator("#act button").first.click()
    expect(page.locator(".st--withdrawn")).to_be_visible()

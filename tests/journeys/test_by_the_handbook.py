"""“Publish a report with photographs” done by the steps of its page, read from the handbook as they stand."""

import re

import pytest
from playwright.sync_api import expect

from desk.handbook import pages
from news.models import Edition
from tests import factories
from tests.desk.screens import address_of
from tests.photos.images import camera_jpeg

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STEP = re.compile(r"^\d+\. (.*)$", re.MULTILINE)
QUOTED = re.compile(r"\*\*([^*]+)\*\*")


def test_a_report_goes_out_by_the_words_of_the_handbook_alone(desk):
    section = factories.section()
    steps = STEP.findall((pages.FOLDER / "en" / "publish-a-report.md").read_text())
    said = [QUOTED.findall(step) for step in steps]
    page = desk("/desk/", person=factories.writer())

    def press(words, on=page):
        on.get_by_text(words, exact=True).locator("visible=true").first.click()

    for words in said[0]:  # New, Article
        press(words)
    expect(page.locator("#id_en-title")).to_be_attached()
    press(said[1][0])  # Section?
    page.locator("[data-fact=section]").get_by_text(str(section), exact=True).last.click()
    page.locator("[data-tab=en]").click()
    page.fill("#id_en-title", "The Council met")
    page.fill("#id_en-standfirst", "The Council met on Tuesday.")
    page.locator("#text-en .ProseMirror[contenteditable=true]").first.click()
    page.keyboard.type("The Council met on Tuesday.")
    with page.expect_file_chooser() as chosen:
        press(said[3][0])  # Choose files
    chosen.value.set_files({"name": "ZVF_2142.JPG", "mimeType": "image/jpeg", "buffer": camera_jpeg()})
    expect(page.locator("[data-tray] [data-row]")).to_have_count(1)
    expect(page.get_by_text(said[3][1], exact=True).first).to_be_visible()  # From the archive
    expect(page.get_by_text(said[4][0], exact=True).first).to_be_attached()  # Caption
    for field in ("caption", "alt", "credit", "usage_terms"):
        page.fill(f"#id_en-photos-0-{field}", "The Council at its table")
    expect(page.get_by_text(said[5][0]).first).to_be_visible()  # Left before publishing
    send, approve, publish = said[6]
    with page.expect_navigation():
        press(send)
    secretary = desk(address_of(Edition.objects.get().article))
    with secretary.expect_navigation():
        press(approve, secretary)
    with secretary.expect_navigation():
        press(publish, secretary)
    with secretary.expect_navigation():
        press(said[7][0], secretary)
    assert Edition.objects.public().get().photos.count() == 1

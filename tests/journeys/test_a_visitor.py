"""A visitor remembers a report and not how its words are written: finds it, takes picture and reference, asks."""

import pytest
from playwright.sync_api import expect

from press import spam_protection
from press.models import Enquiry
from search import files
from tests import factories
from tests.browser import leave

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_misspelt_question_leads_to_the_report_its_photo_its_reference_and_a_number(
    new_page, live_server, settings, monkeypatch
):
    settings.SITE_URL = live_server.url
    monkeypatch.setattr(
        spam_protection, "MIN_FILL_TIME", spam_protection.MIN_FILL_TIME * 0
    )  # the hands of a test are quick
    factories.contact()
    report = factories.edition("ru", title="Постоянный совет рассмотрел проекты заявлений")
    factories.show(factories.photo("ZVF_2142.JPG", rendered=True), report)
    factories.publish(report)
    files.read_waiting()

    page = new_page()
    page.goto(f"{live_server.url}/ru/search/?q=пастоянный+савет+2018")
    page.locator(".nothing__meant a").click()
    page.locator(".result__title a", has_text="Постоянный совет").click()
    expect(page.locator("h1")).to_have_text(report.title)

    page.get_by_role("link", name="ZVF_2142.JPG").first.click()
    expect(page.locator("h1")).to_contain_text("Заседание Совета")
    expect(page.locator(".sizes a").first).to_contain_text("ZVF_2142")
    page.go_back()

    page.locator("details.cite summary").click()
    assert report.title in page.locator("details.cite textarea").first.input_value()

    page.locator("a[href*='/press/enquiry/?about=']").click()
    page.locator("[name=question]").fill("Когда совет собирается снова?")
    page.locator("[name=name]").fill("Анна")
    page.locator("[name=email]").fill("anna@newsroom.example")
    page.locator("[name=question]").locator("xpath=ancestor::form").locator("button").last.click()
    expect(page.get_by_role("status")).to_be_visible()
    enquiry = Enquiry.objects.get()
    expect(page.locator("h1")).to_contain_text(enquiry.number)
    assert enquiry.article_id == report.article_id
    leave(page)

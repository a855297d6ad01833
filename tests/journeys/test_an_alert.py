"""A journalist subscribes, confirms, gets the next report once, and leaves with one click: Chromium and real SMTP."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from alerts.models import Subscriber
from mailing import sending
from search.queries import Query
from tests import factories
from tests.alerts.readers import deliver, link, next_edition, published, reader, subjects
from tests.browser import faults, leave, refused_requests
from tests.smtp import words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, settings):
    settings.SITE_URL = live_server.url
    factories.contact()
    factories.section()
    return live_server.url


def test_a_journalist_gets_the_next_report_once(mail_server, site, new_page):
    page = new_page(width=390, color_scheme="dark")
    foreign = refused_requests(page, site)
    page.goto(f"{site}/en/")
    page.locator(".foot").get_by_role("link", name="Email alerts").click()
    assert faults(page) == {}
    page.get_by_label("Email address").first.fill("anna@paper.example")
    page.get_by_label("Section", exact=True).select_option(label="Permanent Council")
    page.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your email")
    assert faults(page) == {}

    sending.send_waiting()
    [asking] = mail_server.to("anna@paper.example")
    page.goto(site + link(asking, "confirm"))
    assert faults(page) == {}
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Confirm").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your alerts")
    assert faults(page) == {}

    report = published(title="The Council met")
    deliver()
    deliver()
    assert subjects(mail_server) == ["The Council met"]
    letter = mail_server.letters[-1]
    page.goto(re.search(r"http\S+/en/news/\S+", words(letter))[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("The Council met")

    next_edition(report, note="Seven delegates, not nine.")
    deliver()
    assert subjects(mail_server)[1:] == ["Correction: The Council met"]

    page.goto(site + link(letter, "unsubscribe"))
    assert faults(page) == {}
    expect(page.get_by_role("button", name="Unsubscribe")).to_be_visible()
    assert Subscriber.objects.exists()  # a look at the page ends nothing
    one_click = re.search(r"<(.+)>", letter["List-Unsubscribe"])[1].removeprefix(site)
    assert Client(enforce_csrf_checks=True).post(one_click, {"List-Unsubscribe": "One-Click"}).status_code == 200
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You get no alerts")
    assert faults(page) == {}
    published(title="After the end")
    deliver()
    assert len(subjects(mail_server)) == 2
    assert not foreign
    leave(page)


PAPER = {
    "light": ["rgb(19, 32, 47)", "rgb(255, 255, 255)"],
    "dark": ["rgb(233, 238, 243)", "rgb(15, 23, 32)"],
}
COLOURS = "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"


@pytest.fixture
def letters(mail_server, site):
    """What a reader of both languages gets of a statement: it, its translation, and a correction."""
    reader("anna@paper.example", Query("ru"), Query("en"), language="ru")
    report = published("ru", title="Тридцать восьмое заседание Постоянного совета", genre="statement")
    published("en", title="The thirty-eighth meeting", article=report.article)
    deliver()
    next_edition(report, note="В заседании участвовали семь делегатов, а не девять.")
    deliver()
    return mail_server.to("anna@paper.example")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_letter_is_readable_by_day_and_by_night_and_in_a_terminal(letters, new_page, scheme, tmp_path):
    page = new_page(width=390, color_scheme=scheme, java_script_enabled=False)
    foreign = refused_requests(page, "file:")
    for number, letter in enumerate(letters):
        html = words(letter, "html")
        assert "<img" not in html
        assert "<script" not in html
        file = tmp_path / f"{number}.html"
        file.write_text(html)
        page.goto(f"file://{file}")
        assert page.evaluate(COLOURS) == PAPER[scheme]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert max(len(line) for line in words(letter).splitlines() if "://" not in line) <= 72
    assert not foreign

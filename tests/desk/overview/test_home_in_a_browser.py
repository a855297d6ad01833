"""The day's work in a real Chromium: an approval on a telephone, an article from a template, and axe."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from demo import content
from news import plans
from news.models import Article, Edition, Template, TemplateText
from publishing import actions, clock
from tests import factories
from tests.browser import faults_of_every_look, rules_for
from tests.desk.word import documents

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TELEPHONE = {"width": 390, "height": 800}
TEMPLATES = content.read("templates")["templates"]


def is_as_wide_as_the_screen(page):
    page.wait_for_load_state("networkidle")
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def waiting_for_approval():
    edition = factories.edition("en", title="To be approved on the way home")
    actions.submit(edition, by=factories.writer())
    return edition


def test_an_approval_from_a_telephone(desk):
    edition = waiting_for_approval()
    page = desk("/desk/", **TELEPHONE)
    assert is_as_wide_as_the_screen(page)
    page.get_by_role("link", name="To be approved on the way home").first.click()
    button = page.get_by_role("button", name="Approve", exact=False).first
    expect(button).to_be_visible()
    assert is_as_wide_as_the_screen(page)
    with page.expect_navigation():
        button.click()
    assert page.get_by_text("Approved: English.").is_visible()
    edition.refresh_from_db()
    assert edition.is_approved
    assert page.said == []


def test_an_article_begins_with_a_template_on_the_page_of_its_meeting(desk):
    made = Template.objects.create(name=TEMPLATES[0]["name"], section=factories.section())
    for language, words in TEMPLATES[0]["texts"].items():
        TemplateText.objects.create(template=made, language=language, **words)
    meeting = factories.meeting()
    page = desk(reverse("admin:council_meeting_change", args=[meeting.pk]))
    page.get_by_role("link", name="New from template").click()
    page.get_by_role("button", name="Create draft").click()
    expect(page.get_by_text("Begun from the template “Report on a Permanent Council meeting”.")).to_be_visible()
    article = Article.objects.get()
    assert "27 November 2018, Moscow." in article.editions.get(language="en").standfirst
    assert "27 ноября 2018 года, Москва." in article.editions.get(language="ru").standfirst


def test_the_calendar_is_walked_by_keyboard_and_a_list_on_a_telephone(desk):
    draft = factories.edition("en", title="Meant for later")
    plans.plan(draft, by=factories.writer(), at=clock.now())
    page = desk("/desk/calendar/", **TELEPHONE)
    assert is_as_wide_as_the_screen(page)
    assert page.locator(".date--empty:not(.date--today):visible").count() == 0
    page.get_by_role("link", name="Move").focus()
    page.keyboard.press("Enter")
    page.locator("input[type=date]").fill("2126-12-10")
    page.keyboard.press("Enter")
    page.wait_for_url("**/calendar/?month=2126-12")
    assert page.get_by_role("link", name="Meant for later", exact=True).is_visible()


@pytest.fixture
def busy():
    """A desk on which every part of these pages has something to show; returns their addresses.

    tests/accessibility/test_desk_pages.py asks for every page of the desk; here are those with a day full of work, or
    with a question in their addresses.
    """
    waiting_for_approval()
    draft = factories.edition("en", title="Planned")
    plans.plan(draft, by=factories.writer(), at=clock.now() + datetime.timedelta(hours=2))
    factories.published("en", title="Later", at=clock.now() + datetime.timedelta(minutes=5))
    hurried = factories.edition("en", title="Hurried", by=factories.writer())
    actions.publish(hurried, by=factories.administrator(), without_review="The telephone.")
    factories.photo(alt={}, credit={})
    factories.meeting(held_on=clock.today())
    Template.objects.create(name={"en": "Report", "ru": "Отчёт"}, section=factories.section())
    numbers = "-".join(str(edition.article_id) for edition in Edition.objects.all())
    return {
        "home": "/desk/",
        "list, filtered": "/desk/news/article/?state=unreviewed&q=hurried",
        "calendar": "/desk/calendar/",
        "week": f"/desk/calendar/?week={clock.today()}",
        "look ahead": f"/desk/news/article/bulk/submit/?articles={numbers}",
        "look ahead with a question": f"/desk/news/article/bulk/plan/?articles={numbers}",
        "why": f"/desk/why/?record=news.article-{hurried.article_id}",
    }


def test_axe_finds_nothing(desk, live_server, busy):
    page, found = desk("/desk/"), {}
    for name, address in busy.items():
        page.goto(live_server.url + address)
        found[name] = faults_of_every_look(page, rules_for(page))
    assert not any(found.values()), found


def test_a_word_document_that_is_chosen_becomes_a_draft_at_once(desk):
    factories.section()
    page = desk("/desk/")
    with page.expect_file_chooser() as chosen:
        page.locator("label[for=word-file]").click()
    chosen.value.set_files({"name": "report.docx", "mimeType": WORD, "buffer": documents.saved(documents.report())})
    expect(page.get_by_role("heading", level=1)).to_have_text(documents.TITLE)
    assert Edition.objects.get().title == documents.TITLE

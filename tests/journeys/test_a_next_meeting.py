"""From “next meeting” to two visitors who read the released report with the titles of that day."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from council.models import Consideration, Meeting
from demo import articles
from news.models import Edition
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = datetime.date
AMBASSADORS = {"en": "the permanent representatives", "ru": "постоянным представителям"}


@pytest.fixture
def last():
    """A meeting, after which one representative gave place to another and the chair went to another state."""
    russia = factories.state("RU", "Russian Federation", "Российская Федерация")
    factories.chairmanship(factories.state(), DAY(2018, 1, 1), DAY(2018, 12, 31))
    factories.chairmanship(russia, DAY(2019, 1, 1))
    office = factories.office(state=russia)
    factories.term(factories.person("Old Envoy", "Прежний Посланник"), office, end=DAY(2019, 1, 10))
    rank = {"en": "Ambassador", "ru": "Посол"}
    factories.term(factories.person("New Envoy", "Новый Посланник"), office, start=DAY(2019, 1, 10), rank=rank)
    general = factories.office("secretary_general", en="Secretary General", ru="Генеральный секретарь")
    factories.term(factories.person("Stanislav Zas", "Станислав Зась"), general)
    articles.load_templates({"permanent-council": factories.section()})
    return factories.meeting(ordinal={"en": "38th", "ru": "38-е"})


def test_the_next_meeting_becomes_a_report_in_both_languages(last, desk, live_server, new_page):
    page = desk(reverse("admin:council_meeting_change", args=[last.pk]))
    page.locator(".go__more > summary").click()
    page.get_by_role("link", name="Next meeting…").click()
    page.get_by_label("Date").fill("2019-01-15")
    page.get_by_role("button", name="Create draft").click()
    expect(page.get_by_text("Check its chair")).to_be_visible()

    meeting = Meeting.objects.get(held_on=DAY(2019, 1, 15))
    hold(meeting)
    page.get_by_role("link", name="New from template").click()
    page.get_by_label("Report on a Permanent Council meeting").check()
    page.get_by_role("button", name="Create draft").click()
    expect(page.locator("#id_en-title")).to_have_value("The CSTO Permanent Council has met")
    for edition in Edition.objects.all():
        factories.approve(edition)

    page.goto(live_server.url + reverse("admin:council_meeting_change", args=[meeting.pk]))
    page.locator(".go__more > summary").click()
    page.get_by_role("button", name="Publish together").click()
    page.get_by_role("link", name="Publish the package…").click()
    page.get_by_role("button", name="Publish the whole package").click()
    expect(page.get_by_text("Published: visitors see everything.")).to_be_visible()

    visitor = new_page()
    for language, sentences in REPORT.items():
        visitor.goto(f"{live_server.url}/{language}/")
        visitor.get_by_role("link", name=TITLE[language]).first.click()
        for sentence in sentences:
            expect(visitor.locator("article")).to_contain_text(sentence)
        visitor.goto(f"{live_server.url}/{language}/council/meetings/{meeting.pk}/")
        expect(visitor.locator("main")).to_contain_text(NUMBER[language])


def hold(meeting):
    """What the record of the finished meeting says, as somebody would have typed it."""
    meeting.with_secretary_general = True
    meeting.save()
    paper = factories.document(public=False, en="Plan of action", ru="План мероприятий")
    for place, verb in enumerate(["reviewed", "agreed", "sent_on"]):
        recipient = AMBASSADORS if verb == "sent_on" else {}
        Consideration.objects.create(meeting=meeting, document=paper, verb=verb, recipient=recipient, position=place)


TITLE = {"en": "The CSTO Permanent Council has met", "ru": "Состоялось заседание Постоянного совета ОДКБ"}
NUMBER = {"en": "39th meeting of the Permanent Council", "ru": "39-е заседание Постоянного совета"}
REPORT = {
    "en": [
        "Chaired by New Envoy, Permanent Representative, Ambassador.",
        "Among the participants: Stanislav Zas, Secretary General.",
        "The participants reviewed and agreed the document “Plan of action” "
        "and sent it on to the permanent representatives.",
    ],
    "ru": [
        "Председатель — Новый Посланник, Постоянный представитель, Посол.",
        "Среди участников — Станислав Зась, Генеральный секретарь.",
        "Участники заседания рассмотрели и согласовали документ «План мероприятий» "
        "и направили его постоянным представителям.",
    ],
}

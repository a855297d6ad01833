"""The screen of meetings in imported reports: what was found and where, decided by keyboard."""

import pytest
from playwright.sync_api import expect

from council.models import Meeting
from moving.models import ProposedMeeting
from news.models import Edition
from tests import factories
from tests.browser import faults
from tests.desk.moving.test_queue import staff
from tests.moving.test_meetings import REPORT, THE_DAY
from tests.moving.test_meetings import imported as imported_report

pytestmark = pytest.mark.django_db


def address(batch):
    return f"/desk/moving/batch/{batch.pk}/meetings/"


def test_every_value_is_shown_with_where_it_was_found(record):
    one = imported_report()
    factories.chairmanship(record["state"], THE_DAY)
    shown = staff().get(address(one.page.batch)).content.decode()
    for words in [
        "New, a draft: 27 November 2018", "in the sentence that names the meeting", "the date of the page",
        "Aman Mambetseitov (Kyrgyz Republic)", "<small>under the chairmanship of the Permanent",
        "Finalized: Draft statement",
        "Chairmanship of that day, as entered:",
    ]:  # fmt: skip
        assert words in " ".join(shown.split())
    report = staff().get(f"/desk/moving/batch/{one.page.batch.pk}/change/").content.decode()
    assert address(one.page.batch) in report


def test_what_is_confirmed_is_entered(record):
    one = imported_report()
    staff().post(address(one.page.batch), {
        "report": one.pk, "do": "take", "meeting": "day-2018-11-28", "body": record["body"].pk,
        "done": f"{record['paper'].pk}-agreed",
    })  # fmt: skip
    meeting = Meeting.objects.get()
    assert (str(meeting.held_on), meeting.chair) == ("2018-11-28", None)
    assert [step.verb for step in meeting.considerations.all()] == ["agreed"]


@pytest.mark.parametrize("sent", [
    {}, {"meeting": "meeting-999"}, {"meeting": "day-2018-13-45"}, {"meeting": "day-1"}, {"meeting": "day-2018-11-27"},
    {"meeting": "day-2018-11-27", "body": "x", "done": "x-y"},
])  # fmt: skip
def test_a_refusal_says_why_and_enters_nothing(record, sent):
    one = imported_report()
    answer = staff().post(address(one.page.batch), {"report": one.pk, "do": "take", **sent})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not Meeting.objects.exists()


def test_of_two_meetings_of_that_day_none_is_chosen_in_silence(record):
    for _number in range(2):
        factories.meeting(held_on=THE_DAY)
    one = imported_report()
    shown = staff().get(address(one.page.batch)).content.decode()
    assert shown.count('name="meeting"') == 3  # the day of the page is another
    assert " checked>" not in shown.partition("What follows")[0]


def test_only_who_may_publish_decides(record):
    one = imported_report()
    for person in (factories.writer(), factories.translator()):
        assert staff(person).get(address(one.page.batch)).status_code == 403


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "width", "scheme"), [("en", 1280, "light"), ("ru", 390, "dark")])
def test_reports_are_decided_with_one_key_each(record, desk, language, width, scheme):
    first = imported_report()
    batch = first.page.batch
    days = ["28, 2018", "29, 2018", "30, 2018"]
    ones = [first, *(imported_report(batch=batch, body=REPORT.replace("27, 2018", day)) for day in days)]
    screen = desk(address(batch), language, width=width, color_scheme=scheme)

    def at(number):
        expect(screen.locator("input[name=report]").first).to_have_value(str(ones[number].pk))
        expect(screen.locator("[data-take]")).to_be_focused()

    at(0)
    assert faults(screen) == {}
    screen.keyboard.press("2")
    screen.keyboard.press("Enter")
    at(1)
    screen.keyboard.press("x")
    at(2)
    screen.keyboard.press("z")
    at(1)
    screen.keyboard.press("ArrowRight")
    at(2)
    screen.keyboard.press("Enter")
    at(3)
    assert {str(meeting.held_on) for meeting in Meeting.objects.all()} == {"2018-11-28", "2018-11-29"}
    screen.keyboard.press("z")
    at(2)
    assert {str(meeting.held_on) for meeting in Meeting.objects.all()} == {"2018-11-28"}
    found = dict(ProposedMeeting.objects.values_list("pk", "outcome"))
    assert [found[one.pk] for one in ones] == ["taken", "waiting", "waiting", "waiting"]
    assert Edition.objects.filter(meeting__isnull=False).count() == 1
    assert screen.said == []

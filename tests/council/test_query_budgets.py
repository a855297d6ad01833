"""No page of the record asks the database more often because there is more on record."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from council import albums
from council.models import Consideration, Document, MeetingPaper, Participation, Signatory
from publishing import actions
from tests import factories

DAY = datetime.date
MOST = 40  # questions for any page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]


@pytest.fixture
def kyrgyzstan():
    state = factories.state()
    factories.chairmanship(state, DAY(2018, 1, 1))
    return state


@pytest.fixture
def meeting(kyrgyzstan):
    return factories.meeting(chair_state=kyrgyzstan, with_secretary_general=True)


@pytest.fixture
def paper(meeting):
    return factories.document(body=factories.body(), dated=meeting.held_on)


@pytest.fixture
def envoy(kyrgyzstan):
    return factories.person()


@pytest.fixture
def add_to(meeting, paper, kyrgyzstan, envoy):
    """A function that puts one more of everything on record around the meeting, the paper, the state and the person."""
    general = factories.office("secretary_general", en="Secretary General", ru="Генеральный секретарь")
    factories.term(factories.person("Valery Semerikov"), general)

    def add(number):
        rank = {"en": "Ambassador", "ru": "Посол"}
        person = factories.person(f"Envoy {number}", f"Посланник {number}")
        start, end = DAY(2000 + number, 1, 1), DAY(2000 + number, 12, 31)
        factories.term(person, factories.office(state=kyrgyzstan, single_holder=False), rank=rank)
        factories.term(envoy, factories.office(state=kyrgyzstan), start=start, end=end)
        Participation.objects.create(meeting=meeting, person=person, state=kyrgyzstan, position=number)
        meeting.agenda.create(text={"en": "Item"}, position=number)
        another = factories.meeting(held_on=DAY(2018, 1, number), chair=person, bodies=[factories.body()])
        Participation.objects.create(meeting=another, person=envoy)
        other_paper = factories.document(body=factories.body(), dated=DAY(2018, 2, number))
        for at, document in [(meeting, other_paper), (another, paper), (another, other_paper)]:
            Consideration.objects.create(meeting=at, document=document, verb="reviewed", position=number)
        MeetingPaper.objects.create(meeting=meeting, document=factories.document(en=f"Prepared {number}"))
        MeetingPaper.objects.create(meeting=another, document=factories.document())
        Signatory.objects.create(document=paper, state=kyrgyzstan, position=number)
        paper.bears_on.create(kind="amends", earlier=other_paper)
        other_paper.bears_on.create(kind="amends", earlier=paper)
        photo = factories.photo(f"ZVF_{number}.JPG", rendered=number == 1)
        meeting.photo_uses.create(photo=photo)
        albums.put_in(meeting, [factories.photo(f"ALBUM_{number}.JPG")], by=factories.writer())
        if number == 1:
            actions.publish(albums.album_of(meeting), by=factories.press_secretary())
        for at in (meeting, another):
            factories.published("en", meeting=at)

    return add


PAGES = {
    "meetings": lambda record: "/en/council/",
    "meetings of a year": lambda record: "/en/council/2018/",
    "meetings of a body": lambda record: "/en/council/bodies/permanent-council/",
    "a meeting": lambda record: f"/en/council/meetings/{record['meeting'].pk}/",
    "documents": lambda record: "/en/council/documents/",
    "documents, narrowed": lambda record: "/en/council/documents/?year=2018&status=under-way",
    "a document": lambda record: f"/en/council/documents/{record['paper'].pk}/",
    "history": lambda record: "/en/council/history/",
    "the calendar": lambda record: "/en/council/meetings.ics",
    "a meeting's calendar": lambda record: f"/en/council/meetings/{record['meeting'].pk}/meeting.ics",
    "representatives": lambda record: "/en/council/representatives/?on=2018-11-27",
    "representatives as JSON": lambda record: "/en/council/representatives.json?on=2018-11-27",
    "a state": lambda record: "/en/council/states/kg/?on=2018-11-27",
    "a state as JSON": lambda record: "/en/council/states/kg.json",
    "a person": lambda record: record["envoy"].get_absolute_url().replace("/ru/", "/en/"),
    "a person as JSON": lambda record: f"/en/council/people/{record['envoy'].pk}.json",
}


@pytest.fixture
def questions(client, meeting, paper, envoy):
    """A function that returns how often a page of PAGES asks, with the questions themselves."""

    def count(name):
        address = PAGES[name]({"meeting": meeting, "paper": paper, "envoy": envoy})
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address, follow=True)
        assert response.status_code == 200, address
        return [query["sql"] for query in asked.captured_queries]

    return count


def test_three_times_as_much_on_record_is_not_one_question_more(questions, add_to):
    for number in range(1, 8):  # so many that every page leads to the rest by now
        add_to(number)
    before = {name: questions(name) for name in PAGES}
    for number in range(8, 22):
        add_to(number)
    after = {name: questions(name) for name in PAGES}
    grown = {name: (len(before[name]), len(after[name])) for name in PAGES if len(before[name]) != len(after[name])}
    assert grown == {}
    assert {name: len(asked) for name, asked in after.items() if len(asked) > MOST} == {}
    assert Document.objects.count() == 64

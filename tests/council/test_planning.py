"""The next meeting, made from the last one."""

import datetime

import pytest

from council import ordinals, planning
from council.models import AgendaItem, Meeting
from tests import factories
from tests.desk.screens import signed_in

DAY = datetime.date
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]


@pytest.mark.parametrize(
    ("printed", "following"),
    [
        ("XXI", "XXII"),
        ("ХХI", "XXII"),  # the first two letters are Cyrillic
        ("XXXIX", "XL"),
        ("38th", "39th"),
        ("20th", "21st"),
        ("110th", "111th"),
        ("38-е", "39-е"),
        ("7", "8"),
        ("first in 2021", ""),
        ("IIII", ""),
        ("", ""),
    ],
)
def test_a_number_is_followed_in_the_way_it_is_written(printed, following):
    assert ordinals.following(printed) == following


@pytest.fixture
def last():
    """A meeting under the chairmanship of one state, after which another takes over."""
    kyrgyzstan, russia = factories.state(), factories.state("RU", "Russian Federation", "Российская Федерация")
    factories.state("AM", "Republic of Armenia", "Республика Армения")
    factories.chairmanship(kyrgyzstan, DAY(2018, 1, 1), DAY(2018, 12, 31))
    factories.chairmanship(russia, DAY(2019, 1, 1))
    factories.term(factories.person("Old Envoy"), factories.office(state=russia), end=DAY(2018, 12, 1))
    factories.term(
        factories.person("New Envoy"), russia.offices.get(), start=DAY(2018, 12, 1), rank={"en": "Ambassador"}
    )
    factories.term(factories.person("Kyrgyz Envoy"), factories.office(state=kyrgyzstan))
    meeting = factories.meeting(
        ordinal={"en": "38th", "ru": "38-е"}, starts_at=datetime.time(10), zone="Asia/Bishkek", format="mixed"
    )
    AgendaItem.objects.create(meeting=meeting, text={"en": "Plan of consultations", "ru": "План консультаций"})
    return meeting


def test_number_chair_and_table_are_those_of_its_day(last):
    following = planning.next_after(last, DAY(2019, 1, 15), by=factories.press_secretary())
    assert following.ordinal == {"en": "39th", "ru": "39-е"}
    assert (following.chair_state.code, str(following.chair)) == ("RU", "New Envoy")
    assert (following.starts_at, following.zone, following.format) == (last.starts_at, "Asia/Bishkek", "mixed")
    assert list(following.bodies.all()) == list(last.bodies.all())
    assert not following.participations.exists()  # that is known after the meeting
    seats = [(state.code, person and str(person)) for state, person in planning.seats_on(following.held_on)]
    assert seats == [("AM", None), ("KG", "Kyrgyz Envoy"), ("RU", "New Envoy")]
    assert following.agenda.get().text["en"] == "Plan of consultations"
    assert not following.is_public()
    assert following.uid != last.uid


def test_on_the_day_of_a_handover_the_new_one_sits_there(last):
    following = planning.next_after(last, DAY(2018, 12, 1), by=factories.press_secretary())
    assert str(following.chair) == "Kyrgyz Envoy"
    assert str(dict(planning.seats_on(DAY(2018, 12, 1)))[factories.state("RU")]) == "New Envoy"


def test_the_desk_asks_for_the_day_alone(last):
    client = signed_in(factories.press_secretary())
    address = f"/desk/council/meeting/{last.pk}/next/"
    assert address in client.get(f"/desk/council/meeting/{last.pk}/change/").content.decode()
    response = client.post(address, {"held_on": "2019-01-15"}, follow=True)
    made = Meeting.objects.get(held_on=DAY(2019, 1, 15))
    assert response.redirect_chain[-1][0] == f"/desk/council/meeting/{made.pk}/change/"
    again = client.post(address, {"held_on": "2018-02-30"})
    assert "Enter a valid date" in again.content.decode()
    before = client.post(address, {"held_on": "2018-01-01"})
    assert "after the last one" in before.content.decode()
    assert Meeting.objects.count() == 2
    assert signed_in(factories.writer()).get(address).status_code == 403

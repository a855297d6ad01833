"""Who held which office on a day: the page, the address and the data give the answer of a plain list."""

import datetime
import re
from html import unescape

import jsonschema
import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from council.models import Office, Term
from tests import factories
from tests.council.popolo_schema import SCHEMA

DAY = datetime.date
pytestmark = pytest.mark.django_db

BEGINNING = DAY(2018, 1, 1)
days = st.integers(0, 40).map(lambda number: BEGINNING + datetime.timedelta(days=number))


@st.composite
def histories(draw):
    """Rows (office, first day, last day or None), as somebody would type them, overlapping or not."""
    rows = []
    for _ in range(draw(st.integers(1, 8))):
        start = draw(days)
        end = draw(st.none() | days.filter(lambda end, start=start: end >= start))
        rows.append((draw(st.integers(0, 1)), start, end))
    return rows


@given(histories(), days)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_history_answers_as_a_plain_list_does(history, day):
    with transaction.atomic():
        offices = [factories.office(state=factories.state()), factories.office(kind=Office.Kind.DEPUTY)]
        kept = []
        for office, start, end in history:
            overlaps = any(
                office == other and start < (until or DAY.max) and since < (end or DAY.max)
                for other, since, until in kept
                if since != until and start != end  # a term of one day leaves nothing certain but the handover
            )
            try:
                with transaction.atomic():
                    factories.term(factories.person(), offices[office], start=start, end=end)
            except IntegrityError:
                assert overlaps
            else:
                assert not overlaps
                kept.append((office, start, end))
        expected = sorted((o, s) for o, s, e in kept if s <= day and (e is None or day <= e))
        found = sorted((offices.index(term.office), term.start) for term in Term.objects.holding(day))
        assert found == expected
        transaction.set_rollback(True)


@pytest.fixture
def envoys():
    """Two representatives of one state, the second from the day on which the first left."""
    office = factories.office(state=factories.state())
    first = factories.term(
        factories.person("First Envoy", "Первый Посланник"), office, start=DAY(2017, 1, 10), end=DAY(2018, 11, 27)
    )
    rank = {"en": "Ambassador", "ru": "Посол"}
    second = factories.term(
        factories.person("Second Envoy", "Второй Посланник"), office, start=DAY(2018, 11, 27), rank=rank
    )
    return first, second


def text_of(response):
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def in_office(client, day, place="representatives"):
    """Return the names of the people that the data gives for `day`."""
    return [person["name"] for person in client.get(f"/en/council/{place}.json", {"on": day}).json()["persons"]]


@pytest.mark.parametrize(
    ("day", "names"),
    [
        ("2017-01-09", []),
        ("2017-01-10", ["First Envoy"]),
        ("2018-11-26", ["First Envoy"]),
        ("2018-11-27", ["Second Envoy", "First Envoy"]),  # on the day of a handover both hold, the new one first
        ("2018-11-28", ["Second Envoy"]),
        ("2024-02-29", ["Second Envoy"]),
    ],
)
def test_page_and_data_agree_at_the_edges(client, envoys, day, names):
    assert in_office(client, day) == names
    assert in_office(client, day, "states/kg") == names
    shown = client.get("/en/council/representatives/", {"on": day}).content.decode()
    cards = shown[shown.index('id="states"') : shown.index('id="earlier"')]
    assert re.findall(r"<h3><a [^>]*>([^<]+)</a>", cards) == names
    assert "The record as of" in shown


def test_a_day_goes_along_from_page_to_page_and_language(client, envoys):
    page = client.get("/en/council/representatives/?on=2018-11-28").content.decode()
    second = envoys[1].person
    assert f'href="{second.get_absolute_url()}?on=2018-11-28"' in page
    assert 'href="/en/council/states/kg/?on=2018-11-28"' in page
    assert 'href="/ru/council/representatives/?on=2018-11-28"' in page
    moved = client.get(f"/en/council/people/{second.pk}-wrong/?on=2018-11-28")
    assert moved.headers["Location"] == f"{second.get_absolute_url()}?on=2018-11-28"


def test_a_persons_title_is_that_of_the_day(client, envoys):
    first = envoys[0].person
    then = text_of(client.get(first.get_absolute_url() + "?on=2018-01-01"))
    later = text_of(client.get(first.get_absolute_url() + "?on=2019-01-01"))
    assert "Permanent Representative" in then.split("As of the day")[0]
    assert "No information on the office on that day." in later


PLACES = ["representatives/", "states/kg/", "person", "representatives.json", "states/kg.json"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("27.11.2018", "“27.11.2018” is no date. Write it as 2018-11-27."),
        ("2018-02-30", "is no date"),
        ("<script>alert(1)</script>", "is no date"),
        ("1992-05-14", "Records begin on 15 May 1992."),
        ("2999-01-01", "Records end on 31 December"),
        ("\x00", "is no date"),
    ],
)
@pytest.mark.parametrize(
    "place", ["representatives/", "states/kg/", "representatives.json", "states/kg.json", "person"]
)
def test_nonsense_gets_a_sentence_and_no_answer(client, envoys, place, typed, sentence):
    address = envoys[0].person.get_absolute_url() if place == "person" else f"/en/council/{place}"
    response = client.get(address, {"on": typed})
    assert response.status_code == 400
    said = response.json()["error"] if place.endswith("json") else text_of(response)
    assert sentence in said
    assert "since 27 November 2018" not in said


def test_the_first_and_the_last_day_of_the_record_are_answered(client, envoys):
    assert in_office(client, "1992-05-15") == []
    assert in_office(client, f"{DAY.today().year + 10}-12-31") == ["Second Envoy"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_data_has_the_shape_of_popolo(client, envoys, language):
    document = client.get(f"/{language}/council/representatives.json?on=2018-11-27").json()
    jsonschema.validate(document, SCHEMA)
    first, second = envoys
    memberships = {membership["person_id"]: membership for membership in document["memberships"]}
    ours = memberships[f"person/{second.person_id}"]
    assert ours["start_date"] == "2018-11-27"
    assert "end_date" not in ours
    assert ours["rank"] == second.rank[language]
    assert memberships[f"person/{first.person_id}"]["end_date"] == "2018-11-27"
    assert document["date"] == "2018-11-27"


def test_a_date_is_as_long_as_it_is_known(client):
    term = factories.term(
        factories.person(),
        factories.office(),
        start=DAY(2020, 1, 1),
        start_precision="year",
        end=DAY(2022, 5, 31),
        end_precision="month",
    )
    [membership] = client.get(f"/en/council/people/{term.person_id}.json").json()["memberships"]
    assert (membership["start_date"], membership["end_date"]) == ("2020", "2022-05")


def test_what_is_not_public_is_in_no_answer(client, envoys):
    office = factories.office(state=factories.state("RU", "Russian Federation", "Российская Федерация"))
    factories.term(factories.person("Hidden Envoy", "Тайный"), office, start=DAY(2018, 1, 1), public=False)
    assert "Hidden Envoy" not in in_office(client, "2018-11-28")
    assert "Hidden" not in client.get("/en/council/states/ru/?on=2018-11-28").content.decode()


def test_more_terms_are_no_more_queries(client, envoys, django_assert_max_num_queries):
    office = envoys[0].office
    for year in range(1995, 2015):
        factories.term(factories.person(), office, start=DAY(year, 1, 1), end=DAY(year, 12, 31))
    for place in ["representatives/", "states/kg/", "representatives.json"]:
        with django_assert_max_num_queries(24):
            assert client.get(f"/en/council/{place}?on=2018-11-28").status_code == 200

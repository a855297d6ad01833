"""Bodies over time: what they were called, of what they were part, and who belonged to them, on any day."""

import datetime
import re
from html import unescape

import jsonschema
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from council.body_views import roster_on
from council.models import Body, BodyName, MeetingPhoto, Membership
from publishing.visitors import as_visitor
from tests import factories
from tests.council.popolo_schema import SCHEMA
from tests.desk.screens import Page, signed_in

DAY = datetime.date
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

LANGUAGES = pytest.mark.parametrize("language", ["ru", "en"])


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def heading(client, address):
    page = client.get(address).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page[page.index("<h1") : page.index("</h1>")])).split())


# --- Names ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def ministers():
    """A council that was a committee, under another abbreviation, until the end of 2010."""
    body = factories.body("defence-ministers", "Council of Ministers of Defence", "Совет министров обороны")
    body.abbreviation = {"en": "CMD", "ru": "СМО"}
    body.save()
    factories.body_name(
        body,
        start=DAY(1992, 5, 15),
        end=DAY(2010, 12, 31),
        en="Committee of Ministers of Defence",
        abbreviation={"en": "CDM", "ru": "КМО"},
    )
    return body


def test_a_body_is_called_as_on_the_day(client, ministers):
    address = "/en/council/bodies/defence-ministers/"
    assert heading(client, address) == "Council of Ministers of Defence (CMD)"
    assert heading(client, address + "?on=2010-12-31") == "Committee of Ministers of Defence (CDM)"
    assert heading(client, address + "?on=2011-01-01") == "Council of Ministers of Defence (CMD)"
    assert "Committee of Ministers of Defence (CDM) 15 May 1992 – 31 December 2010" in text_of(client, address)


@LANGUAGES
def test_a_meeting_is_of_the_body_as_it_was_called_on_its_day(client, language, ministers):
    then = factories.meeting(held_on=DAY(2009, 6, 1), bodies=[ministers])
    now = factories.meeting(held_on=DAY(2018, 6, 1), bodies=[ministers])
    assert ministers.names.get().name_of[language] in text_of(client, f"/{language}/council/meetings/{then.pk}/")
    assert ministers.name_of[language] in text_of(client, f"/{language}/council/meetings/{now.pk}/")
    assert "Meeting of the Committee of Ministers of Defence" in text_of(client, "/en/council/2009/")


def test_a_body_is_part_of_what_it_was_part_of_on_the_day(client, ministers):
    heads = factories.body("heads", "Council of Heads", "Совет глав")
    before = factories.body("before", "Former Council", "Прежний Совет")
    Body.objects.filter(pk=ministers.pk).update(parent=heads)
    BodyName.objects.update(parent=before)
    address = ministers.get_absolute_url().replace("/ru/", "/en/")
    assert "Part of: Council of Heads" in text_of(client, address)
    assert "Part of: Former Council" in text_of(client, address + "?on=2005-01-01")
    assert "Subsidiary bodies Committee of Ministers of Defence" in text_of(
        client, "/en/council/bodies/before/?on=2005-01-01"
    )
    assert "Subsidiary bodies" not in text_of(client, "/en/council/bodies/before/")
    assert "Subsidiary bodies" not in text_of(client, "/en/council/bodies/heads/?on=2005-01-01")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (DAY(2010, 12, 31), DAY(2011, 5, 1)),
        (DAY(1995, 1, 1), DAY(1996, 1, 1)),
        (None, DAY(1992, 5, 15)),
        (None, DAY(2015, 1, 1)),
    ],
)
def test_the_database_refuses_two_names_of_a_body_on_one_day(ministers, start, end):
    with pytest.raises(IntegrityError, match="council_bodyname_one"), transaction.atomic():
        factories.body_name(ministers, start=start, end=end)
    row = BodyName(body=ministers, name={"en": "x", "ru": "x"}, start=start, end=end)
    with pytest.raises(ValidationError, match="another earlier name on some of these days"):
        row.full_clean()


def test_the_database_refuses_a_name_that_ends_before_it_begins(ministers):
    with pytest.raises(IntegrityError, match="council_bodyname_dates"), transaction.atomic():
        factories.body_name(ministers, start=DAY(2012, 1, 1), end=DAY(2011, 1, 1))
    factories.body_name(ministers, start=DAY(2011, 1, 1), end=DAY(2012, 1, 1))


def test_a_body_is_not_part_of_itself(ministers):
    below = factories.body("below", "Working group", "Рабочая группа")
    below.parent = ministers
    below.save()
    ministers.parent = below
    with pytest.raises(ValidationError, match="cannot be part of itself"):
        ministers.full_clean()


# --- Members -------------------------------------------------------------------------------------------------------


@pytest.fixture
def council():
    """A body of two states, one of which left, and of a representative who changed."""
    body = factories.body()
    kyrgyzstan = factories.state()
    uzbekistan = factories.state("UZ", "Republic of Uzbekistan", "Республика Узбекистан")
    envoy = factories.office(state=factories.state("RU", "Russian Federation", "Российская Федерация"))
    factories.term(factories.person("Old Envoy", "Старый"), envoy, start=DAY(2004, 1, 1), end=DAY(2009, 12, 31))
    rank = {"en": "Ambassador", "ru": "Посол"}
    factories.term(factories.person("New Envoy", "Новый"), envoy, start=DAY(2012, 1, 1), rank=rank)
    factories.membership(body, kyrgyzstan, start=DAY(2002, 10, 7))
    factories.membership(body, uzbekistan, start=DAY(2006, 6, 23), end=DAY(2012, 12, 19))
    factories.membership(body, envoy, start=DAY(2002, 10, 7), role=Membership.Role.CHAIR)
    return body


@pytest.mark.parametrize(
    ("day", "states", "people"),
    [
        ("2002-10-06", [], []),
        ("2002-10-07", ["kg", "ru"], []),
        ("2006-06-22", ["kg", "ru"], ["Old Envoy"]),
        ("2006-06-23", ["kg", "ru", "uz"], ["Old Envoy"]),
        ("2010-01-01", ["kg", "ru", "uz"], []),
        ("2012-12-19", ["kg", "ru", "uz"], ["New Envoy"]),
        ("2012-12-20", ["kg", "ru"], ["New Envoy"]),
    ],
)
def test_the_members_of_the_day_are_the_same_on_the_page_and_in_the_data(client, council, day, states, people):
    page = client.get(f"/en/council/bodies/permanent-council/?on={day}").content.decode()
    roster = page[page.index('id="members"') : page.index('id="meetings"')]
    assert sorted(set(re.findall(r"/council/states/(\w+)/", roster))) == states
    assert re.findall(r"<h3><a [^>]*>([^<]+)</a>", roster) == people
    data = client.get(f"/en/council/bodies/permanent-council.json?on={day}").json()
    jsonschema.validate(data, SCHEMA)
    assert data["date"] == day
    assert [person["name"] for person in data["persons"]] == people
    known = {organization["id"] for organization in data["organizations"]}
    assert {f"state/{code}" for code in states} | {"csto", "body/permanent-council"} == known


@LANGUAGES
def test_the_data_about_a_body_has_the_shape_of_popolo(client, ministers, language):
    state = factories.state()
    factories.membership(ministers, state, start=DAY(2002, 1, 1), start_precision="year")
    envoy = factories.office(state=state)
    holder = factories.term(factories.person(), envoy, start=DAY(2003, 5, 1), end=DAY(2012, 5, 1))
    factories.membership(ministers, envoy, start=DAY(2004, 2, 1), start_precision="month", role="secretary")
    data = client.get(f"/{language}/council/bodies/defence-ministers.json?on=2009-01-01").json()
    jsonschema.validate(data, SCHEMA)
    [body] = [organization for organization in data["organizations"] if organization["id"] == "body/defence-ministers"]
    then = ministers.names.get()
    assert body["name"] == then.name[language]
    assert {name["name"] for name in body["other_names"]} == {ministers.name[language], then.abbreviation[language]}
    by_itself, by_office = data["memberships"]
    assert by_itself["member"] == {"id": "state/kg", "name": state.name[language]}
    assert (by_itself["start_date"], by_itself["role"]) == ("2002", "member")
    assert by_office["person_id"] == f"person/{holder.person_id}"
    assert (by_office["start_date"], by_office["end_date"]) == ("2004-02", "2012-05-01")
    assert by_office["role"] == "secretary"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((DAY(2002, 1, 1), None), (DAY(2006, 1, 1), None)),
        ((DAY(2002, 1, 1), DAY(2012, 12, 19)), (DAY(2012, 12, 1), DAY(2013, 1, 1))),
    ],
)
def test_the_database_refuses_one_member_twice_at_one_time(first, second):
    body, state, office = factories.body(), factories.state(), factories.office()
    for member in (state, office):
        factories.membership(body, member, *first)
        with pytest.raises(IntegrityError, match="_once"), transaction.atomic():
            factories.membership(body, member, *second)
    again = Membership(body=body, state=state, start=second[0], end=second[1])
    with pytest.raises(ValidationError, match="already listed as a member of this body at that time"):
        again.full_clean()
    factories.membership(factories.body("another", "Another", "Другой"), state, *second)


def test_a_member_may_come_back_and_imprecise_limits_may_meet():
    body, state = factories.body(), factories.state()
    factories.membership(body, state, DAY(1992, 5, 15), DAY(1999, 12, 31), end_precision="year")
    factories.membership(body, state, DAY(1999, 6, 1), DAY(2012, 12, 19))
    factories.membership(body, state, DAY(2012, 12, 19))
    assert body.memberships.count() == 3


def test_a_member_is_a_state_or_an_office():
    body, state, office = factories.body(), factories.state(), factories.office()
    for members in [{}, {"state": state, "office": office}]:
        with pytest.raises(IntegrityError, match="council_membership_of_one"), transaction.atomic():
            Membership.objects.create(body=body, **members)
        with pytest.raises(ValidationError, match="Choose a state or an office"):
            Membership(body=body, **members).full_clean()


BEGINNING = DAY(2018, 1, 1)
days = st.integers(0, 30).map(lambda number: BEGINNING + datetime.timedelta(days=number))


@st.composite
def rows(draw, ends):
    """Rows (which, first day or None, last day or None), as somebody would type them, overlapping or not."""
    drawn = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.none() | days)
        end = draw(ends(start))
        drawn.append((draw(st.integers(0, 1)), start, end))
    return drawn


def ends_of_names(start):
    return days.filter(lambda end: start is None or end >= start)


def ends_of_members(start):
    return st.none() | ends_of_names(start)


def holds(row, day):
    _which, start, end = row
    return (start is None or start <= day) and (end is None or day <= end)


def kept_by_the_database(typed, write):
    """Return the rows that the database takes, written one after the other."""
    kept = []
    for row in typed:
        try:
            with transaction.atomic():
                write(*row)
        except IntegrityError:
            continue
        kept.append(row)
    return kept


@given(rows(ends_of_names), rows(ends_of_members), days)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_history_of_a_body_answers_as_a_plain_list_does(names, members, day):
    with transaction.atomic():
        bodies = [factories.body("one", "One", "Один"), factories.body("two", "Two", "Два")]
        states = [factories.state("KG"), factories.state("RU")]

        def name(which, start, end):
            factories.body_name(bodies[which], start=start, end=end, en=f"{start} to {end}")

        def member(which, start, end):
            factories.membership(bodies[0], states[which], start=start, end=end)

        kept_names, kept_members = kept_by_the_database(names, name), kept_by_the_database(members, member)
        for one in names:
            # A name was refused if, and only if, the body had another one on some of its days.
            clashes = [
                name
                for name in kept_names
                if name[0] == one[0] and (name[1] or DAY.min) <= one[2] and (one[1] or DAY.min) <= name[2]
            ]
            assert (one in kept_names) or clashes
        for which, body in enumerate(Body.objects.order_by("slug")):
            then = [f"{name[1]} to {name[2]}" for name in kept_names if name[0] == which and holds(name, day)]
            assert len(then) < 2
            assert [body.called_on(day).name["en"]] == (then or [body.name["en"]])
        expected = sorted({states[member[0]].code for member in kept_members if holds(member, day)})
        assert sorted({row["state"].code for row in roster_on(bodies[0], day)}) == expected
        transaction.set_rollback(True)


# --- The page ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("yesterday", "“yesterday” is no date. Write it as 2018-11-27."),
        ("1992-05-14", "Records begin on 15 May 1992."),
        ("2999-01-01", "Records end on 31 December"),
    ],
)
@pytest.mark.parametrize("place", ["permanent-council/", "permanent-council.json"])
def test_nonsense_gets_a_sentence_and_no_answer(client, council, place, typed, sentence):
    response = client.get(f"/en/council/bodies/{place}", {"on": typed})
    assert response.status_code == 400
    said = response.json()["error"] if place.endswith("json") else unescape(response.content.decode())
    assert sentence in said
    assert "Russian Federation" not in said


def test_the_page_shows_meetings_documents_news_and_photos_of_the_body_alone(client):
    body, other = factories.body(), factories.body("other", "Other", "Другой")
    for one, title in [(body, "Ours"), (other, "Theirs")]:
        meeting = factories.meeting(bodies=[one], summary={"en": f"{title} was held.", "ru": ""})
        factories.published(meeting=meeting, title=f"{title} in the news")
        factories.document(body=one, en=f"{title} on paper", dated=DAY(2018, 1, 1))
        photo = factories.photo(f"{title.upper()}.JPG", rendered=True)
        MeetingPhoto.objects.create(meeting=meeting, photo=photo)
    hidden = factories.meeting(bodies=[body], public=False, summary={"en": "Hidden was held.", "ru": ""})
    MeetingPhoto.objects.create(meeting=hidden, photo=factories.photo("HIDDEN.JPG"))
    text = text_of(client, "/en/council/bodies/permanent-council/")
    for words in ["Ours was held.", "Ours in the news", "Ours on paper", "OURS.JPG"]:
        assert words in text
    assert not re.search("theirs|hidden", text, re.IGNORECASE)


def test_visitors_may_read_names_and_members(council, ministers):
    with as_visitor():
        assert BodyName.objects.count() == 1
        assert Membership.objects.count() == 3


def test_more_of_everything_is_no_more_queries(client):
    body = factories.body()
    counted = []
    for years in [(2001, 2002), (2003, 2004, 2005)]:
        for year in years:
            state = factories.state(f"A{chr(65 + year % 26)}")
            office = factories.office(state=state)
            rank = {"en": "General", "ru": "Генерал"}
            factories.term(factories.person(), office, start=DAY(year, 1, 1), rank=rank)
            factories.membership(body, state)
            factories.membership(body, office)
            factories.body_name(body, DAY(year, 12, 31), start=DAY(year, 1, 1))
            meeting = factories.meeting(held_on=DAY(year, 3, 3), bodies=[body], chair_state=state)
            MeetingPhoto.objects.create(meeting=meeting, photo=factories.photo())
            factories.document(body=body, dated=DAY(year, 1, 1))
            factories.published(meeting=meeting)
        counted.append(queries_of(client, "/en/council/bodies/permanent-council/?on=2030-01-01"))
    assert counted[0] == counted[1] <= 31


def queries_of(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# --- The desk ------------------------------------------------------------------------------------------------------


def test_the_desk_writes_names_and_members(client):
    body, state = factories.body(), factories.state()
    desk = signed_in(factories.press_secretary())
    address = f"/desk/council/body/{body.pk}/change/"
    fields = Page(desk.get(address), form="body_form").fields
    rows = {
        "names-TOTAL_FORMS": "1",
        "names-0-name_ru": "Прежний",
        "names-0-name_en": "Former",
        "names-0-end": "2010-12-31",
        "names-0-start_precision": "day",
        "names-0-end_precision": "year",
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-state": state.pk,
        "memberships-0-role": "member",
        "memberships-0-position": "0",
        "memberships-0-start": "2002-10-07",
        "memberships-0-start_precision": "day",
        "memberships-0-end_precision": "day",
    }
    response = desk.post(address, {**fields, **rows}, follow=True)
    assert not re.findall(r'class="errorlist[^>]*>(.*?)</ul>', response.content.decode())
    assert body.names.get().name == {"ru": "Прежний", "en": "Former"}
    assert body.memberships.get().state == state
    assert "Until 2010" in text_of(client, "/en/council/bodies/permanent-council/")
    rows["memberships-0-end"] = "2001-01-01"
    fields = Page(desk.get(address), form="body_form").fields
    response = desk.post(address, {**fields, "memberships-0-end": "2001-01-01"}, follow=True)
    assert "The last day cannot come before the first." in response.content.decode()

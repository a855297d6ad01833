"""States under the names of the day, claims that contradict each other, and people under two spellings."""

import datetime
import re
from html import unescape

import pytest

from council import merging
from council.models import (
    MergedPerson,
    Participation,
    Person,
    PersonName,
    PersonShown,
    Portrait,
    StateName,
    StatusClaim,
)
from publishing.actions import NotAllowed, Refused
from publishing.visitors import as_visitor
from tests import factories
from tests.desk.screens import signed_in

DAY = datetime.date
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_a_state_is_called_as_on_the_day(client):
    state = factories.state("KZ", "Republic of Kazakhstan", "Республика Казахстан")
    StateName.objects.create(
        state=state,
        name={"en": "Kazakh Soviet Socialist Republic", "ru": "Казахская ССР"},
        short_name={"en": "Kazakh SSR", "ru": "КазССР"},
        end=DAY(1992, 12, 9),
    )

    def heading(query):
        page = client.get("/en/council/states/kz/" + query).content.decode()
        return unescape(re.sub(r"<[^>]+>", "", page[page.index("<h1") : page.index("</h1>")])).strip()

    assert heading("") == heading("?on=1992-12-10") == "Republic of Kazakhstan"
    assert heading("?on=1992-12-09") == "Kazakh Soviet Socialist Republic"


def test_claims_that_contradict_each_other_stand_side_by_side_with_their_sources(client):
    state = factories.state("AM", "Republic of Armenia", "Республика Армения")
    for status, who, source in [("frozen", "state", "Sputnik 23.02.2024"), ("member", "organization", "TASS 1806309")]:
        StatusClaim.objects.create(
            state=state, status=status, claimed_by=who, start=DAY(2024, 2, 1), start_precision="month", source=source
        )
    text = text_of(client, "/en/council/states/am/")
    assert "Participation frozen According to the state itself. Source: Sputnik 23.02.2024 Since February 2024" in text
    assert "Member According to the Organization. Source: TASS 1806309" in text


# --- One person, two entries ---------------------------------------------------------------------------------------


@pytest.fixture
def two(db):
    """Somebody met as Zas and as Zass, each with a part of the record."""
    zas = factories.person("Stanislav Zas", "Станислав Зась")
    zass = factories.person("Stanislav Zass", "Станислав Засс")
    office = factories.office(kind="secretary_general", en="Secretary General")
    factories.term(zas, office, start=DAY(2020, 1, 1), end=DAY(2020, 12, 31))
    factories.term(zass, office, start=DAY(2021, 1, 1), end=DAY(2022, 12, 31))
    return zas, zass


def test_everything_moves_and_the_old_address_leads_to_the_new(client, two):
    zas, zass = two
    chaired = factories.meeting(chair=zass)
    attended = factories.meeting(held_on=DAY(2021, 5, 1))
    Participation.objects.create(meeting=attended, person=zass)
    photo = factories.photo()
    PersonShown.objects.create(photo=photo, person=zass)
    Portrait.objects.create(person=zass, photo=photo)
    PersonName.objects.create(person=zass, text="S. Zass")
    old = zass.get_absolute_url()
    merging.merge(zass, zas, by=factories.press_secretary())
    assert zas.terms.count() == 2
    chaired.refresh_from_db()
    assert chaired.chair == zas
    assert attended.participations.get().person == zas
    assert photo.people.get().person == zas
    assert zas.portrait.photo == photo
    assert set(zas.other_names.values_list("text", flat=True)) == {"Stanislav Zass", "Станислав Засс", "S. Zass"}
    moved = client.get(old + "?on=2021-01-01")
    assert (moved.status_code, moved.headers["Location"]) == (301, zas.get_absolute_url() + "?on=2021-01-01")
    assert "Also met as: S. Zass" in text_of(client, zas.get_absolute_url())
    with as_visitor():
        assert MergedPerson.objects.count() == 1


def test_a_chain_of_merges_ends_at_the_last(client, two):
    zas, zass = two
    third = factories.person("Stanislau Zas")
    secretary = factories.press_secretary()
    first_address = third.get_absolute_url()
    merging.merge(third, zass, by=secretary)
    merging.merge(zass, zas, by=secretary)
    assert client.get(first_address).headers["Location"] == zas.get_absolute_url()


def refused_because(person, into, by=None):
    before = Person.objects.count()
    with pytest.raises(Refused) as refusal:
        merging.merge(person, into, by=by or factories.press_secretary())
    assert Person.objects.count() == before
    return str(refusal.value)


def test_two_at_one_table_are_not_one(two):
    meeting = factories.meeting()
    for person in two:
        Participation.objects.create(meeting=meeting, person=person)
    assert "were both there" in refused_because(*two)


def test_two_in_one_photograph_are_not_one(two):
    photo = factories.photo()
    for person in two:
        PersonShown.objects.create(photo=photo, person=person)
    assert "stand in one photograph" in refused_because(*two)


def test_nobody_is_merged_with_themselves_or_by_a_writer(two):
    zas, zass = two
    assert "the same entry" in refused_because(zas, zas)
    with pytest.raises(NotAllowed):
        merging.merge(zass, zas, by=factories.writer())


def test_the_desk_tells_what_moves_and_does_it(two):
    zas, zass = two
    client = signed_in(factories.press_secretary())
    address = f"/desk/council/person/{zass.pk}/merge/"
    assert "Terms of office: 1" in text_of(client, address)
    response = client.post(address, {"into": zas.pk}, follow=True)
    assert "One entry now" in response.content.decode()
    assert zas.terms.count() == 2
    assert signed_in(factories.writer()).get(f"/desk/council/person/{zas.pk}/merge/").status_code == 403


def test_the_desk_finds_a_person_by_any_spelling(two):
    PersonName.objects.create(person=two[0], text="Зась С.В.")
    page = signed_in(factories.press_secretary()).get("/desk/council/person/?q=Зась С.В.").content.decode()
    assert f"/desk/council/person/{two[0].pk}/change/" in page
    assert f"/desk/council/person/{two[1].pk}/change/" not in page

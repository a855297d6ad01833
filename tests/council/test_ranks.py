"""Ranks are people's: printed as of the day, whatever the office, and kept apart from terms."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from council import merging
from council.models import Rank, Term
from publishing.visitors import as_visitor
from tests import factories
from tests.desk.screens import Page, signed_in
from tests.html import squeezed

DAY = datetime.date
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]


def given(person, en, start=None, kind="military", **facts):
    return Rank.objects.create(person=person, kind=kind, name={"en": en, "ru": en}, start=start, **facts)


@pytest.fixture
def general():
    """Somebody who rose while in one office, and was an ambassador beside it for some years."""
    person = factories.person("Some General", "Некий Генерал")
    given(person, "Colonel General", DAY(2010, 5, 1))
    given(person, "Lieutenant General", DAY(2005, 5, 1))
    given(person, "Ambassador", DAY(2012, 1, 1), kind="diplomatic", end=DAY(2014, 12, 31))
    factories.term(person, factories.office(), start=DAY(2004, 1, 1))
    return person


@pytest.mark.parametrize(
    ("day", "rank"),
    [
        (DAY(2005, 4, 30), ""),
        (DAY(2005, 5, 1), "Lieutenant General"),
        (DAY(2010, 4, 30), "Lieutenant General"),
        (DAY(2010, 5, 1), "Colonel General"),
        (DAY(2012, 1, 1), "Ambassador, Colonel General"),
        (DAY(2014, 12, 31), "Ambassador, Colonel General"),
        (DAY(2015, 1, 1), "Colonel General"),
    ],
)
def test_the_rank_is_that_of_the_day(client, general, day, rank):
    assert sorted(general.rank_on(day).get("en", "").split(", ")) == sorted(rank.split(", "))
    term = Term.objects.holding(day).get()
    assert term.rank == general.rank_on(day) == general.term_on(day).rank
    [membership] = client.get(f"/en/council/people/{general.pk}.json?on={day}").json()["memberships"]
    assert membership.get("rank", "") == term.rank.get("en", "")
    page = squeezed(client.get(general.get_absolute_url().replace("/ru/", "/en/") + f"?on={day}").content.decode())
    standing = page[page.index("<h1>") : page.index('class="asof"')]
    assert (f"<dd>{term.rank['en']}</dd>" in standing) if rank else ("<dt>Rank</dt>" not in standing)
    assert "Colonel General" in page[page.index('id="terms"') : page.index('id="ranks"')]  # that of its end, on any day


def test_a_term_that_is_over_is_printed_with_the_rank_of_its_end(general):
    term = general.terms.get()
    assert term.rank["en"] == "Colonel General"
    term.end = DAY(2009, 1, 1)
    assert term.rank["en"] == "Lieutenant General"


def test_a_rank_without_its_day_is_known_from_when_it_was_met():
    person = factories.person()
    given(person, "Major General", seen=DAY(2017, 1, 1), start_precision="year")
    assert person.rank_on(DAY(2016, 12, 31)) == {}
    assert person.rank_on(DAY(2019, 1, 1))["en"] == "Major General"
    assert str(person.ranks.get().period) == "mentioned: 2017"


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [({}, "council_rank_has_a_date"), ({"start": DAY(2018, 1, 2), "end": DAY(2018, 1, 1)}, "council_rank_dates")],
)
def test_the_database_refuses_a_rank_without_or_with_impossible_dates(facts, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        given(factories.person(), "General", **facts)


def test_ranks_move_with_a_person_and_visitors_read_those_of_whom_they_know(general):
    hidden = factories.person("Nobody knows", "Никто")
    given(hidden, "General of the Army", DAY(2000, 1, 1))
    with as_visitor():
        assert Rank.objects.count() == 3
    merging.merge(hidden, general, by=factories.press_secretary())
    assert general.ranks.count() == 4


def test_the_desk_writes_a_rank_and_readers_are_told_what_kind_of_change_it_is(general):
    desk = signed_in(factories.press_secretary())
    address = f"/desk/council/person/{general.pk}/change/"
    fields = Page(desk.get(address), form="person_form").fields
    rows = {
        "ranks-TOTAL_FORMS": "4",
        "ranks-3-kind": "military",
        "ranks-3-name_ru": "Генерал армии",
        "ranks-3-name_en": "General of the Army",
        "ranks-3-start": "2020-02-23",
        "ranks-3-start_precision": "day",
        "ranks-3-end_precision": "day",
        "ranks-3-person": general.pk,
        "change_kind": "minor",
    }
    desk.post(address, {**fields, **rows}, follow=True)
    assert general.rank_on(DAY(2020, 2, 23))["ru"] == "Генерал армии"

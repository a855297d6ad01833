"""The history of the Organization, gathered from the record."""

import datetime

import pytest

from council.models import Office, StatusClaim
from tests import factories

DAY = datetime.date
pytestmark = pytest.mark.django_db


def test_papers_members_leaders_and_chairs_stand_in_the_order_of_time(client):
    russia = factories.state("RU", "Russian Federation", "Российская Федерация")
    factories.document(
        kind="agreement", en="The Treaty", dated=DAY(1992, 5, 15), in_force_on=DAY(1994, 4, 20), source="Printed text"
    )
    StatusClaim.objects.create(
        state=russia, status="member", claimed_by="organization", start=DAY(1992, 5, 15), source="The site"
    )
    office = factories.office(Office.Kind.SECRETARY_GENERAL, en="Secretary General")
    factories.term(factories.person("Nikolay Bordyuzha"), office, start=DAY(2003, 1, 1), start_precision="year")
    factories.chairmanship(russia, DAY(2020, 1, 1))
    factories.chairmanship(russia, DAY(2999, 1, 1))
    page = client.get("/en/council/history/").content.decode()
    words = [
        ">The Treaty<",
        "Russian Federation: member, according to the Organization",
        "In force: The Treaty",
        "Nikolay Bordyuzha becomes Secretary General",
        "Chairmanship: Russian Federation",
    ]
    places = [page.index(word) for word in words]
    assert places == sorted(places)
    assert "Printed text" in page
    assert "2999" not in page


def test_what_is_not_public_makes_no_history(client):
    factories.document(kind="agreement", en="The Secret Treaty", dated=DAY(1992, 5, 15), public=False)
    assert "Secret Treaty" not in client.get("/en/council/history/").content.decode()
    assert "Nothing is on record yet." in client.get("/en/council/history/").content.decode()

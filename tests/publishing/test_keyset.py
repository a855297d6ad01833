"""Long lists in parts: each is entered at a thing of the list, whatever has come or gone since."""

import datetime

import pytest
from django.http import Http404, QueryDict

from council.models import Document
from publishing import actions
from publishing.keyset import keyset_page
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

DAY = datetime.date(2018, 11, 27)


@pytest.fixture
def papers():
    """Seven papers as they are listed: of two days, and two without a date."""
    dates = [DAY, DAY, DAY - datetime.timedelta(days=1), DAY - datetime.timedelta(days=1), DAY, None, None]
    made = [factories.document(en=f"Paper {number}", dated=date) for number, date in enumerate(dates)]
    return [made[place] for place in (4, 1, 0, 3, 2, 6, 5)]


def listed(request, query="", length=2):
    request.GET = QueryDict(query)
    return keyset_page(request, Document.objects.public(), length, "dated", some_undated=True)


@pytest.mark.parametrize("length", [1, 2, 3, 6, 7])
def test_every_thing_stands_in_one_part_on_the_way_down_and_on_the_way_up(rf, papers, length):
    request, query, down = rf.get("/"), "", []
    while query is not None and len(down) <= len(papers):
        part = listed(request, query, length)
        down.append(part.things)
        query = f"after={part.after}" if part.after else None
    assert [thing for part in down for thing in part] == papers
    while part.before:
        part = listed(request, f"before={part.before}", length)
        down.pop()
        assert part.things == down[-1]
    assert len(down) == 1


def test_an_address_means_the_same_when_newer_things_come_and_the_one_it_names_goes(rf, papers):
    request = rf.get("/")
    query = f"after={listed(request).after}"
    before = listed(request, query).things
    factories.document(en="New", dated=DAY + datetime.timedelta(days=1))
    actions.withdraw(papers[1], by=factories.press_secretary(), reason="A mistake.")
    assert listed(request, query).things == before == papers[2:4]


def test_near_its_beginning_a_list_is_shown_from_the_beginning(rf, papers):
    part = listed(rf.get("/"), f"before={papers[1].dated}_{papers[1].pk}")
    assert (part.things, part.before) == (papers[:2], "")


def test_below_the_last_thing_there_is_nothing(rf, papers):
    with pytest.raises(Http404):
        listed(rf.get("/"), f"after=_{papers[-1].pk}")


@pytest.mark.parametrize("address", ["photos/", "photos/albums/", "council/", "council/2018/", "council/documents/"])
def test_addresses_from_the_time_of_numbered_pages_lead_to_the_list(client, address):
    answer = client.get(f"/en/{address}?kind=decision&page=12")
    assert (answer.status_code, answer["Location"]) == (301, f"/en/{address}?kind=decision")

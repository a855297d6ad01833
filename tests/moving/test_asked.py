"""Addresses asked for in vain are counted without a word of who asked, and no flood fills memory or table."""

import datetime

import pytest
from django.utils import timezone

from moving import addresses, asked
from moving.addresses import Target
from moving.models import AskedInVain
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted():
    asked._counts.take()
    yield
    asked._counts.take()


def counted():
    asked.write_down()
    return {row.address: row.times for row in AskedInVain.objects.all()}


def test_what_is_asked_for_in_vain_is_counted_by_day(client):
    for _time in range(3):
        client.get("/news/old-/", QUERY_STRING="ID=5")
    client.get("/other/?utm_source=letter")
    assert counted() == {"/news/old-/?ID=5": 3, "/other/": 1}
    client.get("/other/")
    assert counted()["/other/"] == 2
    (row, *_others) = AskedInVain.objects.all()
    assert (row.host, row.day) == ("testserver", timezone.localdate())


def test_what_leads_somewhere_and_what_is_ours_is_not_counted(client):
    addresses.lead("https://odkb-csto.org/led/", edition=factories.published())
    addresses.gone("https://odkb-csto.org/gone/")
    for path in [
        "/led/", "/gone/", "/en/", "/en/news/999/", "/news/999/", "/static/missing.css", "/desk/none/",
        "/preview/token/", "/en/alerts/confirm/x/", "/en/press/enquiry/x/", "/photos/AAAAAAAAAAAAAAAAAAAAAA/x.jpg",
    ]:  # fmt: skip
        client.get(path)
    client.post("/posted/")
    assert counted() == {}


@pytest.mark.parametrize("secret", [
    "/reset/?email=a@example.org", "/x/?token=5", "/a%40b.org/", "/x/?PASSWORD=1", "/" + "x" * 600,
])  # fmt: skip
def test_nothing_of_a_person_is_kept(client, secret):
    client.generic("GET", secret.partition("?")[0], QUERY_STRING=secret.partition("?")[2], REQUEST_URI=secret)
    assert counted() == {}


def test_nobody_is_asked_to_decide_what_will_lead_somewhere(client):
    addresses.lead("https://odkb-csto.org/draft/", edition=factories.edition())
    client.get("/draft/")
    client.get("/unknown/")
    assert counted() == {"/draft/": 1, "/unknown/": 1}  # a visitor's request cannot tell them apart
    assert [row["address"] for row in asked.most()] == ["/unknown/"]


def test_a_flood_of_invented_addresses_displaces_none_that_people_use(monkeypatch):
    monkeypatch.setattr(asked, "MAX_KEPT", 20)
    monkeypatch.setattr(asked, "MAX_A_DAY", 10)
    for _time in range(3):
        asked._counts.add("h", "/used/")
    for number in range(1000):
        asked._counts.add("h", f"/invented/{number}")
        assert len(asked._counts._counts) <= 20
    asked.write_down()
    assert AskedInVain.objects.count() == 10
    assert AskedInVain.objects.get(address="/used/").times == 3


def test_two_processes_add_up_and_old_days_go():
    old = timezone.localdate() - datetime.timedelta(days=asked.KEPT_DAYS + 1)
    AskedInVain.objects.create(host="h", address="/old/", day=old, times=5)
    for _process in range(2):
        asked._counts.add("h", "/x/")
        asked.write_down()
    assert {row.address: row.times for row in AskedInVain.objects.all()} == {"/x/": 2}


def test_the_desk_sees_them_by_how_often_they_were_asked_until_they_lead_somewhere():
    today = timezone.localdate()
    for address, day, times in [("/a/", 0, 2), ("/a/", 1, 2), ("/b/", 0, 3), ("/long-ago/", 40, 9)]:
        AskedInVain.objects.create(host="h", address=address, day=today - datetime.timedelta(days=day), times=times)
    assert [(row["address"], row["asked"]) for row in asked.most()] == [("/a/", 4), ("/b/", 3)]
    addresses.decide("h", "/a/", Target.gone(), by=factories.press_secretary())
    assert [row["address"] for row in asked.most()] == ["/b/"]

"""The desk sees the old addresses that visitors ask for in vain, and says where each leads."""

import csv
import io

import pytest
from django.test import Client
from django.utils import timezone, translation

from moving import addresses
from moving.addresses import Target
from moving.models import AskedInVain, OldAddress
from publishing import timeline
from tests import factories

pytestmark = pytest.mark.django_db

LIST, LEAD = "/desk/moving/oldaddress/", "/desk/moving/oldaddress/lead/"
OLD = {"host": "odkb-csto.org", "address": "/news/x-/?ID=5"}


def desk(person=None):
    client = Client(headers={"accept-language": "en"})
    client.force_login(person or factories.press_secretary())
    return client


def asked_in_vain(address="/news/x-/?ID=5", times=7):
    AskedInVain.objects.create(host="odkb-csto.org", address=address, day=timezone.localdate(), times=times)


def address_of(thing, language="en"):
    with translation.override(language):
        return thing.get_absolute_url()


def test_what_is_asked_for_most_stands_first():
    asked_in_vain("/rare/", 2)
    asked_in_vain(times=7)
    page = desk().get(LIST).content.decode()
    assert page.index("/news/x-/?ID=5") < page.index("/rare/")
    assert 'class="num">7<' in page


def test_an_article_found_by_its_words_is_led_to_and_the_address_leaves_the_list(client):
    edition = factories.published(title="Komandno exercise in Bishkek")
    asked_in_vain()
    page = desk().get(LEAD, {**OLD, "q": "Bishkek"}).content.decode()
    assert f'value="{address_of(edition)}"' in page
    answer = desk().post(LEAD, {**OLD, "where": address_of(edition)})
    assert answer.status_code == 302
    assert client.get(OLD["address"])["Location"] == address_of(edition)
    assert OLD["address"] not in desk().get(LIST).content.decode()
    (entry,) = timeline.of(OldAddress.objects.get())
    assert entry.actor == factories.press_secretary()
    assert str(edition.article_id) in entry.note


def test_a_page_that_is_gone_is_answered_410(client):
    asked_in_vain()
    desk().post(LEAD, {**OLD, "is_gone": "on"})
    assert client.get(OLD["address"]).status_code == 410


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"where": ""}, "Choose what it leads to"),
    ({"where": "/en/news/999/"}, "no such page"),
    ({"where": "https://elsewhere.example/"}, "another site"),
    ({"where": "/en/news/", "address": "/en/"}, "an address of this site itself"),
    ({"where": "/en/news/", "address": "no slash"}, "begins with"),
])  # fmt: skip
def test_a_refusal_says_why_and_keeps_what_was_typed(typed, sentence):
    page = desk().post(LEAD, {**OLD, **typed}).content.decode()
    assert sentence in page
    assert (typed.get("address") or "/news/x-/?ID=5") in page
    assert typed["where"] in page
    assert not OldAddress.objects.exists()


def test_all_are_listed_and_carried_out_as_a_table():
    edition = factories.published()
    addresses.lead("https://odkb-csto.org/a%20B-/", edition=edition)
    addresses.gone("https://odkb-csto.org/list/")
    page = desk().get(LIST, {"show": "all", "q": "B-"}).content.decode()
    assert address_of(edition) in page
    assert "/list/" not in page
    answer = desk().get(f"{LIST}table.csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert rows[0] == ["host", "address", "status", "leads to"]
    assert rows[1][:3] == ["odkb-csto.org", "/a%20B-/", "301"]
    assert rows[1][3].endswith(address_of(edition))
    assert rows[2] == ["odkb-csto.org", "/list/", "410", ""]


def test_the_address_of_a_restricted_article_tells_nobody_its_title():
    draft = factories.edition(title="Secret title")
    draft.article.readers.add(factories.writer())
    addresses.decide("odkb-csto.org", "/x/", Target.of(draft), by=factories.administrator())
    for answer in [
        desk().get(LIST, {"show": "all"}),
        desk().get(f"{LIST}table.csv"),
        desk().get(LEAD, {"q": "Secret"}),
    ]:
        content = b"".join(answer) if answer.streaming else answer.content
        assert b"secret-title" not in content
        assert b"Secret title" not in content


@pytest.mark.parametrize(("person", "may_look", "may_say"), [
    (factories.writer, True, False), (factories.translator, True, False), (factories.press_secretary, True, True),
    (factories.administrator, True, True),
])  # fmt: skip
def test_who_may_publish_says_where_old_addresses_lead(person, may_look, may_say):
    assert (desk(person()).get(LIST).status_code == 200) == may_look
    answer = desk(person()).post(LEAD, {**OLD, "is_gone": "on"})
    assert answer.status_code == (302 if may_say else 403)
    assert OldAddress.objects.exists() == may_say
    assert (LEAD in desk(person()).get(LIST).content.decode()) == may_say

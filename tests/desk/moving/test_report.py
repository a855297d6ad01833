"""The report of a batch: what has become of the old addresses of its site."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from moving import addresses
from moving.models import AskedInVain, Batch, Source, SourceFile, SourcePage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch():
    """A batch of two hosts: one page is taken, one left out, one waits; a photograph lies on a third host."""
    source = Source.objects.create(kind="folder", place="/old-site")
    batch = Batch.objects.create(source=source, stage="read", by=factories.press_secretary())
    for address, outcome, reasons in [
        ("http://WWW.odkb-csto.org:80/news/1-/", "taken", []),
        ("http://en.odkb-csto.org/list/", "left out", ["list"]),
        ("http://odkb-csto.org/unclear/", "waiting", ["no date"]),
        ("", "waiting", ["no date"]),
    ]:
        SourcePage.objects.create(
            source=source, batch=batch, name=address, address=address, outcome=outcome, reasons=reasons
        )
    SourceFile.objects.create(source=source, address="https://static.odkb-csto.org/ZVF_1.JPG")
    return batch


def told(batch, person=None):
    """Return (the words of the report's section on old addresses, its links)."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(person or factories.press_secretary())
    page = client.get(f"/desk/moving/batch/{batch.pk}/change/").content.decode()
    section = re.search(r'<section[^>]* id="addresses".*?</section>', page, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", section).split()), re.findall(r'href="([^"]+)"', section)


def test_until_the_batch_is_public_no_old_address_is_said_to_lead(batch):
    words, links = told(batch)
    assert "They lead here as soon as the batch is public." in words
    assert links == []


def test_it_says_how_many_old_addresses_lead_are_gone_and_are_asked_for_in_vain(batch):
    Batch.objects.update(stage="released", released_at=timezone.now())
    edition = factories.published()
    addresses.lead("http://odkb-csto.org/news/1-/", edition=edition)
    addresses.lead("http://static.odkb-csto.org/ZVF_1.JPG", photo=factories.photo())
    addresses.gone("http://en.odkb-csto.org/list/")
    addresses.gone("http://elsewhere.example.org/x/")
    for host, address, times in [
        ("odkb-csto.org", "/unclear/", 7), ("odkb-csto.org", "/news/1-/", 3), ("elsewhere.example.org", "/y/", 2),
    ]:  # fmt: skip
        AskedInVain.objects.create(host=host, address=address, day=timezone.localdate(), times=times)
    words, links = told(batch)
    assert "Old addresses en.odkb-csto.org, odkb-csto.org, static.odkb-csto.org" in words
    assert "2 lead to their article, photo or file" in words
    assert "1 say that their page is gone" in words
    assert "1 lead nowhere, and visitors ask for them" in words
    assert links == ["/desk/moving/oldaddress/"]

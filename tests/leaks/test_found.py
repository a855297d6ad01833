"""What the leak hunter has found once, each by itself."""

import datetime

import pytest
from django.test import Client

from news import drafts
from news.models import Edition
from publishing import clock
from tests import factories

pytestmark = pytest.mark.django_db

SOON = datetime.timedelta(hours=2)


def read(path, **query):
    return Client(headers={"accept-language": "en"}).get(path, query).content.decode()


def test_the_current_edition_does_not_tell_when_the_next_one_will_take_its_place():
    edition = factories.published()
    lift = clock.now() + SOON
    after = drafts.open_next(edition, by=factories.writer())
    after.change, after.change_note = Edition.Change.CORRECTION, "The name was wrong."
    drafts.save_changes(after, by=factories.writer())
    pages = [edition.get_absolute_url(), f"{edition.get_absolute_url()}editions/1/"]
    before = [read(page) for page in pages]
    factories.publish(after, at=lift)
    assert [read(page) for page in pages] == before
    with clock.moved_to(lift):
        assert "It stood here from" in read(pages[1])


def test_hidden_words_take_no_place_among_those_that_a_misspelt_search_may_mean():
    factories.published(title="The zephyrous accord")
    meant = read("/en/search/", q="zephyrouz")
    assert "<strong>zephyrous</strong>" in meant
    nearer = " ".join(f"zephyrou{letter}{other}" for letter in "abcdefgh" for other in "zyxwvuts")
    factories.published(body=f"<p>{nearer} zephyroux zephyrouzz</p>", at=clock.now() + SOON)
    assert read("/en/search/", q="zephyrouz") == meant

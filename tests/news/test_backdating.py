"""The date an article bears is free; when it came out is another thing, and readers are told where the two differ."""

import datetime
import re

import pytest
from django.utils import timezone

from publishing import clock
from tests import factories

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 12, 1, 9, tzinfo=datetime.UTC)


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("shown_on", "precision", "is_told"),
    [
        ("2026-12-01", "day", False),
        ("2026-11-30", "day", False),
        ("2026-12-02", "day", False),
        ("2026-11-29", "day", True),
        ("2018-11-27", "day", True),
        ("2026-12-01", "month", False),
        ("2026-10-01", "month", True),
        ("2026-01-01", "year", False),
        ("2025-01-01", "year", True),
    ],
)
def test_readers_are_told_when_an_article_came_out_if_it_bears_another_date(client, shown_on, precision, is_told):
    with clock.moved_to(NOON):
        edition = factories.published(shown_on=day(shown_on), shown_precision=precision)
        for address in (edition.get_absolute_url(), "/en/news/", "/en/"):
            page = re.sub(r"\s+", " ", client.get(address).content.decode())
            told = 'Published on <time datetime="2026-12-01">1 December 2026</time>'
            assert (told in page) == is_told


def test_a_correction_years_later_does_not_make_the_article_new(client):
    with clock.moved_to(NOON - datetime.timedelta(days=400)):
        first = factories.published(shown_on=timezone.localdate(clock.now()))
    second = factories.edition(article=first.article, number=2, change="minor", shown_on=first.shown_on)
    with clock.moved_to(NOON):
        factories.publish(second)
        assert "Published on" not in client.get(second.get_absolute_url()).content.decode()


def test_what_is_published_late_does_not_lead_the_home_page(client):
    with clock.moved_to(NOON):
        news = factories.edition(title="The news of the day", shown_on=day("2026-12-01"))
        factories.show(factories.photo(), news)
        factories.publish(news)
    with clock.moved_to(NOON + datetime.timedelta(hours=1)):
        old = factories.edition(title="A report found in a drawer", shown_on=day("2018-11-27"))
        factories.show(factories.photo(), old)
        factories.publish(old)
        page = client.get("/en/").content.decode()
    assert page.index("The news of the day") < page.index("A report found in a drawer")
    assert "A report found in a drawer" not in page[: page.index('class="river')]

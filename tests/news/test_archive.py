"""The numbers of the archive, which the database keeps as editions come and go, and the pages entered by them."""

import datetime
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from news.models import ArchiveMonth, Edition, Tally
from publishing import actions, clock
from publishing.visitors import as_visitor
from tests import factories
from tests.news.test_lists import day, statements, titles

pytestmark = pytest.mark.django_db


def told():
    """Return {(language, section, month, whether of the year alone): number} as visitors are told it."""
    with as_visitor():
        rows = ArchiveMonth.objects.values_list("language", "section", "month", "of_year").annotate(Sum("number"))
        return {tuple(key): number for *key, number in rows if number}


def counted():
    """Return the same, counted one by one."""
    numbers = {}
    for edition in Edition.objects.public():
        key = edition.language, edition.section_id, edition.shown_on.replace(day=1), edition.shown_precision == "year"
        numbers[key] = numbers.get(key, 0) + 1
    return numbers


def test_the_archive_counts_what_is_public_at_every_instant(subtests):
    now = clock.now()
    kept = factories.published(shown_on=day("2018-11-27"))
    factories.published("ru", shown_on=day("2018-11-27"), section=statements())
    factories.published(shown_on=day("2018-01-01"), shown_precision="year")
    factories.published(at=now + timedelta(hours=2), shown_on=day("2018-11-28"))
    unscheduled = factories.published(at=now + timedelta(hours=2))
    actions.unschedule(unscheduled, by=factories.press_secretary())
    withdrawn = factories.published(shown_on=day("2017-03-01"))
    actions.withdraw(withdrawn, by=factories.press_secretary(), reason="The date was wrong.")
    factories.publish(factories.correction(kept, shown_on=day("2018-12-01")), at=now + timedelta(hours=1))
    factories.edition()  # a draft
    instants = {
        "yesterday": now - timedelta(days=1),
        "now": clock.now(),
        "corrected": now + timedelta(minutes=61),
        "all is out": now + timedelta(hours=3),
    }
    for name, at in instants.items():
        with subtests.test(name), clock.moved_to(at):
            assert told() == counted()
    assert sum(counted().values()) == 3


def test_visitors_are_not_told_what_has_not_begun():
    factories.published(at=clock.now() + timedelta(hours=1))
    assert Tally.objects.get().number == 1
    assert told() == {}
    with as_visitor(), pytest.raises(Exception, match="permission denied"):
        Tally.objects.exists()


def test_a_page_far_down_is_entered_at_its_month(client):
    for number in range(1, 46):
        factories.published(title=f"Item {number:02}", shown_on=datetime.date(2016 + number // 12, 1 + number % 12, 5))
    with CaptureQueriesContext(connection) as asked:
        assert titles(client.get("/en/news/?page=3")) == ["Item 05", "Item 04", "Item 03", "Item 02", "Item 01"]
    (listed,) = (query["sql"] for query in asked.captured_queries if "standfirst" in query["sql"])
    assert "OFFSET" not in listed
    assert "shown_on\" <= ('2016-06-30'" in listed


def test_a_list_leads_on_to_the_page_that_an_article_stands_on(client):
    editions = [factories.published(shown_on=day("2018-11-27")) for _number in range(21)]
    newer = factories.published(shown_on=day("2018-12-02"), section=statements())
    for edition, place in [(newer, ""), (editions[20], ""), (editions[2], ""), (editions[1], "?page=2")]:
        answer = client.get(f"/en/news/?at={edition.article_id}")
        assert (answer.status_code, answer["Location"]) == (302, f"/en/news/{place}#article-{edition.article_id}")
    answer = client.get(f"/en/news/permanent-council/2018/11/?at={editions[0].article_id}")
    assert re.search(r"/2018/11/\?page=2#article-", answer["Location"])
    for at in [f"{newer.article_id}0", "", "x", "-1", "9" * 300]:
        assert client.get(f"/en/news/?at={at}").status_code == 404
    assert client.get(f"/en/news/permanent-council/?at={newer.article_id}").status_code == 404

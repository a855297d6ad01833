"""Pages from memory keep an embargo too: to its last moment nothing, from its first moment all of it."""

import datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from publishing import clock
from syndication.sitemaps import ENTRIES_PER_PART
from tests import factories
from tests.leaks import hunting, walking
from tests.leaks import world as planted
from tests.page_cache.visiting import Site

pytestmark = pytest.mark.django_db(transaction=True)

AWAY = datetime.timedelta(seconds=4)


@pytest.fixture
def site():
    site = Site()
    yield site
    site.listener.stop()


def test_over_warm_memory_an_embargo_opens_at_its_second_and_not_before(site):
    world = planted.World()
    planted.plant_an_article(world, planted.SEEN)
    reports = planted.report(world, planted.EMBARGOED)
    for edition in reports:
        factories.approve(edition)
    lists = _lists(reports[0].article_id)
    pages = [*lists, *(address for report in reports for address in _pages_of(report))]
    site.wait_until_heard()
    _warm(site, pages)
    world.lift = clock.now() + AWAY
    for edition in reports:
        factories.publish(edition, at=world.lift)
    hunter = hunting.Hunter(world)
    site.wait_until_heard()
    from_memory, shown = 0, set()
    while not shown:
        for page in pages:
            began = clock.now()
            answer = site.get(page, HTTP_ACCEPT_ENCODING="gzip")
            ended = clock.now()
            found = {
                find.place for find in hunter.finds(_ask(page), _as_read(answer)) if find.plant == planted.EMBARGOED
            }
            if ended < world.lift:
                from_memory += answer.how == "hit"
                assert not found, (page, found)
            elif began >= world.lift:
                shown |= found
                assert found or page not in lists, page
    assert from_memory > len(pages), "nothing was asked of a warm memory"


def _lists(article):
    return ["/en/", "/en/news/", "/ru/", "/ru/news/", "/en/feeds/news.atom", "/ru/feeds/news.json", "/api/v1/articles",
            "/en/photos/", f"/sitemaps/articles-{article // ENTRIES_PER_PART}.xml", "/news-sitemap.xml"]  # fmt: skip


def _pages_of(edition):
    with override(edition.language):
        yield edition.get_absolute_url()
        yield reverse("news:text", args=[edition.article_id, edition.address_part])
        yield reverse("news:short", args=[edition.article_id])


def _warm(site, pages):
    for page in pages:
        site.get(page)
        site.get(page)


def _ask(page):
    return walking.Ask("", page)


def _as_read(answer):
    return hunting.Answer(answer.status, answer.headers, answer.content, [], "")

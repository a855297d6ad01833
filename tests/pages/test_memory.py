"""Pages in memory follow the menus and the tree at once."""

import pytest

from pages import actions, menus
from pages.models import Page
from tests import factories
from tests.page_cache.visiting import Site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(transactional_db):
    site = Site()
    site.wait_until_heard()
    yield site
    site.listener.stop()


def test_a_new_menu_and_a_moved_page_are_on_every_page_at_once(site):
    factories.publish(factories.page("about", title="About us"))
    site.wait_until_heard()
    assert "/en/about/" in site.get("/en/news/").text
    assert site.get("/en/news/").how == "hit"
    page = Page.objects.get()
    actions.move(page, parent=None, slug="who-we-are", after=None, by=factories.press_secretary())
    site.wait_until_heard()
    assert "/en/who-we-are/" in site.get("/en/news/").text
    assert site.get("/en/news/").how == "hit"
    menus.arrange({"about": []}, by=factories.press_secretary())
    site.wait_until_heard()
    assert "/en/who-we-are/" not in site.get("/en/news/").text

"""A language is there at once, and gone at once, with real pages in memory and no restart."""

import pytest

from publishing.models import Language
from tests import factories
from tests.page_cache.visiting import Site
from tests.written import switch_off, switch_on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(transactional_db):
    factories.section()
    site = Site()
    site.wait_until_heard()
    yield site
    site.listener.stop()
    Language.objects.exclude(code__in=["ru", "en"]).delete()


def test_every_page_in_memory_names_a_language_from_the_moment_it_is_switched_on(site):
    assert site.get("/kk/").status == 404
    site.get("/ru/")
    assert site.get("/ru/").how == "hit"
    switch_on("kk")
    site.wait_until_heard()
    after = site.get("/ru/")
    assert after.how != "hit"
    assert 'hreflang="kk"' in after.text
    assert site.get("/kk/").status == 200
    assert site.get("/kk/").how == "hit"
    switch_off("kk")
    site.wait_until_heard()
    assert site.get("/kk/").status == 302
    assert 'hreflang="kk"' not in site.get("/ru/").text

"""A change of the identity is on every page at once, with real pages in memory and no restart."""

import pytest

from tests.identity.test_current import PAGES
from tests.identity.test_organization_words import WORDS
from tests.page_cache.visiting import Site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(transactional_db):
    site = Site()
    site.wait_until_heard()
    yield site
    site.listener.stop()


def test_no_page_in_memory_keeps_the_name_of_before(site, council):
    pages = [path for path in PAGES if "no-such" not in path and "openapi" not in path]
    before = {path: site.get(path) for path in pages}
    kept = [path for path in pages if before[path].status == 200 and site.get(path).how == "hit"]
    assert len(kept) > 10
    assert sum(bool(WORDS.search(before[path].text)) for path in kept) > 10
    council()
    site.wait_until_heard()
    for path in kept:
        after = site.get(path)
        assert after.how != "hit", path
        assert not WORDS.search(after.text), (path, WORDS.search(after.text))

"""What the tests of pages in memory start from."""

import pytest

from tests.page_cache.visiting import Site


@pytest.fixture
def site():
    """A newsroom whose memory has heard all that the database has said so far."""
    site = Site()
    site.wait_until_heard()
    yield site
    site.listener.stop()

"""Passwords are hashed quickly here, limits are low, and nothing is left in the cache of the process."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["tests.accounts.people.CountedHasher"]
    settings.WHITENOISE_AUTOREFRESH = True  # or every browser would look at all static files first
    cache.clear()


@pytest.fixture
def second_factor(settings):
    """As on a server of one's own: whoever can publish needs a second factor."""
    settings.SECOND_FACTOR = True

"""Addresses of pages. The URL of a name, its arguments and a language never changes, so it is worked out once."""

import functools

from django.urls import reverse
from django.utils.translation import get_language, override


def cached_reverse(name: str, *args: object, language: str | None = None) -> str:
    """Return django.urls.reverse() in `language`, by default the active one, from a cache."""
    return _reverse(language or get_language(), name, args)


@functools.lru_cache(maxsize=20_000)
def _reverse(language, name, args):
    with override(language):
        return reverse(name, args=args)

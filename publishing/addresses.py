"""Addresses of pages, each found once: what a name and its arguments lead to in a language does not change."""

import functools

from django.urls import reverse
from django.utils.translation import get_language


def address(name, *args):
    """Return what django.urls.reverse() does, in the active language."""
    return _found(get_language(), name, args)


@functools.lru_cache(maxsize=20_000)
def _found(language, name, args):
    return reverse(name, args=args)

"""Addresses of pages, each found once: what a name and its arguments lead to in a language does not change."""

import functools

from django.urls import reverse
from django.utils.translation import get_language, override


def address(name, *args, language=None):
    """Return what django.urls.reverse() does, in `language`, or else in the active one."""
    return _found(language or get_language(), name, args)


@functools.lru_cache(maxsize=20_000)
def _found(language, name, args):
    with override(language):
        return reverse(name, args=args)

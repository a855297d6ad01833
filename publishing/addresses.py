"""Addresses of pages, on the site and absolute; and those for dialling.

The URL of a name, its arguments and a language never changes, so it is worked out once.
"""

import functools
import re
from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override


def cached_reverse(
    name: str, *args: object, language: str | None = None, kwargs: Mapping[str, object] | None = None
) -> str:
    """Return django.urls.reverse() in `language`, by default the active one, from a cache."""
    return _reverse(language or get_language(), name, args, tuple((kwargs or {}).items()))


@functools.lru_cache(maxsize=20_000)
def _reverse(language, name, args, kwargs):
    with override(language):
        return reverse(name, args=args, kwargs=dict(kwargs))


def absolute_url(path: str) -> str:
    """Return the absolute address of a path of this site; an absolute address stays as it is."""
    return path if path.startswith(("http://", "https://")) else f"{settings.SITE_URL}{path}"


def dialling(number: str) -> str:
    """Return the address for dialling a telephone number: tel:+74957952710."""
    return "tel:" + re.sub(r"[^\d+]", "", number)

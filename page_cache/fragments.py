"""Fragments: parts of pages that are made once and shared by all pages of one generation.

When a page is made that will be kept, the layer passes the fragments of its generation along with the request. They are
as fresh as that page: a change or a boundary begins a new generation. A request that is not answered from memory (with
a session, or for the desk) gets no fragments, so nothing from a rehearsal or from the staff can get into a public page.
"""

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.http import HttpRequest

from page_cache.listener import Generation

KEY = "page_cache.fragments"  # in the environment of the request; no client can write there


T = TypeVar("T")


class Fragments:
    """The fragments of one generation."""

    def __init__(self, changed: int | None) -> None:
        self.changed = changed
        self.kept: dict[Hashable, Any] = {}


class FragmentStore:
    """Holds the Fragments of the present generation; a thread that still works on an older one gets its own."""

    def __init__(self) -> None:
        self._fragments = Fragments(None)

    def of(self, generation: Generation) -> tuple[dict[Hashable, Any], float]:
        fragments = self._fragments
        if fragments.changed != generation.changed:
            fragments = self._fragments = Fragments(generation.changed)
        return fragments.kept, generation.good_until


def shared(request: HttpRequest | None, key: Hashable, make: Callable[[], T]) -> T:
    """Return what `make()` returns, or what it returned for another page of the same generation.

    `key` must have few values and none that a visitor chooses. The result must depend on nothing but `key`, and nobody
    may change it, because several threads use it.
    """
    kept, good_until = request.META.get(KEY, ({}, 0)) if request else ({}, 0)
    if time.monotonic() >= good_until:
        return make()
    if key not in kept:
        kept[key] = make()
    return kept[key]

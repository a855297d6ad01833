"""Parts of pages that are made once and shared by all pages of one generation.

The layer gives each request that makes a page for the memory the Fragments of its generation. They are used exactly as
long as that page would be: a change or a boundary begins a new generation. A request past the memory (with a session,
or on the desk) gets none, so nothing of a rehearsal or of the staff can get into a public page.
"""

import time

KEY = "page_cache.fragments"  # in the environment of the request; no client can write there


class Fragments:
    """The parts that pages of one generation share."""

    def __init__(self, changed):
        self.changed = changed
        self.kept = {}


class FragmentStore:
    """Holds the Fragments of the present generation. A thread that still has an older one gets Fragments of its own."""

    def __init__(self):
        self._fragments = Fragments(None)

    def of(self, generation):
        fragments = self._fragments
        if fragments.changed != generation.changed:
            fragments = self._fragments = Fragments(generation.changed)
        return fragments.kept, generation.good_until


def shared(request, key, make):
    """Return what `make()` returns, or what it returned for another page of the same generation.

    `key` has few values, none of them chosen by a visitor; what is made must not depend on anything else of the page.
    Several threads read it, so nobody may change it.
    """
    kept, good_until = request.META.get(KEY, ({}, 0)) if request else ({}, 0)
    if time.monotonic() >= good_until:
        return make()
    if key not in kept:
        kept[key] = make()
    return kept[key]

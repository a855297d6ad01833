"""Parts that many pages have alike for a time, made once for all pages that are made of the same news.

The layer hands the application a Lot with each page that it has made. What one page finds out the others then find in
it, exactly as long as that page itself would be shown: after a change or at a boundary a new lot begins. Who asks past
the memory, with a session or on the desk, has no lot, so nothing of a rehearsal or of the staff's can come into one.
"""

import time

KEY = "page_cache.parts"  # in the environment of the request; no client can write there


class Lot:
    """What pages made of the same news have in common."""

    def __init__(self, changed):
        self.changed = changed
        self.kept = {}


class Parts:
    """Gives out the lot that belongs to the news; safe for threads, of which one that is late has a lot for itself."""

    def __init__(self):
        self._lot = Lot(None)

    def of(self, news):
        lot = self._lot
        if lot.changed != news.changed:
            lot = self._lot = Lot(news.changed)
        return lot.kept, news.good_until


def shared(request, key, make):
    """Return what `make()` returns, or what it returned for another page of the same news.

    `key` takes a few values ever, none of which a visitor chooses; what is made must not depend on anything else of
    the page. It is read by several threads, so nobody may change it.
    """
    kept, good_until = request.META.get(KEY, ({}, 0)) if request else ({}, 0)
    if time.monotonic() >= good_until:
        return make()
    if key not in kept:
        kept[key] = make()
    return kept[key]

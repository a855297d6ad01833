"""Counters of this process, and the thread that reports them to the database.

Several processes on several machines serve the site. Any of them may be asked about all, and the worker, which serves
nothing, writes the history. So each process reports its own counters every few seconds in a row of its own. They are
never summed before they are shown: they start at zero with each process, and a sum would fall when one ends.
"""

import bisect
import logging
import os
import socket
import threading
import time
from datetime import timedelta

import psutil
import psycopg
from django.db import DatabaseError, connection, connections
from django.db.models.functions import Now

from monitoring.models import Process
from moving import asked
from page_cache import boundaries
from page_cache.layer import PageCache
from publishing import replica
from readership import writing

log = logging.getLogger(__name__)

REPORT_INTERVAL_SECONDS = 10
WRITE_ADDRESSES_SECONDS = 60  # between two writings of the addresses that this process was asked for in vain
MAX_SILENCE = timedelta(seconds=45)  # then a process counts as ended
BUCKET_SECONDS = (
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1.0,
    2.5,
    5.0,
)  # the upper bounds of the histogram's buckets

node = socket.gethostname()


class _This:
    """This process; `views` counts requests: {view: [count in each bucket, …, sum of seconds]}."""

    def __init__(self):
        self.name = f"{node}-{os.getpid()}-{int(time.time())}"
        self.site = None  # the WSGI application, if this process serves the site
        self.views = {}
        self.lock = threading.Lock()
        self.thread = None


_this = _This()


def begin(site):
    """Register `site`, the WSGI application that this process serves; called by csto_site.wsgi alone."""
    _this.site = site


def start():
    """Start reporting, if this process serves; called with each request that is not answered from the page cache."""
    if _this.site is not None and _this.thread is None:
        with _this.lock:
            if _this.thread is None:
                _this.thread = threading.Thread(target=_run, name="monitoring", daemon=True)
                _this.thread.start()


def count(view, seconds):
    """Count a request that `view` answered."""
    with _this.lock:
        counted = _this.views.setdefault(view, [0] * (len(BUCKET_SECONDS) + 1) + [0.0])
        counted[bisect.bisect_left(BUCKET_SECONDS, seconds)] += 1
        counted[-1] += seconds


def figures():
    """Return the counters of this process as a JSON object."""
    with _this.lock:
        views = {view: list(counted) for view, counted in _this.views.items()}
    return {
        "views": views,
        "memory_bytes": psutil.Process().memory_info().rss,
        "pool": _pool(),
        "replica": dict(replica.counts),
        "reads": {"dropped": writing.writer.dropped},
        **(_pages(_this.site) if isinstance(_this.site, PageCache) else {}),
    }


def own():
    """Return {name: figures} of this process alone."""
    return {_this.name: figures()}


def of_this_machine():
    """Return {name: figures} of all live processes of this machine.

    This process reports its own first, so that its counters never fall if another process is asked next.
    """
    found = own()
    if _this.site is not None:
        tell(found[_this.name])
    return dict(_living().values_list("name", "figures")) | found


def is_deaf():
    """Return whether this process caches pages but is not connected for notifications of changes."""
    # It begins to listen with its first request.
    site = _this.site
    return isinstance(site, PageCache) and site.listener.has_begun and not site.listener.generation.is_believed


def deaf_others():
    """Return how many other processes of this machine are not connected."""
    return _living().exclude(name=_this.name).filter(figures__listener__is_deaf=True).count()


def tell(found):
    """Write the counters of this process to its row."""
    facts = Process(name=_this.name, node=node, seen_at=Now(), figures=found)
    Process.objects.bulk_create(
        [facts], update_conflicts=True, unique_fields=["name"], update_fields=["seen_at", "figures"]
    )


def _living():
    return Process.objects.filter(node=node, seen_at__gt=Now() - MAX_SILENCE)


def _run():
    wrote_at = time.monotonic()
    while True:
        try:
            tell(figures())
            if time.monotonic() - wrote_at >= WRITE_ADDRESSES_SECONDS:
                wrote_at = time.monotonic()
                asked.write_down()
        except (DatabaseError, psycopg.Error) as reason:
            log.info("The numbers of this process cannot be written down: %s", reason)
        finally:
            connection.close()
        time.sleep(REPORT_INTERVAL_SECONDS)


def _pages(cache):
    """Return the counters of the page cache and of its listener."""
    memory, generation = cache.memory, cache.listener.generation
    caches = (memory.pages, memory.queries, memory.unpacked)
    boundary = (
        (generation.fresh_until - generation.now()).total_seconds()
        if generation.fresh_until and generation.now_then
        else None
    )
    return {
        "answers": dict(memory.counts),
        "pages": {"kept": len(memory.pages) + len(memory.queries), "bytes": sum(cached.used for cached in caches)},
        "listener": {
            "is_deaf": is_deaf(),
            "next_boundary_seconds": boundary,
            "faults": sum(boundaries.faults.values()),
        },
        "generations": {"changed": generation.changed, "closed": generation.closed},
    }


def _pool():
    """Return the statistics of the connection pool, which leaves out zeros."""
    stats = connections["default"].pool.get_stats()
    wanted = ("pool_size", "pool_available", "requests_waiting", "requests_num", "requests_queued", "requests_wait_ms")
    return {key: stats.get(key, 0) for key in wanted}

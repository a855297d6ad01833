"""All figures in the Prometheus format.

Of this machine: its serving processes, each by itself, because Prometheus handles restarts when it sums them. Of the
whole newsroom: figures from the database, the same on every machine. Totals over many rows come from the history, so
they rise every five minutes.
"""

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE

from mailing.models import Letter
from monitoring import disks, history, originals, probes, queue, serving
from photos.models import Photo
from press.models import Enquiry
from publishing import changes, clock
from search import refreshing

__all__ = ["CONTENT_TYPE", "text"]

# {outcome in the page cache: its label here}.
OUTCOMES = {
    "hit": "hit",
    "hit; detail=being-renewed": "renewing",
    "hit; detail=database-lost": "stale",
    "hit; detail=stale-if-error": "stale",
    "fwd=miss; collapsed": "waited",
    "fwd=miss; stored": "rendered",
    "renewed": "ahead",
    "passed on": "not_kept",
    "refused": "refused",
}
POOL = {
    "pool_size": ("newsroom_database_pool_connections", "Connections to the database that the pool holds."),
    "pool_available": ("newsroom_database_pool_idle_connections", "Connections of the pool that nobody uses."),
    "requests_waiting": ("newsroom_database_pool_waiting", "Requests that wait for a connection now."),
}


def text():
    """Return all figures, as bytes; without the database only those of this process."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Newsroom())
    return generate_latest(registry)


class _Newsroom:
    """A collector that queries everything anew for each scrape."""

    def collect(self):
        found = probes.everything()
        is_there = not found[probes.Trouble.DATABASE.value].number and probes.Trouble.DISK.value in found
        yield _gauge("newsroom_database_up", "Whether the database answers and is of this release.", {(): is_there})
        troubles = {(name,): finding.number for name, finding in found.items()}
        yield _gauge("newsroom_troubles", "Things that are wrong, by kind: the lines of /readyz.", troubles, ["kind"])
        yield from _of_processes(serving.of_this_machine() if is_there else serving.own())
        if is_there:
            yield from _of_newsroom()


def _of_processes(processes):
    answers, views = {}, HistogramMetricFamily(
        "newsroom_request_duration_seconds", "Requests that were not answered from memory.", labels=["process", "view"]
    )  # fmt: skip
    for process, figures in processes.items():
        for how, number in figures.get("answers", {}).items():
            if outcome := OUTCOMES.get(how):
                answers[process, outcome] = answers.get((process, outcome), 0) + number
        for view, counted in figures["views"].items():
            views.add_metric([process, view], _buckets(counted), counted[-1])
    replica = {
        (process, outcome): number
        for process, figures in processes.items()
        for outcome, number in figures.get("replica", {}).items()
    }
    of_replica = "Pages by what came of reading them from the replica; those that were not read there were made anew."
    yield _counter("newsroom_replica_pages", of_replica, replica, ["process", "outcome"])
    asked = "Requests that memory was asked for."
    yield _counter("newsroom_page_memory_requests", asked, answers, ["process", "outcome"])
    yield views
    for name, help, keys in [
        ("newsroom_page_memory_not_modified", "Answers that the client had already.", ("answers", "304")),
        ("newsroom_page_memory_generations", "Changes of the content heard of.", ("generations", "changed")),
        ("newsroom_page_memory_endings", "Of those, after which nothing older is shown.", ("generations", "closed")),
        ("newsroom_page_memory_faults", "Boundaries that could not be asked for.", ("listener", "faults")),
        ("newsroom_readings_dropped", "Answers that were counted and not written down.", ("reads", "dropped")),
    ]:
        yield _counter(name, help, _each(processes, keys), ["process"])
    for name, help, keys in [
        ("newsroom_page_memory_pages", "Pages in memory.", ("pages", "kept")),
        ("newsroom_page_memory_bytes", "Room that they take.", ("pages", "bytes")),
        ("newsroom_page_memory_listener_deaf", "Whether changes cannot be heard.", ("listener", "is_deaf")),
        (
            "newsroom_page_memory_next_boundary_seconds",
            "Time until pages change though nobody does anything.",
            ("listener", "next_boundary_seconds"),
        ),
        ("newsroom_process_resident_memory_bytes", "Memory of the process.", ("memory_bytes",)),
        *((name, help, ("pool", key)) for key, (name, help) in POOL.items()),
    ]:
        yield _gauge(name, help, _each(processes, keys), ["process"])


def _of_newsroom():
    yield _gauge("newsroom_jobs", "Jobs that are not done.", queue.lengths(), ["queue", "state"])
    now, oldest = clock.now(), queue.oldest_waiting()
    age = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
    yield _gauge("newsroom_job_oldest_waiting_seconds", "For how long the first job waits that is due.", {(): age})
    yield _gauge("newsroom_workers", "Workers that live.", {(): queue.workers()[0]})
    behind, since = refreshing.waiting()
    age = max(0.0, (now - since).total_seconds()) if since else 0.0
    yield _gauge("newsroom_search_changes_waiting", "Changes not yet in search.", {(): behind})
    yield _gauge("newsroom_search_oldest_waiting_seconds", "For how long the first of them waits.", {(): age})
    waiting = Letter.objects.filter(state=Letter.State.WAITING).count()
    yield _gauge("newsroom_letters_waiting", "Letters that have not left.", {(): waiting})
    enquiries = Enquiry.objects.open()
    standing = {("open",): enquiries.count(), ("overdue",): enquiries.filter(deadline__lte=now).count()}
    yield _gauge("newsroom_enquiries", "Enquiries without an answer.", standing, ["state"])
    missing = Photo.objects.filter(renditions__isnull=True).count()
    yield _gauge("newsroom_photos_without_files", "Photographs of which visitors could see no file.", {(): missing})
    room = disks.free()
    free, size = (
        {(name,): space[0] for name, space in room.items()},
        {(name,): space[1] for name, space in room.items()},
    )
    yield _gauge("newsroom_disk_free_bytes", "Room that is left.", free, ["disk"])
    yield _gauge("newsroom_disk_size_bytes", "Room that there is.", size, ["disk"])
    if last := originals.last():
        moment = {(): last.at.timestamp()}
        yield _gauge("newsroom_originals_read_timestamp_seconds", "When all originals were last read.", moment)
    yield _counter("newsroom_changes", "Numbered changes.", {(): changes.latest()})
    total = history.in_all()
    letters = {("sent",): total.get("mail_sent", 0), ("refused",): total.get("mail_refused", 0)}
    yield _counter("newsroom_letters", "Letters that left or were refused.", letters, ["outcome"])
    yield _counter("newsroom_publications", "Editions that became public.", {(): total.get("published", 0)})
    yield _counter("newsroom_enquiries_received", "Enquiries that came.", {(): total.get("enquiries_received", 0)})


def _each(processes, keys):
    """Return {(process,): value} of those processes that have a value at `keys`."""
    found = {}
    for process, value in processes.items():
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None:
            found[process,] = value
    return found


def _buckets(counted):
    """Return cumulative buckets, [(upper bound, number)], for Prometheus."""
    bounds, sofar = [*map(str, serving.BUCKET_SECONDS), "+Inf"], 0
    return [(bound, sofar := sofar + number) for bound, number in zip(bounds, counted)]


def _gauge(name, help, values, labels=()):
    return _filled(GaugeMetricFamily(name, help, labels=labels), values)


def _counter(name, help, values, labels=()):
    return _filled(CounterMetricFamily(name, help, labels=labels), values)


def _filled(family, values):
    for labels, value in values.items():
        family.add_metric(list(labels), float(value))
    return family

"""Probes for technical problems, used by /readyz, by the metrics and by the page “State” of the desk.

A probe returns the number of affected things, 0 if all is well, but not which they are. The desk's alarms put the same
findings into sentences for those who may know more.
"""

import dataclasses
import datetime
import functools

import psycopg
from django.db import DatabaseError, ProgrammingError, connections, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext_lazy as _

from accounts import sealed
from mailing import queue as outbox
from monitoring import disks, originals, pooler, promises, queue, serving
from publishing import clock
from search import refreshing

CONNECT_TIMEOUT_SECONDS = 2


class Trouble(models.TextChoices):
    """The probes: their names in /readyz and the metrics, and their labels on the desk."""

    DATABASE = "database", _("The database answers")
    MIGRATIONS = "migrations", _("The database is of this version")
    LISTENER = "page memory", _("Cache is updated")
    DISK = "disk", _("There is room on the disks")
    WORKER = "no worker", _("Background jobs are being done")
    WAITING = "waiting jobs", _("No job waits for long")
    STALLED = "stalled jobs", _("No job is held by a worker that died")
    FAILED = "failed jobs", _("No job has failed")
    PROMISE = "not public in time", _("Visitors see everything that is due")
    PHOTO = "photos without files", _("Published photographs have their files")
    TOLD = "not told in time", _("Feeds and email alerts are up to date")
    SEARCH = "search behind", _("Search includes all changes")
    MAIL = "mail", _("Emails are being sent")
    DOUBT = "mail in doubt", _("No email waits for a decision")
    FACTORS = "second factors unreadable", _("Two-step verification codes can be checked")
    LIMITS = "no limits of requests", _("Requests do not wait for the database too long")
    ORIGINALS = "damaged originals", _("Original photographs are undamaged")
    UNREAD = "originals not read", _("Original photographs are checked every night")


@dataclasses.dataclass(frozen=True)
class Finding:
    """How many things of one kind are wrong, and since when, if known."""

    number: int = 0
    since: datetime.datetime | None = None

    @classmethod
    def of_tasks(cls, found):
        """Return the sum of [(task, since, number)]."""
        since = min((since for _task, since, _number in found if since), default=None)
        return cls(sum(number for _task, _since, number in found), since)


_further = {}


def register(name, question):
    """Add a probe of a lower application: `question` takes no arguments and returns a Finding."""
    _further[name] = question


def everything():
    """Return {name: Finding} of all probes; without the database, of those that need none."""
    if not reachable():
        return _without_database()
    found = {Trouble.DATABASE.value: Finding()}
    try:
        if behind := _migrations():  # then other queries may fail
            return found | {Trouble.MIGRATIONS.value: Finding(behind)}
        return found | {name: question() for name, question in _questions().items()}
    except (DatabaseError, psycopg.Error):  # the connection broke, or the pool is exhausted
        return _without_database()


def of_this_node():
    """Return {name: Finding} of the probes about this process alone, for rolling upgrades."""
    if not reachable():
        return {Trouble.DATABASE.value: Finding(1)}
    return {Trouble.DATABASE.value: Finding(), Trouble.MIGRATIONS.value: Finding(_migrations())}


def reachable():
    """Return whether the database answers at once, on a separate connection, because the pool would wait."""
    parameters = connections["default"].get_connection_params()
    for ours in ("cursor_factory", "context"):
        parameters.pop(ours, None)
    try:
        with psycopg.connect(**parameters | {"connect_timeout": CONNECT_TIMEOUT_SECONDS}) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True


def _without_database():
    return {Trouble.DATABASE.value: Finding(1), Trouble.LISTENER.value: Finding(int(serving.is_deaf()))}


def _questions():
    return {
        Trouble.MIGRATIONS.value: Finding,
        Trouble.LISTENER.value: _listener,
        Trouble.DISK.value: lambda: Finding(disks.low(disks.free())),
        Trouble.WORKER.value: _worker,
        Trouble.WAITING.value: lambda: Finding.of_tasks(queue.waiting()),
        Trouble.STALLED.value: lambda: Finding(queue.stalled()),
        Trouble.FAILED.value: lambda: Finding.of_tasks(queue.failed()),
        Trouble.PROMISE.value: _promises,
        Trouble.PHOTO.value: lambda: Finding(promises.photos_without_files().count()),
        Trouble.TOLD.value: lambda: Finding(*promises.unannounced()),
        Trouble.SEARCH.value: lambda: Finding(*refreshing.behind()),
        Trouble.MAIL.value: lambda: Finding(*outbox.stuck()),
        Trouble.DOUBT.value: lambda: Finding(outbox.in_doubt()),
        Trouble.FACTORS.value: lambda: Finding(len(sealed.unreadable())),
        Trouble.LIMITS.value: lambda: Finding(len(pooler.missing_limits())),
        Trouble.ORIGINALS.value: _originals,
        Trouble.UNREAD.value: _unread,
        **_further,
    }


def _migrations():
    """Return how many migrations of this release the database lacks."""
    try:
        applied = set(MigrationRecorder.Migration.objects.order_by().values_list("app", "name"))
    except ProgrammingError:  # a database without any migrations
        applied = set()
    return len(_known_migrations() - applied)


@functools.cache
def _known_migrations():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {name for migration in loader.disk_migrations.values() for name in migration.replaces}
    return frozenset(loader.disk_migrations) - replaced


def _listener():
    return Finding(serving.is_deaf() + serving.deaf_others())


def _worker():
    living, last = queue.workers()
    return Finding() if living else Finding(1, last)


def _promises():
    moments = [item.live_from for item in promises.broken()]
    return Finding(len(moments), min(moments, default=None))


def _originals():
    last = originals.last()
    return Finding(last.damaged, last.at) if last and last.damaged else Finding()


def _unread():
    last = originals.last()
    return Finding(1, last.at) if last and last.at < clock.now() - originals.OVERDUE_AFTER else Finding()

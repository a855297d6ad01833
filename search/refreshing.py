"""Makes the index follow the changes that the database has marked (search/sql/5_follow.sql).

A change and its marks are one transaction. The rows are written anew in later ones: at once by the process that changed
something, for up to a few hundred things, and by the worker for whatever is left, because it was too much or that
process died. Each step is a transaction of its own. If it fails or is interrupted, its marks stay: nothing is lost.
"""

import contextlib
import datetime
import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Min
from django.db.models.functions import Now
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from search.models import Mark

log = logging.getLogger(__name__)

MAX_OF_A_REQUEST = 300  # marks; of more, a request follows the newest few and leaves the rest to the worker
FIRST_FEW = 20
MAX_WAIT = datetime.timedelta(minutes=3)  # the worker looks every minute
BATCH_SIZE = 100  # things in one transaction; all their texts are in memory at the same time
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def after_changes(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Follow what a request to the desk has changed before it is answered; the middleware for those who change."""

    def middleware(request):
        response = get_response(request)
        if request.method not in SAFE_METHODS and request.path_info.startswith(settings.DESK_PREFIX):
            try:
                refresh_some()
            except DatabaseError:  # the change itself is committed, and its marks wait for the worker
                log.warning("The index of the search could not follow a change at once.", exc_info=True)
        return response

    return middleware


def refresh_some() -> None:
    """Follow the newest changes at once, and all that wait unless they are very many; the worker does the rest."""
    if not Mark.objects.exists():
        return
    _call("search_refresh_marked", FIRST_FEW, True)  # what was changed itself comes before what is concerned by it
    _call("search_spread_marks")
    if Mark.objects.all()[: MAX_OF_A_REQUEST + 1].count() <= MAX_OF_A_REQUEST:
        refresh()
    else:
        wake()


def refresh(until: Callable[[], bool] = lambda: False) -> bool:
    """Follow all changes, or as many as can be before `until()` is true; return whether nothing waits any more."""
    while _call("search_spread_marks") or _call("search_refresh_marked", BATCH_SIZE, False):
        if until():
            return False
    return True


def refresh_things(kind: str, ids: list[int]) -> None:
    """Follow the changes of these things; articles are named by the ids of their editions."""
    if Mark.objects.filter(kind=kind, thing_id__in=ids).exists():
        _call("search_refresh", kind, ids)


def waiting() -> tuple[int, datetime.datetime | None]:
    """Return how many changes the index has still to follow, and since when the first of them waits."""
    return Mark.objects.count(), Mark.objects.aggregate(first=Min("marked_at"))["first"]


def behind() -> tuple[int, datetime.datetime | None]:
    """Return the same as waiting() if that has taken too long, by the database's clock; else (0, None)."""
    is_late = Mark.objects.filter(marked_at__lt=Now() - MAX_WAIT).exists()
    return waiting() if is_late else (0, None)


def wake() -> None:
    """Make a worker refresh the index now, instead of within a minute."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task("search.jobs.refresh", queue="search", queueing_lock="search_refresh").defer()


def _call(function, *values):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(values))})", values)
        return cursor.fetchone()[0]

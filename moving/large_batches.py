"""A large batch is released or taken back by the worker, because it takes minutes; the desk sees how far it is.

It stays one transaction, so all texts become public at one instant or none does. How far it is goes over a connection
of its own, because nobody sees what a transaction has written before its end. A worker that is killed leaves nothing
behind; the job is started again from the beginning.
"""

import threading
import time

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils.translation import get_language, override

from moving import batches, jobs
from moving.models import Batch, BatchAct
from publishing import clock
from publishing.actions import Refused

MOST_AT_ONCE = 300  # texts with which a request deals itself, in some ten seconds
SECONDS_BETWEEN = 1.0
What = BatchAct.What


def release(batch: Batch, *, by: User) -> BatchAct | None:
    """Release `batch`, or have the worker do it if it is large: then return the row in which it says how far it is.

    Raises Refused as batches.release() does, and while the worker has to do with the batch already.
    """
    batches.require_releasable(batch, by=by)
    number = batches.drafts_of(batch).count()
    if number > MOST_AT_ONCE:
        return _asked(batch, What.RELEASE, number, by=by)
    batches.release(batch, by=by)
    return None


def take_back(batch: Batch, *, by: User, reason: str = "") -> BatchAct | None:
    """Take `batch` back, or have the worker do it, as release() does."""
    batches.require_returnable(batch, by=by, reason=reason)
    number = batches.texts_of(batch).count()
    if number > MOST_AT_ONCE:
        return _asked(batch, What.TAKE_BACK, number, by=by, reason=reason)
    batches.take_back(batch, by=by, reason=reason)
    return None


def _asked(batch, what, number, *, by, reason=""):
    with transaction.atomic():
        Batch.objects.select_for_update().get(pk=batch.pk)
        batches.require_at_rest(batch)
        act = BatchAct.objects.create(
            batch=batch, what=what, reason=reason, by=by, total=number, language=get_language()
        )
        jobs.act_on_batch.defer(number=act.pk)
    return act


def carry_out(number: int) -> None:
    """Do the act with this number, unless it has ended; what is refused is written down."""
    act = BatchAct.objects.select_related("batch", "by").get(pk=number)
    if act.ended_at is not None:
        return
    try:
        with override(act.language), transaction.atomic():
            if act.what == What.RELEASE:
                batches.release(act.batch, by=act.by, progress=_Written(act))
                unused = []
            else:
                _number, unused = batches.withdraw_or_delete(
                    act.batch, by=act.by, reason=act.reason, progress=_Written(act)
                )
            _end(act)
        batches.delete_unused(unused, by=act.by)
    except Refused as refusal:
        if not BatchAct.objects.filter(pk=number, ended_at__isnull=False).exists():  # done twice at once
            _end(act, refusal=str(refusal))


def _end(act, **facts):
    BatchAct.objects.filter(pk=act.pk).update(ended_at=clock.now(), **facts)


class _Written:
    """Writes the progress down, once a second, on a connection of its own."""

    def __init__(self, act):
        self.act, self.written_at = act, time.monotonic()

    def __call__(self, what, done, total):
        now = time.monotonic()
        if now - self.written_at < SECONDS_BETWEEN or done == total:  # at the end its own transaction says more
            return
        self.written_at = now
        writer = threading.Thread(target=self._write, args=(done, total))
        writer.start()
        writer.join()

    def _write(self, done, total):
        try:
            BatchAct.objects.filter(pk=self.act.pk, ended_at__isnull=True).update(done=done, total=total)
        finally:
            connection.close()

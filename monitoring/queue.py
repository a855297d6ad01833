"""The state of the job queue: waiting, failed and stalled jobs, and live workers."""

import collections
import datetime

from django.db.models import (
    BooleanField,
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    Subquery,
)
from django.db.models.functions import Coalesce, Greatest, Now
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker

MAX_WAIT = datetime.timedelta(seconds=60)
STALLED_AFTER = datetime.timedelta(minutes=3)  # jobs of a dead worker are requeued within two
QUEUED_EVENTS = ["deferred", "deferred_for_retry", "retried"]  # events after which a job waits for a worker
MAX_COUNTED = 1000


def failed():
    """Return [(task, since, number)] of jobs that failed, where the same job has not succeeded since."""
    return _by_task(_failed())


def waiting():
    """Return [(task, since, number)] of jobs that have waited for longer than MAX_WAIT."""
    return _by_task(_tasks(_due().filter(since__lt=ago(MAX_WAIT))))


def oldest_waiting():
    """Return since when the oldest due job waits, None if none does."""
    return _due().filter(since__lte=Now()).order_by("since").values_list("since", flat=True).first()


def stalled():
    """Return how many jobs belong to dead workers and were not requeued."""
    return len(_stalled())


def workers():
    """Return (number of live workers, the latest heartbeat)."""
    lives = ExpressionWrapper(Q(last_heartbeat__gt=ago(MAX_WAIT)), output_field=BooleanField())
    found = ProcrastinateWorker.objects.annotate(lives=lives).values_list("last_heartbeat", "lives")
    return sum(lives for _sign, lives in found), max((sign for sign, _lives in found), default=None)


def lengths():
    """Return {(queue, state): number} of the jobs that are not done."""
    open_jobs = ProcrastinateJob.objects.filter(status__in=["todo", "doing", "failed"]).order_by()
    found = open_jobs.values_list("queue_name", "status").annotate(Count("pk"))
    return {(queue, state): number for queue, state, number in found}


def ago(span):
    """Return now minus `span` in the server's time, which the queue uses, not in that of tests and rehearsals."""
    return ExpressionWrapper(Now() - span, output_field=DateTimeField())


# --- Queries ---------------------------------------------------------------------------------------------------------


def _failed():
    mended = ProcrastinateJob.objects.filter(
        status="succeeded", task_name=OuterRef("task_name"), args=OuterRef("args"), pk__gt=OuterRef("pk")
    )
    jobs = ProcrastinateJob.objects.filter(~Exists(mended), status="failed")
    return _tasks(jobs.annotate(since=Max("procrastinateevent__at")))


def _due():
    told = (
        ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type__in=QUEUED_EVENTS).order_by("-at").values("at")[:1]
    )
    since = Greatest(Coalesce(F("scheduled_at"), Subquery(told)), Subquery(told))
    return ProcrastinateJob.objects.filter(status="todo").annotate(since=since)


def _stalled():
    dead = Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=ago(STALLED_AFTER))
    began = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type="started").order_by("-at").values("at")[:1]
    held = ProcrastinateJob.objects.filter(dead, status="doing").annotate(began=Subquery(began))
    return held.filter(began__lt=ago(STALLED_AFTER)).values_list("pk")[:MAX_COUNTED]


def _tasks(jobs):
    return jobs.order_by("pk").values_list("task_name", "since")[:MAX_COUNTED]


def _by_task(tasks):
    found = collections.defaultdict(list)
    for name, since in tasks:
        found[name].append(since)
    return [(name, min(filter(None, moments), default=None), len(moments)) for name, moments in found.items()]

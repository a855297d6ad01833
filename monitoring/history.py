"""The history of the newsroom: samples of its figures every five minutes for two weeks, and running totals.

The worker adds up what the serving processes have counted since the last sample. It compares each process with its own
earlier figures, so that one that ends or restarts causes no jump.
"""

import datetime

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Now, TruncDate
from django.utils import timezone

from mailing.models import Letter
from monitoring import disks, probes, queue
from monitoring.models import Process, Sample
from monitoring.serving import BUCKET_SECONDS, MAX_SILENCE
from photos.models import Photo
from press.models import Enquiry
from publishing import changes, clock
from publishing.models import Change
from search import refreshing

KEPT_FOR = datetime.timedelta(days=14)
PROCESS_FORGOTTEN_AFTER = datetime.timedelta(days=1)  # after it has ended
FIRST_SAMPLE = datetime.timedelta(minutes=5)  # the time that the first sample covers
WIDTH = len(BUCKET_SECONDS) + 2  # the counters of a view: its buckets, the rest, and the sum of seconds
HITS = (
    "hit", "hit; detail=being-renewed", "hit; detail=database-lost", "hit; detail=stale-if-error",
    "fwd=miss; collapsed",
)  # fmt: skip
OF_THE_DESK = "admin:"
OURS = ("healthz", "readyz", "readyz-node", "metrics", "static")  # requested by machines, so not representative
State = Letter.State


@transaction.atomic
def take(at=None):
    """Write a Sample of the time since the last one up to the instant `at`, and delete old samples."""
    at = at or clock.now()
    last = Sample.objects.select_for_update().order_by("-at").first()
    since = last.at if last else at - FIRST_SAMPLE
    if since >= at:
        return None
    passed = {**_served(), **_happened(since, at)}
    before = last.figures["in_all"] if last else {}
    in_all = {name: before.get(name, 0) + number for name, number in passed.items() if name in COUNTED}
    made = Sample.objects.create(at=at, figures={**passed, **present_figures(), "in_all": in_all})
    Sample.objects.filter(at__lt=at - KEPT_FOR).delete()
    return made


# The counters that are summed for ever, for monitoring systems that expect rising counters.
COUNTED = ("published", "mail_sent", "mail_refused", "enquiries_received")


def present_figures():
    """Return the figures of this moment."""
    lengths = queue.lengths()
    living, _last = queue.workers()
    now = clock.now()
    enquiries = Enquiry.objects.open()
    return {
        "jobs_waiting": sum(number for (_queue, state), number in lengths.items() if state == "todo"),
        "jobs_failed": sum(number for _task, _since, number in queue.failed()),
        "search_waiting": refreshing.waiting()[0],
        "mail_waiting": Letter.objects.filter(state=State.WAITING).count(),
        "enquiries_open": enquiries.count(),
        "enquiries_overdue": enquiries.filter(deadline__lte=now).count(),
        "photos_rendering": Photo.objects.filter(rendered_at=None).count(),
        "workers": living,
        "processes": Process.objects.filter(seen_at__gt=Now() - MAX_SILENCE).count(),
        "disks": {name: round(100 * left / whole, 1) for name, (left, whole) in disks.free().items()},
        "troubles": {name: finding.number for name, finding in probes.everything().items() if finding.number},
    }


def _happened(since, until):
    """Return the counts of events after `since`, up to `until`."""
    changes.catch_up()
    settled = Letter.objects.filter(settled_at__gt=since, settled_at__lte=until, erased_at__isnull=True)
    opened = Change.objects.filter(subject_kind="news.edition", what=Change.What.OPENED, at__gt=since, at__lte=until)
    return {
        "published": opened.count(),
        "mail_sent": settled.filter(state=State.SENT).count(),
        "mail_refused": settled.filter(state=State.FAILED).count(),
        "enquiries_received": Enquiry.objects.filter(received_at__gt=since, received_at__lte=until).count(),
    }


def _served():
    """Return what the serving processes have counted since the last call."""
    total = {"hits": 0, "renders": 0, "memory_bytes": 0, "public": [0] * WIDTH, "desk": [0] * WIDTH}
    processes = list(Process.objects.all())
    for process in processes:
        answers = _less(process.figures.get("answers", {}), process.sampled.get("answers", {}))
        total["hits"] += sum(answers.get(how, 0) for how in HITS)
        total["renders"] += answers.get("fwd=miss; stored", 0)
        for view, counted in process.figures["views"].items():
            if view not in OURS:
                before = process.sampled.get("views", {}).get(view, [0] * WIDTH)
                group = "desk" if view.startswith(OF_THE_DESK) else "public"
                total[group] = [sum(them) for them in zip(total[group], counted, (-number for number in before))]
        process.sampled = process.figures
    living = Process.objects.filter(seen_at__gt=Now() - MAX_SILENCE)
    total["memory_bytes"] = sum(figures.get("memory_bytes", 0) for figures in living.values_list("figures", flat=True))
    Process.objects.bulk_update(processes, ["sampled"])
    Process.objects.filter(seen_at__lt=Now() - PROCESS_FORGOTTEN_AFTER).delete()
    return total


def _less(now, before):
    return {name: number - before.get(name, 0) for name, number in now.items()}


# --- Reading ---------------------------------------------------------------------------------------------------------


def since(at):
    """Return [(instant, figures)] of the samples from `at` on, the oldest first."""
    return list(Sample.objects.filter(at__gte=at).order_by("at").values_list("at", "figures"))


def in_all():
    """Return the running totals at the last sample."""
    last = Sample.objects.order_by("-at").values_list("figures", flat=True).first()
    return last["in_all"] if last else {}


def duration(counted, part):
    """Return within how many seconds the fraction `part` (0.95) of the requests was answered, None without any.

    It is the upper bound of a bucket, so never below the true value; beyond the last bound it is that bound.
    """
    wanted, sofar = sum(counted[:-1]) * part, 0
    for bound, number in zip((*BUCKET_SECONDS, BUCKET_SECONDS[-1]), counted):
        sofar += number
        if sofar >= wanted > 0:
            return bound
    return None


def published_by_day(days):
    """Return {date: number of texts that became public} of the last `days`, today at the end."""
    today = clock.today()
    dates = [today - datetime.timedelta(days=back) for back in reversed(range(days))]
    opened = Change.objects.filter(
        subject_kind="news.edition", what=Change.What.OPENED, at__gte=_midnight(dates[0]), at__lte=clock.now()
    )
    found = opened.annotate(day=TruncDate("at")).order_by().values_list("day").annotate(Count("pk"))
    return {date: dict(found).get(date, 0) for date in dates}


def _midnight(date):
    return timezone.make_aware(datetime.datetime.combine(date, datetime.time.min))

"""What has gone wrong, or is about to, that nobody would see before a reader does.

Asked for by the desk's first page and by the health page; the number of queries does not grow with the newsroom.
"""

import collections
import dataclasses
import datetime

from django.apps import apps
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, Max, OuterRef, Subquery, TextChoices
from django.db.models.functions import Coalesce, Greatest, Now
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker

from desk import standing
from mailing import queue
from news import access
from photos.models import Photo, PhotoUse
from press import accreditation, deadlines, enquiries
from publishing import clock
from publishing.localized import in_language
from publishing.models import Publishable
from publishing.visitors import as_visitor

SOON = datetime.timedelta(hours=1)
PATIENCE = datetime.timedelta(seconds=60)
LOOKED_BACK = datetime.timedelta(days=1)
TOLD = ["deferred", "deferred_for_retry", "retried"]  # events after which a job waits for a worker
MOST = 20  # of one kind
MOST_JOBS = 1000


class Kind(TextChoices):
    """What an alarm is about, in the words of the health page."""

    PHOTO = "photos without files"
    PROMISE = "not public in time"
    FAILED = "failed jobs"
    WAITING = "waiting jobs"
    WORKER = "no worker"
    ENQUIRY = "enquiries"
    MAIL = "mail"
    ACCREDITATION = "accreditation"


@dataclasses.dataclass(frozen=True)
class Alarm:
    """What to look after: a sentence for the desk, where to go (or nothing), since when, and how many things it is."""

    kind: Kind
    sentence: str
    address: str = ""
    since: datetime.datetime | None = None
    number: int = 1


def everything(user=None):
    """Return all alarms, those that readers notice first at the top; `user` is not told of what others keep secret."""
    pressing = [*_promises(), *_enquiries(user), *_accreditation(user), *_worker(), *_mail()]
    return [*pressing, *_photos(user), *_failed(), *_waiting()]


def _enquiries(user):
    """Yield an alarm for each enquiry whose deadline is near or has passed; machines that watch us are not told."""
    if not (user and enquiries.may(user, "view")):
        return
    now = clock.now()
    for enquiry in deadlines.pressing(now)[:MOST]:
        told = {"number": enquiry.number, "time": deadlines.left(enquiry, now).sentence}
        address = reverse("admin:press_enquiry_change", args=[enquiry.pk])
        yield Alarm(Kind.ENQUIRY, _("Enquiry %(number)s waits for an answer. %(time)s") % told, address)


def _accreditation(user):
    """Yield an alarm for each advisory whose requests wait while its time runs out; machines are not told."""
    for advisory in accreditation.pressing(clock.now())[:MOST] if user else ():
        told = {"number": advisory.waiting, "title": in_language(advisory.title)}
        sentence = _("Requests for accreditation wait for a decision (%(number)s): %(title)s") % told
        yield Alarm(Kind.ACCREDITATION, sentence, reverse("admin:press_advisory_requests", args=[advisory.pk]))


def _mail():
    """Yield an alarm if letters should have left and have not, or if a person has to say whether they go again."""
    address = reverse("admin:mailing_letter_changelist")
    number, since = queue.stuck()
    if number:
        sentence = _("Letters do not leave (%(number)s). Is the mail server there?") % {"number": number}
        yield Alarm(Kind.MAIL, sentence, f"{address}?state__exact=waiting", since, number)
    if doubtful := queue.in_doubt():
        sentence = _("Letters of which nobody knows whether they were sent: %(number)s") % {"number": doubtful}
        yield Alarm(Kind.MAIL, sentence, f"{address}?state__exact=doubt", number=doubtful)


def _photos(user):
    """Yield an alarm for each photo that something shows now, or will within the hour, and that has no files yet."""
    now = clock.now()
    # Asked first and alone: nearly all photos have their files, and the rest of the question is a long one.
    without_files = list(Photo.objects.filter(renditions__isnull=True).values_list("pk", flat=True))
    photos = Photo.objects.filter(pk__in=without_files).filter(_shown(now) | _shown(now + SOON))
    if user:
        photos = access.readable_by(user, photos)
    photos = list(photos[:MOST])
    is_shown = {photo.pk for photo in Photo.objects.filter(_shown(now), pk__in=[it.pk for it in photos])}
    for photo in photos:
        told = {"name": photo.file_name}
        sentence = (
            _("%(name)s is public and has no files that visitors could see.")
            if photo.pk in is_shown
            else _("%(name)s goes out within the hour and has no files that visitors could see.")
        )
        address = reverse("admin:photos_photo_change", args=[photo.pk])
        yield Alarm(Kind.PHOTO, sentence % told, address, photo.uploaded_at)


def _shown(at):
    """Return the condition that a photo is public at the instant `at`, by itself or where it is used."""
    shown = Exists(Photo.objects.public(at).filter(pk=OuterRef("pk")))
    for kind in PhotoUse.kinds():
        shown |= Exists(kind.shown(at).filter(photo=OuterRef("pk")))
    return shown


def _promises():
    """Yield an alarm for each thing that should have become public in the last day, and that visitors do not see."""
    for model in apps.get_models():
        if issubclass(model, Publishable):
            opened = model.objects.public().filter(live_from__gt=clock.now() - LOOKED_BACK)
            due = {item.pk: item for item in opened.order_by("-live_from")[:MOST]}
            if due:
                with as_visitor():
                    seen = set(model.objects.public().filter(pk__in=due).values_list("pk", flat=True))
                yield from (_broken_promise(item) for number, item in due.items() if number not in seen)


def _broken_promise(item):
    told = {"kind": item._meta.verbose_name, "number": item.pk, "moment": standing.clock_time(item.live_from)}
    sentence = _("Not public, though its moment has come (%(moment)s Moscow): %(kind)s %(number)s") % told
    return Alarm(Kind.PROMISE, sentence, since=item.live_from)


def _failed():
    """Yield an alarm for each kind of job of which some failed, and have not succeeded since."""
    mended = ProcrastinateJob.objects.filter(
        status="succeeded", task_name=OuterRef("task_name"), args=OuterRef("args"), pk__gt=OuterRef("pk")
    )
    failed = ProcrastinateJob.objects.filter(~Exists(mended), status="failed")
    for name, since, number in _by_task(failed.annotate(since=Max("procrastinateevent__at"))):
        sentence = _("Jobs in the background have failed (%(number)s): %(name)s") % {"number": number, "name": name}
        yield Alarm(Kind.FAILED, sentence, since=since, number=number)


def _waiting():
    """Yield an alarm for each kind of job of which some wait for longer than anybody should."""
    told = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type__in=TOLD).order_by("-at").values("at")[:1]
    due = Greatest(Coalesce(F("scheduled_at"), Subquery(told)), Subquery(told))
    waiting = ProcrastinateJob.objects.annotate(since=due).filter(status="todo", since__lt=_patience_ends())
    for name, since, number in _by_task(waiting):
        sentence = _("Jobs in the background wait to be done (%(number)s): %(name)s")
        yield Alarm(Kind.WAITING, sentence % {"number": number, "name": name}, since=since, number=number)


def _by_task(jobs):
    """Return (name of the task, since when, how many) for jobs with their `since`; no more are counted than matter."""
    found = collections.defaultdict(list)
    for name, since in jobs.order_by("pk").values_list("task_name", "since")[:MOST_JOBS]:
        found[name].append(since)
    return [(name, min(filter(None, moments), default=None), len(moments)) for name, moments in found.items()]


def _worker():
    """Yield an alarm if no worker has given a sign of life."""
    if not ProcrastinateWorker.objects.filter(last_heartbeat__gt=_patience_ends()).exists():
        last = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
        sentence = _("Nobody does the work in the background: photographs get no files. Start the worker again.")
        yield Alarm(Kind.WORKER, sentence, since=last)


def _patience_ends():
    # The queue keeps the time of the server, not the one that tests and rehearsals set.
    return ExpressionWrapper(Now() - PATIENCE, output_field=DateTimeField())

"""The worker's jobs that sign. They may run twice without harm."""

import contextlib
import datetime
import logging
import time

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from authenticity import keys, sealing
from publishing import clock
from publishing.models import Boundary

MAX_RUN_SECONDS = 40  # seconds, after which other jobs have their turn
ONE_MINUTE = datetime.timedelta(minutes=1)

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queue="seals", queueing_lock="seals", name="authenticity.jobs.seal", pass_context=False)
def seal(timestamp: int | None = None) -> None:
    """Sign what has become public, and run again at the next publication if that is near."""
    end = time.monotonic() + MAX_RUN_SECONDS
    try:
        sealing.seal(until=lambda: time.monotonic() > end)
    except keys.NotReady as reason:
        logger.error("Nothing is signed: %s", reason)
        return
    now = clock.now()
    coming = Boundary.objects.filter(subject_kind__in=sealing.KINDS, at__gt=now, at__lt=now + ONE_MINUTE).order_by("at")
    if instant := coming.values_list("at", flat=True).first():
        with contextlib.suppress(AlreadyEnqueued):
            seal.configure(schedule_at=instant, queueing_lock="seals_at").defer()


# Once a day, before the nightly backup: readers of the log learn nothing of when the newsroom is at work.
@app.periodic(cron="10 1 * * *")
@app.task(queueing_lock="sign_record", name="authenticity.jobs.sign_record", pass_context=False)
def sign_record(timestamp: int | None = None) -> None:
    """Sign the record of who did what."""
    try:
        sealing.sign_record()
    except keys.NotReady as reason:
        logger.error("The record is not signed: %s", reason)

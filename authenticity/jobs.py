"""The worker's job that signs. It may run twice without harm."""

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
    coming = Boundary.objects.filter(subject_kind="news.edition", at__gt=now, at__lt=now + ONE_MINUTE).order_by("at")
    if instant := coming.values_list("at", flat=True).first():
        with contextlib.suppress(AlreadyEnqueued):
            seal.configure(schedule_at=instant, queueing_lock="seals_at").defer()

"""The outbox, emptied by the worker that `script/server` starts. Each job may run twice without harm."""

import time

from procrastinate.contrib.django import app

from mailing import letters, retention, sending

MAX_RUN_SECONDS = 20  # seconds of sending, after which other jobs have their turn


@app.periodic(cron="* * * * *")
@app.task(queue="mail", queueing_lock="mail", name="mailing.jobs.send")
def send(timestamp=None):
    """Send what waits; with much to send, in several turns."""
    end = time.monotonic() + MAX_RUN_SECONDS
    sending.send_waiting(until=lambda: time.monotonic() > end)
    if time.monotonic() > end:
        letters.wake()


@app.periodic(cron="41 1 * * *")
@app.task(queue="mail", queueing_lock="mail_erase")
def erase(timestamp):
    """Forget what letters said that have been sent long ago."""
    retention.erase_old()

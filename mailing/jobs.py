"""The jobs of the outbox, run by the worker that `script/server` starts. Each may run twice without harm."""

import time

from procrastinate.contrib.django import app

from mailing import letters, retention, sending

MAX_RUN_SECONDS = 20  # then other jobs have their turn


@app.periodic(cron="* * * * *")
@app.task(queue="mail", queueing_lock="mail", name="mailing.jobs.send")
def send(timestamp=None):
    """Send waiting emails, in several runs if there are many."""
    end = time.monotonic() + MAX_RUN_SECONDS
    sending.send_waiting(until=lambda: time.monotonic() > end)
    if time.monotonic() > end:
        letters.wake()


@app.periodic(cron="41 1 * * *")
@app.task(queue="mail", queueing_lock="mail_erase")
def erase(timestamp):
    """Erase the content of emails that were sent long ago."""
    retention.erase_old()

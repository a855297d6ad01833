"""The worker's jobs for the search. Each may run twice without harm."""

import time

from procrastinate.contrib.django import app

from search import files, refreshing

MAX_RUN_SECONDS = 40  # then other jobs have their turn


@app.periodic(cron="* * * * *")
@app.task(queue="search", queueing_lock="search_files", name="search.jobs.read_files")
def read_files(timestamp: int | None = None) -> None:
    """Read the text of newly attached files, so that they can be found within a minute or once they are public."""
    files.read_waiting(until=_in(MAX_RUN_SECONDS))
    refreshing.refresh_some()


@app.periodic(cron="* * * * *")
@app.task(queue="search", queueing_lock="search_refresh", name="search.jobs.refresh")
def refresh(timestamp: int | None = None) -> None:
    """Have the index follow the changes that nobody has followed yet; after a while leave the rest to the next job."""
    if not refreshing.refresh(until=_in(MAX_RUN_SECONDS)):
        refreshing.wake()


def _in(seconds):
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end

"""The worker's jobs for the search. Each may run twice without harm."""

import time

from procrastinate.contrib.django import app

from search import files

MAX_RUN_SECONDS = 40  # then other jobs have their turn


@app.periodic(cron="* * * * *")
@app.task(queue="search", queueing_lock="search_files", name="search.jobs.read_files")
def read_files(timestamp: int | None = None) -> None:
    """Read the text of newly attached files, so that they can be found within a minute or once they are public."""
    end = time.monotonic() + MAX_RUN_SECONDS
    files.read_waiting(until=lambda: time.monotonic() > end)

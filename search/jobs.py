"""Work of the search outside the request. Each job may run twice without harm."""

import time

from procrastinate.contrib.django import app

from search import files

MAX_RUN_SECONDS = 40  # seconds of reading, after which other jobs have their turn


@app.periodic(cron="* * * * *")
@app.task(queue="search", queueing_lock="search_files", name="search.jobs.read_files")
def read_files(timestamp: int | None = None) -> None:
    """Read the text of files that have been attached: a minute later they are found, or as soon as they are public."""
    end = time.monotonic() + MAX_RUN_SECONDS
    files.read_waiting(until=lambda: time.monotonic() > end)

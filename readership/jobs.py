"""The worker's job that keeps the counts small. It may run twice without harm."""

from procrastinate.contrib.django import app

from readership import folding


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="fold_readings", pass_context=False)
def fold_readings(timestamp):
    """Make days of old hours."""
    folding.fold()

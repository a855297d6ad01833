"""Nightly jobs of the desk, run by the worker that `script/server` starts."""

from procrastinate.contrib.django import app

from desk.photos import stray_files


@app.periodic(cron="17 1 * * *")
@app.task(queueing_lock="sweep_stray_files", pass_context=False)
def sweep_stray_files(timestamp):
    """Delete files that no row names."""
    stray_files.sweep()

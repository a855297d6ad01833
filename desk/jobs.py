"""Jobs of the desk, run by the worker that `script/server` starts."""

from procrastinate.contrib.django import app

from desk.photos import stray_files
from desk.sending import once


@app.periodic(cron="17 1 * * *")
@app.task(queueing_lock="sweep_stray_files", pass_context=False)
def sweep_stray_files(timestamp):
    """Delete files that no row names."""
    stray_files.sweep()


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="forget_sent_forms", pass_context=False)
def forget_sent_forms(timestamp):
    """Forget the forms that nobody can send a second time any more."""
    once.forget_old()

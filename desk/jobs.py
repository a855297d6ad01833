"""Jobs of the desk, run by the worker that `script/server` starts."""

from procrastinate.contrib.django import app

from desk.months import keeping
from desk.photos import stray_files
from desk.sending import once
from desk.telling import alarms, articles


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


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tell_staff", pass_context=False)
def tell_staff(timestamp):
    """Tell members of staff of reviews and alarms; press.jobs tells of deadlines."""
    articles.tell()
    alarms.tell()


@app.periodic(cron="35 * * * *")
@app.task(queueing_lock="keep_month", pass_context=False)
def keep_month(timestamp):
    """Keep the report of the last month on its first hour after; later, if the worker was not running then."""
    keeping.keep_last()

"""The periodic jobs of monitoring, run by the worker that `script/server` starts. All of them may run twice."""

from procrastinate.contrib.django import app

from monitoring import history, originals

JOBS_KEPT_HOURS = 30 * 24  # ended jobs


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="monitoring_sample", pass_context=False)
def take_sample(timestamp):
    """Write a sample of the last minutes."""
    history.take()


@app.periodic(cron="7 2 * * *")
@app.task(queue="originals", queueing_lock="verify_originals", lock="verify_originals", pass_context=False)
def verify_originals(timestamp):
    """Read every original again."""
    originals.verify()


@app.periodic(cron="51 1 * * *")
@app.task(queueing_lock="forget_old_jobs", pass_context=True)
async def forget_old_jobs(context, timestamp):
    """Delete jobs that ended long ago: the periodic ones alone are ten thousand a day."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=JOBS_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )

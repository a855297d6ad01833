"""The job queue's own upkeep."""

from datetime import timedelta

MAX_SILENCE = timedelta(seconds=30)  # a worker that lives says so every ten seconds


def on_app_ready(app):
    """Called by the queue when it starts: add the job that takes over from killed workers."""

    @app.periodic(cron="* * * * *")
    @app.task(queueing_lock="requeue_stalled", name="csto_site.worker.requeue_stalled", pass_context=True)
    async def requeue_stalled(context, timestamp):
        """Start again the jobs of workers that were killed; every job may run twice."""
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=MAX_SILENCE.total_seconds()):
            await app.job_manager.retry_job(job)

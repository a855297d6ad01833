"""Maintenance of the job queue."""

from datetime import timedelta

MAX_SILENCE = timedelta(seconds=30)  # a live worker has a heartbeat every ten seconds


def on_app_ready(app):
    """Add the job that requeues jobs of killed workers; called by Procrastinate when it starts."""

    @app.periodic(cron="* * * * *")
    @app.task(queueing_lock="requeue_stalled", name="csto_site.worker.requeue_stalled", pass_context=True)
    async def requeue_stalled(context, timestamp):
        """Start again the jobs of workers that were killed; every job may run twice."""
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=MAX_SILENCE.total_seconds()):
            await app.job_manager.retry_job(job)

"""The worker's job that seals the record. It may run twice without harm."""

from procrastinate.contrib.django import app

from publishing import record


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="seal_record", pass_context=False)
def seal_record(timestamp: int) -> None:
    """Seal the entries of the last minute."""
    record.seal()

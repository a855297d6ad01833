"""Upkeep of the record, done by the worker that `script/server` starts. It may run twice without harm."""

from procrastinate.contrib.django import app

from publishing import record


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="seal_record", pass_context=False)
def seal_record(timestamp):
    """Seal what was entered in the last minute."""
    record.seal()

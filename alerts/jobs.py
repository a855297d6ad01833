"""News to subscribers, by the worker that `script/server` starts. Each job may run twice without harm."""

from procrastinate.contrib.django import app

from alerts import composing, following, subscribing


@app.periodic(cron="* * * * *")
@app.task(queue="mail", lock="alerts", queueing_lock="alerts")
def deliver(timestamp):
    """Write letters about what happened."""
    following.follow()
    composing.compose()


@app.periodic(cron="11 1 * * *")
@app.task(queue="mail", lock="alerts", queueing_lock="alerts_erase")
def erase(timestamp):
    """Forget what nobody confirmed."""
    subscribing.erase_old()

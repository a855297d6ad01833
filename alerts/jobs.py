"""The jobs of email alerts, run by the worker that `script/server` starts. Each may run twice without harm."""

from procrastinate.contrib.django import app

from alerts import composing, following, subscribing, weeks
from identity.current import current as identity


@app.periodic(cron="* * * * *")
@app.task(queue="mail", lock="alerts", queueing_lock="alerts")
def deliver(timestamp):
    """Write emails about new events."""
    following.follow()
    if identity().has.alerts:
        composing.compose()


@app.periodic(cron="*/10 * * * *")
@app.task(queue="mail", lock="alerts", queueing_lock="alerts_week")
def tell_the_week(timestamp):
    """Write the letters with the plan of the week, and what has changed in it."""
    if identity().has.alerts and identity().has.week:
        weeks.compose()


@app.periodic(cron="11 1 * * *")
@app.task(queue="mail", lock="alerts", queueing_lock="alerts_erase")
def erase(timestamp):
    """Erase unconfirmed subscriptions."""
    subscribing.erase_old()

"""What happens to enquiries and accreditation by the clock, done by the worker; all of it may run twice."""

from procrastinate.contrib.django import app

from press import accreditation, erasing, escalation


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="warn_of_deadlines", pass_context=False)
def warn_of_deadlines(timestamp):
    """Tell those who have to answer that a deadline comes near."""
    escalation.warn()


@app.periodic(cron="37 2 * * *")
@app.task(queueing_lock="erase_enquiries", pass_context=False)
def erase_enquiries(timestamp):
    """Erase what is personal of old enquiries and accreditation, and files that stand in no row."""
    erasing.erase_old()
    erasing.sweep()
    accreditation.erase_old()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tell_accredited", pass_context=False)
def tell_accredited(timestamp):
    """Tell those who asked to come of changes, and remind whoever has to know."""
    accreditation.tell_of_changes()
    accreditation.remind()

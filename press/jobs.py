"""Periodic jobs about enquiries and accreditation; all of them may run twice."""

from procrastinate.contrib.django import app

from identity.current import current as identity
from press import accreditation, erasing, escalation


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="warn_of_deadlines", pass_context=False)
def warn_of_deadlines(timestamp):
    """Warn those responsible that a deadline comes near."""
    if identity().has.enquiries:
        escalation.warn()


@app.periodic(cron="37 2 * * *")
@app.task(queueing_lock="erase_enquiries", pass_context=False)
def erase_enquiries(timestamp):
    """Erase personal data of old enquiries and accreditation requests, and files that no row names."""
    erasing.erase_old()
    erasing.sweep()
    accreditation.erase_old()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tell_accredited", pass_context=False)
def tell_accredited(timestamp):
    """Send emails about changes of events, and reminders."""
    if identity().has.accreditation:
        accreditation.tell_of_changes()
        accreditation.remind()

"""Record what happens to accounts for administrators, and tell the owner by email."""

import datetime

from django.urls import reverse
from django.utils.translation import get_language
from procrastinate.contrib.django import app

from accounts import places
from accounts.models import AccountEvent
from mailing import layout, letters
from publishing import clock
from publishing.addresses import absolute_url
from publishing.languages import interface_code
from publishing.transactions import retried

What = AccountEvent.What
PLACE_REMEMBERED_FOR = datetime.timedelta(days=180)  # then a place counts as new again
NOT_TOLD = {What.LOG_IN, What.ROLES_CHANGED, What.CLOSED, What.OPENED, What.INVITED}
LATER = {What.LOCKED}  # emailed by the worker, so that the response time does not reveal whether the account exists


@retried
def record(what, person, request=None, *, by=None, note=""):
    """Record that `what` happened to the account of `person`, and send them an email.

    `request` is the person's, or that of the administrator `by`.
    """
    event = AccountEvent.objects.create(
        what=what,
        person=person,
        by=by if by != person else None,
        address=places.address(request) if request else None,
        browser=places.browser(request) if request else "",
        note=note,
    )
    if what in LATER:
        later = app.configure_task("accounts.jobs.tell", queue="mail")
        later.defer(event_id=event.pk, language=_language())
    elif what not in NOT_TOLD:
        tell(event, _language())
    return event


def record_log_in(person, request):
    """Record that `person` logged in; send an email if the browser or the address is new."""
    before = AccountEvent.objects.filter(
        person=person, what__in=[What.LOG_IN, What.NEW_PLACE], at__gt=clock.now() - PLACE_REMEMBERED_FOR
    )
    place = {"address": places.address(request), "browser": places.browser(request)}
    is_known = all(before.filter(**{part: value}).exists() for part, value in place.items())
    record(What.LOG_IN if is_known else What.NEW_PLACE, person, request)


def record_lock(person, request, *, lasts):
    """Record that a log-in was locked, once while the lock lasts."""
    place = {"person": person, "address": places.address(request)}
    if not AccountEvent.objects.filter(what=What.LOCKED, at__gt=clock.now() - lasts, **place).exists():
        record(What.LOCKED, person, request)


def tell(event, language):
    """Send an email to the owner of the account, if there is one with an address."""
    if not (event.person and event.person.email):
        return
    event.refresh_from_db()  # the database sets the time
    context = {"event": event, "account": absolute_url(reverse("account"))}
    subject, text, html = layout.render("account/mail/event", context, language)
    letters.post(
        key=f"account event {event.pk}",
        to=event.person.email,
        subject=subject,
        text=text,
        html=html,
        language=language,
        about_account=True,
    )


def _language():
    return get_language() or interface_code()

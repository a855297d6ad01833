"""Warnings before a deadline passes without an answer, so that no article says “could not be reached”.

Each level of press.deadlines is sent once, and only the latest one that was reached.
"""

from django.conf import settings
from django.contrib.auth import get_user_model

from press import deadlines, duty, letters
from press.models import Enquiry
from publishing import clock, roles
from publishing.transactions import retried


def warn(now=None):
    """Tell those who have to answer of each deadline that has come nearer by a level; return how many enquiries."""
    now = now or clock.now()
    due = [(enquiry, deadlines.level(enquiry, now)) for enquiry in deadlines.pressing(now)]
    return sum(_warn(enquiry, level, now) for enquiry, level in due if level > enquiry.escalated)


@retried
def _warn(enquiry, reached, now):
    # Whoever updates the level sends the warning; a second worker, or a fresh answer, leaves nothing to update.
    fresh = Enquiry.objects.open().filter(pk=enquiry.pk, escalated__lt=reached).update(escalated=reached)
    if fresh:
        for address, language in _readers(enquiry, reached, now).items():
            letters.warn(enquiry, reached, address, language)
    return fresh


def _readers(enquiry, reached, now):
    """Return {address: language} of the assignee and the duty officer; from level 2, or without them, of all."""
    found = {}
    if enquiry.assigned_to and enquiry.assigned_to.is_active and enquiry.assigned_to.email:
        found[enquiry.assigned_to.email.lower()] = settings.LANGUAGE_CODE
    shift = duty.now(now).shift
    if shift and shift.contact.email:
        found[shift.contact.email.lower()] = settings.LANGUAGE_CODE
    if reached > 1 or not found:
        people = get_user_model().objects.filter(is_active=True, groups__name=roles.PRESS_SECRETARY).exclude(email="")
        found |= {email.lower(): settings.LANGUAGE_CODE for email in people.values_list("email", flat=True)}
    return found

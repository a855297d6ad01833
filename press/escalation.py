"""Warnings before a deadline runs out without an answer, so that no text says “could not be reached”.

Each of the levels of press.deadlines is told once, and nothing but the latest that has come.
"""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from press import deadlines, duty, letters
from press.models import Enquiry
from publishing import clock, roles


def warn(now=None):
    """Tell those who have to answer of each deadline that has come nearer by a level; return how many enquiries."""
    now = now or clock.now()
    due = [(it, deadlines.level(it, now)) for it in deadlines.pressing(now)]
    return sum(_warn(enquiry, it, now) for enquiry, it in due if it > enquiry.escalated)


def _warn(enquiry, reached, now):
    with transaction.atomic():
        # Whoever sets the level tells of it; a second worker, or an answer a moment ago, finds nothing to set.
        fresh = Enquiry.objects.open().filter(pk=enquiry.pk, escalated__lt=reached).update(escalated=reached)
        if fresh:
            for address, language in _readers(enquiry, reached, now).items():
                letters.warn(enquiry, reached, address, language)
        return fresh


def _readers(enquiry, reached, now):
    """Return {address: language}: who works on it and who is on duty; from the second level, or without them, all."""
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

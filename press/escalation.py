"""Warnings before a deadline passes without an answer, so that no article says “could not be reached”.

Each level of press.deadlines is sent once, and only the latest one that was reached.
"""

from django.db.models import Q

from accounts import telling
from accounts.models import Occasion
from press import deadlines, duty, letters
from press.models import Enquiry
from publishing import clock, roles
from publishing.languages import interface_code
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
        for person in _people(enquiry, reached, now):
            telling.notify(
                person, Occasion.ENQUIRY, letters.desk_path(enquiry), tag=f"enquiry {enquiry.pk} deadline {reached}"
            )
    return fresh


def _readers(enquiry, reached, now):
    """Return {address: language} of those whom it concerns and who want letters of it, and of the duty officer."""
    found = {}
    if on_duty := _address_on_duty(now):
        found[on_duty] = interface_code()
    for person in _people(enquiry, reached, now).exclude(email=""):
        choices = telling.choices_of(person)
        if telling.wants(person, Occasion.ENQUIRY, telling.LETTER, choices):
            found[person.email.lower()] = choices.language
        else:
            found.pop(person.email.lower(), None)
    return found


def _people(enquiry, reached, now):
    """Return the accounts of the assignee and the duty officer; from level 2, or without them, of all who answer."""
    staff, on_duty = telling.staff(), _address_on_duty(now)
    responsible = staff.filter(Q(pk=enquiry.assigned_to_id) | Q(email__iexact=on_duty) & ~Q(email=""))
    if reached > 1 or not (responsible or on_duty):
        return staff.filter(Q(pk__in=responsible) | Q(groups__name=roles.PRESS_SECRETARY)).distinct()
    return responsible


def _address_on_duty(now):
    shift = duty.now(now).shift
    return shift.contact.email.lower() if shift else ""

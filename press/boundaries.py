"""When pages about duty, office hours and deadlines of accreditation change without anybody editing anything."""

from django.db.models import Min

from press import duty, hours
from press.models import Advisory, Contact


def next_change(at):
    """Return the next instant after `at` at which a shift, a contact's hours or the time to ask begins or ends."""
    contacts = Contact.objects.in_office(at.date()).prefetch_related("openings")
    asked_until = Advisory.objects.public(at).filter(requests_until__gt=at).aggregate(next=Min("requests_until"))
    known = [
        duty.next_change(at),
        asked_until["next"],
        *(openness.changes for openness in hours.of_all(contacts, at).values()),
    ]
    return min(filter(None, known), default=None)

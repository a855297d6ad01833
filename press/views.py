"""The press centre: contacts, credits, and the policies on corrections and embargoes."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from press import hours
from press.models import Advisory, Contact
from publishing import clock, dates


def centre(request):
    now, today = clock.now(), clock.today()
    contacts = list(Contact.objects.in_office(today).prefetch_related("phones", "openings"))
    openness = hours.of_all(contacts, now)
    for contact in contacts:
        contact.openness = openness.get(contact.pk)
    earlier = Contact.objects.filter(until__lt=today).order_by("-until", "-since")
    context = {
        "nav": "press",
        "crumbs": [(_("Press centre"), "")],
        "openness": contacts[0].openness if contacts else None,  # the first stands in the page's frame
        "others": contacts[1:],
        "advisories": Advisory.objects.public().coming(today).with_course(),
        "earlier": [(contact, _period(contact)) for contact in earlier],
    }
    return render(request, "press/centre.html", context)


def _period(contact):
    return dates.period_in_words(contact.since, contact.since_precision, contact.until, contact.until_precision)

"""The press centre: whom to call, how to credit, what holds for corrections and embargoes."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from press.models import Contact
from publishing import clock, dates


def centre(request):
    today = clock.today()
    others = Contact.objects.in_office(today).prefetch_related("phones")[1:]  # the first stands in the page's frame
    earlier = Contact.objects.filter(until__lt=today).order_by("-until", "-since")
    context = {
        "nav": "press",
        "crumbs": [(_("Press centre"), "")],
        "others": others,
        "earlier": [(contact, _period(contact)) for contact in earlier],
    }
    return render(request, "press/centre.html", context)


def _period(contact):
    return dates.period_in_words(contact.since, contact.since_precision, contact.until, contact.until_precision)

"""The week ahead: its page, its PDF, and a calendar to which visitors subscribe."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from council import calendar as of_meetings
from council.calendar_views import calendar_response
from council.models import Meeting
from identity.current import current as identity
from news.paper.views import pdf_response
from news.week import entries, paper
from press import advisory_calendar
from press.models import Advisory


@require_safe
def page(request):
    context = {
        "nav": "press",
        "crumbs": [(_("Press centre"), reverse("press:centre")), (_("The week ahead"), "")],
        "week": entries.ahead(),
    }
    return render(request, "news/week/week.html", context)


def _etag(request):
    request.sheet = paper.sheet(entries.ahead())
    return f'"week-{request.sheet.etag}"'


@require_safe
@condition(etag_func=_etag)
def pdf(request):
    return pdf_response(request.sheet)


@require_safe
def calendar(request):
    """All meetings and advisories since the beginning of last year, and later ones as they are announced."""
    first_day, address = of_meetings.first_day(), request.build_absolute_uri
    meetings = Meeting.objects.public().filter(held_on__gte=first_day)
    gone = [entry for entry in of_meetings.withdrawn() if entry.held_on >= first_day] if identity().has.council else []
    events = [
        (advisory, advisory_calendar.entry(advisory, address))
        for advisory in Advisory.objects.public().filter(held_on__gte=first_day).order_by("held_on", "id")
    ]
    name = _("Meetings and events of %(organization)s") % {"organization": identity().abbreviation_of}
    return calendar_response(request, of_meetings.of(meetings, gone, name, address, events), "week.ics")

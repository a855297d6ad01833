"""Calendars: of all meetings, of one body's meetings, and of one meeting to be added by hand."""

import hashlib

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from council import calendar
from council.models import Body, Meeting
from identity.current import current as identity
from page_cache import lifetimes


def of_all(request):
    name = _("Meetings of %(organization)s") % {"organization": identity().abbreviation_of}
    return _response(request, *_lately(Meeting.objects.public(), calendar.withdrawn()), name)


def of_body(request, slug):
    body = get_object_or_404(Body, slug=slug)
    gone = calendar.withdrawn().filter(bodies__contains=[body.pk])
    return _response(request, *_lately(body.meetings.public(), gone), str(body))


def of_meeting(request, id):
    """One meeting, whenever it is. If it was withdrawn, the entry is a cancelled one."""
    meetings = Meeting.objects.public().filter(pk=id).prefetch_related("bodies")
    gone = calendar.withdrawn().filter(meeting=id)
    if not meetings and not gone:
        raise Http404("No such meeting.")
    return _response(request, meetings, gone, str(meetings[0]) if meetings else _("Meeting"))


def _lately(meetings, gone):
    first_day = calendar.first_day()
    return meetings.filter(held_on__gte=first_day), [entry for entry in gone if entry.held_on >= first_day]


def _response(request, meetings, gone, name):
    return calendar_response(request, calendar.of(meetings, gone, name, request.build_absolute_uri), "meetings.ics")


def calendar_response(request, content, file_name):
    """Return the bytes of a calendar as a file called `file_name`, or a 304 if the client has it already."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    response.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    response.headers["Cache-Control"] = lifetimes.PROGRAM
    return get_conditional_response(request, etag=etag, response=response)

"""The addresses of calendars: of all meetings, of one body's, and of one meeting to be added by hand."""

import hashlib

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from council import calendar
from council.models import Body, Meeting


def of_all(request):
    return _answer(request, Meeting.objects.public(), _("Meetings of the CSTO"))


def of_body(request, slug):
    body = get_object_or_404(Body, slug=slug)
    return _answer(request, body.meetings.public(), str(body))


def of_meeting(request, id):
    meetings = Meeting.objects.public().filter(pk=id)
    meeting = get_object_or_404(meetings)
    return _answer(request, meetings, str(meeting))


def _answer(request, meetings, name):
    content = calendar.of(meetings.prefetch_related("bodies"), name, request.build_absolute_uri)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    response.headers["Content-Disposition"] = 'inline; filename="meetings.ics"'
    response.headers["Cache-Control"] = "public, max-age=60"
    return get_conditional_response(request, etag=etag, response=response)

"""The home page, and whether all is well."""

import collections

from django.db import OperationalError
from django.db.models import Exists, F, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from council.models import Meeting
from desk import alarms
from news.lists import by_day
from news.models import Edition, EditionPhoto
from news.pages import public_meetings
from photos.models import Photo
from photos.showing import ready
from publishing import clock

LATEST = 8
HEADLINES = 3
PHOTOS = 5


@require_safe
def home(request):
    editions = Edition.objects.public().in_language(get_language()).newest_first()
    lead = _lead(editions)
    lead_photo = lead.photos.select_related("photo").prefetch_related("photo__renditions").first() if lead else None
    latest = editions.exclude(pk=lead.pk) if lead else editions
    context = {
        "nav": "",
        "lead": lead,
        "lead_photo": lead_photo,
        "lead_meeting": lead and lead.meeting_id and public_meetings().filter(pk=lead.meeting_id).first(),
        "days": by_day(latest.listed()[:LATEST]),
        **_meetings(),
        "photos": _newest_photos(apart_from=lead_photo),
        "statements": _headlines(editions, Edition.Genre.STATEMENT),
        "interviews": _headlines(editions, Edition.Genre.INTERVIEW),
    }
    return render(request, "home.html", context)


@require_safe
@never_cache
def healthz(request):
    """Say “ok”, or of what kind and how many the troubles are; anybody may read it, so it names nothing."""
    try:
        found = collections.Counter()
        for alarm in alarms.everything():
            found[alarm.kind.value] += alarm.number
    except OperationalError:
        found = {"database": 1}
    lines = [f"{kind}: {number}" for kind, number in found.items()] or ["ok"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain", status=503 if found else 200)


def _lead(editions):
    """Return the newest edition with a photograph, or the newest if none has one."""
    illustrated = editions.filter(Exists(EditionPhoto.objects.filter(edition=OuterRef("pk"))))
    return illustrated.listed().first() or editions.listed().first()


def _meetings():
    today = clock.today()
    meetings = public_meetings()
    coming = meetings.filter(held_on__gt=today, course=Meeting.Course.AS_PLANNED)
    return {
        "last_meeting": meetings.filter(held_on__lte=today).order_by("-held_on", "-id").first(),
        "next_meeting": coming.order_by("held_on", "id").first(),
    }


def _newest_photos(apart_from):
    photos = Photo.objects.public().with_renditions().order_by(F("taken_at").desc(nulls_last=True), "-id")
    if apart_from:
        photos = photos.exclude(pk=apart_from.photo_id)
    return ready(photos[:PHOTOS])


def _headlines(editions, genre):
    return editions.filter(genre=genre).defer("body")[:HEADLINES]

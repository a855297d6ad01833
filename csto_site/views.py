"""The home page."""

from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from news.lists import by_day, with_pictures
from news.models import Edition, EditionPhoto
from news.pages import public_meetings
from photos.finding import newest_first
from photos.models import Photo
from photos.showing import ready, with_renditions
from publishing import clock
from publishing.questions import Given, Question

LATEST = 8
HEADLINES = 3
PHOTOS = 5


def _editions():
    return Edition.objects.public().filter(language=Given("language")).newest_first()


def _illustrated():
    return _editions().filter(Exists(EditionPhoto.objects.filter(edition=OuterRef("pk"))))


_ILLUSTRATED = Question(lambda: _illustrated().in_short()[:1])
_NEWEST = Question(lambda: _editions().in_short()[:1])
_LATEST = Question(lambda: _editions().exclude(pk=Given("lead")).in_short()[:LATEST])
_OF_GENRE = Question(lambda: _editions().filter(genre=Given("genre")).defer("body")[:HEADLINES])
_MEETING = Question(lambda: public_meetings().filter(pk=Given("meeting")))
_LAST_MEETING = Question(
    lambda: public_meetings().as_planned().filter(held_on__lte=Given("today")).order_by("-held_on", "-id")[:1]
)
_NEXT_MEETING = Question(
    lambda: public_meetings().as_planned().filter(held_on__gt=Given("today")).order_by("held_on", "id")[:1]
)
_PHOTOS = Question(lambda: newest_first(Photo.objects.public().exclude(pk=Given("lead")))[:PHOTOS])


@require_safe
def home(request):
    language, today = get_language(), clock.today()
    lead = _first(with_pictures(_ILLUSTRATED.ask(language=language) or _NEWEST.ask(language=language)))
    lead_photo = _first(lead.lead_photos) if lead else None
    latest = with_pictures(_LATEST.ask(language=language, lead=lead.pk if lead else 0))
    context = {
        "nav": "",
        "lead": lead,
        "lead_photo": lead_photo,
        "lead_meeting": _first(_MEETING.ask(meeting=lead.meeting_id)) if lead and lead.meeting_id else None,
        "days": by_day(latest),
        "last_meeting": _first(_LAST_MEETING.ask(today=today)),
        "next_meeting": _first(_NEXT_MEETING.ask(today=today)),
        "photos": ready(with_renditions(_PHOTOS.ask(lead=lead_photo.photo_id if lead_photo else 0))),
        "statements": _OF_GENRE.ask(language=language, genre=Edition.Genre.STATEMENT),
        "interviews": _OF_GENRE.ask(language=language, genre=Edition.Genre.INTERVIEW),
    }
    return render(request, "home.html", context)


def _first(things):
    return things[0] if things else None

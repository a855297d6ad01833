"""The home page: what editors have chosen for its top (news/front_page.py), and everything else by date."""

from django.db.models import Exists, F, OuterRef
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from council.models import fetch_bodies
from council.models.called_off import called_off_meeting
from identity.current import current as identity
from news import front_page
from news.lists import by_day, with_pictures
from news.models import Attachment, Edition, EditionPhoto
from news.pages import public_meetings
from news.week.entries import DAYS, ONE_DAY
from photos.models import Photo
from photos.showing import with_renditions, with_words
from press.models import Advisory
from publishing import clock
from publishing.languages import in_order_for, principal_codes
from publishing.prepared import AnyOf, Param, PreparedQuery, attach_prefetched

LATEST_SHOWN = 8
HEADLINES_SHOWN = 3
PHOTOS_SHOWN = 5
ADVISORIES_SHOWN = 3


def _editions():
    return Edition.objects.public().filter(language=Param("language")).newest_first()


def _others():
    """Return the editions that are not of an article chosen by hand."""
    return _editions().exclude(AnyOf(F("article"), Param("chosen")))


def _may_lead():
    """Return the editions of which the newest may lead: none that announces a meeting that was called off."""
    return _others().exclude(Exists(called_off_meeting()), genre=Edition.Genre.ANNOUNCEMENT)


def _illustrated():
    return _may_lead().filter(Exists(EditionPhoto.objects.filter(edition=OuterRef("pk"))))


_ILLUSTRATED = PreparedQuery(lambda: _illustrated().in_short()[:1])
_NEWEST = PreparedQuery(lambda: _may_lead().in_short()[:1])
_LATEST = PreparedQuery(lambda: _others().exclude(pk=Param("lead")).in_short()[:LATEST_SHOWN])
_CHOSEN = PreparedQuery(lambda: _editions().filter(AnyOf(F("article"), Param("chosen"))).in_short())
_BESIDE = PreparedQuery(lambda: _editions().exclude(AnyOf(F("article"), Param("articles"))).in_short()[:LATEST_SHOWN])
_OF_GENRE = PreparedQuery(lambda: _editions().filter(genre=Param("genre")).as_links()[:HEADLINES_SHOWN])
_ATTACHMENTS = PreparedQuery(lambda: Attachment.objects.filter(edition=Param("edition")))
_MEETING = PreparedQuery(lambda: public_meetings().filter(pk=Param("meeting")))
_LAST_MEETING = PreparedQuery(
    lambda: public_meetings().as_planned().filter(held_on__lte=Param("today")).order_by("-held_on", "-id")[:1]
)
_NEXT_MEETING = PreparedQuery(
    lambda: public_meetings().as_planned().filter(held_on__gt=Param("today")).order_by("held_on", "id")[:1]
)
_ADVISORIES = PreparedQuery(
    lambda: (
        Advisory.objects.public()
        .filter(held_on__gte=Param("today"), held_on__lt=Param("end"))
        .order_by("held_on", "starts_at", "id")
        .with_course()[:ADVISORIES_SHOWN]
    )
)
_PHOTOS = PreparedQuery(lambda: Photo.objects.public().exclude(pk=Param("lead")).newest_first()[:PHOTOS_SHOWN])


@require_safe
def home(request):
    language, today = get_language(), clock.today()
    lead, below, latest = _news(language)
    lead_photo = _first(lead.lead_photos) if lead else None
    if lead:
        attach_prefetched([lead], "attachments", _ATTACHMENTS.fetch(edition=lead.pk), "edition")
    lead_meeting = _first(_MEETING.fetch(meeting=lead.meeting_id)) if lead and lead.meeting_id else None
    last_meeting, next_meeting = _first(_LAST_MEETING.fetch(today=today)), _first(_NEXT_MEETING.fetch(today=today))
    fetch_bodies([meeting for meeting in (lead_meeting, last_meeting, next_meeting) if meeting])
    context = {
        "nav": "",
        "lead": lead,
        "lead_photo": lead_photo,
        "lead_meeting": lead_meeting,
        "below": below,
        "days": by_day(latest),
        "beside": _beside(language, [*([lead] if lead else []), *below, *latest]),
        "last_meeting": last_meeting,
        "next_meeting": next_meeting,
        "advisories": _ADVISORIES.fetch(today=today, end=today + DAYS * ONE_DAY) if identity().has.week else [],
        "photos": with_words(with_renditions(_PHOTOS.fetch(lead=lead_photo.photo_id if lead_photo else 0))),
        "statements": _OF_GENRE.fetch(language=language, genre=Edition.Genre.STATEMENT),
        "interviews": _OF_GENRE.fetch(language=language, genre=Edition.Genre.INTERVIEW),
    }
    return render(request, "home.html", context)


def _news(language):
    """Return the lead or None, the editions chosen to stand below it, and the latest others, all with pictures.

    What was chosen and is not public in this language is left out; a lead like that is the newest one instead.
    """
    first, others = front_page.chosen()
    chosen = [*others, *([first] if first else [])]
    found = (
        {edition.article_id: edition for edition in _CHOSEN.fetch(language=language, chosen=chosen)} if chosen else {}
    )
    told = {"language": language, "chosen": chosen}
    below = [found[article] for article in others if article in found]
    lead = found.get(first) or _first(_ILLUSTRATED.fetch(**told) or _NEWEST.fetch(**told))
    if lead is None and below:
        lead = below.pop(0)
    latest = _LATEST.fetch(**told, lead=lead.pk if lead else 0)
    with_pictures([*([lead] if lead else []), *below, *latest])
    return lead, below, latest


def _beside(language, shown):
    """Return (code, days) of the news in a required language, in place of what is not written in this one; else None.

    They are those along the chain whose articles are not `shown`, as many as there is place for.
    """
    room, principal = LATEST_SHOWN + 1 - len(shown), principal_codes()
    if language in principal or room <= 0:
        return None
    code = next(code for code in in_order_for(language) if code in principal)
    found = with_pictures(_BESIDE.fetch(language=code, articles=[edition.article_id for edition in shown])[:room])
    return (code, by_day(found)) if found else None


def _first(things):
    return things[0] if things else None

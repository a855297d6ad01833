"""The public pages of the Council's meetings. Offices and ranks are those of the meeting's date."""

from collections import Counter
from itertools import groupby

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Q, Value
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from council import chronicle
from council.models import (
    Body,
    Chairmanship,
    Consideration,
    Document,
    Meeting,
    MeetingAlbum,
    MeetingPhoto,
    Office,
    Participation,
    Term,
    fetch_moves,
)
from photos.models import Album, Photo
from photos.showing import with_words
from publishing import amendments, clock, dates
from publishing.keyset import keyset_page, redirect_page_numbers

MEETINGS_PER_PAGE = 40
MAX_PHOTOS = 12  # of a meeting's album
MAX_ARTICLES = 12  # about the meetings of a person, state or body

# --- Meetings ------------------------------------------------------------------------------------------------------


@redirect_page_numbers
def meetings(request):
    context = list_of(request, Meeting.objects.public(), MEETINGS_PER_PAGE)
    return render(request, "council/meeting_list.html", context)


def list_of(request, meetings, length):
    """Return the context of a page that lists public `meetings`, one KeysetPage at a time."""
    today = clock.today()
    part = _part_of(request, meetings, length)
    planned = meetings.as_planned()
    bodies = Body.objects.filter(Exists(Meeting.objects.public().filter(bodies=OuterRef("pk"))))
    return {
        "nav": "council",
        "crumbs": [(_("Permanent Council"), "")],
        "bodies": bodies.prefetch_related(None),  # with their present names
        "part": part,
        "years": _by_year(part),
        "all_years": _distinct_years(meetings),
        "last": planned.select_related("chair_state").filter(held_on__lte=today).first(),
        "coming": planned.filter(held_on__gt=today).order_by("held_on", "id").first(),
        "today": today,
    }


@redirect_page_numbers
def meetings_of_year(request, year):
    all_years = _distinct_years(Meeting.objects.public())
    if year not in all_years:
        raise Http404
    part = _part_of(request, Meeting.objects.public().filter(held_on__year=year), MEETINGS_PER_PAGE)
    context = {
        "nav": "council",
        "crumbs": [(_("Permanent Council"), reverse("council:meetings")), (str(year), "")],
        "year": year,
        "part": part,
        "years": _by_year(part),
        "all_years": all_years,
        "today": clock.today(),
    }
    return render(request, "council/meeting_year.html", context)


def _part_of(request, meetings, length):
    """Return the KeysetPage of public `meetings` that the address names, each with what a list prints of it."""
    meetings = meetings.select_related("chair", "chair_state").prefetch_related("bodies")
    part = keyset_page(request, meetings, length, "held_on")
    fetch_moves(part.things)
    _annotate_counts(part.things)
    return part


def _annotate_counts(meetings):
    """Set on each of `meetings` how many public documents, photos and articles belong to it."""
    albums = MeetingAlbum.objects.filter(album__in=Album.objects.public())
    counted = [
        (Consideration.objects.filter(document__in=Document.objects.public()), "document"),
        (_editions().filter(language=get_language()), "article"),
        (MeetingPhoto.objects.all(), "photo"),
        (albums, "album__photo_uses"),
    ]
    ids = [meeting.pk for meeting in meetings]
    first, *rest = (_numbers_of(things.filter(meeting__in=ids), what) for things, what in counted)
    numbers = {(what, meeting): number for what, meeting, number in first.union(*rest, all=True)}
    for meeting in meetings:
        counts = {what: numbers.get((what, meeting.pk), 0) for _things, what in counted}
        meeting.document_count, meeting.article_count = counts["document"], counts["article"]
        meeting.photo_count = max(counts["photo"], counts["album__photo_uses"])


def _numbers_of(things, what):
    """Return (what, meeting's number, how many different values of the field `what` its rows of `things` have)."""
    by_meeting = things.order_by().annotate(what=Value(what)).values("what", "meeting")
    return by_meeting.annotate(number=Count(what, distinct=True)).values_list("what", "meeting", "number")


def _distinct_years(meetings):
    """Return the years of `meetings`, the latest first."""
    return [day.year for day in meetings.dates("held_on", "year", order="DESC")]


def _editions():
    """Return the public editions. Council may not import news, so the model comes from the relation."""
    return Meeting._meta.get_field("editions").related_model.objects.public()


def _by_year(meetings):
    """Return [{year, chapters: [{chairmanship, meetings}]}], in the order of `meetings`, which is by date.

    The meetings of days without a chairmanship on record are in a chapter without one.
    """
    chairmanships = list(Chairmanship.objects.select_related("state"))

    def in_force(meeting):
        day = meeting.held_on
        return next(
            (
                chairmanship
                for chairmanship in chairmanships
                if chairmanship.start <= day and (chairmanship.end is None or day <= chairmanship.end)
            ),
            None,
        )

    return [
        {
            "year": year,
            "chapters": [
                {"chairmanship": chairmanship, "meetings": list(chapter)}
                for chairmanship, chapter in groupby(of_year, key=in_force)
            ],
        }
        for year, of_year in groupby(meetings, key=lambda meeting: meeting.held_on.year)
    ]


def history(request):
    """The history of the Treaty and the Organization, by year."""
    entries = chronicle.entries(clock.today())
    context = {
        "nav": "council",
        "crumbs": [(_("Permanent Council"), reverse("council:meetings")), (_("History"), "")],
        "years": [(year, list(of_year)) for year, of_year in groupby(entries, key=lambda entry: entry.day.year)],
    }
    return render(request, "council/history.html", context)


# --- One meeting ---------------------------------------------------------------------------------------------------


def meeting(request, id):
    public = Meeting.objects.public()
    meeting = get_object_or_404(public.select_related("chair", "chair_state").prefetch_related("bodies"), pk=id)
    year = meeting.held_on.year
    context = {
        "nav": "council",
        "crumbs": [
            (_("Permanent Council"), reverse("council:meetings")),
            (str(year), reverse("council:meetings-year", args=[year])),
            (dates.in_words(meeting.held_on), ""),
        ],
        **record_of(meeting),
        "earlier": public.filter(_before(meeting)).first(),
        "later": public.filter(_after(meeting)).reverse().first(),
    }
    return render(request, "council/meeting_detail.html", context)


def record_of(meeting):
    """Return what a page or a printed sheet shows of a public meeting, in the active language."""
    papers = _papers(meeting)
    album = _own_album(meeting)
    return {
        "meeting": meeting,
        "amendments": amendments.latest_first(
            amendments.notes_of(meeting), amendments.notes_of(*(paper["document"] for paper in papers))
        ),
        "is_coming": meeting.held_on > clock.today(),
        "seats": _seats(meeting),
        "secretary_general": _secretary_general(meeting),
        "date_changes": _date_changes(meeting),
        "agenda": meeting.agenda.all(),
        "papers": papers,
        "done": _done(papers, meeting),
        "album": album,
        "photos": _photos(meeting, album),
        "articles": articles_about([meeting]),
    }


def _secretary_general(meeting):
    """Return the term of the Secretary General on that day, if it is on record that he was there."""
    if not meeting.with_secretary_general:
        return None
    terms = Term.objects.public().holding(meeting.held_on).filter(office__kind=Office.Kind.SECRETARY_GENERAL)
    return terms.select_related("person", "office").first()


def _date_changes(meeting):
    """Return the DateChanges, the latest first, each with `to`: the object with the date and course after it."""
    changes = list(meeting.date_changes.all())
    for change, newer in zip(changes, [meeting, *changes]):
        change.to = newer
    return changes


def _seats(meeting):
    """Return the participants, the chair first and guests last, as dicts of _seat."""
    present = list(meeting.participations.select_related("person", "state"))
    in_chair = next((participation for participation in present if _is_chair(participation, meeting)), None)
    if in_chair:
        present.remove(in_chair)
        in_chair.state = in_chair.state or meeting.chair_state
    elif meeting.chair or meeting.chair_state:
        in_chair = Participation(meeting=meeting, person=meeting.chair, state=meeting.chair_state)
    present.sort(key=lambda participation: participation.role == Participation.Role.GUEST)
    seated = [in_chair, *present] if in_chair else present
    people = [person.person_id for person in seated if person.person_id]
    terms = Term.objects.public().with_ranks().titles_on(meeting.held_on, people)
    return [_seat(person, terms.get(person.person_id), chairs=person is in_chair) for person in seated]


def _is_chair(participation, meeting):
    if meeting.chair_id:
        return participation.person_id == meeting.chair_id
    return participation.person_id is None and participation.state_id == meeting.chair_state_id


def _seat(participation, term, *, chairs):
    """Return a dict with person, state, term on that day (each may be None), capacity, and whether they chair."""
    state = participation.state or (term and term.office.state)
    return {
        "person": participation.person,
        "state": state,
        "term": term,
        "chairs": chairs,
        "is_guest": participation.role == Participation.Role.GUEST,
        "capacity": participation.capacity,
    }


def _papers(meeting):
    """Return the public documents considered, in order: dicts with a document and its steps at all public meetings."""
    steps = (
        Consideration.objects.filter(
            document__in=Document.objects.public().filter(considerations__meeting=meeting),
            meeting__in=Meeting.objects.public(),
        )
        .select_related("document", "meeting")
        .order_by("meeting__held_on", "meeting_id", "position", "id")
    )
    papers = {}
    for step in steps:
        papers.setdefault(step.document_id, {"document": step.document, "steps": []})["steps"].append(step)
    in_agenda_order = {step.document_id: None for step in steps if step.meeting_id == meeting.pk}
    return [papers[document_id] for document_id in in_agenda_order]


def _done(papers, meeting):
    """Return [(verb in words, number of documents)] for what this meeting did, in the order it first did it."""
    verbs = Counter(
        step.get_verb_display() for paper in papers for step in paper["steps"] if step.meeting_id == meeting.pk
    )
    return list(verbs.items())


def _own_album(meeting):
    """Return the public album of the meeting with the `number` of its photos, None without one."""
    links = MeetingAlbum.objects.filter(meeting=meeting, album__in=Album.objects.public()).select_related("album")
    link = links.annotate(number=Count("album__photo_uses")).first()
    if link is None:
        return None
    link.album.number = link.number
    return link.album


def _photos(meeting, album):
    """Return the meeting's photos: those chosen for its page, then the first ones of its album."""
    own = Photo.objects.filter(council_meetingphoto_set__in=MeetingPhoto.shown().filter(meeting=meeting))
    own = own.order_by("council_meetingphoto_set__position", "council_meetingphoto_set__id")
    photos = dict.fromkeys(own.with_renditions())
    if album:
        uses = album.photo_uses.select_related("photo").prefetch_related("photo__renditions")
        photos |= dict.fromkeys(use.photo for use in uses[:MAX_PHOTOS])
    return with_words(photos)


def articles_about(meetings, most=MAX_ARTICLES):
    """Return public editions of the newest articles about `meetings`, the newest first, one for each article.

    In the page's language if possible. Each has its `address` and `language_name`.
    """
    of_meetings = _editions().filter(meeting__in=meetings).order_by().values("article")
    about = of_meetings.annotate(latest=Max("shown_on")).order_by("-latest", "-article").values("article")[:most]
    chosen = {}
    names = dict(settings.LANGUAGES)
    preferred = [get_language(), *names]
    readable = _editions().filter(article__in=about, language__in=names).defer("body").newest_first()
    for edition in sorted(readable, key=lambda edition: preferred.index(edition.language)):
        chosen.setdefault(edition.article_id, edition)
    for edition in chosen.values():
        with override(edition.language):
            edition.address = edition.get_absolute_url()
        edition.language_name = names[edition.language]
    return sorted(chosen.values(), key=lambda edition: (edition.shown_on, edition.article_id), reverse=True)


def _before(meeting):
    return Q(held_on__lt=meeting.held_on) | Q(held_on=meeting.held_on, pk__lt=meeting.pk)


def _after(meeting):
    return Q(held_on__gt=meeting.held_on) | Q(held_on=meeting.held_on, pk__gt=meeting.pk)

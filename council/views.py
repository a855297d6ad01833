"""The public pages of the Council's meetings. Offices and ranks are those of the meeting's date."""

from collections import Counter
from itertools import groupby

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
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
    MeetingPhoto,
    Office,
    Participation,
    Term,
)
from photos.models import Photo
from photos.showing import ready
from publishing import amendments, clock, dates

# --- Meetings ------------------------------------------------------------------------------------------------------


def meetings(request):
    return render(request, "council/meeting_list.html", _list_context(Meeting.objects.public()))


def body(request, slug):
    """The meetings of one body, and the bodies below it."""
    body = get_object_or_404(Body.objects.select_related("parent").prefetch_related("children"), slug=slug)
    context = _list_context(body.meetings.public()) | {
        "body": body,
        "crumbs": [(_("Permanent Council"), reverse("council:meetings")), (str(body), "")],
    }
    return render(request, "council/meeting_list.html", context)


def _list_context(meetings):
    listed = list(_listed(meetings))
    today = clock.today()
    return {
        "nav": "council",
        "crumbs": [(_("Permanent Council"), "")],
        "bodies": Body.objects.filter(Exists(Meeting.objects.public().filter(bodies=OuterRef("pk")))),
        "years": _by_year(listed),
        "all_years": _distinct_years(meeting.held_on for meeting in listed),
        "last": next((it for it in listed if it.held_on <= today), None),
        "coming": next((it for it in reversed(listed) if it.held_on > today and it.is_as_planned), None),
        "today": today,
    }


def meetings_of_year(request, year):
    all_years = _distinct_years(Meeting.objects.public().values_list("held_on", flat=True))
    if year not in all_years:
        raise Http404
    context = {
        "nav": "council",
        "crumbs": [(_("Permanent Council"), reverse("council:meetings")), (str(year), "")],
        "year": year,
        "years": _by_year(_listed(Meeting.objects.public().filter(held_on__year=year))),
        "all_years": all_years,
        "today": clock.today(),
    }
    return render(request, "council/meeting_year.html", context)


def _distinct_years(days):
    """Return the years of `days`, the latest first."""
    return sorted({day.year for day in days}, reverse=True)


def _listed(meetings):
    """Fetch along what a list prints of each meeting."""
    considered = Consideration.objects.filter(document__in=Document.objects.public())
    articles = _editions().filter(language=get_language())
    return (
        meetings.select_related("chair", "chair_state")
        .prefetch_related("bodies")
        .annotate(
            document_count=_number_of(considered, "document"),
            photo_count=_number_of(MeetingPhoto.objects.all(), "photo"),
            article_count=_number_of(articles, "article"),
        )
    )


def _number_of(things, counted):
    """Return how many different values of the field `counted` the rows `things` of a meeting have."""
    of_meeting = things.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    return Coalesce(Subquery(of_meeting.annotate(number=Count(counted, distinct=True)).values("number")), 0)


def _editions():
    """Return the public editions. News knows the Council, not the other way round: we go by the relation's far end."""
    return Meeting._meta.get_field("editions").related_model.objects.public()


def _by_year(meetings):
    """Return [{year, chapters: [{chairmanship, meetings}]}], in the order of `meetings`, which is by date.

    A chapter without a chairmanship holds the meetings of days for which none is on record.
    """
    chairmanships = list(Chairmanship.objects.select_related("state"))

    def in_force(meeting):
        day = meeting.held_on
        return next((it for it in chairmanships if it.start <= day and (it.end is None or day <= it.end)), None)

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
    found = chronicle.entries(clock.today())
    context = {
        "nav": "council",
        "crumbs": [(_("Permanent Council"), reverse("council:meetings")), (_("History"), "")],
        "years": [(year, list(of_year)) for year, of_year in groupby(found, key=lambda it: it.day.year)],
    }
    return render(request, "council/history.html", context)


# --- One meeting ---------------------------------------------------------------------------------------------------


def meeting(request, id):
    public = Meeting.objects.public()
    meeting = get_object_or_404(public.select_related("chair", "chair_state").prefetch_related("bodies"), pk=id)
    year = meeting.held_on.year
    papers = _papers(meeting)
    context = {
        "nav": "council",
        "crumbs": [
            (_("Permanent Council"), reverse("council:meetings")),
            (str(year), reverse("council:meetings-year", args=[year])),
            (dates.in_words(meeting.held_on), ""),
        ],
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
        "photos": _photos(meeting),
        "articles": articles_about([meeting]),
        "earlier": public.filter(_before(meeting)).first(),
        "later": public.filter(_after(meeting)).reverse().first(),
    }
    return render(request, "council/meeting_detail.html", context)


def _secretary_general(meeting):
    """Return the term of whoever was Secretary General on the day, if it is on record that he was there."""
    if not meeting.with_secretary_general:
        return None
    terms = Term.objects.public().holding(meeting.held_on).filter(office__kind=Office.Kind.SECRETARY_GENERAL)
    return terms.select_related("person", "office").first()


def _date_changes(meeting):
    """Return the earlier dates, the latest change first, each with the date and course it was changed to."""
    changes = list(meeting.date_changes.all())
    for change, newer in zip(changes, [meeting, *changes]):
        change.to = newer
    return changes


def _seats(meeting):
    """Return those at the table, the chair first and guests last: see _seat."""
    present = list(meeting.participations.select_related("person", "state"))
    in_chair = next((it for it in present if _is_chair(it, meeting)), None)
    if in_chair:
        present.remove(in_chair)
        in_chair.state = in_chair.state or meeting.chair_state
    elif meeting.chair or meeting.chair_state:
        in_chair = Participation(meeting=meeting, person=meeting.chair, state=meeting.chair_state)
    present.sort(key=lambda it: it.role == Participation.Role.GUEST)
    seated = [in_chair, *present] if in_chair else present
    terms = _terms_on(meeting.held_on, [it.person_id for it in seated if it.person_id])
    return [_seat(it, terms.get(it.person_id), chairs=it is in_chair) for it in seated]


def _is_chair(participation, meeting):
    if meeting.chair_id:
        return participation.person_id == meeting.chair_id
    return participation.person_id is None and participation.state_id == meeting.chair_state_id


def _terms_on(day, people):
    """Return {person's id: the term that gives the title on `day`}: the choice of Person.term_on, in one query."""
    held = {}
    for term in Term.objects.public().holding(day).filter(person__in=people).select_related("office__state"):
        held.setdefault(term.person_id, []).append(term)
    return {person: min(terms, key=_precedence) for person, terms in held.items()}


def _precedence(term):
    return Office.PRECEDENCE.index(term.office.kind)


def _seat(participation, term, *, chairs):
    """Return a dict with person, state and term of the day (each may be None), what a guest is, and who chairs."""
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
    """Return the public documents considered, in order: dicts with document and its steps at all public meetings."""
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


def _photos(meeting):
    uses = MeetingPhoto.shown().filter(meeting=meeting)
    photos = Photo.objects.filter(council_meetingphoto_set__in=uses).with_renditions()
    return ready(photos.order_by("council_meetingphoto_set__position", "council_meetingphoto_set__id"))


def articles_about(meetings):
    """Return public editions of the articles about `meetings`, the newest first, one for each article.

    It is the edition in the page's language if there is one; each has its `address` and `language_name`.
    """
    about = _editions().filter(meeting__in=meetings).values("article")
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

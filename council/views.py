"""The public pages of the Council's record: its meetings, who represents the states, and each person.

Offices and ranks are those of the day a page speaks of: of the meeting's date, or of today.
"""

from collections import Counter
from itertools import groupby

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from council.models import (
    Chairmanship,
    Consideration,
    Document,
    Meeting,
    MeetingPhoto,
    Office,
    Participation,
    Person,
    Portrait,
    State,
    Term,
)
from photos.models import Photo
from photos.showing import ready
from publishing import clock, dates
from publishing.localized import in_language

MOST_ARTICLES = 12  # on a person's page; the meetings lead to the rest


# --- Meetings ------------------------------------------------------------------------------------------------------


def meetings(request):
    listed = list(_listed(Meeting.objects.public()))
    today = clock.today()
    context = {
        "nav": "council",
        "crumbs": [(_("Permanent Council"), "")],
        "years": _by_year(listed),
        "all_years": _distinct_years(meeting.held_on for meeting in listed),
        "last": next((it for it in listed if it.held_on <= today), None),
        "coming": next((it for it in reversed(listed) if it.held_on > today), None),
        "today": today,
    }
    return render(request, "council/meeting_list.html", context)


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
    return meetings.select_related("chair", "chair_state").annotate(
        document_count=_number_of(considered, "document"),
        photo_count=_number_of(MeetingPhoto.objects.all(), "photo"),
        article_count=_number_of(articles, "article"),
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


# --- One meeting ---------------------------------------------------------------------------------------------------


def meeting(request, id):
    public = Meeting.objects.public()
    meeting = get_object_or_404(public.select_related("chair", "chair_state"), pk=id)
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
        "is_coming": meeting.held_on > clock.today(),
        "seats": _seats(meeting),
        "agenda": meeting.agenda.all(),
        "papers": papers,
        "done": _done(papers, meeting),
        "photos": _photos(meeting),
        "articles": _articles_about([meeting]),
        "earlier": public.filter(_before(meeting)).first(),
        "later": public.filter(_after(meeting)).reverse().first(),
    }
    return render(request, "council/meeting_detail.html", context)


def _seats(meeting):
    """Return those at the table, the chair first: dicts with person, state, term (each may be None) and chairs."""
    present = list(meeting.participations.select_related("person", "state"))
    in_chair = next((it for it in present if _is_chair(it, meeting)), None)
    if in_chair:
        present.remove(in_chair)
        in_chair.state = in_chair.state or meeting.chair_state
    elif meeting.chair or meeting.chair_state:
        in_chair = Participation(meeting=meeting, person=meeting.chair, state=meeting.chair_state)
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
    state = participation.state or (term and term.office.state)
    return {"person": participation.person, "state": state, "term": term, "chairs": chairs}


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


def _articles_about(meetings):
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


# --- People --------------------------------------------------------------------------------------------------------


def representatives(request):
    today = clock.today()
    terms = _with_portraits(Term.objects.public().exclude(office__kind=Office.Kind.OTHER))
    holding = list(terms.holding(today))
    begun = terms.filter(Q(start__lte=today) | Q(start__isnull=True, seen__lte=today))
    earlier = _latest_first(begun.exclude(pk__in=[term.pk for term in holding]))
    states = sorted(State.objects.all(), key=lambda state: in_language(state.short_name).casefold())
    chairmanship = Chairmanship.on(today)
    context = {
        "nav": "representatives",
        "crumbs": [(_("Representatives"), "")],
        "leaders": [
            *_of_kind(holding, Office.Kind.SECRETARY_GENERAL),
            *_of_kind(holding, Office.Kind.DEPUTY),
        ],
        "states": [
            {
                "state": state,
                "terms": _of_state(holding, state),
                "earlier": _of_state(earlier, state),
                "chairmanship": chairmanship if chairmanship and chairmanship.state == state else None,
            }
            for state in states
        ],
        "earlier_leaders": _of_kind(earlier, Office.Kind.SECRETARY_GENERAL),
    }
    return render(request, "council/representatives.html", context)


def _with_portraits(terms):
    return terms.select_related("office__state", "person__portrait__photo").prefetch_related(
        "person__portrait__photo__renditions"
    )


def _latest_first(terms):
    """Order by the first day, or, where that is not known, by the day somebody was seen in office."""
    return sorted(terms, key=lambda term: term.start or term.seen, reverse=True)


def _of_kind(terms, kind):
    return [term for term in terms if term.office.kind == kind]


def _of_state(terms, state):
    return [term for term in _of_kind(terms, Office.Kind.REPRESENTATIVE) if term.office.state_id == state.pk]


def person(request, id, slug):
    person = get_object_or_404(Person.objects.public(), pk=id)
    if slug != person.slug:
        return redirect(person, permanent=True)
    today = clock.today()
    terms = _latest_first(person.terms.public().select_related("office__state"))
    meetings = _meetings_of(person)
    context = {
        "nav": "representatives",
        "crumbs": [(_("Representatives"), reverse("council:representatives")), (str(person), "")],
        "person": person,
        "other_names": _other_names(person),
        "portrait": _portrait(person),
        "standing": list(person.terms.public().holding(today).select_related("office__state")) or terms[:1],
        "terms": terms,
        "meetings": meetings,
        "articles": _articles_about([meeting.pk for meeting in meetings])[:MOST_ARTICLES],
    }
    return render(request, "council/person_detail.html", context)


def _portrait(person):
    """Return the photo, ready to be shown, or None."""
    portraits = Portrait.shown().filter(person=person)
    return next(iter(ready(Photo.objects.filter(council_portrait_set__in=portraits).with_renditions())), None)


def _meetings_of(person):
    """Return the public meetings the person chaired or attended, the latest first, each knowing if `in_the_chair`."""
    attended = Participation.objects.filter(meeting=OuterRef("pk"), person=person)
    meetings = list(Meeting.objects.public().filter(Q(chair=person) | Exists(attended)))
    for meeting in meetings:
        meeting.in_the_chair = meeting.chair_id == person.pk
    return meetings


def _other_names(person):
    """Return [(language, name)] in the languages of the site other than the page's."""
    codes = [code for code, _name in settings.LANGUAGES if code != get_language()]
    return [(code, person.name[code]) for code in codes if person.name.get(code)]

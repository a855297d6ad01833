"""The public pages of people and states: who represents whom, on the day the page speaks of, and each of them alone."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from council import as_of, popolo
from council.models import Chairmanship, Meeting, MergedPerson, Office, Participation, Person, Portrait, State, Term
from council.views import articles_about
from photos.models import Photo
from photos.showing import ready
from publishing import amendments
from publishing.localized import in_language

MOST_ARTICLES = 12  # on a person's page; the meetings lead to the rest


def representatives(request):
    day = as_of.asked(request)
    context = {"nav": "representatives", "crumbs": [(_("Representatives"), "")], "as_of": day}
    if day.day:
        context |= _in_office(day.day)
    return render(request, "council/representatives.html", context, status=day.status)


def _in_office(day):
    """Return who leads and who represents each state on `day`, and who did before."""
    terms = _with_portraits(Term.objects.public().exclude(office__kind=Office.Kind.OTHER))
    holding = list(terms.holding(day))
    begun = terms.filter(Q(start__lte=day) | Q(start__isnull=True, seen__lte=day))
    earlier = _latest_first(begun.exclude(pk__in=[term.pk for term in holding]))
    members = [state for state in State.objects.prefetch_related("claims") if state.is_member_on(day)]
    states = sorted(members, key=lambda state: in_language(state.short_name).casefold())
    chairmanship = Chairmanship.on(day)
    return {
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


def state(request, code):
    state = get_object_or_404(State, code=code.upper())
    day = as_of.asked(request)
    name, _short = state.called_on(day.day or day.today)
    context = {
        "nav": "representatives",
        "crumbs": [(_("Representatives"), reverse("council:representatives") + day.query), (str(state), "")],
        "as_of": day,
        "state": state,
        "name": name,
        "other_names": _other_names(name),
    }
    if day.day:
        context |= _record_of_state(state, day.day)
    return render(request, "council/state_detail.html", context, status=day.status)


def _record_of_state(state, day):
    terms = _with_portraits(Term.objects.public().filter(office__state=state))
    chairmanships = list(state.chairmanships.order_by("-start"))
    in_force = Chairmanship.on(day)
    chaired = Meeting.objects.public().filter(chair_state=state)
    meetings = list(chaired.select_related("chair").prefetch_related("bodies"))
    claims = list(state.claims.all())
    for claim in claims:
        claim.holds = claim.holds_on(day)
    return {
        "claims": claims,
        "earlier_names": state.names.all(),
        "terms": [term for term in terms.holding(day) if term.office.kind == Office.Kind.REPRESENTATIVE],
        "all_terms": _latest_first(terms),
        "chairmanships": chairmanships,
        "chairmanship": in_force if in_force in chairmanships else None,
        "meetings": meetings,
        "articles": articles_about([meeting.pk for meeting in meetings])[:MOST_ARTICLES],
    }


def person(request, id, slug):
    merged = MergedPerson.objects.filter(number=id).select_related("into").first()
    person = merged.into if merged else get_object_or_404(Person.objects.public(), pk=id)
    day = as_of.asked(request)
    if merged or slug != person.slug:
        return redirect(person.get_absolute_url() + day.query, permanent=True)
    context = {
        "nav": "representatives",
        "crumbs": [(_("Representatives"), reverse("council:representatives") + day.query), (str(person), "")],
        "as_of": day,
        "person": person,
        "amendments": amendments.latest_first(amendments.notes_of(person), amendments.notes_of(*person.terms.public())),
        "other_names": _other_names(person.name),
        "portrait": _portrait(person),
        "also_met_as": [it.text for it in person.other_names.all()],
    }
    if day.day:
        context |= _record_of_person(person, day)
    return render(request, "council/person_detail.html", context, status=day.status)


def _record_of_person(person, day):
    terms = _latest_first(person.terms.public().select_related("office__state"))
    held = list(person.terms.public().holding(day.day).select_related("office__state"))
    meetings = _meetings_of(person)
    return {
        # Today somebody out of office is introduced by the last one; of another day nothing is said that is not known.
        "standing": held or (terms[:1] if day.is_today else []),
        "terms": terms,
        "meetings": meetings,
        "articles": articles_about([meeting.pk for meeting in meetings])[:MOST_ARTICLES],
    }


def _portrait(person):
    """Return the photo, ready to be shown, or None."""
    portraits = Portrait.shown().filter(person=person)
    return next(iter(ready(Photo.objects.filter(council_portrait_set__in=portraits).with_renditions())), None)


def _meetings_of(person):
    """Return the public meetings the person chaired or attended, the latest first, each knowing if `in_the_chair`."""
    attended = Participation.objects.filter(meeting=OuterRef("pk"), person=person)
    meetings = list(Meeting.objects.public().filter(Q(chair=person) | Exists(attended)).prefetch_related("bodies"))
    for meeting in meetings:
        meeting.in_the_chair = meeting.chair_id == person.pk
    return meetings


def _other_names(name):
    """Return [(language, name)] in the languages of the site other than the page's."""
    codes = [code for code, _name in settings.LANGUAGES if code != get_language()]
    return [(code, name[code]) for code in codes if name.get(code)]


# --- The same for machines -----------------------------------------------------------------------------------------


def representatives_json(request):
    """Everybody in office on the day asked for, today without one: a Popolo document."""
    return _popolo(request, Term.objects.public())


def state_json(request, code):
    """Who represents a state on the day asked for."""
    state = get_object_or_404(State, code=code.upper())
    return _popolo(request, Term.objects.public().filter(office__state=state))


def person_json(request, id):
    """A person's offices: all of them, or those of the day asked for."""
    person = get_object_or_404(Person.objects.public(), pk=id)
    return _popolo(request, Term.objects.public().filter(person=person), of_all_time="on" not in request.GET)


def _popolo(request, terms, *, of_all_time=False):
    day = as_of.asked(request)
    if day.error:
        return JsonResponse({"error": day.error}, status=400, json_dumps_params={"ensure_ascii": False})
    terms = terms if of_all_time else terms.holding(day.day)
    document = popolo.record(terms.select_related("office__state", "person"), request.build_absolute_uri)
    if not of_all_time:
        document = {"date": day.day.isoformat(), **document}
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})

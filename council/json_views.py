"""The record as JSON in Popolo's format, as of the day in ?on=, by default today."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from council import as_of, popolo
from council.body_views import roster_on
from council.models import Body, Person, State, Term


def representatives(request):
    """Everybody in office on that day."""
    return _in_office(request, Term.objects.public())


def state(request, code):
    """Who represents a state on that day."""
    state = get_object_or_404(State, code=code.upper())
    return _in_office(request, Term.objects.public().filter(office__state=state))


def person(request, id):
    """A person's offices: all of them or, with ?on=, those of that day."""
    person = get_object_or_404(Person.objects.public(), pk=id)
    terms = Term.objects.public().filter(person=person)
    if "on" in request.GET:
        return _in_office(request, terms)
    return _json(popolo.record(_fetched(terms), request.build_absolute_uri))


def body(request, slug):
    """A body with its name and its members on that day."""
    body = get_object_or_404(Body.objects.select_related("parent"), slug=slug)
    day = as_of.from_request(request)
    if day.error:
        return _bad_request(day)
    roster = roster_on(body, day.day)
    return _json(popolo.record_of_body(body, roster, day.day, request.build_absolute_uri), day)


def _in_office(request, terms):
    day = as_of.from_request(request)
    if day.error:
        return _bad_request(day)
    return _json(popolo.record(_fetched(terms.holding(day.day)), request.build_absolute_uri), day)


def _fetched(terms):
    return terms.with_ranks().select_related("office__state")


def _json(document, day=None):
    dated = {"date": day.day.isoformat(), **document} if day else document
    return JsonResponse(dated, json_dumps_params={"ensure_ascii": False})


def _bad_request(day):
    return JsonResponse({"error": day.error}, status=400, json_dumps_params={"ensure_ascii": False})

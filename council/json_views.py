"""The record for machines: everything here speaks of the day asked for and comes in the shape of Popolo."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from council import as_of, popolo
from council.body_views import roster_on
from council.models import Body, Person, State, Term


def representatives(request):
    """Everybody in office on the day asked for, today without one."""
    return _in_office(request, Term.objects.public())


def state(request, code):
    """Who represents a state on the day asked for."""
    state = get_object_or_404(State, code=code.upper())
    return _in_office(request, Term.objects.public().filter(office__state=state))


def person(request, id):
    """A person's offices: all of them, or those of the day asked for."""
    person = get_object_or_404(Person.objects.public(), pk=id)
    terms = Term.objects.public().filter(person=person)
    if "on" in request.GET:
        return _in_office(request, terms)
    return _answer(popolo.record(_fetched(terms), request.build_absolute_uri))


def body(request, slug):
    """A body under the name of the day asked for, and who belonged to it then."""
    body = get_object_or_404(Body.objects.select_related("parent"), slug=slug)
    day = as_of.asked(request)
    if day.error:
        return _refusal(day)
    roster = roster_on(body, day.day)
    return _answer(popolo.record_of_body(body, roster, day.day, request.build_absolute_uri), day)


def _in_office(request, terms):
    day = as_of.asked(request)
    if day.error:
        return _refusal(day)
    return _answer(popolo.record(_fetched(terms.holding(day.day)), request.build_absolute_uri), day)


def _fetched(terms):
    return terms.with_ranks().select_related("office__state")


def _answer(document, day=None):
    dated = {"date": day.day.isoformat(), **document} if day else document
    return JsonResponse(dated, json_dumps_params={"ensure_ascii": False})


def _refusal(day):
    return JsonResponse({"error": day.error}, status=400, json_dumps_params={"ensure_ascii": False})

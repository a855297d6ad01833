"""The public pages of people and offices: who holds which office on a day, and who held it before."""

import copy
import datetime
import functools
from itertools import groupby
from operator import itemgetter

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import InvalidPage, Paginator
from django.db.models import F, Func, JSONField, Q, Value
from django.db.models.functions import Cast, Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from council import as_of
from council.models import (
    Chairmanship,
    Meeting,
    MergedPerson,
    Office,
    Participation,
    Person,
    PersonName,
    Portrait,
    Rank,
    State,
    Term,
    fetch_bodies,
    fetch_moves,
    first_by_precedence,
)
from council.views import address_of, articles_with, editions_asked_for, numbers_about, numbers_naming
from identity.current import current as identity
from photos.models import Photo
from photos.showing import with_renditions, with_words
from publishing import alphabets, amendments
from publishing.keyset import keyset_page, redirect_page_numbers
from publishing.languages import language_codes, language_name
from publishing.localized import in_language
from publishing.prepared import NUMBERS, AnyOf, Param, PreparedQuery, as_array, attach_prefetched

EARLIER_HOLDERS_SHOWN = 12  # the office's own page has all of them
MEETINGS_PER_PAGE = 20
TERMS_PER_PAGE = 50
QUOTES_SHOWN = 5  # of a person, the newest ones
CARDS_PER_PAGE = 24  # of representatives, and as many of leaders

SINCE = Coalesce("start", "seen")
LATEST_FIRST = [SINCE.desc(), F("id").desc()]


def representatives(request):
    day = as_of.from_request(request)
    context = {"nav": "representatives", "crumbs": [(identity().representatives, "")], "as_of": day}
    if day.day:
        context |= _in_office(request, day.day)
    return render(request, "council/representatives.html", context, status=day.status)


def _in_office(request, day):
    """Return one page of the leaders and of the states with their representatives on `day`, and the ones before."""
    in_office = Term.objects.public().holding(day)
    leading, representing = _numbers_of(in_office)
    members = [state for state in State.objects.prefetch_related("claims") if state.is_member_on(day)]
    members.sort(key=lambda state: alphabets.key(in_language(state.short_name)))
    cards = [(state, number) for state in members for number in representing.get(state.pk, [None])]
    page = _page_of(request, max(len(cards), len(leading)))
    on_page = slice((page.number - 1) * CARDS_PER_PAGE, page.number * CARDS_PER_PAGE)
    leading, cards = leading[on_page], cards[on_page]
    shown = [*leading, *(number for _state, number in cards if number)]
    terms = as_cards(in_office.filter(pk__in=shown)).in_bulk() if shown else {}
    last = _last_representatives([state for state, number in cards if number is None], day)
    chairmanship = Chairmanship.on(day)
    earlier = with_offices(Term.objects.public().filter(over_by(day)).order_by(*LATEST_FIRST))
    return {
        "page": page,
        "leaders": [terms[number] for number in leading],
        "states": [
            {
                "state": state,
                "terms": [terms[number] for _state, number in of_state if number],
                "last": last.get(state.pk),
                "chairmanship": chairmanship if chairmanship and chairmanship.state == state else None,
            }
            for state, of_state in groupby(cards, key=itemgetter(0))
        ],
        "earlier": earlier.filter(office__kind=Office.Kind.REPRESENTATIVE)[:EARLIER_HOLDERS_SHOWN],
        "earlier_leaders": earlier.filter(office__kind=Office.Kind.SECRETARY_GENERAL)[:EARLIER_HOLDERS_SHOWN],
    }


def _page_of(request, number):
    """Return the Paginator's page of `number` cards that the address names."""
    try:
        return Paginator(range(number), CARDS_PER_PAGE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404(str(error)) from error


def _numbers_of(terms):
    """Return the numbers of those of the leaders, the deputies last, and {state's id: those of its representatives}."""
    leading, representing = {Office.Kind.SECRETARY_GENERAL: [], Office.Kind.DEPUTY: []}, {}
    for number, kind, state in terms.values_list("pk", "office__kind", "office__state"):
        if kind == Office.Kind.REPRESENTATIVE:
            representing.setdefault(state, []).append(number)
        elif kind in leading:
            leading[kind].append(number)
    return [number for numbers in leading.values() for number in numbers], representing


def as_cards(terms):
    """Fetch what the card of a person in office prints."""
    return (
        with_offices(terms)
        .select_related("person__portrait__photo")
        .prefetch_related("person__portrait__photo__renditions")
    )


def with_offices(terms):
    """Fetch what a line about a term prints."""
    return terms.with_ranks().select_related("office__state")


def over_by(day):
    """Return the condition for terms that ended, or were seen, before `day`."""
    return Q(start__isnull=False, end__lt=day) | Q(start__isnull=True, seen__lt=day)


def _last_representatives(states, day):
    """Return {state's id: the last term of a representative that was over by `day`}."""
    offices = Office.objects.filter(state__in=states, kind=Office.Kind.REPRESENTATIVE)
    terms = last_of(offices.values("pk"), day) if states else {}
    return {term.office.state_id: term for term in sorted(terms.values(), key=lambda term: term.start or term.seen)}


def last_of(offices, day):
    """Return {office's id: the last term that was over by `day`} of the `offices`, given by their ids."""
    terms = Term.objects.public().filter(over_by(day), office__in=offices)
    last = with_offices(terms.order_by("office_id", *LATEST_FIRST)).distinct("office_id")
    return {term.office_id: term for term in last}


@redirect_page_numbers
def office(request, id):
    """Everybody who has held an office, the latest first."""
    office = get_object_or_404(Office.objects.select_related("state"), pk=id)
    terms = with_offices(office.terms.public().annotate(since=SINCE))
    part = keyset_page(request, terms, TERMS_PER_PAGE, "since")
    if not part.things:
        raise Http404("Nobody is on record in this office.")
    context = {
        "nav": "representatives",
        "crumbs": [(identity().representatives, reverse("council:representatives")), (str(office), "")],
        "office": office,
        "other_names": other_names(office.title),
        "part": part,
    }
    return render(request, "council/office_detail.html", context)


class SaidBy(Func):
    """The newest quotes of a person in a language, as _said() takes them, or null."""

    function = "news_quotes_by"  # news/sql/quotes.sql
    output_field = JSONField()


# The queries of every person's page.
_PERSON = PreparedQuery(
    lambda: (
        Person.objects.public()
        .filter(pk=Param("person"))
        .annotate(said=SaidBy("pk", Param("language"), Value(QUOTES_SHOWN)))
    )
)
_RANKS = PreparedQuery(lambda: Rank.objects.filter(person=Param("person")))
_TERMS = PreparedQuery(
    lambda: Term.objects.public().filter(person=Param("person")).select_related("office__state").order_by(*LATEST_FIRST)
)
_OTHER_FORMS = PreparedQuery(lambda: PersonName.objects.filter(person=Param("person")))
_PORTRAIT = PreparedQuery(
    lambda: Photo.objects.filter(council_portrait_set__in=Portrait.shown().filter(person=Param("person")))
)
_MEETINGS = PreparedQuery(lambda: _numbers_of_meetings(Param("person")))


@functools.cache
def _newest_about(length):
    """Return the PreparedQuery for the numbers of the newest articles about meetings.

    PostgreSQL finds them three times as quickly where it is told the numbers of the meetings, not a subquery: it knows
    how many they are, and asks what a text is about before it asks whether it is public.
    """
    are_wanted = AnyOf(F("meeting"), Cast(Param("meetings"), NUMBERS))
    return PreparedQuery(lambda: numbers_about(are_wanted)[:length], planned_anew=True)


@redirect_page_numbers
def person(request, id, slug):
    person = next(iter(_PERSON.fetch(person=id, language=get_language())), None)
    merged = None if person else get_object_or_404(MergedPerson.objects.select_related("into"), number=id)
    person = person or merged.into
    day = as_of.from_request(request)
    if merged or slug != person.slug:
        return redirect(person.get_absolute_url() + day.query, permanent=True)
    attach_prefetched([person], "ranks", _RANKS.fetch(person=id), "person")
    terms = _TERMS.fetch(person=id)
    for term in terms:
        term.person = person  # who has the ranks
    context = {
        "nav": "representatives",
        "crumbs": [(identity().representatives, reverse("council:representatives") + day.query), (str(person), "")],
        "as_of": day,
        "person": person,
        "amendments": amendments.notes_of(person, *terms),
        "other_names": other_names(person.name),
        "portrait": next(iter(with_words(with_renditions(_PORTRAIT.fetch(person=id)))), None),
        "said": _said(person, terms),
        "also_met_as": [name.text for name in _OTHER_FORMS.fetch(person=id)],
    }
    if day.day:
        context |= _record_of_person(request, person, terms, day)
    return render(request, "council/person_detail.html", context, status=day.status)


def _record_of_person(request, person, terms, day):
    held = [copy.copy(term) for term in terms if term.holds_on(day.day)]
    held.sort(key=lambda term: term.start is None)  # the order of TermQuerySet.holding
    for term in held:
        term.day = day.day  # of the rank; in the list of all terms it is that of their end
    numbers = _MEETINGS.fetch(person=person.pk)
    meetings = Meeting.objects.public().filter(AnyOf(F("pk"), as_array(numbers)))
    part = keyset_page(request, meetings, MEETINGS_PER_PAGE, "held_on")
    fetch_bodies(part.things)
    fetch_moves(part.things)
    for meeting in part:
        meeting.in_the_chair = meeting.chair_id == person.pk
    return {
        # Today, somebody out of office is introduced by the last office; on another day by none.
        "standing": held or (terms[:1] if day.is_today else []),
        "terms": terms,
        "ranks": person.ranks.all(),
        "part": part,
        "articles": articles_with(
            [*_newest_about(editions_asked_for()).fetch(meetings=numbers), *numbers_naming(person)]
        ),
    }


def _said(person, terms):
    """Return the quotes of a person as dicts, each with the `title` of its day and the `address` of its place."""
    quotes = person.said or []
    for quote in quotes:
        day = quote["said_on"] = datetime.date.fromisoformat(quote["said_on"])
        held = first_by_precedence([term for term in terms if term.holds_on(day)]).get(person.pk)
        quote["title"] = quote["speaker"] or (held.title() if held else "")
        quote["original"] = language_name(quote["spoken_in"]) if quote["spoken_in"] != quote["language"] else ""
        quote["address"] = f"{address_of(**quote.pop('edition'))}#quote-{quote['id']}"
    return quotes


def _numbers_of_meetings(person):
    """Return a query of the numbers of the public meetings that the person chaired or attended."""
    attended = Participation.objects.filter(person=person).order_by().values("meeting")
    meetings = Meeting.objects.public().filter(Q(chair=person) | Q(AnyOf(F("pk"), ArraySubquery(attended))))
    return meetings.order_by().values_list("pk", flat=True)


def other_names(name):
    """Return [(language, name)] in the languages of the site other than the page's."""
    codes = [code for code in language_codes() if code != get_language()]
    return [(code, name[code]) for code in codes if name.get(code)]

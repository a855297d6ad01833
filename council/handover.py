"""One representative gives place to another from a day on, in one transaction."""

import datetime

from django.db.models import Q

from council.models import Office, Person, Term
from publishing import actions, amendments, clock, moments, timeline
from publishing.timeline import Verb
from publishing.transactions import retried

ONE_DAY = datetime.timedelta(days=1)


def terms_of(state):
    """Return the terms of the representatives of `state`, the latest first."""
    terms = Term.objects.filter(office__state=state, office__kind=Office.Kind.REPRESENTATIVE)
    return terms.select_related("person__portrait__photo", "office").prefetch_related("person__ranks")


def open_on(state, day):
    """Return the terms of representatives of `state` that would overlap one that begins on `day`."""
    return terms_of(state).filter(Q(end__isnull=True) | Q(end__gte=day), Q(start__isnull=True) | Q(start__lt=day))


def opens_at(day):
    """Return the instant from which visitors see a term that begins on `day`, None if that is at once."""
    return moments.first_at(day, datetime.time(0), moments.OURS) if day > clock.today() else None


@retried
def hand_over(state, person, day, *, title, acting=False, until=None, is_only_seen=False, ends=(), by):
    """Let `person`, who may be new, represent `state` from `day` to `until`, and end the terms `ends` the day before.

    `title` is {language: text}; an office of that title is made if the state has none. A term whose first day is not
    known (`is_only_seen`) is recorded as met on `day`. Visitors see the new term from the day on, and at once what else
    changes. Raises ValidationError where somebody else certainly holds the office then.
    """
    with amendments.amending(by=by):
        for term in ends:
            term.end, term.end_precision = day - ONE_DAY, "day"
            term.full_clean()
            term.save()
        term = Term(
            person=person if person.pk else Person.objects.create(name=person.name),
            office=_office(state, title),
            acting=acting,
            start=None if is_only_seen else day,
            seen=day if is_only_seen else None,
            end=until,
        )
        term.full_clean()
        term.save()
        timeline.record(term, Verb.CREATED, by=by)
        actions.publish(term, by=by, at=None if is_only_seen else opens_at(day))
    return term


def _office(state, title):
    """Return the representative's office of `state` with this title; a new one if there is none."""
    offices = state.offices.filter(kind=Office.Kind.REPRESENTATIVE)
    same = next((office for office in offices if office.title == title), None)
    return same or Office.objects.create(kind=Office.Kind.REPRESENTATIVE, state=state, title=title)

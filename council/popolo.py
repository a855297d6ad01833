"""The record for machines, in the shape of Popolo: persons, organizations, posts, memberships.

Popolo (popoloproject.com/specs) names the properties. Its dates may be as short as a year, so ours are exactly as
precise as they are known. Titles and names come in the language of the address; `other_names` holds the others.
"""

from publishing.dates import Precision
from publishing.localized import in_language

ORGANIZATION = "csto"
LENGTH = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}


def record(terms, address):
    """Return the document about `terms`, which come with office, its state, and person.

    `address` makes an absolute address of a path on the site.
    """
    terms = list(terms)
    people = {term.person_id: term.person for term in terms}
    offices = {term.office_id: term.office for term in terms}
    states = {office.state_id: office.state for office in offices.values() if office.state}
    return {
        "persons": [_person(it, address) for it in people.values()],
        "organizations": [_organization(), *(_state(it, address) for it in states.values())],
        "posts": [_post(it) for it in offices.values()],
        "memberships": [_membership(it) for it in terms],
    }


def _person(person, address):
    printed = in_language(person.name)
    others = [{"name": name, "lang": code} for code, name in person.name.items() if name and name != printed]
    return {
        "id": f"person/{person.pk}",
        "name": printed,
        "other_names": others,
        "links": [{"url": address(person.get_absolute_url())}],
    }


def _organization():
    return {"id": ORGANIZATION, "name": "CSTO", "classification": "international organization"}


def _state(state, address):
    return {
        "id": f"state/{state.code.lower()}",
        "name": in_language(state.name),
        "classification": "member state",
        "parent_id": ORGANIZATION,
        "identifiers": [{"scheme": "ISO 3166-1 alpha-2", "identifier": state.code}],
        "links": [{"url": address(state.get_absolute_url())}],
    }


def _post(office):
    post = {
        "id": f"office/{office.pk}",
        "label": in_language(office.title),
        "role": office.kind,
        "organization_id": ORGANIZATION,
    }
    if office.state:
        post["area"] = {"name": in_language(office.state.short_name), "id": f"state/{office.state.code.lower()}"}
    return post


def _membership(term):
    membership = {
        "id": f"term/{term.pk}",
        "person_id": f"person/{term.person_id}",
        "post_id": f"office/{term.office_id}",
        "organization_id": ORGANIZATION,
        "label": term.title(),
        "role": "acting" if term.acting else "full",
    }
    if term.office.state:
        membership["on_behalf_of_id"] = f"state/{term.office.state.code.lower()}"
    if rank := in_language(term.rank):
        membership["rank"] = rank
    limits = {
        "start_date": _date(term.start, term.start_precision),
        "end_date": _date(term.end, term.end_precision),
        "seen_date": None if term.start else _date(term.seen, term.start_precision),
    }
    return membership | {name: date for name, date in limits.items() if date}


def _date(date, precision):
    """Return “2018-11-27”, “2018-11” or “2018”; None where nothing is known."""
    return date.isoformat()[: LENGTH[precision]] if date and precision in LENGTH else None

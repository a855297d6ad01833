"""The record as JSON in the format of Popolo (popoloproject.com/specs): persons, organizations, posts, memberships.

Popolo's dates may be as short as a year, so ours are as precise as they are known. Titles and names are in the language
of the address; `other_names` has the others.
"""

from identity.current import current as identity
from publishing.dates import Precision
from publishing.localized import in_language

LENGTH = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}


def record(terms, address):
    """Return the document about `terms`, which were fetched with office, its state, and person.

    `address` returns the absolute address of a path on the site.
    """
    terms = list(terms)
    offices = {term.office_id: term.office for term in terms}
    states = {office.state_id: office.state for office in offices.values() if office.state}
    return {
        "persons": _persons(terms, address),
        "organizations": [_organization(), *(_state(state, address) for state in states.values())],
        "posts": [_post(office) for office in offices.values()],
        "memberships": [_membership(term) for term in terms],
    }


def record_of_body(body, roster, day, address):
    """Return the document about a `body` as of `day`, with the rows of its `roster` (body_views.roster_on).

    A member is a state or the holder of an office; an office without a holder appears only as a post.
    """
    terms = [term for row in roster for term in row["terms"]]
    states = {row["state"].pk: (row["state"], row["name"]) for row in roster if row["state"]}
    memberships = []
    for row in roster:
        if row["membership"].state:
            memberships.append(_membership_of_state(row))
        memberships += [_membership_in_body(term, row["membership"]) for term in row["terms"]]
    return {
        "persons": _persons(terms, address),
        "organizations": [
            _organization(),
            _body(body, day, address),
            *(_state(state, address, name) for state, name in states.values()),
        ],
        "posts": [_post(row["membership"].office) for row in roster if row["membership"].office],
        "memberships": memberships,
    }


def _persons(terms, address):
    people = {term.person_id: term.person for term in terms}
    return [_person(person, address) for person in people.values()]


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
    return {"id": identity().code, "name": identity().abbreviation, "classification": "international organization"}


def _body(body, day, address):
    """Return a body with its name on `day`; `other_names` are those of other times."""
    then = body.called_on(day)
    others = [_dated_name(name) for name in body.names.all() if name != then]
    if then != body:
        others.append({"name": in_language(body.name)})
    if abbreviation := in_language(then.abbreviation):
        others.append({"name": abbreviation, "note": "abbreviation"})
    return {
        "id": f"body/{body.slug}",
        "name": in_language(then.name),
        "other_names": others,
        "classification": "body",
        "parent_id": f"body/{then.parent.slug}" if then.parent else identity().code,
        "links": [{"url": address(body.get_absolute_url())}],
    }


def _dated_name(name):
    return {"name": in_language(name.name), **_limits_of(name)}


def _state(state, address, name=None):
    return {
        "id": f"state/{state.code.lower()}",
        "name": in_language(name or state.name),
        "classification": "member state",
        "parent_id": identity().code,
        "identifiers": [{"scheme": "ISO 3166-1 alpha-2", "identifier": state.code}],
        "links": [{"url": address(state.get_absolute_url())}],
    }


def _post(office):
    post = {
        "id": f"office/{office.pk}",
        "label": in_language(office.title),
        "role": office.kind,
        "organization_id": identity().code,
    }
    if office.state:
        post["area"] = {"name": in_language(office.state.short_name), "id": f"state/{office.state.code.lower()}"}
    return post


def _membership(term):
    membership = {
        "id": f"term/{term.pk}",
        "person_id": f"person/{term.person_id}",
        "post_id": f"office/{term.office_id}",
        "organization_id": identity().code,
        "label": term.title(),
        "role": "acting" if term.acting else "full",
    }
    if term.office.state:
        membership["on_behalf_of_id"] = f"state/{term.office.state.code.lower()}"
    if rank := in_language(term.rank):
        membership["rank"] = rank
    if not term.start and (seen := _date(term.seen, term.start_precision)):
        membership["seen_date"] = seen
    return membership | _limits_of(term)


def _membership_of_state(row):
    member, state = row["membership"], row["state"]
    return {
        "id": f"membership/{member.pk}",
        "member": {"id": f"state/{state.code.lower()}", "name": in_language(row["name"])},
        "organization_id": f"body/{member.body.slug}",
        "role": member.role,
        **_limits_of(member),
    }


def _membership_in_body(term, member):
    """Return the membership of an office's holder in a body: from the later beginning of both to the earlier end."""
    both = [term, member]
    limits = {}
    if term.start:
        latest = max((dated for dated in both if dated.start), key=lambda dated: dated.start)
        limits["start_date"] = _date(latest.start, latest.start_precision)
    if term.end or member.end:
        first_over = min((dated for dated in both if dated.end), key=lambda dated: dated.end)
        limits["end_date"] = _date(first_over.end, first_over.end_precision)
    in_office = {name: value for name, value in _membership(term).items() if name not in ("start_date", "end_date")}
    return {
        **in_office,
        "id": f"membership/{member.pk}/term/{term.pk}",
        "organization_id": f"body/{member.body.slug}",
        "role": member.role,
        **{name: date for name, date in limits.items() if date},
    }


def _limits_of(dated):
    limits = {
        "start_date": _date(dated.start, dated.start_precision),
        "end_date": _date(dated.end, dated.end_precision),
    }
    return {name: date for name, date in limits.items() if date}


def _date(date, precision):
    """Return “2018-11-27”, “2018-11” or “2018”; None where nothing is known."""
    return date.isoformat()[: LENGTH[precision]] if date and precision in LENGTH else None

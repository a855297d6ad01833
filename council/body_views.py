"""The public page of a body as of a day: its name, its members, and what it did."""

from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from council import as_of
from council.models import Body, Chairmanship, Document, MeetingPhoto, Membership, Term
from council.people_views import as_cards, last_of, other_names
from council.views import articles_about, list_of
from identity.current import current as identity
from photos.finding import newest_first
from photos.models import ArchivedPhoto
from photos.showing import photos_of_archive, with_words
from publishing.keyset import redirect_page_numbers
from publishing.localized import in_language

DOCUMENTS_SHOWN = 6
MEETINGS_PER_PAGE = 15
PHOTOS_IN_STRIP = 4
ORDER = [Membership.Role.CHAIR, Membership.Role.MEMBER, Membership.Role.SECRETARY, Membership.Role.OBSERVER]


@redirect_page_numbers
def body(request, slug):
    body = get_object_or_404(Body.objects.select_related("parent"), slug=slug)
    day = as_of.from_request(request)
    then = body.called_on(day.day or day.today)
    context = {
        "nav": "council",
        "as_of": day,
        "body": body,
        "then": then,
        "other_names": other_names(then.name),
    }
    if day.day:
        context |= _record_of_body(request, body, then, day.day)
    context["crumbs"] = [(identity().council, reverse("council:meetings")), (in_language(then.name), "")]
    return render(request, "council/body_detail.html", context, status=day.status)


def _record_of_body(request, body, then, day):
    meetings, roster = body.meetings.public(), roster_on(body, day)
    documents = body.documents.filter(pk__in=Document.objects.public())
    pictured = MeetingPhoto.shown().filter(meeting__bodies=body, photo=OuterRef("pk"))
    return list_of(request, meetings, MEETINGS_PER_PAGE) | {
        "parent": then.parent and {"body": then.parent, "name": then.parent.called_on(day).name},
        "parts": _parts_of(body, day),
        "earlier_names": body.names.all(),
        "states": [row for row in roster if row["membership"].state],
        "in_office": [row for row in roster if row["membership"].office],
        "roster_is_on_record": bool(roster) or body.memberships.exists(),
        "documents": documents[:DOCUMENTS_SHOWN],
        "articles": articles_about(Q(meeting__in=meetings.order_by().values("pk"))),
        "photos": with_words(
            photos_of_archive(newest_first(ArchivedPhoto.objects.filter(Exists(pictured)))[:PHOTOS_IN_STRIP])
        ),
    }


def _parts_of(body, day):
    """Return the bodies that were part of `body` on `day`, each with the `name` of that day."""
    related = Body.objects.filter(Q(parent=body) | Q(names__parent=body)).distinct()
    then = [(part, part.called_on(day)) for part in related]
    return [{"body": part, "name": named.name} for part, named in then if named.parent_id == body.pk]


def roster_on(body, day):
    """Return the members of `body` on `day`: dicts with the membership, the state and its name, and the terms.

    If the member is an office, the state is that of the office, and `terms` are those of its holders on that day. If
    nobody is on record, `terms` is empty, and `last` is the term before, if any.
    """
    members = body.memberships.holding(day).select_related("state", "office__state")
    members = list(members.prefetch_related("state__names", "office__state__names"))
    offices = [member.office_id for member in members]
    terms = {}
    for term in as_cards(Term.objects.public().holding(day).filter(office__in=offices)):
        terms.setdefault(term.office_id, []).append(term)
    last = last_of([office for office in offices if office not in terms], day)
    chairmanship = Chairmanship.on(day)
    rows = []
    for member in members:
        state = member.state or member.office.state
        rows.append(
            {
                "membership": member,
                "state": state,
                "name": state.called_on(day)[0] if state else None,
                "terms": terms.get(member.office_id, []),
                "last": last.get(member.office_id),
                "chairmanship": chairmanship if chairmanship and state == chairmanship.state else None,
            }
        )
    return sorted(rows, key=_place)


def _place(row):
    member = row["membership"]
    return ORDER.index(member.role), member.position, in_language(row["name"]).casefold(), member.pk

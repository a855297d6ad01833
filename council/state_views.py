"""The public page of a state as of a day."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from council import as_of
from council.models import Chairmanship, Meeting, Office, State, Term, fetch_bodies, fetch_moves
from council.people_views import EARLIER_HOLDERS_SHOWN, LATEST_FIRST, as_cards, other_names, with_offices
from council.views import articles_about
from identity.current import current as identity
from photos import finding
from photos.showing import photos_of_archive, with_words
from publishing.keyset import keyset_page, redirect_page_numbers

MEETINGS_PER_PAGE = 20
PHOTOS_IN_STRIP = 4


@redirect_page_numbers
def state(request, code):
    state = get_object_or_404(State.objects.prefetch_related("names", "claims"), code=code.upper())
    day = as_of.from_request(request)
    name, _short = state.called_on(day.day or day.today)
    context = {
        "nav": "representatives",
        "crumbs": [(identity().representatives, reverse("council:representatives") + day.query), (str(state), "")],
        "as_of": day,
        "state": state,
        "name": name,
        "other_names": other_names(name),
    }
    if day.day:
        context |= _record_of_state(request, state, day.day)
    return render(request, "council/state_detail.html", context, status=day.status)


def _record_of_state(request, state, day):
    terms = Term.objects.public().filter(office__state=state)
    held = list(as_cards(terms.holding(day)))
    latest = list(with_offices(terms.order_by(*LATEST_FIRST))[: EARLIER_HOLDERS_SHOWN + 1])
    chairmanships = list(state.chairmanships.order_by("-start"))
    in_force = Chairmanship.on(day)
    meetings = Meeting.objects.public().filter(chair_state=state)
    claims = list(state.claims.all())
    for claim in claims:
        claim.holds = claim.holds_on(day)
    part = keyset_page(request, meetings.select_related("chair"), MEETINGS_PER_PAGE, "held_on")
    fetch_bodies(part.things)
    fetch_moves(part.things)
    return {
        "claims": claims,
        "earlier_names": state.names.all(),
        "terms": [term for term in held if term.office.kind == Office.Kind.REPRESENTATIVE],
        "others": [term for term in held if term.office.kind != Office.Kind.REPRESENTATIVE],
        "all_terms": latest[:EARLIER_HOLDERS_SHOWN],
        # If there are more terms than shown here, link to the pages of the offices.
        "offices": state.offices.all() if len(latest) > EARLIER_HOLDERS_SHOWN else [],
        "memberships": state.memberships.holding(day).select_related("body"),
        "chairmanships": chairmanships,
        "chairmanship": in_force if in_force in chairmanships else None,
        "part": part,
        "articles": articles_about(Q(meeting__in=meetings.order_by().values("pk")), state),
        "photos": with_words(photos_of_archive(finding.newest_first(finding.of_state(state))[:PHOTOS_IN_STRIP])),
    }

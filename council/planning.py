"""Planning the next meeting from the last one: its number, chair and agenda; and who has a seat on a day."""

from council import ordinals
from council.models import AgendaItem, Chairmanship, Meeting, Office, State, Term
from publishing import timeline
from publishing.timeline import Verb
from publishing.transactions import retried

# The fields that are copied from the last meeting.
CARRIED_OVER = ["starts_at", "ends_at", "zone", "place", "format"]


@retried
def next_after(last, held_on, *, by):
    """Return a draft of the meeting on the day `held_on` that follows `last`.

    The state holding the chairmanship on that day chairs, by its representative then in office. Nobody is entered as a
    participant: that is known after the meeting.
    """
    seats = seats_on(held_on)
    chairmanship = Chairmanship.on(held_on)
    chair_state = chairmanship and chairmanship.state
    meeting = start(
        held_on,
        last.bodies.all(),
        by=by,
        ordinal={language: ordinals.following(text) for language, text in last.ordinal.items()},
        chair_state=chair_state,
        chair=next((person for state, person in seats if chair_state and state == chair_state), None),
        **{name: getattr(last, name) for name in CARRIED_OVER},
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, text=item.text, position=item.position) for item in last.agenda.all()
    )
    return meeting


@retried
def start(held_on, bodies, *, by, **facts):
    """Return a draft of a meeting of `bodies` on the day `held_on`; `facts` are fields of Meeting."""
    meeting = Meeting.objects.create(held_on=held_on, **facts)
    meeting.bodies.set(bodies)
    timeline.record(meeting, Verb.CREATED, by=by)
    return meeting


def seats_on(day):
    """Return [(member state, its representative on `day` or None)]."""
    terms = Term.objects.holding(day).filter(office__kind=Office.Kind.REPRESENTATIVE).select_related("person", "office")
    holders = {}
    for term in terms:  # the latest first: on the day of a handover the new one
        holders.setdefault(term.office.state_id, term.person)
    members = [state for state in State.objects.prefetch_related("claims") if state.is_member_on(day)]
    return [(state, holders.get(state.pk)) for state in members]

"""Which articles are about somebody or a state, as feeds and alerts understand it.

An article is about a person if it reports on a meeting that the person chaired or attended, or shows the person in a
photograph. It is about a state if it reports on a meeting that the state chaired. Taking part is not enough, because
all states do.
"""

from django.db.models import Exists, OuterRef, Q

from council.models import Meeting, Participation, PersonShown
from news.models import EditionPhoto


def of_person(editions, person):
    """Keep those of the editions that are about `person`."""
    attended = Participation.objects.filter(meeting=OuterRef("pk"), person=person)
    meetings = Meeting.objects.public().filter(Q(chair=person) | Exists(attended))
    pictures = PersonShown.objects.filter(person=person).values_list("photo", flat=True)
    uses = EditionPhoto.objects.filter(photo__in=list(pictures)).order_by()
    of_meetings = _about(editions, meetings).order_by().values_list("pk", flat=True)
    # Numbers instead of subqueries: PostgreSQL cannot estimate how few rows those return, and would read the table.
    return editions.filter(pk__in={*of_meetings, *uses.values_list("edition", flat=True)})


def of_state(editions, state):
    """Keep those of the editions that are about `state`."""
    return _about(editions, Meeting.objects.public().filter(chair_state=state))


def _about(editions, meetings):
    return editions.filter(meeting__in=list(meetings.order_by().values_list("pk", flat=True)))

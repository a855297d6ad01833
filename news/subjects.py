"""Which articles are about somebody or a state, as feeds and alerts understand it.

An article is about whatever it says itself (news.models.Subject). Besides it is about a person if it reports on a
meeting that the person chaired or attended, or shows the person in a photograph, and about a state if it reports on a
meeting that the state chaired. Taking part is not enough, because all states do.
"""

from django.db.models import Exists, OuterRef, Q

from council.models import Meeting, Participation, PersonShown
from news.models import Edition, EditionPhoto, Subject


def of_person(editions, person):
    """Keep those of the editions that are about `person`."""
    attended = Participation.objects.filter(meeting=OuterRef("pk"), person=person)
    meetings = Meeting.objects.public().filter(Q(chair=person) | Exists(attended))
    pictures = PersonShown.objects.filter(person=person).values_list("photo", flat=True)
    uses = EditionPhoto.objects.filter(photo__in=list(pictures)).order_by()
    of_meetings = _about(editions, meetings).order_by().values_list("pk", flat=True)
    # Numbers instead of subqueries: PostgreSQL cannot estimate how few rows those return, and would read the table.
    named = Subject.objects.filter(person=person).values_list("edition", flat=True)
    return editions.filter(pk__in={*of_meetings, *uses.values_list("edition", flat=True), *named})


def of_state(editions, state):
    """Keep those of the editions that are about `state`."""
    of_meetings = _about(editions, Meeting.objects.public().filter(chair_state=state)).order_by()
    named = Subject.objects.filter(state=state).values_list("edition", flat=True)
    return editions.filter(pk__in={*of_meetings.values_list("pk", flat=True), *named})


def of_meeting(editions, meeting):
    """Keep those of the editions that report on a meeting or name it, given as a number or as a parameter."""
    reported = Edition.objects.filter(meeting=meeting).order_by().values("pk")
    named = Subject.objects.filter(meeting=meeting).order_by().values("edition")
    return editions.filter(pk__in=reported.union(named, all=True))


def of_topic(editions, topic):
    """Keep those of the editions that are listed under a topic."""
    return editions.filter(pk__in=Subject.objects.filter(listed=topic).values("edition"))


def _about(editions, meetings):
    return editions.filter(meeting__in=list(meetings.order_by().values_list("pk", flat=True)))

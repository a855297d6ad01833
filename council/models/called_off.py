"""Whether the meeting that something is about was cancelled or postponed, for lists that print it beside a title."""

from django.db.models import OuterRef, Subquery
from django.utils.text import capfirst

from council.models.meetings import Meeting
from publishing.models import PublishableQuerySet


class OfMeetingQuerySet(PublishableQuerySet):
    """Things with a field `meeting`."""

    def with_course(self):
        """Fetch what `called_off` of each thing tells."""
        return self.annotate(meeting_course=Subquery(called_off_meeting().values("course")))


class OfMeeting:
    """A thing with a field `meeting`, besides its model."""

    @property
    def called_off(self):
        """“Cancelled” if the public meeting was cancelled or postponed; '' else, and if a list did not fetch it."""
        course = getattr(self, "meeting_course", None)
        return capfirst(Meeting.Course(course).label) if course else ""


def called_off_meeting():
    """Return the public meeting of a row of an outer query, if it was cancelled or postponed."""
    return Meeting.objects.public().called_off().filter(pk=OuterRef("meeting")).order_by()

"""The state of the outbox."""

from datetime import timedelta

from django.db.models import Count, Min

from mailing.models import Letter
from publishing import clock

OVERDUE_AFTER = timedelta(minutes=15)
State = Letter.State


def stuck():
    """Return (number of overdue letters, since when the first of them waits); (0, None) if there are none."""
    waiting = Letter.objects.filter(state=State.WAITING, due_at__lt=clock.now() - OVERDUE_AFTER)
    found = waiting.aggregate(number=Count("pk"), since=Min("due_at"))
    return found["number"], found["since"]


def in_doubt():
    """Return how many letters wait for a person to decide whether they are sent again."""
    return Letter.objects.filter(state=State.DOUBT, erased_at__isnull=True).count()

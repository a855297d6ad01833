"""How the outbox is doing."""

from datetime import timedelta

from django.db.models import Count, Min

from mailing.models import Letter
from publishing import clock
from publishing.prepared import Param, PreparedQuery

OVERDUE_AFTER = timedelta(minutes=15)
State = Letter.State


# Counted by the state, of which there is one: nothing is answered where there is nothing to count.
_STUCK = PreparedQuery(
    lambda: (
        Letter.objects.filter(state=State.WAITING, due_at__lt=Param("late"))
        .order_by()
        .values("state")
        .annotate(number=Count("pk"), since=Min("due_at"))
        .values_list("number", "since")
    )
)
_IN_DOUBT = PreparedQuery(
    lambda: (
        Letter.objects.filter(state=State.DOUBT, erased_at__isnull=True)
        .order_by()
        .values("state")
        .annotate(number=Count("pk"))
        .values_list("number")
    )
)


def stuck():
    """Return (how many letters should have left, since when the first of them waits), (0, None) if all is well."""
    return next(iter(_STUCK.fetch(late=clock.now() - OVERDUE_AFTER)), (0, None))


def in_doubt():
    """Return how many letters wait for a person to say whether they are sent again."""
    return sum(number for (number,) in _IN_DOUBT.fetch())

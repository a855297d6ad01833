"""When a digest is sent: at eight in the morning in the press office's time."""

import datetime

from django.utils import timezone

from alerts.models import Rhythm

HOUR = datetime.time(8)
MONDAY = 0


def due(rhythm, at):
    """Return when an event at the instant `at` is due for a subscriber with `rhythm`."""
    if rhythm == Rhythm.AT_ONCE:
        return at
    day = timezone.localdate(at)
    if morning(day) <= at:
        day += datetime.timedelta(days=1)
    while rhythm == Rhythm.WEEKLY and day.weekday() != MONDAY:
        day += datetime.timedelta(days=1)
    return morning(day)


def morning(day):
    """Return the instant at which letters leave on a day."""
    return timezone.make_aware(datetime.datetime.combine(day, HOUR))

"""The instants at which pages change though nobody does anything: a range opens or ends, the day turns.

An application that shows more of the clock than that registers a function that takes an instant and returns the next
one after it at which its pages change by themselves, or None:

    boundaries.register(next_change_of_duty)
"""

import datetime
import zoneinfo

from django.conf import settings

_questions = []

# The next opening or ending of anything (publishing.models.Boundary), and the next ending alone.
NEXT = "SELECT min(at), min(at) FILTER (WHERE what = 'closed') FROM publishing_boundary WHERE at > %(now)s"
MAX_AGE = datetime.timedelta(hours=1)  # no page is older, whatever nobody thought of


def register(question):
    """Ask `question` too, from now on."""
    _questions.append(question)


def following(cursor, now):
    """Return (the next instant at which anything changes, the next at which anything ends or None) after `now`."""
    cursor.execute(NEXT, {"now": now})
    any_range, ending = cursor.fetchone()
    instants = [any_range, next_day(now), now + MAX_AGE, *(question(now) for question in _questions)]
    return min(filter(None, instants)), ending


def next_day(now):
    """Return the next midnight at the press office."""
    zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    tomorrow = now.astimezone(zone).date() + datetime.timedelta(days=1)
    return datetime.datetime.combine(tomorrow, datetime.time(), zone)

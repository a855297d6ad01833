"""What keeps a scheduled thing on its schedule, and how it lets go when the thing has to end.

Applications further down know such things (a release holds all of its things together) and register two functions:

    @holds.reason
    def held_by_release(item): ...

    @holds.letting_go
    def let_go(items, *, by): ...
"""

from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected

MAX_TRIES = 10

_reasons = []
_letting_go = []


def reason(function):
    """Register `function`, which takes a thing and returns a sentence, empty if nothing holds the thing."""
    _reasons.append(function)
    return function


def letting_go(function):
    """Register `function`, which takes off the schedule all that holds one of a queryset, and refuses nothing.

    It returns what it has taken off.
    """
    _letting_go.append(function)
    return function


def sentence(item):
    """Return why `item` may not leave its schedule on its own, or nothing."""
    return next(filter(None, (function(item) for function in _reasons)), "")


def free(items, hold, *, by):
    """Have nothing keep any of the queryset `items` on its schedule; call `hold`, which holds their rows.

    To be called in a transaction, before any of the rows is held: whatever keeps things together holds its own row
    before theirs. Where somebody has scheduled such a thing meanwhile, or waits for us as we for them, all locks are
    given up, and it begins anew. Returns what has let go.
    """
    for tries_left in reversed(range(MAX_TRIES)):
        try:
            with transaction.atomic():
                freed = [holder for let_go in _letting_go for holder in let_go(items, by=by)]
                hold()
                if any(sentence(item) for item in items.scheduled()):
                    raise _HeldMeanwhile
            return freed
        except (_HeldMeanwhile, OperationalError) as error:
            is_passing = isinstance(error, _HeldMeanwhile) or isinstance(error.__cause__, DeadlockDetected)
            if not is_passing or not tries_left:
                raise


class _HeldMeanwhile(Exception):
    """Something began to hold an item after all that held one had let go."""

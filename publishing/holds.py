"""What keeps an item on its schedule, and how to release it when the item has to end.

A release keeps all of its items together, for instance. This module does not import the applications that hold items;
they register two functions each:

    @holds.reason
    def held_by_release(item): ...

    @holds.letting_go
    def let_go(items, *, by): ...
"""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model

from publishing.models import Publishable, PublishableQuerySet

Reason = Callable[[Publishable], str]
LettingGo = Callable[..., Iterable[Model]]

MAX_TRIES = 10

_reasons: list[Reason] = []
_letting_go: list[LettingGo] = []


def reason(function: Reason) -> Reason:
    """Register `function`, which takes an item and returns why it is held, '' if it is not."""
    _reasons.append(function)
    return function


def letting_go(function: LettingGo) -> LettingGo:
    """Register `function`, which unschedules everything that holds one of a queryset, without any check.

    It returns what it has unscheduled.
    """
    _letting_go.append(function)
    return function


def sentence(item: Publishable) -> str:
    """Return why `item` may not leave its schedule on its own, or nothing."""
    return next(filter(None, (function(item) for function in _reasons)), "")


def free(items: PublishableQuerySet, hold: Callable[[], None], *, by: User) -> list[Model]:
    """Release the queryset `items` from what holds them, and call `hold`, which locks their rows. Return the holders.

    Call it in a transaction, before any of the rows is locked: a holder locks its own row before those of its items.
    If somebody has scheduled another holder meanwhile, all locks are given up and it begins again.
    """
    tries_left = MAX_TRIES
    while True:
        tries_left -= 1
        try:
            with transaction.atomic():
                freed = [holder for let_go in _letting_go for holder in let_go(items, by=by)]
                hold()
                if any(sentence(item) for item in items.scheduled()):
                    raise _HeldMeanwhile
            return freed
        except _HeldMeanwhile:
            if not tries_left:
                raise


class _HeldMeanwhile(Exception):
    """Something began to hold an item after all earlier holders were unscheduled."""

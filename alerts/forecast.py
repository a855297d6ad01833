"""How many subscribers will be told of an edition that is not public yet, for whoever is about to publish it."""

from alerts import following, topics
from alerts.models import Event, Subscription
from identity.current import current as identity
from publishing import clock

Kind = Event.Kind


def of(edition, *, replaces):
    """Return (number of subscribers, the Event.Kind of their email), (0, None) if nobody is told.

    `replaces` tells that visitors see an earlier edition now. Who follows words, people or states is not counted:
    that is matched with what visitors see.
    """
    if edition.is_page or not identity().has.alerts:
        return 0, None
    if replaces:
        kind = following.KIND_OF.get(edition.change)
        return (following.number_holding(edition), kind) if kind else (0, None)
    if following.is_backdated(edition, clock.now()):
        return 0, None
    followers = Subscription.objects.filter(topic__in=topics.of_edition(edition), confirmed_at__isnull=False)
    return followers.values("subscriber").distinct().count(), Kind.NEWS


def of_withdrawal(edition):
    """Return how many subscribers are told that the public `edition` is withdrawn."""
    return following.number_holding(edition) if identity().has.alerts else 0

"""Statistics of alerts: numbers of subscribers, topics and emails, never addresses."""

from django.db.models import Count, Max, Q

from alerts import topics
from alerts.models import Event, Rhythm, Subscriber, Topic
from mailing.models import Letter

MAX_ROWS = 50
State = Letter.State


def of_subscribers():
    """Return the numbers of confirmed and unconfirmed subscribers, and {rhythm: number} of the confirmed ones."""
    confirmed = Subscriber.objects.filter(confirmed_at__isnull=False)
    counted = dict(confirmed.order_by().values_list("rhythm").annotate(Count("pk")))
    return {
        "confirmed": sum(counted.values()),
        "waiting": Subscriber.objects.filter(confirmed_at=None).count(),
        "rhythms": [(label, counted.get(value, 0)) for value, label in Rhythm.choices],
    }


def of_topics():
    """Return [(topic in words, number of subscribers)], the most followed first."""
    confirmed = Count("subscriptions", filter=Q(subscriptions__confirmed_at__isnull=False))
    followed = Topic.objects.annotate(number=confirmed).filter(number__gt=0).order_by("-number", "pk")[:MAX_ROWS]
    return [(topics.called(topic), topic.number) for topic in followed]


def of_events():
    """Return the last events, each with the number of its notices by the state of their emails."""

    def told(*states):
        return Count("notices", filter=Q(notices__letter__state__in=states))

    return (
        Event.objects.select_related("article")
        .prefetch_related("article__editions")
        .annotate(
            told=Count("notices"),
            sent=told(State.SENT),
            doubtful=told(State.DOUBT),
            refused=told(State.FAILED, State.DROPPED),
            last=Max("notices__letter__settled_at"),
        )
        .order_by("-at", "-id")[:MAX_ROWS]
    )

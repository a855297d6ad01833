"""Subscriptions: requested by anybody, confirmed by the owner of the address.

The response to the form reveals nothing about the address: it is the same for a new, waiting, subscribed or closed one.
An unconfirmed address gets at most one email in twelve hours, however often somebody enters it.
"""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import override

from alerts import composing, following, links, topics
from alerts.models import Subscriber, Subscription, Topic
from identity.actions import keep_on
from mailing import addresses, layout, letters
from mailing.models import Address
from publishing import clock
from publishing.transactions import retried

MIN_INTERVAL_UNCONFIRMED = timedelta(hours=12)  # between emails to an unconfirmed address
MIN_INTERVAL_CONFIRMED = timedelta(hours=1)  # and to a confirmed one
MAX_TOPICS = 50
UNCONFIRMED_KEPT_FOR = timedelta(days=7)


@retried
def ask(address, queries, *, language, rhythm):
    """Store a request to send `queries` to `address`, and send the email that asks its owner to confirm."""
    keep_on("alerts")
    subscriber = _row(address, language, rhythm)
    if subscriber is None:
        return
    room = MAX_TOPICS - subscriber.subscriptions.count()
    for query in queries[: max(room, 0)]:
        made, is_new = Subscription.objects.get_or_create(subscriber=subscriber, topic=Topic.of(query))
        if not is_new:  # requested again: the time to confirm begins anew
            Subscription.objects.filter(pk=made.pk, confirmed_at=None).update(asked_at=clock.SiteNow())
    if subscriber.confirmed_at is None:
        # The email lists only the last request, so only that can be confirmed, with its settings.
        Subscriber.objects.filter(pk=subscriber.pk).update(rhythm=rhythm, language=language)
        subscriber.rhythm, subscriber.language = rhythm, language
    _write(subscriber, "confirm" if pending(subscriber).exists() else "known")


@retried
def remind(address):
    """Send the owner of `address` the link to the preferences, if there are any."""
    subscriber = Subscriber.objects.filter(address=addresses.normal(address), confirmed_at__isnull=False)
    subscriber = subscriber.select_for_update().first()
    if subscriber and not addresses.is_closed(address):
        _write(subscriber, "known")


def pending(subscriber):
    """Return the subscriptions that the owner of the address may confirm."""
    return subscriber.subscriptions.filter(confirmed_at=None, asked_at__gt=clock.now() - UNCONFIRMED_KEPT_FOR)


@retried
def confirm(subscriber, subscriptions, *, rhythm):
    """Activate the `subscriptions` (ids). One of somebody else, or already active, is left as it is."""
    now = clock.now()
    own = pending(subscriber).filter(pk__in=subscriptions)
    if own.update(confirmed_at=now):
        Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=None).update(confirmed_at=now)
        set_rhythm(subscriber, rhythm)


@retried
def change(subscriber, *, keep, add, rhythm, language):
    """Keep the topics with the ids `keep`, add the Queries `add`, and set rhythm and language.

    A subscriber who keeps nothing is erased. Return whether the subscriber remains.
    """
    Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    subscriber.subscriptions.exclude(pk__in=keep).delete()
    room = MAX_TOPICS - subscriber.subscriptions.count()
    for query in add[: max(room, 0)]:
        made, _new = Subscription.objects.get_or_create(subscriber=subscriber, topic=Topic.of(query))
        Subscription.objects.filter(pk=made.pk, confirmed_at=None).update(confirmed_at=clock.SiteNow())
    if not subscriber.subscriptions.exists():
        erase(subscriber)
        return False
    Subscriber.objects.filter(pk=subscriber.pk).update(language=language)
    set_rhythm(subscriber, rhythm)
    _forget_topics()
    return True


def set_rhythm(subscriber, rhythm):
    if subscriber.rhythm != rhythm:
        subscriber.rhythm = rhythm
        subscriber.save(update_fields=["rhythm"])
        following.move_waiting(subscriber)


@retried
def erase(subscriber):
    """Erase everything about an address, including its emails; nothing more is sent until it subscribes again."""
    letters.forget(to=subscriber.address)
    subscriber.delete()
    _forget_topics()


def erase_old():
    """Erase subscriptions not confirmed in time, and subscribers whose address is closed."""
    before = clock.now() - UNCONFIRMED_KEPT_FOR
    closed = Address.objects.filter(closed_at__isnull=False).values("digest")
    gone = Subscriber.objects.filter(Q(confirmed_at=None, created_at__lt=before) | Q(digest__in=closed))
    for subscriber in gone.iterator():
        erase(subscriber)
    Subscription.objects.filter(confirmed_at=None, asked_at__lt=before).delete()
    _forget_topics()


def _row(address, language, rhythm):
    """Return the locked subscriber with this address, created if needed; None if the address is closed."""
    address = addresses.normal(address)
    if addresses.is_closed(address):
        return None
    facts = {"digest": addresses.digest(address), "language": language, "rhythm": rhythm}
    Subscriber.objects.get_or_create(address=address, defaults=facts)
    return Subscriber.objects.select_for_update().get(address=address)


def _write(subscriber, template):
    now = clock.now()
    quiet = MIN_INTERVAL_UNCONFIRMED if subscriber.confirmed_at is None else MIN_INTERVAL_CONFIRMED
    if subscriber.asked_at and now - subscriber.asked_at < quiet:
        return
    subscriber.asked_at = now
    subscriber.save(update_fields=["asked_at"])
    language = subscriber.language
    with override(language):
        asked = pending(subscriber).select_related("topic").order_by("pk")
        followed = [topics.called(subscription.topic, to_a_stranger=True) for subscription in asked]
        context = {"topics": followed, **composing.links_of(subscriber)}
    context["confirm_url"] = links.address("confirm", language, links.confirmation_token(subscriber))
    subject, text, html = layout.render(f"alerts/mail/{template}", context, language)
    letters.post(
        key=f"alerts {template} {subscriber.pk} {now.isoformat()}",
        to=subscriber.address,
        subject=subject,
        text=text,
        html=html,
        language=language,
    )


def _forget_topics():
    Topic.objects.filter(subscriptions=None).delete()

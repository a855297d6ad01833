"""From a form to a subscription: asked by anybody, confirmed by the owner of the address.

Whoever fills in the form learns nothing of the address: it may be new, waiting, subscribed or closed, the answer is the
same. An address that has not confirmed gets one letter in twelve hours, however often it is entered, and by whom.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import override

from alerts import composing, following, links, topics
from alerts.models import Subscriber, Subscription, Topic
from mailing import addresses, layout, letters
from mailing.models import Address
from publishing import clock

MIN_INTERVAL_UNCONFIRMED = timedelta(hours=12)  # between two letters to an address that has not confirmed
MIN_INTERVAL_CONFIRMED = timedelta(hours=1)  # and to one that has
MAX_TOPICS = 50
UNCONFIRMED_KEPT_FOR = timedelta(days=7)  # what is not confirmed by then


@transaction.atomic
def ask(address, queries, *, language, rhythm):
    """Keep that somebody wants `queries` sent to `address`, and send the letter that asks its owner."""
    subscriber = _row(address, language, rhythm)
    if subscriber is None:
        return
    room = MAX_TOPICS - subscriber.subscriptions.count()
    for query in queries[: max(room, 0)]:
        made, is_new = Subscription.objects.get_or_create(subscriber=subscriber, topic=Topic.of(query))
        if not is_new:  # asked for once more: the days to confirm begin anew
            Subscription.objects.filter(pk=made.pk, confirmed_at=None).update(asked_at=clock.SiteNow())
    if subscriber.confirmed_at is None:
        # Only what the last one asked for may be confirmed with one button, so its words are the ones that count.
        Subscriber.objects.filter(pk=subscriber.pk).update(rhythm=rhythm, language=language)
        subscriber.rhythm, subscriber.language = rhythm, language
    _write(subscriber, "confirm" if pending(subscriber).exists() else "known")


@transaction.atomic
def remind(address):
    """Send the owner of `address` the link to the preferences, if there are any."""
    subscriber = Subscriber.objects.filter(address=addresses.normal(address), confirmed_at__isnull=False)
    subscriber = subscriber.select_for_update().first()
    if subscriber and not addresses.is_closed(address):
        _write(subscriber, "known")


def pending(subscriber):
    """Return the subscriptions that the owner of the address may confirm."""
    return subscriber.subscriptions.filter(confirmed_at=None, asked_at__gt=clock.now() - UNCONFIRMED_KEPT_FOR)


@transaction.atomic
def confirm(subscriber, subscriptions, *, rhythm):
    """Let the `subscriptions` (numbers) count from now on. One that is not his, or counts already, stays as it is."""
    now = clock.now()
    own = pending(subscriber).filter(pk__in=subscriptions)
    if own.update(confirmed_at=now):
        Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=None).update(confirmed_at=now)
        set_rhythm(subscriber, rhythm)


@transaction.atomic
def change(subscriber, *, keep, add, rhythm, language):
    """Keep the topics numbered `keep`, add the Queries `add`, and change how often and in which language he is told.

    A subscriber who keeps nothing is erased. Return whether he is still there.
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


@transaction.atomic
def erase(subscriber):
    """Erase everything about an address, its letters included; nothing is sent there any more until it asks again."""
    letters.forget(to=subscriber.address)
    subscriber.delete()
    _forget_topics()


def erase_old():
    """Erase what nobody confirmed in time, and whoever may not be written to any more."""
    before = clock.now() - UNCONFIRMED_KEPT_FOR
    closed = Address.objects.filter(closed_at__isnull=False).values("digest")
    gone = Subscriber.objects.filter(Q(confirmed_at=None, created_at__lt=before) | Q(digest__in=closed))
    for subscriber in gone.iterator():
        erase(subscriber)
    Subscription.objects.filter(confirmed_at=None, asked_at__lt=before).delete()
    _forget_topics()


def _row(address, language, rhythm):
    """Return the subscriber with this address, made if need be, and held; None if nothing may be sent there."""
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
        followed = [topics.in_words(subscription.topic.query, to_a_stranger=True) for subscription in asked]
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

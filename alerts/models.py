"""Subscribers to email alerts, their topics, and the notices for each of them.

No visitor's connection may read these tables; alerts.views uses publishing.visitors.with_newsroom_rights.
"""

import dataclasses
import hashlib
import json
import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mailing.models import Letter
from news.models import Article, Edition, Withdrawal
from publishing import clock, moments
from search.queries import Query


def _daily():
    return gettext("Once a day, at 8 in the morning %(clock)s") % {"clock": moments.clock_name()}


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", lazy(_daily, str)()
    WEEKLY = "weekly", _("Once a week, on Monday morning")


def rhythm_choices():
    """Return the choices of Rhythm; migrations write down this name, and not which clock the words name."""
    return Rhythm.choices


def new_nonce():
    return secrets.token_urlsafe(12)


@dataclasses.dataclass(frozen=True)
class WeekAhead:
    """The plan of the week as something to follow, in one language."""

    language: str


class Topic(models.Model):
    """A topic to follow: the results of a search for articles in one language; an empty search is all news.

    Or, if `is_week`, the plan of the week, which comes on Monday.
    """

    language = models.CharField(max_length=10)
    is_week = models.BooleanField(default=False)
    params = models.JSONField(default=dict)  # as search.queries.Query gives them
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        default_permissions = []

    def __str__(self):
        return f"{self.language}: {self.query.urlencode()}"

    @classmethod
    def of(cls, wanted):
        """Return the topic of a Query in one language, or of a WeekAhead; create it if needed."""
        if isinstance(wanted, WeekAhead):
            facts = {"language": wanted.language, "is_week": True}
        else:
            facts = {"language": wanted.language, "params": wanted.params()}
        key = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
        return cls.objects.get_or_create(key=key, defaults=facts)[0]

    @property
    def query(self):
        return Query.from_params(self.params, self.language)


class Subscriber(models.Model):
    """An address that asked for alerts. Nothing else is stored of its owner, and erasing the row erases everything."""

    address = models.CharField(max_length=254, unique=True)  # as mailing.addresses.normal writes it
    digest = models.CharField(max_length=64, db_index=True)
    nonce = models.CharField(max_length=32, default=new_nonce)  # what links to this row are signed with
    language = models.CharField(max_length=10)  # of the letters, not of the news
    rhythm = models.CharField(max_length=7, choices=rhythm_choices, default=Rhythm.AT_ONCE)
    created_at = models.DateTimeField(db_default=clock.SiteNow())
    confirmed_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # the last email because somebody filled in a form
    topics = models.ManyToManyField(Topic, through="Subscription")

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        default_permissions = []
        indexes = [
            models.Index(fields=["created_at"], name="alerts_subscriber_unconfirmed", condition=Q(confirmed_at=None))
        ]

    def __str__(self):
        return f"{_('subscriber')} {self.pk}"  # logs must not contain the address


class Subscription(models.Model):
    """A topic that an address asked for; it is active once the owner of the address has confirmed it."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="subscriptions")
    asked_at = models.DateTimeField(db_default=clock.SiteNow())
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["subscriber", "topic"], name="alerts_subscription_once")]
        indexes = [
            models.Index(fields=["asked_at"], name="alerts_subscription_pending", condition=Q(confirmed_at=None))
        ]

    def __str__(self):
        return f"{self.subscriber_id}: {self.topic_id}"


class Event(models.Model):
    """Something that happened to an article in one language and is sent to subscribers, once for its `key`."""

    class Kind(models.TextChoices):
        NEWS = "news", pgettext_lazy("alert", "News")
        UPDATE = "update", pgettext_lazy("alert", "Update")
        CORRECTION = "correction", pgettext_lazy("alert", "Correction")
        EXIT = "exit", pgettext_lazy("alert", "Withdrawal")
        RETURN = "return", pgettext_lazy("alert", "Published again")

    # Kinds that are sent at once, whatever the rhythm.
    URGENT = (Kind.CORRECTION, Kind.EXIT, Kind.RETURN)

    key = models.CharField(max_length=60, unique=True)
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+", verbose_name=_("article"))
    language = models.CharField(_("language"), max_length=10)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, null=True, related_name="+")
    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(_("when"))
    entered_at = models.DateTimeField(db_default=clock.SiteNow())

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-at", "-id"]
        default_permissions = ["view"]
        indexes = [
            models.Index(fields=["article", "language"], name="alerts_event_article"),
            models.Index(fields=["-at", "-id"], name="alerts_event_newest"),
        ]

    def __str__(self):
        return self.key

    @property
    def is_urgent(self):
        return self.kind in self.URGENT


class Notice(models.Model):
    """One event for one subscriber: waiting while `letter` is empty, delivered when that letter is sent."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="notices")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notices")
    topics = ArrayField(models.BigIntegerField(), default=list)  # the followed topics it belongs to
    due_at = models.DateTimeField()
    letter = models.ForeignKey(Letter, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("alert to a subscriber")
        verbose_name_plural = _("alerts to subscribers")
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["subscriber", "event"], name="alerts_notice_once")]
        indexes = [
            models.Index(fields=["subscriber", "due_at"], name="alerts_notice_waiting", condition=Q(letter=None)),
        ]

    def __str__(self):
        return f"{self.subscriber_id}: {self.event_id}"


class Cursor(models.Model):
    """The number of the last processed change; one row."""

    sequence = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("place in the changes")
        verbose_name_plural = _("places in the changes")
        default_permissions = []

    def __str__(self):
        return str(self.sequence)

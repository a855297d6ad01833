"""How articles leave the site, what feeds say about it, and who may still have a copy."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from photos.models import PhotoStop
from publishing import clock
from publishing.actions import Refused


class WithdrawalQuerySet(models.QuerySet):
    def last_of(self, article, language):
        """Return the last Withdrawal of the article (or its id) in `language`, None if there is none."""
        return self.filter(article=article, language=language, at__lte=clock.SiteNow()).first()


class Withdrawal(models.Model):
    """The end of an article in one language, with the reason. The database refuses to change or delete it.

    Every kind but WITHDRAWN closes the editions before it for good, even if a new edition is published later.
    news.exit_pages decides what visitors see at the address.
    """

    class Kind(models.TextChoices):
        WITHDRAWN = "withdrawn", _("Withdrawn: the text stays, with the reason above it")
        SUPERSEDED = "superseded", _("Replaced: the address leads to another article")
        GONE = "gone", _("Removed: the address shows only the reason")
        VANISHED = "vanished", _("Erased without trace: as if it had never existed")

    article = models.ForeignKey("news.Article", on_delete=models.PROTECT, related_name="withdrawals")
    language = models.CharField(max_length=10)
    at = models.DateTimeField(db_default=clock.SiteNow())
    reason = models.TextField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.WITHDRAWN)
    successor = models.ForeignKey("news.Article", on_delete=models.PROTECT, null=True, related_name="predecessors")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    emergency = models.BooleanField(default=False)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="superseded", successor__isnull=False)
                | (~Q(kind="superseded") & Q(successor__isnull=True)),
                name="news_withdrawal_successor",
            ),
        ]

    def __str__(self):
        return self.reason


class Tombstone(models.Model):
    """An entry that was removed from a feed, so that feed readers can delete their copies."""

    feed = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    entry = models.CharField(max_length=100)  # the entry's name within the site: article_entry(), correction_entry()
    at = models.DateTimeField(db_default=clock.SiteNow())

    class Meta:
        verbose_name = _("removal notice")
        verbose_name_plural = _("removal notices")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["feed", "language", "-at"], name="news_tombstone_feed")]

    def __str__(self):
        return self.entry


class KitDelivery(models.Model):
    """A download of a press kit of one article, with its editions at that time ({language: number}).

    Of the reader only the network and the program are kept: enough to reach an agency.
    """

    article = models.ForeignKey("news.Article", on_delete=models.PROTECT, related_name="kit_deliveries")
    editions = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=clock.SiteNow())
    network = models.CharField(max_length=50, blank=True)
    program = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("press kit downloaded")
        verbose_name_plural = _("press kits downloaded")
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"{self.article_id} {self.network}"


class StoppedPhoto(PhotoStop):
    """A photo that an emergency takedown hides from all visitors, whatever shows it, until somebody lifts the stop."""

    at = models.DateTimeField(db_default=clock.SiteNow())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("hidden photograph")
        verbose_name_plural = _("hidden photographs")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["photo"], condition=Q(lifted_at__isnull=True), name="news_stoppedphoto_once"
            ),
        ]

    def __str__(self):
        return str(self.photo)


def record_withdrawal(edition, instant, reason, *, by, kind=Withdrawal.Kind.WITHDRAWN, successor=None, emergency=False):
    """Store how `edition` is withdrawn at `instant`; raises Refused if its address cannot lead to `successor`."""
    if kind == Withdrawal.Kind.SUPERSEDED:
        _require_successor(edition, successor)
    else:
        successor = None
    return Withdrawal.objects.create(
        article_id=edition.article_id,
        language=edition.language,
        at=instant,
        reason=reason,
        kind=kind,
        successor=successor,
        by=by,
        emergency=emergency,
    )


def leave_tombstones(edition, instant, kind):
    """Leave tombstones for the feed entries about the article of `edition` that are removed; pages have none."""
    if edition.is_page:
        return
    entries = [("news", article_entry(edition))]
    if kind != Withdrawal.Kind.WITHDRAWN:
        entries += [("corrections", correction_entry(correction)) for correction in edition.corrections_until(instant)]
    Tombstone.objects.bulk_create(
        Tombstone(feed=feed, language=edition.language, entry=entry, at=instant) for feed, entry in entries
    )


# The permanent names of feed entries. The site's own name is put before them when the feed is written.


def article_entry(edition):
    return f"articles/{edition.article_id}"


def correction_entry(edition):
    return f"corrections/{edition.article_id}/{edition.number}"


def _require_successor(edition, successor):
    if successor is None:
        raise Refused(_t("Say which article replaces it."))
    if successor.pk == edition.article_id:
        raise Refused(_t("An article cannot take its own place. Name another one."))
    if not successor.editions.public().filter(language=edition.language).exists():
        raise Refused(_t("The article that takes its place must be public in the same language."))

"""Facts that were changed in the record, and what was left as it is in texts that still say the old ones."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock


class ChangedFact(models.Model):
    """The value of one fact before a change: a trigger writes it (desk/sql/changed_facts.sql).

    `fact` is the name of its column, `before` the value as JSON. `settled_at` is when nothing said it any more.
    """

    subject_kind = models.CharField(max_length=40)  # “council.meeting”
    subject_id = models.BigIntegerField()
    fact = models.CharField(max_length=20)
    before = models.JSONField()
    at = models.DateTimeField(db_default=clock.SiteNow())
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("changed fact")
        verbose_name_plural = _("changed facts")
        ordering = ["id"]
        default_permissions = []
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="desk_changedfact_subject"),
            models.Index(fields=["-at"], name="desk_changedfact_open", condition=models.Q(settled_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.subject_kind} {self.subject_id} {self.fact}"


class LeftAsItIs(models.Model):
    """Somebody decided that a text goes on saying this of a subject. `saying` is the digest of the sentence around it,
    so that a sentence that changes is asked about again."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    place = models.CharField(max_length=80)  # “news.edition 12 ru title”
    saying = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=clock.SiteNow())

    class Meta:
        verbose_name = _("saying left as it is")
        verbose_name_plural = _("sayings left as they are")
        ordering = ["id"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "place", "saying"], name="desk_leftasitis_once"
            )
        ]

    def __str__(self):
        return f"{self.subject_kind} {self.subject_id}: {self.place}"

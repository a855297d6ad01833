"""What becomes public together: a report in its languages, the meeting, its documents and its photographs."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing import clock
from publishing.models import Publishable


class Release(models.Model):
    """Things that become public at one instant, all of them or none.

    Only news.releases sets `opens_at`; it is null until somebody publishes or schedules the release. Visitors never see
    a release, only the things in it, whose `live_from` is that instant.
    """

    class Languages(models.TextChoices):
        ALL = "all", _("Every article in all languages")
        FOLLOWS = "follows", _("Translation follows")

    name = models.CharField(
        pgettext_lazy("package", "name"),
        max_length=200,
        help_text=_("For the desk only: “Council meeting of 27 November”."),
    )
    languages = models.CharField(
        pgettext_lazy("release", "languages"),
        max_length=8,
        choices=Languages,
        default=Languages.ALL,
        help_text=_(
            "Either nothing goes out while an article lacks a language, or readers are told which languages follow."
        ),
    )
    note = models.TextField(_("note"), max_length=2000, blank=True, help_text=_("For the desk only."))
    opens_at = models.DateTimeField(_("public from"), null=True, blank=True, editable=False, db_index=True)
    created_at = models.DateTimeField(_("created"), db_default=clock.SiteNow())
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("created by"),
    )

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        ordering = ["-id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("admin:news_release_change", args=[self.pk])

    def state(self, at=None):
        """Return the Publishable.State of the release at the instant `at`; now, if none is given."""
        if self.opens_at is None:
            return Publishable.State.UNPUBLISHED
        return Publishable.State.SCHEDULED if (at or clock.now()) < self.opens_at else Publishable.State.LIVE


class ReleaseItem(models.Model):
    """One thing in a release: an edition, a photo, a meeting, a document, an album, a term."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="items")
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("part of a package")
        verbose_name_plural = _("parts of a package")
        ordering = ["position", "id"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["release", "subject_type", "subject_id"], name="news_releaseitem_once")
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="news_releaseitem_subject")]

    def __str__(self):
        return str(self.subject)

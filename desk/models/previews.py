"""Drafts shown to readers outside the office: to whom, until when, their views and comments."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from news.models import Edition
from publishing import clock


class PreviewLinkQuerySet(models.QuerySet):
    def open(self):
        """Keep the links that still show their draft."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=clock.SiteNow())


class PreviewLink(models.Model):
    """An address at which one named person outside can read one edition that is not public yet."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="preview_links")
    recipient = models.CharField(_("name"), max_length=200, help_text=_("It is printed across every page they see."))
    email = models.EmailField(_("email address"))
    note = models.CharField(
        _("note"),
        max_length=500,
        blank=True,
        help_text=_("For you: why they are reading it and what they should check."),
    )
    version = models.PositiveIntegerField(editable=False)  # of the edition, when the link was made
    created_at = models.DateTimeField(_("made"), db_default=clock.SiteNow(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("review link")
        verbose_name_plural = _("review links")
        ordering = ["-id"]
        default_permissions = []
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="desk_previewlink_ends_later")
        ]

    def __str__(self):
        return self.recipient

    def is_open(self, now):
        """Return whether the link still shows its draft at the instant `now`."""
        return self.revoked_at is None and now < self.expires_at


class PreviewView(models.Model):
    """One view of a preview. `network` is the IP address it came from, truncated."""

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="views")
    at = models.DateTimeField(db_default=clock.SiteNow())
    version = models.PositiveIntegerField()  # of the edition, as it was read
    network = models.CharField(max_length=64)
    program = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("view of a draft")
        verbose_name_plural = _("views of drafts")
        ordering = ["-at", "-id"]
        default_permissions = []

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.network}"


class PreviewComment(models.Model):
    """A comment by a reader outside on a draft."""

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="comments")
    at = models.DateTimeField(db_default=clock.SiteNow())
    version = models.PositiveIntegerField()  # of the edition, as it was read
    quoted = models.CharField(
        _("the words it is about"),
        max_length=500,
        blank=True,
        help_text=_("Copied from the text, if it is about some."),
    )
    text = models.TextField(_("your remark"), max_length=3000)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("remark of an external reviewer")
        verbose_name_plural = _("remarks of external reviewers")
        ordering = ["at", "id"]
        default_permissions = []
        indexes = [
            models.Index(fields=["link"], name="desk_previewcomment_open", condition=Q(resolved_at__isnull=True))
        ]

    def __str__(self):
        return self.text

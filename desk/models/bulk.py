"""What was done to many articles at once, so that it can be undone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BulkAction(models.Model):
    """One action on several editions.

    `done` holds what undoing it needs, a dict for each edition: `edition`, `version` after the action, and `before`,
    the value that was replaced.
    """

    name = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bulk action")
        verbose_name_plural = _("bulk actions")
        ordering = ["-at", "-id"]
        default_permissions = []

    def __str__(self):
        return f"{self.name}, {self.by}"

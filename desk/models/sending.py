"""The forms that were sent to the desk, each once, and what was answered."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing import clock


class SentForm(models.Model):
    """One press of a button. While `status` is empty it is being worked on; afterwards the answer is remembered.

    A redirect is remembered with the messages of the page that it leads to; a page, until it was shown.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=clock.SiteNow())
    status = models.PositiveSmallIntegerField(null=True)
    location = models.TextField(blank=True)
    messages = models.JSONField(default=list)  # [[level, text, tags], …]
    page = models.TextField(blank=True)
    nonce = models.CharField(max_length=64, blank=True)  # of the inline scripts in the page

    class Meta:
        verbose_name = _("form sent")
        verbose_name_plural = _("forms sent")
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="desk_sentform_once")]
        indexes = [models.Index(fields=["at"], name="desk_sentform_at")]

    def __str__(self):
        return self.key

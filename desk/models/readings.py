"""Who has read what was not public, or limited to some."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from news.models import Edition


class Reading(models.Model):
    """Somebody opened an edition under embargo, or limited to some, within one hour; `what` lists in which forms.

    Reading again within the hour adds no row, only another form to `what`.
    """

    class What(models.TextChoices):
        SCREEN = "screen", pgettext_lazy("reading", "the article screen")
        PREVIEW = "preview", pgettext_lazy("reading", "the preview")
        PHOTO = "photo", pgettext_lazy("reading", "a photograph")
        ATTACHMENT = "attachment", pgettext_lazy("reading", "an attachment")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="readings", verbose_name=_("edition"))
    hour = models.DateTimeField(_("hour"))
    first_at = models.DateTimeField(_("first opened"))
    what = ArrayField(models.CharField(max_length=10, choices=What), verbose_name=_("what was opened"))

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-first_at", "-id"]
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["person", "edition", "hour"], name="desk_reading_once")]

    def __str__(self):
        return f"{self.person}: {self.edition}"

    @property
    def forms(self):
        """What was opened, in words."""
        return ", ".join(str(self.What(what).label) for what in self.what)

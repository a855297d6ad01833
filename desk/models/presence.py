"""Who has which article open, and what they have written and not saved yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models import Article
from publishing import clock
from publishing.languages import language_codes


class Presence(models.Model):
    """One window in which somebody has an article open; `screen` identifies the page in that window."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="presences")
    screen = models.CharField(max_length=24)
    is_unsaved = models.BooleanField(default=False)
    since = models.DateTimeField(db_default=clock.SiteNow())
    heard_at = models.DateTimeField(db_default=clock.SiteNow())

    class Meta:
        verbose_name = _("open article")
        verbose_name_plural = _("open articles")
        ordering = ["since", "id"]
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["user", "screen"], name="desk_presence_once")]
        indexes = [models.Index(fields=["heard_at"], name="desk_presence_heard")]

    def __str__(self):
        return f"{self.user}, {self.article_id}"

    @property
    def shown_title(self):
        """The title that was typed, in the first language that has one."""
        typed = [self.values.get(f"{code}-title", [""])[0] for code in language_codes()]
        return next(filter(None, typed), "")


class UnsavedCopy(models.Model):
    """The unsaved form of the article screen in one window.

    `values` is {name of a field: list of its values}. Once it was saved or discarded the row stays for a while, so that
    neither a late request nor a copy in a browser brings it back; `values` is then {number of an edition: version} of
    what it was saved as. If the article is deleted, the work becomes that of a new one.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="unsaved_copies")
    screen = models.CharField(max_length=24)
    values = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=clock.SiteNow())
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("unsaved work")
        verbose_name_plural = _("unsaved work")
        ordering = ["-at", "-id"]
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["user", "screen"], name="desk_unsavedcopy_once")]
        indexes = [
            models.Index(
                fields=["user", "article"], name="desk_unsavedcopy_open", condition=models.Q(settled_at__isnull=True)
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.article_id}"

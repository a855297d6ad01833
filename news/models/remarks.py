"""What became of remarks on texts: accepted ones are not shown again, and useless rules can be noticed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from news.models.articles import Article
from publishing import clock


class Remark(models.Model):
    """A remark on words of an article, identified by the `digest` of these words and of those around them.

    It belongs to the article, not to an edition, so that an accepted remark is not shown again in later editions.
    """

    class Fate(models.TextChoices):
        SHOWN = "shown", pgettext_lazy("fate of a remark", "shown")
        APPLIED = "applied", pgettext_lazy("fate of a remark", "replaced as suggested")
        ACCEPTED = "accepted", pgettext_lazy("fate of a remark", "kept as is, with a reason")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="remarks", verbose_name=_("article"))
    language = models.CharField(_("language"), max_length=10)
    rule = models.CharField(_("rule"), max_length=20)
    digest = models.CharField(max_length=64)
    words = models.TextField(_("words"))
    shown_at = models.DateTimeField(_("first shown"), db_default=clock.SiteNow())

    fate = models.CharField(_("outcome"), max_length=8, choices=Fate, default=Fate.SHOWN)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), null=True)

    class Meta:
        verbose_name = _("remark on a text")
        verbose_name_plural = _("remarks on texts")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "language", "rule", "digest"], name="news_remark_once"),
            models.CheckConstraint(
                condition=models.Q(fate="accepted", by__isnull=False, at__isnull=False) & ~models.Q(reason="")
                | ~models.Q(fate="accepted"),
                name="news_remark_accepted_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["rule", "fate"], name="news_remark_rates")]

    def __str__(self):
        return self.words

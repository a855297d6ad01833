"""Which version of the original a translation was last compared with."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models.articles import Article, Edition
from publishing import clock


class TranslationCheck(models.Model):
    """Somebody compared the text in `language` with this version of `source` and found it up to date.

    Added when a translation is begun and whenever somebody confirms that it is up to date; rows are never changed.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="translation_checks")
    language = models.CharField(max_length=10)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="compared_with")
    source = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="compared_by")
    source_version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=clock.SiteNow())

    class Meta:
        verbose_name = _("comparison with the original")
        verbose_name_plural = _("comparisons with the original")
        ordering = ["-id"]
        indexes = [models.Index(fields=["article", "language"], name="news_translationcheck_article")]

    def __str__(self):
        return f"{self.article_id}, {self.language}: {self.source_id}.{self.source_version}"

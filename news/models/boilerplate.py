"""Templates for texts that the office writes again and again, with placeholders to be filled from a meeting."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from news.models.articles import Edition, Section
from publishing.html import CleanHTMLField
from publishing.localized import LocalizedText, in_language


class Template(models.Model):
    """A kind of article with a standard text: a report of the Permanent Council, a condolence."""

    name = LocalizedText(pgettext_lazy("template", "name"))
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+", verbose_name=_("section"))
    genre = models.CharField(_("genre"), max_length=12, choices=Edition.Genre.choices, default=Edition.Genre.REPORT)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["position", "id"]

    def __str__(self):
        return in_language(self.name)


class TemplateText(models.Model):
    """The text of a template in one language; placeholders such as {date} are filled when an article is begun."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10)
    headline = models.CharField(_("title"), max_length=300, blank=True)
    standfirst = models.TextField(_("standfirst"), max_length=1000, blank=True)
    body = CleanHTMLField(_("text"), blank=True)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["template", "language"], name="news_templatetext_once")]

    def __str__(self):
        return self.headline

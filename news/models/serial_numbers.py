"""Numbers of published texts, by kind and year: “PR (2026) 62”."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models.articles import Article, Edition
from publishing import clock
from publishing.localized import LocalizedText, in_language

LETTERS = r"[^\W\d_][\w./ -]{0,19}"  # a letter first, 20 characters at most


def in_words(letters, year, number, language=None):
    """Return “PR (2026) 62” in `language`, by default the active one; `letters` are those of a Numbering."""
    return f"{in_language(letters, language)} ({year}) {number}"


def newsroom_time_zone():
    return settings.TIME_ZONE


class Numbering(models.Model):
    """The letters before the numbers of some genres. Texts that were public before it began have no number."""

    letters = LocalizedText(_("letters"), help_text=_("What stands before the year and the number: PR (2026) 62."))
    genres = ArrayField(
        models.CharField(max_length=12, choices=Edition.Genre),
        verbose_name=_("genres"),
        help_text=_("Each text of these gets the next number when it is published."),
    )
    first_number = models.PositiveIntegerField(
        _("first number"),
        default=1,
        help_text=_("Of this year. If 61 were given elsewhere, write 62. Next year begins with 1."),
    )
    is_active = models.BooleanField(
        _("gives numbers"), default=True, help_text=_("Without the tick no new number is given; those given stay.")
    )
    begins_at = models.DateTimeField(db_default=clock.SiteNow(), editable=False)
    time_zone = models.CharField(max_length=40, default=newsroom_time_zone, editable=False)  # in which a year turns

    class Meta:
        verbose_name = _("numbering")
        verbose_name_plural = _("numberings")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(first_number__gte=1), name="news_numbering_from_1"),
        ]

    def __str__(self):
        return in_language(self.letters)


class SerialNumber(models.Model):
    """The number of one text in all its languages. The database gives it with the change that opens the text.

    It is never changed, and never given again (news/sql/serial_numbers.sql).
    """

    article = models.OneToOneField(
        Article, on_delete=models.PROTECT, primary_key=True, related_name="serial_number", verbose_name=_("article")
    )
    numbering = models.ForeignKey(Numbering, on_delete=models.PROTECT, related_name="numbers")
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    given_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("number of a text")
        verbose_name_plural = _("numbers of texts")
        ordering = ["-year", "-number"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["numbering", "year", "number"], name="news_serialnumber_once"),
        ]

    def __str__(self):
        return in_words(self.numbering.letters, self.year, self.number)

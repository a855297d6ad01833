"""How many articles each month has; triggers keep the numbers (news/sql/archive.sql)."""

from django.db import models

from news.models.articles import Section


class _Month(models.Model):
    language = models.CharField(max_length=10)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()  # its first day
    of_year = models.BooleanField()  # whether only the year of these articles is known
    number = models.IntegerField()

    class Meta:
        abstract = True
        default_permissions = []

    def __str__(self):
        return f"{self.language} {self.month:%Y-%m}: {self.number}"


class Tally(_Month):
    """The number of editions of a month with a `live_from` and no `live_until`. Visitors may not read this table.

    A month may have several rows, whose numbers are added up.
    """

    class Meta(_Month.Meta):
        verbose_name = "tally"
        verbose_name_plural = "tallies"
        indexes = [models.Index(fields=["language", "section", "month"], name="news_tally_month")]


class ArchiveMonth(_Month):
    """The number of public articles of a month, in several rows to be added up: a view, which uses site_now()."""

    section = models.ForeignKey(Section, on_delete=models.DO_NOTHING, related_name="+")

    class Meta(_Month.Meta):
        managed = False
        db_table = "news_archive"
        verbose_name = "month of the archive"
        verbose_name_plural = "archive"

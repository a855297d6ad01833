"""How many articles each month holds, kept by the database as editions come and go (news/sql/archive.sql)."""

from django.db import models

from news.models.articles import Section


class _Month(models.Model):
    language = models.CharField(max_length=10)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()  # its first day
    of_year = models.BooleanField()  # of these articles no more than the year is known
    number = models.IntegerField()

    class Meta:
        abstract = True
        default_permissions = []

    def __str__(self):
        return f"{self.language} {self.month:%Y-%m}: {self.number}"


class Tally(_Month):
    """The editions of a month that have a beginning and no end, whenever that is; no visitor reads this.

    A month may have several rows, which are to be added up.
    """

    class Meta(_Month.Meta):
        verbose_name = "tally"
        verbose_name_plural = "tallies"
        indexes = [models.Index(fields=["language", "section", "month"], name="news_tally_month")]


class ArchiveMonth(_Month):
    """The articles of a month that are public now: a view, and a page's clock is its clock."""

    section = models.ForeignKey(Section, on_delete=models.DO_NOTHING, related_name="+")

    class Meta(_Month.Meta):
        managed = False
        db_table = "news_archive"
        verbose_name = "month of the archive"
        verbose_name_plural = "archive"

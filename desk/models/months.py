"""What the press office did in a month, as it was counted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing import clock


class MonthReport(models.Model):
    """The figures of a month as they were counted at one instant. The database refuses to change or delete them.

    The worker keeps one for every month, on its first day after; `by` is whoever had a month counted again.
    """

    month = models.DateField()  # its first day
    at = models.DateTimeField(db_default=clock.SiteNow())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    figures = models.JSONField()  # as desk.months.figures.count() returns them

    class Meta:
        verbose_name = _("report of a month")
        verbose_name_plural = _("reports of months")
        ordering = ["-month", "-at", "-id"]
        default_permissions = []
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="desk_monthreport_first_day"),
            models.UniqueConstraint(fields=["month"], condition=Q(by=None), name="desk_monthreport_once_by_itself"),
        ]
        indexes = [models.Index(fields=["-month", "-at", "-id"], name="desk_monthreport_newest")]

    def __str__(self):
        return f"{self.month:%Y-%m}"

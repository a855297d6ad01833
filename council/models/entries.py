"""What calendars must know besides the meeting itself: that it was withdrawn, or that a report was published."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from council.models.meetings import Meeting
from publishing import clock


class WithdrawnEntry(models.Model):
    """A meeting that was withdrawn: only what calendars need to cancel their entry.

    A trigger writes it when a public meeting ends, with the day and hours that visitors saw last. It never changes;
    later changes of the meeting on the desk do not appear here.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="withdrawn_entries")
    at = models.DateTimeField()
    uid = models.UUIDField()
    sequence = models.PositiveIntegerField()
    held_on = models.DateField()
    starts_at = models.TimeField(null=True)
    ends_at = models.TimeField(null=True)
    zone = models.CharField(max_length=40)
    bodies = ArrayField(models.BigIntegerField())

    class Meta:
        verbose_name = "entry of a withdrawn meeting"
        ordering = ["-at", "-id"]
        default_permissions = []
        indexes = [models.Index(fields=["meeting", "-at"], name="council_withdrawn_latest")]

    def __str__(self):
        return str(self.uid)

    begins, ends = Meeting.begins, Meeting.ends


class EntryChange(models.Model):
    """An instant at which the calendar entry of a public meeting changes because a report is published."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="entry_changes")
    at = models.DateTimeField(db_default=clock.SiteNow())

    class Meta:
        verbose_name = "change of an entry"
        ordering = ["at"]
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["meeting", "at"], name="council_entrychange_once")]

    def __str__(self):
        return str(self.at)

"""The timeline of a thing: who did what to it, and when."""

import datetime

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from publishing.models import TimelineEntry

Verb = TimelineEntry.Verb


def record(
    subject: Model, verb: Verb, *, by: User, takes_effect: datetime.datetime | None = None, note: str = ""
) -> TimelineEntry:
    """Add the entry that `by` did `verb` to `subject`."""
    return TimelineEntry.objects.create(
        subject_type=ContentType.objects.get_for_model(subject),
        subject_id=subject.pk,
        verb=verb,
        actor=by,
        takes_effect=takes_effect,
        note=note,
    )


def of(*subjects: Model) -> QuerySet[TimelineEntry]:
    """Return the entries about all these subjects (of one model), the newest first."""
    if not subjects:
        return TimelineEntry.objects.none()
    return TimelineEntry.objects.filter(
        subject_type=ContentType.objects.get_for_model(subjects[0]),
        subject_id__in=[subject.pk for subject in subjects],
    ).select_related("actor")

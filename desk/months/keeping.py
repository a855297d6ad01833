"""Reports of months are counted once, kept, and never changed; a later count stands beside them."""

from django.db import transaction

from desk.models import MonthReport
from desk.months import figures
from desk.months.months import Month


def keep_last():
    """Keep the report of the last finished month, unless the worker has kept it already."""
    month = Month.last_finished()
    own = MonthReport.objects.filter(month=month.first_day, by=None)
    if not own.exists():
        report = MonthReport(month=month.first_day, figures=figures.count(month))
        MonthReport.objects.bulk_create([report], ignore_conflicts=True)


@transaction.atomic
def keep(month, *, by):
    """Count a finished Month now and keep that beside what was kept before; return the MonthReport.

    Return the last one instead if nothing has changed since.
    """
    counted, last = figures.count(month), of(month).first()
    if last and last.figures == counted:
        return last
    return MonthReport.objects.create(month=month.first_day, figures=counted, by=by)


def of(month):
    """Return what was kept of a Month, the newest first."""
    return MonthReport.objects.filter(month=month.first_day).select_related("by")

"""The day to which somebody has moved a card of the calendar: the form that it leads to has it filled in.

Nothing is changed by moving the card itself. The form says what the change does, and asks what it must know.
"""

import datetime

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import dates

PARAMETER = "to"  # ?to=2026-12-04


def wanted_day(request):
    """Return the day that the address of a form names; None without one, and where it names no day."""
    try:
        return datetime.date.fromisoformat(request.GET.get(PARAMETER, ""))
    except ValueError:
        return None


def on_day(instant, day):
    """Return an instant moved to another day, at the same time on the press office's clock."""
    shown = timezone.localtime(instant)
    return timezone.make_aware(datetime.datetime.combine(day, shown.time()))


class WantedDayMixin:
    """For the admin of records with a date `held_on`: a record that is opened from the calendar has its new day."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form, day = context["adminform"].form, wanted_day(request)
        if request.method == "GET" and obj and day and day != obj.held_on and "held_on" in form.fields:
            form.initial["held_on"] = day
            sentence = _("The date is set to %(date)s here. Nothing is changed until you save.")
            messages.info(request, sentence % {"date": dates.in_words(day)})
        return super().render_change_form(request, context, add, change, form_url, obj)

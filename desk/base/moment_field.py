"""A form field for a moment: a date, a time, and a time zone."""

import dataclasses
import datetime
import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base import wording
from publishing import clock, moments

MORNING = datetime.time(10)


class MomentWidget(forms.MultiWidget):
    """The browser's own inputs for date and time, and a choice of the time zone."""

    def __init__(self, attrs=None):
        widgets = [
            forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "moment-date"}),
            forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": 60, "class": "moment-time"}),
            forms.Select(choices=moments.zone_choices(), attrs={"class": "moment-zone"}),
        ]
        super().__init__(widgets, attrs)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for widget, label in zip(context["widget"]["subwidgets"], self.labels(), strict=True):
            widget["attrs"]["aria-label"] = label
        return context

    def labels(self):
        return [_("Date"), _("Time"), _("On the clocks of")]

    def decompress(self, instant):
        """Show an instant in the press office's time."""
        if instant is None:
            return [None, None, moments.OURS]
        shown = instant.astimezone(zoneinfo.ZoneInfo(moments.OURS))
        return [shown.date(), shown.time(), moments.OURS]


class MomentField(forms.MultiValueField):
    """An instant, entered in any of moments.ZONES; a time that does not exist there, or exists twice, is refused."""

    widget = MomentWidget

    def __init__(self, **kwargs):
        fields = [
            forms.DateField(),
            forms.TimeField(),
            forms.ChoiceField(choices=moments.zone_choices),
        ]
        super().__init__(fields, **kwargs)

    def has_changed(self, initial, data):
        if initial is None and not any(data[:2]):  # the time zone is always there
            return False
        return super().has_changed(initial, data)

    def compress(self, values):
        if not values or values[:2] == [None, None]:  # the time zone is always there
            return None
        date, time, zone = values
        if date is None or time is None:
            raise ValidationError(_("Write both the date and the time."), code="incomplete")
        try:
            return moments.at(date, time, zone or moments.OURS)  # a program may send no zone
        except moments.NoSuchMoment as refusal:
            raise ValidationError(str(refusal), code="no_such_moment") from None


def tomorrow_morning():
    """Return the moment that a schedule offers at first."""
    return moments.at(clock.today() + datetime.timedelta(days=1), MORNING, moments.OURS)


class MomentForm(forms.Form):
    """The moment at which something is to appear."""

    at = MomentField(
        label=gettext_lazy("Publication time"),
        initial=tomorrow_morning,
        help_text=gettext_lazy("The article appears automatically at this time. Until then you can unschedule it."),
    )

    @property
    def shown(self):
        """The Shown of the moment in the form; None while there is none."""
        if not self.is_bound:
            return show(self.get_initial_for_field(self.fields["at"], "at"), clock.now())
        instant = getattr(self, "cleaned_data", {}).get("at")
        return instant and show(instant, clock.now())


@dataclasses.dataclass
class Shown:
    """A moment on the office's clock and in UTC, and the time left until then in words."""

    instant: datetime.datetime
    ours: str
    utc: str
    left: str


def show(instant, now):
    """Return the Shown of an instant."""
    left = wording.time_left(instant - now) if instant > now else _("This time has passed.")
    return Shown(instant, _on(instant, moments.OURS), _on(instant, "UTC"), left)


def _on(instant, zone):
    return date_format(instant.astimezone(zoneinfo.ZoneInfo(zone)), "DATETIME_FORMAT")

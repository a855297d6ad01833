"""Opening hours, special days, and the duty rota."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from press.models.contacts import Contact
from publishing import dates
from publishing.localized import LocalizedText, in_language


class Opening(models.Model):
    """Weekly opening hours, in the contact's time zone: from Monday to Friday, 9:00 to 18:00."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="openings")
    first_day = models.PositiveSmallIntegerField(_("from"), choices=list(WEEKDAYS.items()), default=0)
    last_day = models.PositiveSmallIntegerField(_("to"), choices=list(WEEKDAYS.items()), default=4)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"), help_text=_("00:00 is the end of the day."))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["first_day", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day"), last_day__lte=6),
                name="press_opening_days",
                violation_error_message=_("The last day comes before the first. Write two lines."),
            ),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) | Q(closes="00:00"),
                name="press_opening_times",
                violation_error_message=_("The hours end before they begin."),
            ),
        ]

    def __str__(self):
        days = capfirst(dates.weekday_name(self.first_day))
        if self.last_day != self.first_day:
            days = f"{days} – {capfirst(dates.weekday_name(self.last_day))}"
        return f"{days}, {self.opens:%H:%M} – {self.closes:%H:%M}"


class SpecialDay(models.Model):
    """Days with other hours: a holiday, a short day before it, a working Saturday."""

    name = LocalizedText(_("what day it is"), blank=True, help_text=_("As journalists know it: “New Year’s Day”."))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    opens = models.TimeField(_("opens"), null=True, blank=True, help_text=_("Leave both times empty: closed all day."))
    closes = models.TimeField(_("closes"), null=True, blank=True)
    contact = models.ForeignKey(
        Contact,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="special_days",
        verbose_name=_("press contact"),
        help_text=_("Empty: for all of them."),
    )

    class Meta:
        verbose_name = _("holiday or special day")
        verbose_name_plural = _("holidays and special days")
        ordering = ["-first_day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="press_specialday_dates",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False, closes__gt=F("opens")),
                name="press_specialday_times",
                violation_error_message=_("Give both times, the earlier one first, or none."),
            ),
        ]

    def __str__(self):
        days = dates.in_figures(self.first_day)
        if self.last_day != self.first_day:
            days = f"{days} – {dates.in_figures(self.last_day)}"
        return " ".join(filter(None, [days, in_language(self.name)]))


class Shift(models.Model):
    """Who is on duty from `starts` until `ends`; a constraint allows one contact at a time."""

    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="shifts", verbose_name=_("press contact")
    )
    starts = models.DateTimeField(_("from"))
    ends = models.DateTimeField(_("until"))
    note = models.CharField(_("note"), max_length=200, blank=True)  # for the desk; visitors do not see it

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duty rota")
        ordering = ["starts"]
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="press_shift_range")]
        indexes = [models.Index(fields=["ends"], name="press_shift_ends")]

    def __str__(self):
        starts, ends = timezone.localtime(self.starts), timezone.localtime(self.ends)
        last = date_format(ends, "H:i" if starts.date() == ends.date() else "SHORT_DATETIME_FORMAT")
        return f"{date_format(starts, 'SHORT_DATETIME_FORMAT')} – {last}, {self.contact}"

"""Media advisories and accreditation requests."""

import datetime
import secrets

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from council.models import Meeting
from council.models.called_off import OfMeeting, OfMeetingQuerySet
from press.models.contacts import Contact
from publishing import clock, dates, moments
from publishing.addresses import cached_reverse
from publishing.checks import Problem
from publishing.languages import principal_languages
from publishing.localized import LocalizedText, in_language
from publishing.models import Publishable


class AdvisoryQuerySet(OfMeetingQuerySet):
    def coming(self, on=None):
        """Keep the events on or after the day `on` (default: today), the nearest first."""
        return self.filter(held_on__gte=on or clock.today()).order_by("held_on", "starts_at", "id")

    def past(self, on=None):
        return self.filter(held_on__lt=on or clock.today()).order_by("-held_on", "-id")


class Advisory(OfMeeting, Publishable):
    """An invitation to the media: what happens where and when, who may come, and the deadline for requests."""

    title = LocalizedText(_("title"), help_text=_("“Briefing after the meeting”."))
    text = LocalizedText(_("text"), long=True, blank=True, help_text=_("What happens, who speaks, in what languages."))
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="advisories", verbose_name=_("meeting")
    )
    held_on = models.DateField(_("date"))
    starts_at = models.TimeField(_("begins at"))
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=40, choices=moments.zone_choices, default=moments.our_zone)
    place = LocalizedText(_("place"), help_text=_("With the street and the entrance."))
    access = LocalizedText(
        _("access"), long=True, help_text=_("Who may come, from when the doors are open, what to bring.")
    )
    pool = LocalizedText(
        _("pool"), long=True, blank=True, help_text=_("What is for the pool alone, and who is in it. Empty: no pool.")
    )
    places = models.PositiveSmallIntegerField(
        _("places"),
        null=True,
        blank=True,
        help_text=_("You are warned when more are accredited. Leave empty for no limit."),
    )
    requests_until = models.DateTimeField(_("requests until"), help_text=_("No requests are accepted after this time."))
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="advisories", verbose_name=_("media contact")
    )
    cancelled_because = LocalizedText(
        _("cancelled because"),
        long=True,
        blank=True,
        help_text=_("Only if the event is cancelled. Readers and everybody who applied are told."),
    )

    # The SEQUENCE for calendars, counted by the database, as for meetings.
    uid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(db_default=clock.SiteNow(), editable=False)

    objects = AdvisoryQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("media advisory")
        verbose_name_plural = _("media advisories")
        ordering = ["-held_on", "-id"]
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(fields=["held_on"], name="press_advisory_day", condition=Q(live_from__isnull=False)),
        ]

    def __str__(self):
        return _t("%(name)s, %(date)s") % {"name": in_language(self.title), "date": dates.in_words(self.held_on)}

    def get_absolute_url(self):
        return cached_reverse("press:advisory", self.pk)

    @property
    def is_cancelled(self):
        return any((self.cancelled_because or {}).values())

    @property
    def begins(self):
        """The instant at which it begins, in its time zone."""
        return moments.first_at(self.held_on, self.starts_at, self.zone)

    @property
    def ends(self):
        """The instant at which it ends, on the next day if the time is before the beginning; None if it is open."""
        if not self.ends_at:
            return None
        overnight = datetime.timedelta(days=self.ends_at <= self.starts_at)
        return moments.first_at(self.held_on + overnight, self.ends_at, self.zone)

    @property
    def moved_from(self):
        """The day for which it was announced before, None if it was not moved."""
        if not self.sequence:  # nothing was ever changed: save the query
            return None
        return next((change.held_on for change in self.date_changes.all() if change.held_on != self.held_on), None)

    def takes_requests(self, at=None):
        """Return whether requests are accepted at the instant `at` (default: now)."""
        return not self.is_cancelled and (at or clock.now()) < min(self.requests_until, self.begins)

    def clean(self):
        for hour, name in ((self.starts_at, "starts_at"), (self.ends_at, "ends_at")):
            if self.held_on and hour and moments.is_skipped(self.held_on, hour, self.zone):
                raise ValidationError({name: _("The clocks are changed on that day, and this hour is left out.")})
        if self.held_on and self.starts_at and self.requests_until and self.requests_until > self.begins:
            raise ValidationError({"requests_until": _("The event begins before that. Choose an earlier time.")})

    def problems(self):
        missing = [language.name for language in principal_languages() if not self.title.get(language.code)]
        sentence = _("Write the title in this language too: %(language)s.")
        return [Problem("title", sentence % {"language": name}) for name in missing]


class AdvisoryDateChange(models.Model):
    """A public advisory was moved, cancelled, or takes place after all. A trigger writes this."""

    advisory = models.ForeignKey(Advisory, on_delete=models.CASCADE, related_name="date_changes")
    at = models.DateTimeField(db_default=clock.SiteNow())
    held_on = models.DateField(_("date"))  # this and the following fields as they were before
    starts_at = models.TimeField(_("begins at"))
    zone = models.CharField(_("time zone"), max_length=40)
    was_cancelled = models.BooleanField()

    class Meta:
        verbose_name = _("change of date")
        verbose_name_plural = _("changes of date")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["at"], name="press_advisory_moved_at")]

    def __str__(self):
        return dates.in_words(self.held_on)


def new_token():
    return secrets.token_urlsafe(24)


class AccreditationRequest(models.Model):
    """A journalist's request for accreditation. Visitors can see it only with its token."""

    class Role(models.TextChoices):
        REPORTER = "reporter", pgettext_lazy("media", "reporter")
        PHOTOGRAPHER = "photographer", pgettext_lazy("media", "photographer")
        CAMERA = "camera", pgettext_lazy("media", "camera operator")
        TECHNICIAN = "technician", pgettext_lazy("media", "sound, light or transmission")
        OTHER = "other", pgettext_lazy("media", "other")

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("request", "received")
        APPROVED = "approved", pgettext_lazy("request", "accredited")
        REFUSED = "refused", pgettext_lazy("request", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn by the journalist")

    advisory = models.ForeignKey(
        Advisory, on_delete=models.PROTECT, related_name="requests", verbose_name=_("media advisory")
    )
    number = models.PositiveIntegerField(_("number"), editable=False)  # within the advisory
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    language = models.CharField(_("language"), max_length=10)
    name = models.CharField(_("name"), max_length=200)
    outlet = models.CharField(_("outlet"), max_length=200)
    country = models.CharField(_("country"), max_length=100, blank=True)
    email = models.EmailField(_("email address"), blank=True)  # blank only when erased
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    role = models.CharField(_("comes as"), max_length=12, choices=Role, default=Role.REPORTER)
    press_card = models.CharField(_("press card"), max_length=100, blank=True)
    equipment = models.TextField(_("equipment"), max_length=1000, blank=True)
    received_at = models.DateTimeField(_("received"), db_default=clock.SiteNow(), editable=False)

    state = models.CharField(
        pgettext_lazy("request", "state"), max_length=9, choices=State, default=State.RECEIVED, editable=False
    )
    reason = models.TextField(_("reason"), max_length=1000, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=_("decided by"),
    )  # fmt: skip
    # The advisory's sequence at the last email; a higher one means that there is a change to tell.
    told_sequence = models.PositiveIntegerField(default=0, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    class Meta:
        verbose_name = _("accreditation request")
        verbose_name_plural = _("accreditation requests")
        ordering = ["advisory", "number"]
        constraints = [
            models.UniqueConstraint(fields=["advisory", "number"], name="press_accreditation_number_once"),
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(reason__regex=r"\S") | Q(erased_at__isnull=False),
                name="press_accreditation_refused_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["advisory", "received_at"], name="press_accreditation_waiting", condition=Q(state="received")
            )
        ]

    def __str__(self):
        return f"{self.printed_number}, {self.name}" if self.name else self.printed_number

    @property
    def printed_number(self):
        """The number as journalists quote it: A12-3."""
        return f"A{self.advisory_id}-{self.number}"

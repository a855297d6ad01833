"""Member states and chairmanships."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from publishing import dates
from publishing.addresses import cached_reverse
from publishing.localized import LocalizedText, in_language

FLAGS = {path.stem for path in (settings.STATICFILES_DIRS[0] / "img" / "flags").glob("*.svg")}


class State(models.Model):
    """Whom a representative speaks for, identified by two letters: of a state those of ISO 3166."""

    code = models.CharField(_("code"), max_length=2, unique=True, help_text=_("Two capital letters, as in KG."))
    name = LocalizedText(_("official name"))
    short_name = LocalizedText(_("short name"))

    class Meta:
        verbose_name = _("state")
        verbose_name_plural = _("states")
        ordering = ["code"]

    def __str__(self):
        return in_language(self.short_name)

    def is_member_on(self, day):
        """Tell whether the Organization regards the state as a member on `day`; it is one if there are no claims.

        `claims` may be prefetched. Only claims of the Organization count here, not what the state itself declares.
        """
        claims = [claim for claim in self.claims.all() if claim.claimed_by == StatusClaim.By.ORGANIZATION]
        return not claims or any(claim.holds_on(day) and claim.status in StatusClaim.MEMBERSHIP for claim in claims)

    def called_on(self, day):
        """Return (official name, short name) on `day`, as texts by language; `names` may be prefetched."""
        names = [name for name in self.names.all() if day <= name.end and (name.start is None or name.start <= day)]
        then = min(names, key=lambda name: name.end, default=self)
        return then.name, then.short_name

    def get_absolute_url(self):
        return cached_reverse("council:state", self.code.lower())

    @property
    def flag(self):
        """The static file of its flag, an empty one for whom there is none: a district, a company."""
        return f"img/flags/{self.code.lower() if self.code.lower() in FLAGS else 'none'}.svg"


class StateName(models.Model):
    """An earlier name of a state; the present names are on the State itself."""

    state = models.ForeignKey(State, on_delete=models.CASCADE, related_name="names")
    name = LocalizedText(_("official name"))
    short_name = LocalizedText(_("short name"))
    start = models.DateField(_("first day"), null=True, blank=True, help_text=_("Empty: not known."))
    end = models.DateField(_("last day"), help_text=_("The last day on which it was so called."))

    class Meta:
        verbose_name = _("earlier name")
        verbose_name_plural = _("earlier names")
        ordering = ["end"]
        constraints = [
            models.CheckConstraint(condition=Q(start__isnull=True) | Q(end__gte=F("start")), name="council_name_dates")
        ]

    def __str__(self):
        return in_language(self.name)


class StatusClaim(models.Model):
    """What somebody says about the status of a state, with the source; claims may contradict each other."""

    class Status(models.TextChoices):
        MEMBER = "member", _("member")
        SIGNATORY = "signatory", _("signatory to the Treaty")
        SUSPENDED = "suspended", _("membership suspended")
        FROZEN = "frozen", _("participation frozen")
        LEFT = "left", _("not a member any more")
        OBSERVER = "observer", _("observer")
        PARTNER = "partner", _("partner")

    MEMBERSHIP = (Status.MEMBER, Status.SIGNATORY)

    class By(models.TextChoices):
        ORGANIZATION = "organization", _("the Organization")
        STATE = "state", _("the state itself")
        OTHERS = "others", _("other sources")

    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="claims", verbose_name=_("state"))
    status = models.CharField(_("status"), max_length=10, choices=Status)
    claimed_by = models.CharField(_("who says so"), max_length=12, choices=By)
    start = models.DateField(_("from"))
    start_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")
    end = models.DateField(_("to"), null=True, blank=True)
    end_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")
    source = models.CharField(_("source"), max_length=300)
    note = LocalizedText(_("note"), long=True, blank=True)

    class Meta:
        verbose_name = _("claim about the status")
        verbose_name_plural = _("claims about the status")
        ordering = ["start", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="council_claim_dates")
        ]

    def __str__(self):
        return f"{self.state}: {self.get_status_display()}"

    @property
    def period(self):
        return dates.period_in_words(self.start, self.start_precision, self.end, self.end_precision)

    def holds_on(self, day):
        return self.start <= day and (self.end is None or day <= self.end)


class Chairmanship(models.Model):
    """The state holding the chairmanship from the day `start` to the day `end`, both included."""

    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="chairmanships", verbose_name=_("state"))
    start = models.DateField(_("first day"))
    start_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")
    end = models.DateField(_("last day"), null=True, blank=True)
    end_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")
    motto = LocalizedText(_("motto"), blank=True)
    priorities = LocalizedText(_("priorities"), long=True, blank=True, help_text=_("One in a line."))

    class Meta:
        verbose_name = _("chairmanship")
        verbose_name_plural = _("chairmanships")
        ordering = ["-start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__gte=F("start")), name="council_chair_dates")
        ]

    def __str__(self):
        return f"{self.state}, {dates.in_words(self.start, self.start_precision)}"

    @classmethod
    def on(cls, day):
        """Return the chairmanship on `day`, on the day of a handover the new one; None if none is on record."""
        return cls.objects.filter(Q(end__isnull=True) | Q(end__gte=day), start__lte=day).select_related("state").first()

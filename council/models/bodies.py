"""The bodies that meet: their names and members over time."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing import dates
from publishing.addresses import cached_reverse
from publishing.localized import LocalizedText, in_language


def as_range(key):
    """Return the foreign key `key` as a range of one number, which GiST can index without an extension."""
    return Func(F(key), F(key), Value("[]"), function="int8range", output_field=BigIntegerRangeField())


# The days on which a membership certainly holds: a limit that is known to the year only excludes that year.
CERTAIN_DAYS = Func(
    *("start", "start_precision", "end", "end_precision"),
    function="council_certain_days",
    output_field=DateRangeField(),
)


def period_of(record):
    """Return the dates in words; “until 2010” if only the end is known, '' if neither is."""
    if record.start:
        return dates.period_in_words(record.start, record.start_precision, record.end, record.end_precision)
    return _("until %(day)s") % {"day": dates.in_words(record.end, record.end_precision)} if record.end else ""


class BodyManager(models.Manager):
    """Fetches bodies with their earlier names, because pages name a body as on a day."""

    def get_queryset(self):
        return super().get_queryset().prefetch_related("names")


class Body(models.Model):
    """A body of the Organization; its `slug` stays when its name changes."""

    slug = models.SlugField(_("address"), unique=True, help_text=_("Latin letters, as in press-office."))
    name = LocalizedText(pgettext_lazy("body", "name"), help_text=_("As it stands alone: “General Assembly”."))
    name_of = LocalizedText(
        _("name after “meeting of”"), blank=True, help_text=_("“the General Assembly”, «Генеральной Ассамблеи».")
    )
    abbreviation = LocalizedText(_("abbreviation"), blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = BodyManager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["position", "id"]

    def __str__(self):
        return in_language(self.name)

    def get_absolute_url(self):
        return cached_reverse("council:body", self.slug)

    def clean(self):
        above, seen = self.parent, {self.pk}
        while above:
            if above.pk in seen:
                raise ValidationError({"parent": _("A body cannot be part of itself.")})
            seen.add(above.pk)
            above = above.parent

    def called_on(self, day):
        """Return the object with the name, abbreviation and parent of `day`: a BodyName, or the body itself."""
        names = [name for name in self.names.all() if name.holds_on(day)]
        return min(names, key=lambda name: name.end, default=self)

    def in_sentence_on(self, day):
        """Return the name of `day` as it follows “meeting of”."""
        then = self.called_on(day)
        return in_language(then.name_of) or in_language(then.name)

    @property
    def in_sentence(self):
        """The present name as it follows “meeting of”."""
        return in_language(self.name_of) or in_language(self.name)


class BodyName(models.Model):
    """An earlier name of a body, and what it was part of; the present name is on the Body itself."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="names")
    name = LocalizedText(pgettext_lazy("body", "name"))
    name_of = LocalizedText(_("name after “meeting of”"), blank=True)
    abbreviation = LocalizedText(_("abbreviation"), blank=True)
    parent = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("part of, at that time"),
        help_text=_("Empty: of none, or not known."),
    )
    start = models.DateField(_("first day"), null=True, blank=True, help_text=_("Empty: not known."))
    start_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")
    end = models.DateField(_("last day"), help_text=_("The last day on which it was so called."))
    end_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")

    class Meta:
        verbose_name = _("earlier name of the body")
        verbose_name_plural = _("earlier names of the body")
        ordering = ["-end"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__gte=F("start")),
                name="council_bodyname_dates",
                violation_error_message=_("The last day cannot come before the first."),
            ),
            ExclusionConstraint(
                name="council_bodyname_one",
                expressions=[
                    (as_range("body"), "&&"),
                    (Func("start", "end", Value("[]"), function="daterange", output_field=DateRangeField()), "&&"),
                ],
                violation_error_message=_("The body has another earlier name on some of these days."),
            ),
        ]

    def __str__(self):
        return in_language(self.name)

    def holds_on(self, day):
        return day <= self.end and (self.start is None or self.start <= day)

    @property
    def period(self):
        return period_of(self)


class MembershipQuerySet(models.QuerySet):
    def holding(self, day):
        """Keep the memberships on `day`; without a known beginning, all days up to the end count."""
        begun = Q(start__isnull=True) | Q(start__lte=day)
        return self.filter(begun & (Q(end__isnull=True) | Q(end__gte=day)))


class Membership(models.Model):
    """A state, or the holder of an office, belongs to a body from the day `start` to the day `end`, both included."""

    class Role(models.TextChoices):
        CHAIR = "chair", pgettext_lazy("in a body", "in the chair")
        MEMBER = "member", pgettext_lazy("in a body", "member")
        SECRETARY = "secretary", pgettext_lazy("in a body", "secretary")
        OBSERVER = "observer", pgettext_lazy("in a body", "observer")

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("body"))
    state = models.ForeignKey(
        "council.State", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships",
        verbose_name=_("state"),
    )  # fmt: skip
    office = models.ForeignKey(
        "council.Office", on_delete=models.PROTECT, null=True, blank=True, related_name="memberships",
        verbose_name=_("office"), help_text=_("Whoever holds it belongs to the body. Choose a state or an office."),
    )  # fmt: skip
    role = models.CharField(_("as"), max_length=9, choices=Role, default=Role.MEMBER)
    start = models.DateField(_("first day"), null=True, blank=True, help_text=_("Empty: not known."))
    start_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")
    end = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: still belongs to it."))
    end_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of the body")
        verbose_name_plural = _("members of the body")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__isnull=False, office__isnull=True) | Q(state__isnull=True, office__isnull=False),
                name="council_membership_of_one",
                violation_error_message=_("Choose a state or an office, one of them."),
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="council_membership_dates",
                violation_error_message=_("The last day cannot come before the first."),
            ),
            *(
                ExclusionConstraint(
                    name=f"council_membership_{member}_once",
                    expressions=[(as_range("body"), "&&"), (as_range(member), "&&"), (CERTAIN_DAYS, "&&")],
                    condition=Q(**{f"{member}__isnull": False}),
                    violation_error_message=_("It is already listed as a member of this body at that time."),
                )
                for member in ("state", "office")
            ),
        ]

    def __str__(self):
        return str(self.state or self.office)

    @property
    def period(self):
        return period_of(self)

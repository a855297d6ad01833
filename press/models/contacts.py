"""Press contacts, with the time they are in office."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from publishing import addresses, clock, dates, moments
from publishing.cldr import language_in_words
from publishing.localized import LocalizedText, in_language

# Languages to choose from: those of the member states first, then those of the most frequent callers.
SPOKEN = ["ru", "en", "hy", "be", "kk", "ky", "tg", "fr", "de", "es", "ar"]


class ContactQuerySet(models.QuerySet):
    def in_office(self, on=None):
        """Keep the contacts in office on the day `on` (default: today); at a handover the new one is first."""
        on = on or TruncDate(clock.SiteNow())  # today in the database, without a query for it
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


class Contact(models.Model):
    """A person or an office that answers the press, from `since` to `until`, both included."""

    name = LocalizedText(pgettext_lazy("press contact", "name"))
    office = LocalizedText(_("office"), blank=True, help_text=_("As printed under an article: “Press secretary”."))
    email = models.EmailField(_("email address"), blank=True)
    languages = models.JSONField(
        _("languages"), default=list, blank=True, help_text=_("In which the contact answers the telephone.")
    )
    hours = LocalizedText(
        _("hours"), blank=True, help_text=_("When calls are answered, and what to do at other times.")
    )
    zone = models.CharField(
        _("on the clocks of"),
        max_length=40,
        choices=moments.zone_choices,
        default=moments.our_zone,
        help_text=_("Where the opening hours below are counted."),
    )
    since = models.DateField(
        _("in office from"), help_text=_("The first day. Earlier contacts stay under old articles.")
    )
    since_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")
    until = models.DateField(_("in office until"), null=True, blank=True, help_text=_("The last day."))
    until_precision = models.CharField(_("known to the"), max_length=7, choices=dates.Precision, default="day")
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Lower numbers come first."))

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("press contact")
        verbose_name_plural = _("press contacts")
        ordering = ["position", "-since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="press_contact_dates"
            )
        ]

    def __str__(self):
        return in_language(self.name)

    def spoken(self):
        """Return the names of the contact's languages in the active one: “Russian, English”."""
        return ", ".join(language_in_words(code) for code in self.languages if code in SPOKEN)

    def signature(self, language):
        """Return the lines printed under an article in `language`: office and name, phones, e-mail."""
        with override(language):
            phones = [phone.as_printed() for phone in self.phones.all()]
        lines = [f"{in_language(self.office, language)} {in_language(self.name, language)}", *phones, self.email]
        return "\n".join(line.strip() for line in lines if line.strip())


# The suffix of a printed number; an ordinary telephone has none.
PRINTED_KINDS = {
    "tel/fax": pgettext_lazy("after a number", "tel/fax"),
    "fax": pgettext_lazy("after a number", "fax"),
    "mobile": pgettext_lazy("after a number", "mobile"),
}


class Phone(models.Model):
    class Kind(models.TextChoices):
        PHONE = "phone", _("Telephone")
        TEL_FAX = "tel/fax", _("Telephone, fax")
        FAX = "fax", _("Fax")
        MOBILE = "mobile", _("Mobile")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="phones")
    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.PHONE)
    number = models.CharField(
        _("number"), max_length=40, help_text=_("As it is printed, with the country: +44 20 7946 0123")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("phone")
        verbose_name_plural = _("phones")
        ordering = ["position", "id"]

    def __str__(self):
        return self.number

    @property
    def href(self):
        """The address for dialling: tel:+74957952710."""
        return addresses.dialling(self.number)

    def as_printed(self):
        """Return the number with its kind as signatures print it in the active language: +7495-621-33-23, tel/fax."""
        kind = PRINTED_KINDS.get(self.kind)
        return f"{self.number}, {kind}" if kind else self.number

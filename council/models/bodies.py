"""The bodies that meet: the councils of the Organization, and the committees below them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing.localized import LocalizedText, in_language


class Body(models.Model):
    """A body of the Organization, known by its `slug` whatever it is called."""

    slug = models.SlugField(_("address"), unique=True, help_text=_("Latin letters, as in permanent-council."))
    name = LocalizedText(_("name"), help_text=_("As it stands alone: “Permanent Council”."))
    name_of = LocalizedText(
        _("name after “meeting of”"), blank=True, help_text=_("“the Permanent Council”, «Постоянного совета».")
    )
    abbreviation = LocalizedText(_("abbreviation"), blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["position", "id"]

    def __str__(self):
        return in_language(self.name)

    def get_absolute_url(self):
        return reverse("council:body", args=[self.slug])

    @property
    def in_sentence(self):
        """The name as it stands after “meeting of”."""
        return in_language(self.name_of) or in_language(self.name)

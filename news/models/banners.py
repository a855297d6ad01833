"""The line above every page: an emergency, or an event that is going on, until an instant."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.localized import LocalizedText, in_language
from publishing.models import Publishable

# A page of this site, or one elsewhere; nothing that a browser would run.
ADDRESS = re.compile(r"(?:https?://[^\s/]+|/(?!/))\S*")
MAX_WORDS = 200  # characters of a text


def refuse_other_addresses(links):
    """Refuse a link that is neither a page of this site nor one elsewhere."""
    for link in links.values():
        if link and not ADDRESS.fullmatch(link):
            raise ValidationError(_("Write the whole address, as in https://example.org/page, or as in /en/press/."))


def refuse_long_words(texts):
    """Refuse a text that would not fit above a page."""
    for text in texts.values():
        if len(text) > MAX_WORDS:
            raise ValidationError(_("At most %(number)s characters.") % {"number": MAX_WORDS})


class Banner(Publishable):
    """A sentence above every page. Emergencies stand before events; of each kind the newest is the first."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", _("Emergency")
        LIVE = "live", pgettext_lazy("banner", "Live event")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.LIVE)
    text = LocalizedText(
        _("text"), validators=[refuse_long_words], help_text=_("One sentence. Readers see it above every page.")
    )
    link = LocalizedText(
        _("link"),
        blank=True,
        validators=[refuse_other_addresses],
        help_text=_("Where it leads: https://example.org/page, or a page of this site as in /en/press/."),
    )
    ends_at = models.DateTimeField(_("until"))

    class Meta(Publishable.Meta):
        verbose_name = _("banner")
        verbose_name_plural = _("banners")
        ordering = ["kind", "-live_from", "-id"]
        default_permissions = []

    def __str__(self):
        return in_language(self.text)

    @property
    def chosen_end(self):
        return self.ends_at

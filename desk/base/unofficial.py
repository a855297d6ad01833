"""The field that marks a text as an unofficial translation, on the article screen and beside the original."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from news.models import Edition
from publishing.languages import language_choices


def unofficial_field(language):
    """Return the field that marks the text in `language` as an unofficial translation of another one."""
    of_edition = Edition._meta.get_field("unofficial_from")
    originals = [(code, _("original: %(language)s") % {"language": name}) for code, name in language_choices()]
    return forms.ChoiceField(
        label=capfirst(of_edition.verbose_name),
        help_text=of_edition.help_text,
        required=False,
        choices=[("", pgettext("unofficial translation", "No")), *(one for one in originals if one[0] != language)],
    )

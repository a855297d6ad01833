"""The glossary: the official names of states, bodies and documents, and wrong forms of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GlossaryEntry(models.Model):
    """An official name in one language, with the wrong forms that it should replace."""

    language = models.CharField(_("language"), max_length=10)
    wrong = models.TextField(
        _("not to be printed"),
        max_length=1000,
        help_text=_("One form a line, as in a dictionary; other cases of Russian words are found, too."),
    )
    right = models.CharField(
        _("to be printed"), max_length=300, help_text=_("The official name; a second one goes after a slash.")
    )
    note = models.TextField(_("note"), max_length=1000, blank=True, help_text=_("Why, for the writer who asks."))

    class Meta:
        verbose_name = _("glossary entry")
        verbose_name_plural = _("glossary")
        ordering = ["language", "right", "id"]

    def __str__(self):
        return self.right

    @property
    def wrong_forms(self):
        return [line.strip() for line in self.wrong.splitlines() if line.strip()]

    @property
    def right_forms(self):
        return [form.strip() for form in self.right.split("/") if form.strip()]

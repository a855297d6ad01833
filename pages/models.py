"""Standing pages: their places in a tree, and the addresses at which they stood before.

What a page says is in the editions of its article (news.models.Edition), with all that articles have: drafts, review,
schedules, corrections, languages, photographs and attachments. Here is only where it stands.
"""

import re

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from news.models import Article

MAX_DEPTH = 5
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Page(models.Model):
    """The place of a standing page. Its address is the same in every language: about/history.

    pages.actions sets `path`, which the database compares with the parent's: so no page stands below itself.
    """

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="standing_page", editable=False)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("stands below"),
    )
    slug = models.CharField(
        _("address"),
        max_length=60,
        validators=[
            RegexValidator(rf"\A{SLUG.pattern}\Z", _("Small Latin letters, figures and hyphens: terms-of-use."))
        ],
        help_text=_("The last part of the address, the same in every language. Small Latin letters: terms-of-use."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    path = models.CharField(max_length=400, unique=True, editable=False)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = pgettext_lazy("website", "pages")
        ordering = ["position", "path"]
        default_permissions = ["view", "add", "change"]
        constraints = [
            models.CheckConstraint(condition=Q(path__regex=r"^[a-z0-9-]+(/[a-z0-9-]+){0,4}$"), name="pages_page_path"),
        ]

    def __str__(self):
        return str(self.article)


class FormerAddress(models.Model):
    """A path at which a page stood once. It leads to the page for good, and no other page can have it."""

    path = models.CharField(max_length=400, unique=True)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="former_addresses")

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        default_permissions = []

    def __str__(self):
        return self.path


class Menu(models.Model):
    """The entries of a menu in their order, as words of pages.menus. Without a row a menu has its standard entries."""

    name = models.CharField(max_length=10, unique=True, editable=False)
    entries = ArrayField(models.CharField(max_length=30), default=list, editable=False)

    class Meta:
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        default_permissions = ["change"]

    def __str__(self):
        return self.name

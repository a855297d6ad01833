"""The form before an article leaves the site: how, what replaces it, and why."""

import dataclasses
import re

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base.action_forms import reason_field
from news import releases
from news.models import Article, Edition, Withdrawal

Kind = Withdrawal.Kind
# What visitors will find at the address, from most to least.
CHOICES = [
    (
        Kind.WITHDRAWN,
        gettext_lazy(
            "Withdraw: the text stays at its address under the reason, without photographs and files, and leaves all "
            "lists."
        ),
    ),
    (Kind.SUPERSEDED, gettext_lazy("Replace: whoever opens the address is taken to the article that replaces it.")),
    (Kind.GONE, gettext_lazy("Remove: the address shows only the reason, and nothing of the text.")),
    (
        Kind.VANISHED,
        gettext_lazy(
            "Erase without trace: the address answers as if the article had never existed. Only an administrator can "
            "bring it back."
        ),
    ),
]
EMERGENCY_CHOICES = CHOICES[2:]
WHO_READS_THE_REASON = gettext_lazy("Visitors see it wherever the article is still shown. It is kept in the history.")
# 57, /ru/news/57-zayavlenie/, https://…/ru/news/57-zayavlenie/
NUMBER = re.compile(r"(?:.*/news/)?(\d{1,17})(?:[-/].*)?", re.ASCII)


@dataclasses.dataclass(frozen=True)
class Unscheduled:
    """What is unscheduled together with a withdrawal."""

    editions: list
    releases: list

    def __bool__(self):
        return bool(self.editions or self.releases)

    def sentence(self):
        named = [_("“%(title)s”") % {"title": edition} for edition in self.editions]
        named += [_("the package “%(name)s”") % {"name": release} for release in self.releases]
        return _("Unscheduled with it: %(names)s.") % {"names": ", ".join(named)}


def unscheduled_with(editions):
    """Return the Unscheduled that follows when these `editions` are withdrawn."""
    languages = Q()
    for edition in editions:
        languages |= Q(article=edition.article_id, language=edition.language)
    scheduled = Edition.objects.scheduled().filter(languages) if editions else Edition.objects.none()
    return Unscheduled(list(scheduled.order_by("live_from", "pk")), list(releases.holding_any(scheduled)))


class ExitForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What visitors will see"), choices=CHOICES, initial=Kind.WITHDRAWN, widget=forms.RadioSelect
    )
    successor = forms.CharField(
        label=gettext_lazy("Article that replaces it"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Its number or its address. Only if this article is replaced."),
    )
    reason = reason_field(WHO_READS_THE_REASON)

    def clean_successor(self):
        """Return the Article that is named, None if none is."""
        text = self.cleaned_data["successor"].strip()
        if not text:
            return None
        match = NUMBER.fullmatch(text)
        article = match and Article.objects.filter(pk=match[1]).first()
        if not article:
            raise forms.ValidationError(_("There is no article with this number or address."))
        return article

    def clean(self):
        if self.cleaned_data.get("kind") == Kind.SUPERSEDED and not (
            self.cleaned_data.get("successor") or "successor" in self.errors
        ):
            self.add_error("successor", _("Say which article replaces it."))
        return self.cleaned_data

"""“Public until…”: when an article ends by itself, and by which day it is to be read again."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base.moment_field import MomentField
from news import access, ends
from news.models import Article
from publishing import clock, dates, roles
from publishing.actions import Refused


class EndsForm(forms.Form):
    ends_at = MomentField(
        label=gettext_lazy("Public until"),
        required=False,
        help_text=gettext_lazy(
            "At this time the text goes from the site in all languages, with its photographs and files, whether "
            "anybody is here or not. Its address says that it has ended. Without a date it stays."
        ),
    )
    read_again_on = forms.DateField(
        label=gettext_lazy("Read again by"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("For the desk only: two weeks before, the text stands on “Today”."),
    )


def page(request, site, article_id):
    """Ask until when the article is public, and save it."""
    articles = access.readable_by(request.user, Article.objects.filter(standing_page__isnull=True))
    article = get_object_or_404(articles, pk=article_id)
    if not roles.may(request.user, "publish"):
        raise PermissionDenied
    kept = {"ends_at": article.ends_at, "read_again_on": article.read_again_on}
    form = EndsForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_valid():
        try:
            ends.plan(article, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("ends_at", str(refused))
        else:
            messages.success(request, _told(article))
            return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))
    context = {
        "title": _("Public until"),
        "opts": Article._meta,
        "article": article,
        "form": form,
        "media": form.media,
        "now": clock.now(),
    }
    return TemplateResponse(request, "desk/articles/ends.html", site.each_context(request) | context)


def _told(article):
    if article.ends_at is None:
        return _("It stays public: no end is set.")
    return _("It ends by itself on %(moment)s.") % {"moment": dates.moment_in_words(article.ends_at)}
